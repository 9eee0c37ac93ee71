#include "simulator/cascade/linker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <variant>

namespace simulator {

namespace {

bool isIn(std::initializer_list<Mechanism> some, Mechanism mechanism) {
    return std::find(some.begin(), some.end(), mechanism) != some.end();
}

/// How a failure of attempts came about, and how it is passed on.
Link linkOf(Cause cause) {
    switch (cause) {
        case Cause::Timeout:
            return Link::Timeout;
        case Cause::Rejected:
        case Cause::Shed:
            return Link::QueueFull;
        case Cause::Crashed:
            return Link::LostCapacity;
        case Cause::Fault:
        case Cause::Bug:
            return Link::Errors;
        case Cause::Dependency:
            return Link::FailedDependency;
        case Cause::BreakerOpen:
            return Link::BreakerOpen;
        case Cause::BulkheadFull:
            return Link::PoolExhausted;
        case Cause::RateLimited:
        case Cause::Throttled:
            return Link::Throttling;
    }
    return Link::None;
}

/// How a fault acts on what it hits.
struct FaultLink {
    Link operator()(const model::KillFault&) const { return Link::LostCapacity; }
    Link operator()(const model::SlowFault&) const { return Link::SlowService; }
    Link operator()(const model::ErrorFault&) const { return Link::Errors; }
    Link operator()(const model::PauseFault&) const { return Link::Standstill; }
    Link operator()(const model::FlushFault&) const { return Link::CacheMisses; }
    Link operator()(const model::LatencyFault&) const { return Link::Network; }
    Link operator()(const model::LossFault&) const { return Link::Network; }
    Link operator()(const model::PartitionFault&) const { return Link::Network; }
    Link operator()(const model::PressureFault&) const { return Link::SlowService; }
    Link operator()(const model::NamesFault&) const { return Link::StaleDiscovery; }
    Link operator()(const model::ReleaseFault&) const { return Link::Errors; }
    Link operator()(const model::ClockFault&) const { return Link::Timeout; }
};

Link linkOf(const CascadeEvent& fault) {
    return fault.fault ? std::visit(FaultLink{}, fault.fault->effect) : Link::None;
}

/// Dead replicas that clients go on calling.
bool isStale(const CascadeEvent& fault) {
    return fault.mechanism == Mechanism::Fault && fault.detail.find("gone for up to") != std::string::npos;
}

Link linkToSaturation(const CascadeEvent& cause, bool same) {
    switch (cause.mechanism) {
        case Mechanism::MoreAttempts:
            return Link::RetryAmplification;
        case Mechanism::CacheMisses:
            return Link::CacheMisses;
        case Mechanism::MoreLoad:
            return Link::Overload;
        case Mechanism::Restarts:
        case Mechanism::Unready:
            return Link::LostCapacity;
        case Mechanism::Fault:
            return same ? linkOf(cause) : Link::PoolExhausted;
        default:
            return Link::PoolExhausted;
    }
}

Link linkToFailures(const CascadeEvent& cause, const CascadeEvent& effect) {
    const bool byFault = cause.mechanism == Mechanism::Fault;
    if (byFault && isStale(cause) && (effect.cause == Cause::Timeout || effect.cause == Cause::Crashed))
        return Link::StaleDiscovery;
    if (byFault && linkOf(cause) == Link::Network) return Link::Network;
    if (byFault && linkOf(cause) == Link::StaleDiscovery && effect.cause == Cause::Crashed)
        return Link::StaleDiscovery;
    return linkOf(effect.cause);
}

Link linkToScaling(const CascadeEvent& effect) {
    return effect.share ? Link::StartUpCpu : Link::Scaling;
}

Link linkToBacklog(const CascadeEvent& cause) {
    if (cause.mechanism == Mechanism::Failures) return Link::BlockedPartition;
    if (cause.mechanism == Mechanism::Fault) return linkOf(cause);
    return cause.mechanism == Mechanism::MoreLoad ? Link::Overload : Link::SlowService;
}

Link linkToUsers(const CascadeEvent& cause) {
    if (cause.mechanism == Mechanism::Failures) return linkOf(cause.cause);
    if (cause.mechanism == Mechanism::Fault) return linkOf(cause);
    return cause.mechanism == Mechanism::CacheMisses ? Link::CacheMisses : Link::PoolExhausted;
}

Link linkBetween(const CascadeEvent& cause, const CascadeEvent& effect, bool same) {
    switch (effect.mechanism) {
        case Mechanism::Fault:
        case Mechanism::MoreLoad:
            return Link::None;
        case Mechanism::CacheMisses:
            return Link::CacheMisses;
        case Mechanism::Saturated:
            return linkToSaturation(cause, same);
        case Mechanism::Failures:
            return linkToFailures(cause, effect);
        case Mechanism::MoreAttempts:
            return Link::RetryAmplification;
        case Mechanism::BreakerOpen:
            return Link::BreakerOpen;
        case Mechanism::Backlog:
            return linkToBacklog(cause);
        case Mechanism::Scaling:
            return linkToScaling(effect);
        case Mechanism::UsersFail:
            return linkToUsers(cause);
        case Mechanism::Restarts:
        case Mechanism::Unready:
            return Link::FailedProbes;
        case Mechanism::Ejected:
            return Link::Ejection;
        case Mechanism::Panic:
            return Link::Panic;
    }
    return Link::None;
}

/// Puts each symptom down to one that came before it.
class Linker {
public:
    Linker(const CallMap& calls, double interval, std::vector<CascadeEvent>& events)
        : m_calls(calls), m_events(events), m_interval(interval) {}

