#include "simulator/cascade/cascade.h"

#include <algorithm>

#include "model/json/json.h"
#include "simulator/cascade/story.h"
#include "simulator/cascade/symptoms.h"

namespace simulator {

namespace {

constexpr double recoveredShare = 0.95;  ///< Of what users had before
constexpr double longAfter = 30;         ///< A trigger that is over for so long is not to blame any more [s]
constexpr double noticedShare = 0.9;     ///< Of what users had before: below, they complain

/// Puts each symptom down to one that came before it.
class Linker {
public:
    Linker(const CallMap& calls, std::vector<CascadeEvent>& events, double interval)
        : m_calls(calls), m_events(events), m_interval(interval) {}

    void link() {
        for (std::size_t at = 0; at < m_events.size(); ++at) {
            const CascadeEvent& effect = m_events[at];
            if (effect.mechanism == Mechanism::Fault || effect.mechanism == Mechanism::MoreLoad) continue;
            std::optional<std::size_t> best;
            int bestRank = 0;
            for (std::size_t other = 0; other < m_events.size(); ++other) {
                if (other == at || !comesBefore(other, at)) continue;
                const int rank = rankOf(m_events[other], effect);
                if (rank == 0) continue;
                if (!best || rank > bestRank ||
                    (rank == bestRank && m_events[other].from > m_events[*best].from)) {
                    best = other;
                    bestRank = rank;
                }
            }
            m_events[at].dueTo = best;
        }
    }

private:
    // Series know times only by intervals: within them what must come first comes first.
    bool comesBefore(std::size_t cause, std::size_t effect) const {
        const CascadeEvent& one = m_events[cause];
        const CascadeEvent& other = m_events[effect];
        const bool bothBySeries = other.mechanism == Mechanism::UsersFail && isBySeries(one);
        if (one.from > other.from + (bothBySeries ? 0 : m_interval)) return false;
        if (one.to && *one.to + m_interval + reach(one) < other.from) return false;
        if (one.from + m_interval < other.from) return true;
        return order(one) < order(other) || (order(one) == order(other) && one.from < other.from);
    }
    static bool isBySeries(const CascadeEvent& event) {
        return event.mechanism == Mechanism::Saturated || event.mechanism == Mechanism::MoreAttempts ||
               event.mechanism == Mechanism::MoreLoad || event.mechanism == Mechanism::CacheMisses ||
               event.mechanism == Mechanism::Backlog || event.mechanism == Mechanism::Scaling;
    }
    // How long after its end it still acts: what it left in queues has to be worked off.
    static double reach(const CascadeEvent& event) { return event.mechanism == Mechanism::Fault ? 10 : 2; }
    static int order(const CascadeEvent& event) {
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
                return 5;
            case Mechanism::UsersFail:
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
                return cause.mechanism == Mechanism::Failures && same &&
                               m_calls.homeOf(cause.caller) == effect.caller
                           ? 3
                           : 0;
            case Mechanism::UsersFail:
                if (cause.mechanism == Mechanism::Failures) return cause.caller == effect.entity ? 4 : 0;
                if (cause.mechanism == Mechanism::Saturated || cause.mechanism == Mechanism::Fault ||
                    cause.mechanism == Mechanism::CacheMisses)
                    return m_calls.below(effect.entity).contains(causeHome) ? 1 : 0;
                return 0;
        }
        return 0;
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
        return fault.sentence.starts_with("had a clock") &&
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

std::optional<std::size_t> firstOf(const std::vector<CascadeEvent>& events) {
    for (const CascadeEvent& event : events) {
        if (event.mechanism != Mechanism::UsersFail || !event.dueTo) continue;
        std::size_t at = *event.dueTo;
        while (events[at].dueTo) at = *events[at].dueTo;
        return at;
    }
    return std::nullopt;
}

void findRecovery(const Symptoms& symptoms, Cascade& cascade) {
    std::size_t lastBad = 0;
    bool everBad = false;
    for (const UserOutcome& users : symptoms.users)
        for (std::size_t at = 0; at < users.share.size(); ++at) {
            cascade.worstShare = std::min(cascade.worstShare, users.share[at]);
            if (users.share[at] >= recoveredShare * users.before) continue;
            const bool afterTrigger =
                static_cast<double>(at) * symptoms.interval >= symptoms.triggerStart.value_or(0);
            if (!afterTrigger) continue;
            everBad = true;
            lastBad = std::max(lastBad, at);
        }
    const double lastBadTime = static_cast<double>(lastBad + 1) * symptoms.interval;
    const bool badToTheEnd = everBad && lastBadTime > symptoms.end - std::max(5.0, 5 * symptoms.interval);
    cascade.triggerEnd = symptoms.triggerEnd;
    if (everBad && !badToTheEnd) cascade.recovered = lastBadTime;
    cascade.outlivesTrigger =
        badToTheEnd && symptoms.triggerEnd && symptoms.end - *symptoms.triggerEnd >= longAfter;
    if (cascade.outlivesTrigger) cascade.sustainedSince = symptoms.triggerEnd;
}

void findDetection(const Symptoms& symptoms, const RunResult& result, Cascade& cascade) {
    const auto notice = [&cascade](double at, const std::string& by) {
        if (cascade.detected && *cascade.detected <= at) return;
        cascade.detected = at;
        cascade.detectedBy = by;
    };
    for (const CascadeEvent& event : cascade.events)
        if (event.mechanism == Mechanism::BreakerOpen)
            notice(event.from, "the circuit breaker of " + (event.caller.empty() ? "users" : event.caller) +
                                   " for " + event.entity);
    for (const UserOutcome& users : symptoms.users)
        for (std::size_t at = 0; at < users.share.size(); ++at) {
            const double time = static_cast<double>(at) * symptoms.interval;
            if (time < symptoms.triggerStart.value_or(result.warmUpSeconds)) continue;
            if (users.share[at] >= noticedShare * users.before) continue;
            notice(time, "the users of " + users.journey);
            break;
        }
}

}  // namespace

const char* mechanismName(Mechanism mechanism) {
    switch (mechanism) {
        case Mechanism::Fault:
            return "fault";
        case Mechanism::MoreLoad:
            return "more_load";
        case Mechanism::Saturated:
            return "saturated";
        case Mechanism::Failures:
            return "failures";
        case Mechanism::MoreAttempts:
            return "more_attempts";
        case Mechanism::BreakerOpen:
            return "breaker_open";
        case Mechanism::CacheMisses:
            return "cache_misses";
        case Mechanism::Backlog:
            return "backlog";
        case Mechanism::Scaling:
            return "scaling";
        case Mechanism::UsersFail:
            return "users_fail";
        case Mechanism::Restarts:
            return "restarts";
        case Mechanism::Unready:
            return "unready";
    }
    return "";
}

Cascade explainCascade(const model::Project& model, const model::ScenarioId& scenario,
                       const RunResult& result) {
    // The run was of the model with its changes.
    const model::Project project = model::withChanges(model, scenario).value_or(model);
    Symptoms symptoms = findSymptoms(project, scenario, result);
    Cascade cascade;
    cascade.events = std::move(symptoms.events);
    cascade.conditions = std::move(symptoms.conditions);
    const CallMap calls(project, result);
    Linker(calls, cascade.events, symptoms.interval).link();
    cascade.firstDomino = firstOf(cascade.events);
    for (const CascadeEvent& event : cascade.events)
        if (event.mechanism == Mechanism::UsersFail &&
            std::ranges::count(cascade.blastRadius, event.entity) == 0)
            cascade.blastRadius.push_back(event.entity);
    findRecovery(symptoms, cascade);
    findDetection(symptoms, result, cascade);
    tell(result, cascade);
    return cascade;
}

}  // namespace simulator
