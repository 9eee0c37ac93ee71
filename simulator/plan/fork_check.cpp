#include "simulator/plan/fork_check.h"

#include <algorithm>

namespace simulator {

namespace {

/// Compares two plans part by part, until something differs that must not.
class ForkCheck {
public:
    ForkCheck(const Plan& from, const Plan& to) : m_from(from), m_to(to) {}

    std::optional<model::Error> firstObstacle() {
        if (m_from.length != m_to.length || m_from.warmUp != m_to.warmUp) {
            add("/scenarios/" + m_to.scenario, "the length of the run or its warm-up was changed");
            return m_error;
        }
        if (!(m_from.steadyState.windows == m_to.steadyState.windows) || !(m_from.abort == m_to.abort)) {
            add("/scenarios/" + m_to.scenario, "what is judged in windows of time was changed");
            return m_error;
        }
        entities();
        if (!m_error) behaviours();
        if (!m_error) guards();
        if (!m_error) services();
        if (!m_error) podSets();
        if (!m_error) nodePools();
        if (!m_error) workloads();
        if (!m_error) stores();
        return m_error;
    }

private:
    void add(const std::string& place, const std::string& message) {
        if (!m_error) m_error = model::Error{place, message + ": a run cannot go on from there"};
    }

    template <class Entity>
    void sameIds(const std::vector<Entity>& from, const std::vector<Entity>& to, const char* kind) {
        const auto [one, other] =
            std::mismatch(from.begin(), from.end(), to.begin(), to.end(),
                          [](const Entity& left, const Entity& right) { return left.id == right.id; });
        if (one != from.end())
            return add(kind + ("/" + one->id), "is not there, or not where it was, in the edited model");
        if (other != to.end()) add(kind + ("/" + other->id), "was not there before");
    }

    void entities() {
        sameIds(m_from.services, m_to.services, "services");
        sameIds(m_from.operations, m_to.operations, "operations");
        sameIds(m_from.stores, m_to.stores, "stores");
        sameIds(m_from.channels, m_to.channels, "channels");
        sameIds(m_from.groups, m_to.groups, "groups");
        sameIds(m_from.locks, m_to.locks, "locks");
        sameIds(m_from.caches, m_to.caches, "caches");
        sameIds(m_from.journeys, m_to.journeys, "journeys");
        sameIds(m_from.workloads, m_to.workloads, "workloads");
    }

    // How often a loop goes round and how many branches are needed are numbers like others.
    static bool isSameStep(Instruction from, Instruction to) {
        if (from.code == Code::Repeat || from.code == Code::Fork) from.b = to.b;
        return from == to;
    }

    void behaviours() {
        const auto fromEnd = m_from.code.begin() + static_cast<std::ptrdiff_t>(m_from.prologues);
        const auto toEnd = m_to.code.begin() + static_cast<std::ptrdiff_t>(m_to.prologues);
        const auto differs =
            std::mismatch(m_from.code.begin(), fromEnd, m_to.code.begin(), toEnd, isSameStep);
        if (differs.first != fromEnd || differs.second != toEnd)
            return add(ownerOf(static_cast<Index>(differs.first - m_from.code.begin())), "has other steps");
        for (std::size_t at = 0; at < m_from.calls.size(); ++at) {
            const CallPlan& from = m_from.calls[at];
            const CallPlan& to = m_to.calls[at];
            const bool isSameWay = from.zoned == to.zoned && from.mesh == to.mesh;
            if (from.operation != to.operation || from.edge != to.edge || from.network != to.network ||
                !isSameWay)
                return add(placeOf(m_from.operations[from.operation]), "is called otherwise");
        }
        if (m_from.targets != m_to.targets || m_from.draws.size() != m_to.draws.size() ||
            m_from.calls.size() != m_to.calls.size() || m_from.edges.size() != m_to.edges.size())
            add("/services", "steps or policies have another shape");
    }

    // Machines go on as they are: they keep the numbers that they were made with.
    void guards() {
        for (std::size_t at = 0; at < m_from.calls.size(); ++at)
            if (m_from.calls[at].guard != m_to.calls[at].guard)
                return add(placeOf(m_from.operations[m_from.calls[at].operation]), "is protected otherwise");
        for (std::size_t at = 0; at < m_from.guards.size(); ++at) guard(m_from.guards[at], m_to.guards[at]);
    }

    void guard(const GuardPlan& from, const GuardPlan& to) {
        const model::CallPolicy& policy = m_from.policies[from.policy].guard->policy;
        model::CallPolicy other = m_to.policies[to.policy].guard->policy;
        other.name = policy.name;
        other.description = policy.description;
        if (!(policy == other)) return add("/policies/" + policy.id.value(), "has other parts");
        for (const Index service : {from.service, from.client})
            if (service != none && m_from.services[service].replicas != m_to.services[service].replicas)
                add("/services/" + m_from.services[service].id,
                    "makes or takes calls under a policy with parts of its own, and has other replicas");
    }

    std::string ownerOf(Index instruction) const {
        const OperationPlan* owner = nullptr;
        for (const OperationPlan& operation : m_from.operations)
            if (operation.entry != none && operation.entry <= instruction &&
                (!owner || operation.entry > owner->entry))
                owner = &operation;
        return owner ? placeOf(*owner) : "/workloads";
    }

    std::string placeOf(const OperationPlan& operation) const {
        return "/services/" + m_from.services[operation.service].id + "/operations/" + operation.id;
    }