    // What comes first is linked, and has its time, before those that it may have caused.
    void link() {
        std::vector<std::size_t> order(m_events.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, {}, [this](std::size_t at) { return keyOf(at); });
        for (std::size_t place = 0; place < order.size(); ++place) {
            CascadeEvent& effect = m_events[order[place]];
            if (isTrigger(effect)) continue;
            int bestRank = 0;
            for (std::size_t before = 0; before < place; ++before) consider(order[before], effect, bestRank);
            if (effect.dueTo) settle(m_events[*effect.dueTo], effect);
        }
        sort(order);
    }

private:
    // Series know times only by intervals: within them what must come first comes first, and those who are
    // called before those who call them.
    std::tuple<double, int, double, std::size_t, std::size_t> keyOf(std::size_t at) const {
        const CascadeEvent& event = m_events[at];
        return {std::floor(event.from / m_interval), orderOf(event), event.from,
                m_calls.below(m_calls.homeOf(event.entity)).size(), at};
    }

    static bool isTrigger(const CascadeEvent& event) {
        return isIn({Mechanism::Fault, Mechanism::MoreLoad}, event.mechanism);
    }

    // Its time is not bound to the intervals of the series.
    static bool isExact(const CascadeEvent& event) {
        return isIn({Mechanism::Fault, Mechanism::Failures, Mechanism::BreakerOpen, Mechanism::Restarts,
                     Mechanism::Unready, Mechanism::Scaling, Mechanism::Ejected, Mechanism::Panic},
                    event.mechanism);
    }

    // Those that are equally good began last. Only what began before its effect can have caused it.
    void consider(std::size_t at, CascadeEvent& effect, int& bestRank) const {
        const CascadeEvent& cause = m_events[at];
        if (cause.from > effect.from && isExact(effect)) return;
        if (cause.to && *cause.to + m_interval + reach(cause) < effect.from) return;
        const int rank = rankOf(cause, effect);
        const bool isBetter =
            rank > bestRank || (rank > 0 && rank == bestRank && cause.from > m_events[*effect.dueTo].from);
        if (!isBetter) return;
        effect.dueTo = at;
        bestRank = rank;
    }

    void settle(const CascadeEvent& cause, CascadeEvent& effect) const {
        effect.link =
            linkBetween(cause, effect, m_calls.homeOf(cause.entity) == m_calls.homeOf(effect.entity));
        effect.from = std::max(effect.from, cause.from);
        if (effect.to) effect.to = std::max(*effect.to, effect.from);
    }

