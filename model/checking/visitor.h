#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <unordered_set>

#include "model/check.h"
#include "model/description/fields.h"
#include "model/json/pointer.h"
#include "model/references.h"

/// Holds entities against their description: ranges, names, references. Included by the checking sources
/// only.
namespace model::checking {

/// What a check carries through a project.
class Walk {
public:
    Walk(const Project& project, std::size_t limit) : m_project(project), m_limit(limit) {}

    /// For walks through all of a large project: what is called there often is then found by its hash.
    void indexOperations() {
        m_operations.emplace();
        for (const Service& service : m_project.services)
            for (const Operation& operation : service.operations) m_operations->insert(operation.id.value());
    }

    PointerPath path;
    std::vector<Error> problems;

    const Project& project() const { return m_project; }
    bool full() const { return problems.size() >= m_limit; }
    void report(std::string message) {
        if (!full()) problems.push_back({path.text(), std::move(message)});
    }

    bool exists(const TeamId& id) { return m_project.teams.contains(id); }
    bool exists(const ContextId& id) { return m_project.contexts.contains(id); }
    bool exists(const MessageId& id) { return m_project.messages.contains(id); }
    bool exists(const ServiceId& id) { return m_project.services.contains(id); }
    bool exists(const ChannelId& id) { return m_project.channels.contains(id); }
    bool exists(const DataStoreId& id) { return m_project.stores.contains(id); }
    bool exists(const CallPolicyId& id) { return m_project.policies.contains(id); }
    bool exists(const WorkloadId& id) { return m_project.workloads.contains(id); }
    bool exists(const FaultPlanId& id) { return m_project.faultPlans.contains(id); }
    bool exists(const ObjectiveId& id) { return m_project.objectives.contains(id); }
    bool exists(const RegionId& id) { return m_project.network.regions.contains(id); }
    bool exists(const NodePoolId& id) { return m_project.network.nodePools.contains(id); }
    bool exists(const ZoneId& id) { return m_project.network.zones.contains(id); }
    bool exists(const OperationId& id) {
        return m_operations ? m_operations->contains(id.value()) : findOperation(m_project, id) != nullptr;
    }
    bool exists(const JourneyId& id) { return workloadOf(m_project, id) != nullptr; }

private:
    const Project& m_project;
    std::size_t m_limit;
    std::optional<std::unordered_set<std::string_view>> m_operations;  ///< Their ids
};

/// The word for an entity's kind in messages.
template <class Entity>
constexpr const char* kindWord = "element";
template <>
inline constexpr const char* kindWord<Team> = "team";
template <>
inline constexpr const char* kindWord<BoundedContext> = "context";
template <>
inline constexpr const char* kindWord<Message> = "message";
template <>
inline constexpr const char* kindWord<Service> = "service";
template <>
inline constexpr const char* kindWord<Operation> = "operation";
template <>
inline constexpr const char* kindWord<Channel> = "channel";
template <>
inline constexpr const char* kindWord<DataStore> = "store";
template <>
inline constexpr const char* kindWord<CallPolicy> = "call policy";
template <>
inline constexpr const char* kindWord<Zone> = "zone";
template <>
inline constexpr const char* kindWord<Region> = "region";
template <>
inline constexpr const char* kindWord<NodePool> = "node pool";
template <>
inline constexpr const char* kindWord<Workload> = "workload";
template <>
inline constexpr const char* kindWord<Journey> = "journey";
template <>
inline constexpr const char* kindWord<FaultPlan> = "fault plan";
template <>
inline constexpr const char* kindWord<Objective> = "objective";

std::string rangeText(const Range& range);
std::string numberText(double value);
/// A text from a file as it may stand in a message: shortened.
std::string clipped(const std::string& text);

/// Reports at a field of the object that is checked.
inline void reportAt(const char* key, std::string message, Walk& walk) {
    const PointerPath::Scope scope(walk.path, key);
    walk.report(std::move(message));
}

template <class T>
void checkValue(const T& value, const Range& range, Walk& walk);

// What a description cannot say about one type.
template <class T>
void checkMore(const T&, Walk&) {}
void checkMore(const Distribution& distribution, Walk& walk);
void checkMore(const DiurnalArrivals& arrivals, Walk& walk);
void checkMore(const StepArrivals& arrivals, Walk& walk);
void checkMore(const ModulatedArrivals& arrivals, Walk& walk);
void checkMore(const TraceArrivals& arrivals, Walk& walk);
void checkMore(const CountedArrivals& arrivals, Walk& walk);
void checkMore(const ContextRelationship& relationship, Walk& walk);
void checkMore(const Message& message, Walk& walk);
void checkMore(const Parallel& parallel, Walk& walk);
void checkMore(const Branch& branch, Walk& walk);
void checkMore(const Saga& saga, Walk& walk);
void checkMore(const TwoPhaseCommit& transaction, Walk& walk);
void checkMore(const Channel& channel, Walk& walk);
void checkMore(const CacheLookup& lookup, Walk& walk);
void checkMore(const Replication& replication, Walk& walk);
void checkMore(const Autoscaling& autoscaling, Walk& walk);
void checkMore(const ScalingDirection& direction, Walk& walk);
void checkMore(const Deployment& deployment, Walk& walk);
void checkMore(const Rollout& rollout, Walk& walk);
void checkMore(const VerticalScaling& scaling, Walk& walk);
void checkMore(const NodePool& pool, Walk& walk);
void checkMore(const Network& network, Walk& walk);
void checkMore(const DataStore& store, Walk& walk);
/// That none is named twice.
void checkZones(const std::vector<ZoneId>& zones, Walk& walk);
void checkMore(const RetryPolicy& retry, Walk& walk);
void checkMore(const CircuitBreakerPolicy& breaker, Walk& walk);
void checkMore(const ThreadPoolPolicy& pool, Walk& walk);
void checkMore(const RateLimitPolicy& limit, Walk& walk);
void checkMore(const LoadSheddingPolicy& shedding, Walk& walk);
void checkMore(const LoadBalancing& balancing, Walk& walk);
void checkMore(const OutlierDetection& detection, Walk& walk);
void checkMore(const CallPolicy& policy, Walk& walk);
void checkMore(const PauseFault& fault, Walk& walk);
void checkMore(const PressureFault& fault, Walk& walk);
void checkMore(const Fault& fault, Walk& walk);
void checkMore(const FaultPlan& plan, Walk& walk);
void checkMore(const Scenario& scenario, Walk& walk);
void checkMore(const SteadyState& steady, Walk& walk);
void checkMore(const AbortCondition& abort, Walk& walk);
void checkMore(const Rates& rates, Walk& walk);
void checkMore(const Power& power, Walk& walk);
void checkMore(const Objective& objective, Walk& walk);
void checkMore(const Project& project, Walk& walk);

template <class T>
class Checker {
public:
    Checker(const T& object, Walk& walk) : m_object(object), m_walk(walk) {}

