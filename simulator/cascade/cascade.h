#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/project.h"
#include "simulator/run_result.h"

namespace simulator {

/// What happens to something in a cascade of failures.
enum class Mechanism {
    Fault,         ///< Injected by the scenario: a trigger
    MoreLoad,      ///< Users come more often than before: a trigger
    CacheMisses,   ///< Look-ups miss that used to hit
    Saturated,     ///< All of its workers or connections are busy, and requests wait
    Failures,      ///< Attempts of calls fail, by `cause`
    MoreAttempts,  ///< More requests come than users alone bring: those that fail are tried again
    BreakerOpen,   ///< A circuit breaker keeps calls back
    Backlog,       ///< Messages wait for their consumers
    Scaling,       ///< An autoscaler changes how many replicas there are to be
    UsersFail,     ///< Requests of users fail, or are not answered
    Restarts,      ///< Containers of a service end, and are started anew
    Unready,       ///< Replicas of a service get no requests, as their readiness probes fail
};
/// `fault`, `more_load`, `cache_misses`, `saturated`, `failures`, `more_attempts`, `breaker_open`, `backlog`,
/// `scaling`, `users_fail`, `restarts`, `unready`.
const char* mechanismName(Mechanism mechanism);

/// One link of the chain: something that went wrong for a while.
struct CascadeEvent {
    double from = 0;           ///< [s]
    std::optional<double> to;  ///< [s]; to the end of the run when absent
    Mechanism mechanism = Mechanism::Fault;
    /// Service, store, channel, operation or journey that it happens to; of calls the callee.
    std::string entity;
    /// Of failures: operation or journey; of a breaker: the client; of a backlog: the group of consumers.
    std::string caller;
    Cause cause = Cause::Timeout;      ///< Of failures
    double amount = 0;                 ///< Failures, restarts; waiting requests or messages, at most; times
                                       ///< the load before; share that missed, or was lost; the most
                                       ///< replicas that were wanted
    std::optional<std::size_t> dueTo;  ///< The event that brought it about
    std::string sentence;              ///< What happened, when and why
};

/// A fault that lasts from the beginning to the end: no trigger, but the ground on which it falls.
struct CascadeCondition {
    std::string entity;
    std::string phrase;          ///< `paused again and again`
    bool growsWithLoad = false;  ///< The more requests are there the worse it is
};

/// How failures followed from one another in a run.
struct Cascade {
    std::vector<CascadeEvent> events;  ///< In the order of their beginning
    std::vector<CascadeCondition> conditions;
    std::optional<std::size_t> firstDomino;  ///< The first of those that lead to failures of users
    std::vector<std::string> blastRadius;    ///< Journeys whose users fail
    std::optional<double> detected;          ///< When somebody noticed [s]
    std::string detectedBy;                  ///< `circuit breaker of web for payment`, `users of shop.buy`
    std::optional<double> triggerEnd;        ///< Of the last trigger [s]; none while it lasts, or without one
    std::optional<double> recovered;         ///< From when on users are served as before, to the end [s]
    bool outlivesTrigger = false;            ///< The trigger is over for long, and users still fail
    std::optional<double> sustainedSince;    ///< From when on it needs no trigger any more [s]
    double worstShare = 1;                   ///< Of the requests of users that were answered, at the worst
    std::vector<std::string> story;          ///< All of it, in sentences
};

/// Explains a run of a scenario: which failure brought which about, and what the first was. Symptoms are what
/// the series of the result and its chronicle show beyond the time before the first trigger; each is put down
/// to the one that began last among those that can have caused it by the calls of the model. Times are exact
/// for failures, faults and breakers, and those of the series' intervals for the rest.
///
/// The run should have one replication: means over several hide what happened in each.
Cascade explainCascade(const model::Project& project, const model::ScenarioId& scenario,
                       const RunResult& result);

}  // namespace simulator