    // By their times; of those at the same time causes stay before what they bring about.
    void sort(std::vector<std::size_t>& order) {
        std::ranges::stable_sort(order, {}, [this](std::size_t at) { return m_events[at].from; });
        std::vector<std::size_t> places(order.size());
        for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = place;
        std::vector<CascadeEvent> sorted;
        for (const std::size_t at : order) {
            sorted.push_back(std::move(m_events[at]));
            if (sorted.back().dueTo) sorted.back().dueTo = places[*sorted.back().dueTo];
        }
        m_events = std::move(sorted);
    }

    // How long after its end it still acts: what it left in queues has to be worked off.
    static double reach(const CascadeEvent& event) { return event.mechanism == Mechanism::Fault ? 10 : 2; }
    static int orderOf(const CascadeEvent& event) {
        switch (event.mechanism) {
            case Mechanism::Fault:
            case Mechanism::MoreLoad:
                return 0;
            case Mechanism::CacheMisses:
                return 1;
            case Mechanism::Saturated:
            case Mechanism::Restarts:
            case Mechanism::Unready:
                return 2;
            case Mechanism::Failures:
                return event.cause == Cause::Dependency ? 4 : 3;
            case Mechanism::BreakerOpen:
            case Mechanism::MoreAttempts:
            case Mechanism::Backlog:
            case Mechanism::Scaling:
            case Mechanism::Ejected:
                return 5;
            case Mechanism::UsersFail:
            case Mechanism::Panic:
                return 6;
        }
        return 6;
    }

    // How well one explains the other; 0: not at all.
    int rankOf(const CascadeEvent& cause, const CascadeEvent& effect) const {
        const std::string& there = m_calls.homeOf(effect.entity);
        const std::string& causeHome = m_calls.homeOf(cause.entity);
        const bool same = causeHome == there;
        const bool below = m_calls.below(there).contains(causeHome);
        switch (effect.mechanism) {
            case Mechanism::Fault:
            case Mechanism::MoreLoad:
                return 0;
            case Mechanism::Saturated:
                if (cause.mechanism == Mechanism::MoreAttempts && same) return 3;
                if (cause.mechanism == Mechanism::Fault) return same ? 5 : below ? 4 : 0;
                if (cause.mechanism == Mechanism::Saturated) return below ? 4 : 0;
                if (cause.mechanism == Mechanism::CacheMisses) return missesReach(cause, there) ? 4 : 0;
                if (losesReplicas(cause)) return same || below ? 3 : 0;
                return cause.mechanism == Mechanism::MoreLoad ? 2 : 0;
            case Mechanism::Restarts:
            case Mechanism::Unready:
                if (cause.mechanism == Mechanism::Fault) return same ? 5 : 0;
                if (cause.mechanism == Mechanism::Saturated) return same ? 4 : 0;
                return cause.mechanism == Mechanism::MoreLoad ? 2 : 0;
            case Mechanism::CacheMisses:
                return cause.mechanism == Mechanism::Fault && same ? 5 : 0;
            case Mechanism::Backlog:
                if (cause.mechanism == Mechanism::Fault) return same || below ? 5 : 0;
                if (cause.mechanism == Mechanism::Failures) return cause.caller == effect.entity ? 4 : 0;
                if (cause.mechanism == Mechanism::Saturated) return below ? 4 : 0;
                return cause.mechanism == Mechanism::MoreLoad ? 2 : 0;
            case Mechanism::Scaling:
                if (cause.mechanism == Mechanism::Fault) return same ? 4 : 0;
                if (cause.mechanism == Mechanism::Saturated) return same ? 5 : 0;
                if (cause.mechanism == Mechanism::MoreAttempts && same) return 3;
                return cause.mechanism == Mechanism::MoreLoad ? 2 : 0;
            case Mechanism::Failures:
                return rankOfFailure(cause, effect, same, below);
            case Mechanism::MoreAttempts:
                if (cause.mechanism == Mechanism::Failures && cause.entity == effect.entity) return 4;
                if (cause.mechanism == Mechanism::MoreAttempts && callsInto(cause, there)) return 3;
                return cause.mechanism == Mechanism::Failures && below ? 2 : 0;
            case Mechanism::BreakerOpen:
                if (cause.mechanism == Mechanism::Fault || cause.mechanism == Mechanism::Saturated)
                    return same ? 2 : below ? 1 : 0;
                return cause.mechanism == Mechanism::Failures && same &&
                               m_calls.homeOf(cause.caller) == effect.caller
                           ? 3
                           : 0;
            case Mechanism::Ejected:
                return cause.mechanism == Mechanism::Failures && same && isClient(cause.caller, effect.caller)
                           ? 3
                           : 0;
            case Mechanism::Panic:
                return cause.mechanism == Mechanism::Ejected && same && cause.caller == effect.caller ? 5 : 0;
            case Mechanism::UsersFail:
                if (cause.mechanism == Mechanism::Failures) return cause.caller == effect.entity ? 4 : 0;
                if (cause.mechanism == Mechanism::Saturated || cause.mechanism == Mechanism::Fault ||
                    cause.mechanism == Mechanism::CacheMisses)
                    return m_calls.below(effect.entity).contains(causeHome) ? 1 : 0;
                return 0;
        }
        return 0;
    }