    template <class M>
    void field(const char* key, M T::*member, Range range = {}) {
        const PointerPath::Scope scope(m_walk.path, key);
        checkValue(m_object.*member, range, m_walk);
    }
    template <class M>
    void required(const char* key, M T::*member, Range range = {}) {
        field(key, member, range);
        if constexpr (std::is_same_v<M, std::string>) checkName(key, m_object.*member);
    }
    template <class M>
    void milliseconds(const char* key, M T::*member, Range range = {}) {
        duration(key, m_object.*member, range, 1e6);
    }
    template <class M>
    void requiredMilliseconds(const char* key, M T::*member, Range range = {}) {
        milliseconds(key, member, range);
    }
    template <class M>
    void millisecondsUnless(const char* key, M T::*member, Range range, bool (T::*)() const,
                            std::initializer_list<const char*>) {
        milliseconds(key, member, range);
    }
    template <class M>
    void requiredSeconds(const char* key, M T::*member, Range range = {}) {
        seconds(key, member, range);
    }
    template <class M>
    void seconds(const char* key, M T::*member, Range range = {}) {
        duration(key, m_object.*member, range, 1e9);
    }
    template <class... A>
    void tagged(const char*, std::variant<A...> T::*member) {
        checkTagged(m_object.*member);
    }
    template <class... A>
    void taggedObject(const char* key, const char*, std::variant<A...> T::*member, UnknownFields T::*) {
        const PointerPath::Scope scope(m_walk.path, key);
        checkTagged(m_object.*member);
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto... keys) {
        const auto& value = m_object.*member;
        const PointerPath::Scope scope(m_walk.path, std::array{keys...}[value.index()]);
        std::visit([&](const auto& chosen) { checkValue(chosen, Range{}, m_walk); }, value);
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char* first, const char* second) {
        const auto& value = m_object.*member;
        const PointerPath::Scope scope(m_walk.path, value.index() == 0 ? first : second);
        if (const auto* one = std::get_if<0>(&value)) checkValue(*one, Range{}, m_walk);
        if (const auto* other = std::get_if<1>(&value)) checkValue(*other, Range{}, m_walk);
    }
    void object(const char*, JsonObject T::*) {}
    void unknown(UnknownFields T::*) {}

private:
    void duration(const char* key, Duration value, const Range& range, double unit) {
        const PointerPath::Scope scope(m_walk.path, key);
        checkValue(static_cast<double>(value.count()) / unit, range, m_walk);
    }
    void duration(const char* key, const std::optional<Duration>& value, const Range& range, double unit) {
        if (value) duration(key, *value, range, unit);
    }
    void duration(const char* key, const std::vector<Duration>& values, const Range& range, double unit) {
        const PointerPath::Scope scope(m_walk.path, key);
        for (std::size_t i = 0; i < values.size() && !m_walk.full(); ++i) {
            const double value = static_cast<double>(values[i].count()) / unit;
            if (range.contains(value)) continue;
            const PointerPath::Scope inner(m_walk.path, i);
            checkValue(value, range, m_walk);
        }
    }
    template <class Variant>
    void checkTagged(const Variant& variant) {
        std::visit(
            [&]<class A>(const A& chosen) {
                Checker<A> checker(chosen, m_walk);
                describe(checker, Of<A>());
                checkMore(chosen, m_walk);
            },
            variant);
    }
    void checkName(const char* key, const std::string& name) {
        const PointerPath::Scope scope(m_walk.path, key);
        if (name.empty()) m_walk.report("empty, expected a name");
        if (name.size() > maxEntityName)
            m_walk.report(fmt::format("{} bytes long, expected at most {}", name.size(), maxEntityName));
    }
    static constexpr std::size_t maxEntityName = 500;

