// What a run will hold in memory, by what its plan says; requests in flight are not known before.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "simulator/engine/frame.h"
#include "simulator/engine/guard.h"
#include "simulator/engine/memory_need.h"
#include "simulator/engine/pods.h"
#include "simulator/engine/stations.h"
#include "simulator/metrics/recording.h"

namespace simulator {

namespace {

constexpr double megabyte = 1024.0 * 1024;

/// What a typical flow keeps beside its series: some blocks of histograms, sparse ones by chunk and by mark.
constexpr double histogramsOfFlow = 50e3;
constexpr double histogramOfChunk = 900;
constexpr double histogramOfMark = 20e3;
/// An event that is pending, by the queue's own table of costs.
constexpr double pendingEvent = 64;

struct MemoryPart {
    std::string place;
    double count;
    std::string what;
    double bytes;
};

/// What the machines of one client take, those with tables above all.
double guardBytes(const model::CallPolicy& policy, double hosts) {
    constexpr double ofRingPoint = 16;
    constexpr double ofTablePlace = 4;
    constexpr double ofSecond = 12;
    double bytes = sizeof(Guard);
    if (const auto& breaker = policy.circuitBreaker)
        bytes += breaker->windowSize * (breaker->window == model::BreakerWindow::TimeBased ? ofSecond : 1);
    if (policy.throttling) bytes += 8e-9 * static_cast<double>(policy.throttling->window.count());
    if (policy.threadPool) bytes += 8.0 * policy.threadPool->maxThreads.value_or(0);
    if (policy.outlierDetection) bytes += 120 * hosts;
    if (const auto& balancing = policy.loadBalancing) {
        bytes += 40 * hosts;
        if (balancing->kind == model::BalancingKind::Maglev) bytes += ofTablePlace * balancing->tableSize;
        if (balancing->kind == model::BalancingKind::RingHash) bytes += ofRingPoint * balancing->maxRingSize;
    }
    return bytes;
}

class MemoryParts {
public:
    explicit MemoryParts(const Plan& plan) : m_plan(plan), m_grid(Grid::of(plan.length, plan.warmUp)) {}

    /// What each replication in progress has.
    std::vector<MemoryPart> state() {
        m_parts.clear();
        for (const ServicePlan& service : m_plan.services) replicas(service);
        for (const ClusterPlan& cluster : m_plan.clusters)
            add("/stores/" + m_plan.stores[cluster.store].id + "/rows", cluster.rowCount(), "rows",
                sizeof(Row) + 12.0 * (cluster.servers > 1 ? cluster.servers : 0));
        for (const CachePlan& cache : m_plan.caches)
            add((cache.store == none ? "/services/" + m_plan.services[cache.service].id
                                     : "/stores/" + m_plan.stores[cache.store].id),
                double(cache.keys.keys()) * cache.contents, "keys of caches",
                8 + 24.0 * cache.capacity / cache.keys.keys());
        for (const LockPlan& lock : m_plan.locks)
            add("/services/" + m_plan.services[lock.service].id, lock.states, "locks", sizeof(LockState));
        for (const GuardPlan& guard : m_plan.guards)
            add("/policies/" + m_plan.policies[guard.policy].guard->policy.id.value(), guard.states,
                "clients with protection",
                guardBytes(m_plan.policies[guard.policy].guard->policy,
                           m_plan.services[guard.service].replicas));
        for (const GroupPlan& group : m_plan.groups) consumers(group);
        add("/deployments", m_plan.meshCounters, "counters of connections in meshes", sizeof(std::uint32_t));
        for (const WindowsPlan* windows : {&m_plan.steadyState.windows, &m_plan.abort.windows})
            add("/scenarios/" + m_plan.scenario, static_cast<double>(windows->objectives.size()),
                "objectives that are judged in windows", histogramOfMark);
        for (const WorkloadPlan& workload : m_plan.workloads)
            add("/workloads/" + workload.id + "/arrivals/users", workload.users, "users",
                sizeof(Frame) + pendingEvent);
        return m_parts;
    }

    /// What each replication keeps until the end.
    std::vector<MemoryPart> records() {
        m_parts.clear();
        const auto intervals = static_cast<double>(m_grid.intervals);
        const auto chunks = static_cast<double>(m_grid.chunks());
        const double flow = intervals * sizeof(FlowInterval) + histogramsOfFlow +
                            chunks * (sizeof(FlowChunk) + histogramOfChunk) +
                            static_cast<double>(m_grid.marks()) * histogramOfMark;
        add("/workloads", static_cast<double>(m_plan.journeys.size()), "journeys", flow);
        add("/services", static_cast<double>(m_plan.operations.size()), "operations", flow);
        const std::size_t stations =
            m_plan.services.size() + m_plan.stores.size() + m_plan.channels.size() + m_plan.locks.size();
        add("/services", static_cast<double>(stations), "stations",
            intervals * sizeof(StationInterval) + chunks * sizeof(StationCounts));
        add("/services", static_cast<double>(m_plan.edges.size()), "edges", chunks * sizeof(EdgeCounts));
        return m_parts;
    }

private:
    void add(std::string place, double count, std::string what, double bytesEach) {
        if (count > 0) m_parts.push_back({std::move(place), count, std::move(what), count * bytesEach});
    }