    // Users are no service, and have no name there.
    bool isClient(const std::string& caller, const std::string& client) const {
        return client.empty() || m_calls.homeOf(caller) == client;
    }

    static bool losesReplicas(const CascadeEvent& event) {
        return event.mechanism == Mechanism::Restarts || event.mechanism == Mechanism::Unready;
    }

    // What is asked for instead of the cache.
    bool missesReach(const CascadeEvent& misses, const std::string& there) const {
        return m_calls.below(misses.entity).contains(there) || m_calls.shareCaller(misses.entity, there);
    }

    bool callsInto(const CascadeEvent& caller, const std::string& home) const {
        return m_calls.below(m_calls.homeOf(caller.entity)).contains(home);
    }

    // Its clock is wrong: what it calls has less time than it should, or so it thinks.
    bool misreadsDeadlines(const CascadeEvent& fault, const CascadeEvent& failures) const {
        return fault.fault && std::holds_alternative<model::ClockFault>(fault.fault->effect) &&
               m_calls.homeOf(failures.caller) == m_calls.homeOf(fault.entity);
    }

    int rankOfFailure(const CascadeEvent& cause, const CascadeEvent& effect, bool same, bool below) const {
        const bool isFault = cause.mechanism == Mechanism::Fault;
        const bool isFull = cause.mechanism == Mechanism::Saturated;
        switch (effect.cause) {
            case Cause::Crashed:
                if (losesReplicas(cause) && same) return 6;
                return isFault && same ? 5 : 0;
            case Cause::Fault:
                return isFault && same ? 5 : 0;
            case Cause::Bug:
                return 0;
            case Cause::Dependency:
                return cause.mechanism == Mechanism::Failures && cause.caller == effect.entity ? 5 : 0;
            case Cause::Rejected:
            case Cause::Shed:
                return isFull && same ? 5 : cause.mechanism == Mechanism::MoreLoad ? 1 : 0;
            case Cause::RateLimited:
            case Cause::Throttled:
                if (cause.mechanism == Mechanism::Failures && cause.entity == effect.entity &&
                    cause.cause != effect.cause)
                    return 4;
                return cause.mechanism == Mechanism::MoreLoad || cause.mechanism == Mechanism::MoreAttempts
                           ? 3
                           : 0;
            case Cause::Timeout:
            case Cause::BulkheadFull:
            case Cause::BreakerOpen:
                if (isFault) return same ? 4 : below || misreadsDeadlines(cause, effect) ? 3 : 0;
                if (isFull) return same || below ? 5 : 0;
                return cause.mechanism == Mechanism::MoreLoad ? 1 : 0;
        }
        return 0;
    }

    const CallMap& m_calls;
    std::vector<CascadeEvent>& m_events;
    double m_interval;
};

}  // namespace

void linkEvents(const CallMap& calls, double interval, std::vector<CascadeEvent>& events) {
    Linker(calls, interval, events).link();
}

}  // namespace simulator