    void services() {
        for (Index at = 0; at < m_from.services.size(); ++at) {
            const ServicePlan& from = m_from.services[at];
            const ServicePlan& to = m_to.services[at];
            const std::string place = "/services/" + from.id;
            if (from.discipline != to.discipline || from.levels != to.levels ||
                from.processor != to.processor || (from.codelTarget == never) != (to.codelTarget == never))
                add(place, "serves in another way");
            if (from.zones != to.zones) add(place, "is in other zones");
            if (from.ttl != to.ttl || from.probePeriod != to.probePeriod ||
                from.probeFailures != to.probeFailures || from.discovery != to.discovery ||
                from.heartbeat != to.heartbeat || from.lease != to.lease)
                add(place, "is discovered otherwise");
            if (from.replicas > to.replicas) add(place, "has fewer replicas");
            if (from.replicas != to.replicas && keepsReplicas(at))
                add(place,
                    "consumes messages, or has locks or caches of its replicas, and has other replicas");
        }
    }

    void nodePools() {
        const auto isSame = [](const NodePoolPlan& from, const NodePoolPlan& to) {
            return from.id == to.id && from.rules == to.rules;
        };
        if (!std::ranges::equal(m_from.nodePools, m_to.nodePools, isSame))
            add("/network/node_pools", "the pools of nodes were changed");
    }

    // An autoscaler goes on with what it remembers, by the rules that it was made with.
    void podSets() {
        for (std::size_t at = 0; at < m_from.services.size(); ++at)
            if (podSetOf(m_from, at) != podSetOf(m_to, at))
                return add("/services/" + m_from.services[at].id, "has other pods, or is scaled otherwise");
    }

    static std::optional<PodSetPlan> podSetOf(const Plan& plan, std::size_t service) {
        const Index set = plan.services[service].podSet;
        return set == none ? std::nullopt : std::optional(plan.podSets[set]);
    }

    bool keepsReplicas(Index service) const {
        for (const GroupPlan& group : m_from.groups)
            for (const SubscriberPlan& subscriber : group.subscribers)
                if (subscriber.service == service) return true;
        for (const CachePlan& cache : m_from.caches)
            if (cache.service == service) return true;
        return std::any_of(m_from.locks.begin(), m_from.locks.end(), [service](const LockPlan& lock) {
            return lock.service == service && lock.perReplica;
        });
    }

    void workloads() {
        for (std::size_t at = 0; at < m_from.workloads.size(); ++at) {
            const WorkloadPlan& from = m_from.workloads[at];
            const WorkloadPlan& to = m_to.workloads[at];
            if (from.kind != to.kind || from.rates.size() != to.rates.size() ||
                from.states.size() != to.states.size() || from.times.size() != to.times.size() ||
                from.counts.size() != to.counts.size() || from.cumulative.size() != to.cumulative.size())
                add("/workloads/" + from.id, "has arrivals of another kind");
            if (from.users > to.users) add("/workloads/" + from.id, "has fewer users");
        }
        for (std::size_t at = 0; at < m_from.channels.size(); ++at)
            if (m_from.channels[at].partitions != m_to.channels[at].partitions)
                add("/channels/" + m_from.channels[at].id, "has other partitions");
        for (std::size_t at = 0; at < m_from.channels.size(); ++at)
            if (m_from.channels[at].polls() != m_to.channels[at].polls())
                add("/channels/" + m_from.channels[at].id, "is polled otherwise");
        for (std::size_t at = 0; at < m_from.meshes.size(); ++at)
            if (m_from.meshes[at].firstCaller != m_to.meshes[at].firstCaller ||
                m_from.meshes[at].firstCallee != m_to.meshes[at].firstCallee ||
                m_from.meshCounters != m_to.meshCounters)
                add("/services/" + m_from.services[m_from.meshes[at].callee].id,
                    "is in a mesh and has other replicas, or is called from others");
        for (std::size_t at = 0; at < m_from.locks.size(); ++at)
            if (m_from.locks[at].states != m_to.locks[at].states)
                add("/services/" + m_from.locks[at].id, "has a lock with other keys or another scope");
    }

    void stores() {
        for (std::size_t at = 0; at < m_from.stores.size(); ++at)
            if (m_from.stores[at].servers != m_to.stores[at].servers ||
                m_from.stores[at].cluster != m_to.stores[at].cluster)
                add("/stores/" + m_from.stores[at].id, "has other replicas");
        for (std::size_t at = 0; at < m_from.stores.size(); ++at)
            if (m_from.stores[at].zones != m_to.stores[at].zones)
                add("/stores/" + m_from.stores[at].id, "is in other zones");
        for (std::size_t at = 0; at < m_from.clusters.size() && at < m_to.clusters.size(); ++at)
            if (m_from.clusters[at].rowCount() != m_to.clusters[at].rowCount())
                add("/stores/" + m_from.stores[m_from.clusters[at].store].id, "has other rows");
        for (std::size_t at = 0; at < m_from.caches.size(); ++at)
            if (m_from.caches[at].keys.keys() != m_to.caches[at].keys.keys())
                add("caches/" + m_from.caches[at].id, "has other keys");
    }

    const Plan& m_from;
    const Plan& m_to;
    std::optional<model::Error> m_error;
};

}  // namespace

std::optional<model::Error> whyNotForked(const Plan& from, const Plan& to) {
    return ForkCheck(from, to).firstObstacle();
}

}  // namespace simulator