    const T& m_object;
    Walk& m_walk;
};

template <class N>
requires(std::is_arithmetic_v<N> && !std::is_same_v<N, bool>) void checkOne(N value, const Range& range,
                                                                            Walk& walk) {
    const double number = static_cast<double>(value);
    if (!range.contains(number) || std::isnan(number))
        walk.report(fmt::format("{}, should be {}", numberText(number), rangeText(range)));
}
inline void checkOne(bool, const Range&, Walk&) {}
inline void checkOne(const std::string&, const Range&, Walk&) {}
template <class E>
requires std::is_enum_v<E>
void checkOne(E, const Range&, Walk&) {}
template <class E>
void checkOne(const Id<E>& id, const Range&, Walk& walk) {
    if (!walk.exists(id)) walk.report(fmt::format("there is no {} \"{}\"", kindWord<E>, clipped(id.value())));
}
template <class T>
void checkOne(const std::optional<T>& value, const Range& range, Walk& walk) {
    if (value) checkValue(*value, range, walk);
}
template <class T>
void checkOne(const std::vector<T>& list, const Range& range, Walk& walk) {
    for (std::size_t i = 0; i < list.size() && !walk.full(); ++i) {
        const PointerPath::Scope scope(walk.path, i);
        checkValue(list[i], range, walk);
    }
}
template <class E>
void checkOne(const Collection<E>& entities, const Range& range, Walk& walk) {
    for (const E& entity : entities) {
        if (walk.full()) return;
        const PointerPath::Scope scope(walk.path, entity.id.value());
        if (!isValidId(entity.id.value()))
            walk.report(
                fmt::format("\"{}\" is no id, expected lower-case letters, digits, inner \"-\" and \".\", at "
                            "most {} bytes",
                            clipped(entity.id.value()), maxIdLength));
        checkValue(entity, range, walk);
    }
}
template <Described T>
void checkOne(const T& object, const Range&, Walk& walk) {
    Checker<T> checker(object, walk);
    describe(checker, Of<T>());
    checkMore(object, walk);
}

template <class T>
void checkValue(const T& value, const Range& range, Walk& walk) {
    checkOne(value, range, walk);
}

/// The first problem of one entity within a project, if there is one.
template <class Entity>
std::optional<Error> firstProblem(const Project& project, const Entity& entity, const char* collection) {
    Walk walk(project, 1);
    const PointerPath::Scope scope(walk.path, collection);
    Collection<Entity> alone(std::vector<Entity>{entity});
    checkValue(alone, Range{}, walk);
    if (walk.problems.empty()) return std::nullopt;
    return walk.problems.front();
}

}  // namespace model::checking