    void replicas(const ServicePlan& service) {
        double each = sizeof(Replica);
        if (service.levels > 1 || service.discipline == Discipline::AdaptiveLifo)
            each += sizeof(WaitingLine) + service.levels * sizeof(FrameQueue);
        if (service.codelTarget != never) each += sizeof(ControlledDelay);
        if (service.processor != ProcessorKind::None)
            each += sizeof(Processor) + service.levels * sizeof(FrameQueue) + sizeof(Frame) + pendingEvent;
        if (service.isDiscovered()) each += sizeof(Endpoint);
        if (service.discovery == Discovery::Leases) each += 48;
        if (service.podSet != none) {
            each += sizeof(Pod) + sizeof(PodMeter);
            if (m_plan.podSets[service.podSet].isTended())
                each += sizeof(PodHealth) + 3 * (sizeof(Frame) + pendingEvent);
        }
        if (service.podSet != none) {
            forecast(service, m_plan.podSets[service.podSet]);
            if (m_plan.podSets[service.podSet].vertical)
                add(service.place + "/vertical_scaling", double(UsageHistogram::buckets()), "figures of use",
                    sizeof(double));
        }
        add(service.place + m_plan.replicasField(service), service.replicas, "replicas", each);
    }

    /// A period of figures, where the load is foreseen.
    void forecast(const ServicePlan& service, const PodSetPlan& pods) {
        const auto* const scaler = std::get_if<PredictiveScaler>(&pods.scaler);
        if (!scaler || scaler->forecast.period >= m_plan.length) return;
        add(service.place + "/autoscaling/predictive/period_s",
            static_cast<double>(scaler->forecast.period) / static_cast<double>(scaler->forecast.interval),
            "figures of load", 3 * sizeof(double));
    }

    void consumers(const GroupPlan& group) {
        const std::string place = "/channels/" + m_plan.channels[group.channel].id;
        add(place + "/partitions", m_plan.channels[group.channel].partitions, "partitions",
            sizeof(Partition));
        const bool assigned = m_plan.channels[group.channel].partitions > 0;
        for (const SubscriberPlan& subscriber : group.subscribers)
            add(place,
                double(m_plan.services[subscriber.service].replicas) *
                    (assigned ? subscriber.concurrency : 1),
                "consumers", sizeof(Consumer));
    }

    const Plan& m_plan;
    Grid m_grid;
    std::vector<MemoryPart> m_parts;
};

std::string memoryText(double bytes) {
    char text[32];
    std::snprintf(text, sizeof text, bytes < 10 * megabyte ? "%.1f MB" : "%.0f MB", bytes / megabyte);
    return text;
}

std::string countText(double count) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f", count);
    return text;
}

double usualLimit() {
    const double machine =
        static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
    return 0.75 * machine / megabyte;
}

}  // namespace

MemoryNeed memoryNeed(const Plan& plan, const RunOptions& options) {
    const int replications = std::max(1, options.replications.value_or(plan.replications));
    const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int threads = std::clamp(options.threads > 0 ? options.threads : machine, 1, replications);
    MemoryParts parts(plan);
    MemoryNeed need;
    double most = 0;
    const auto take = [&](const std::vector<MemoryPart>& list, int times, const char* of) {
        for (const MemoryPart& part : list) {
            const double bytes = part.bytes * times;
            need.megabytes += bytes / megabyte;
            if (bytes <= most) continue;
            most = bytes;
            need.place = part.place;
            need.most = countText(part.count) + " " + part.what + " need " + memoryText(bytes) + " in " +
                        (times == 1 ? "one replication" : std::to_string(times) + of);
        }
    };
    take(parts.state(), threads, " replications at a time");
    take(parts.records(), replications, " replications");
    return need;
}

model::Result<bool> checkMemory(const Plan& plan, const RunOptions& options) {
    const MemoryNeed need = memoryNeed(plan, options);
    const double limit = options.mostMemoryMb.value_or(usualLimit());
    if (need.megabytes <= limit) return true;
    return model::failure(
        need.place,
        "the run is expected to need " + memoryText(need.megabytes * megabyte) + " of memory, at most " +
            memoryText(limit * megabyte) +
            (options.mostMemoryMb ? " are allowed" : ", three quarters of the machine's, are allowed") +
            "; most of it: " + need.most);
}

model::Result<bool> checkMemoryTogether(const MemoryNeed& each, int atOnce) {
    if (each.megabytes * atOnce <= usualLimit()) return true;
    return model::failure(each.place, "a run is expected to need " + memoryText(each.megabytes * megabyte) +
                                          " of memory, and " + std::to_string(atOnce) +
                                          " are made at a time, which may need " +
                                          memoryText(usualLimit() * megabyte) +
                                          " together, three quarters of the machine's; expected fewer "
                                          "threads, or a smaller model; most of it: " +
                                          each.most);
}

}  // namespace simulator
