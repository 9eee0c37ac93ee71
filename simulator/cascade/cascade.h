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
    Ejected,       ///< Outlier detection of a client takes replicas out of its balancing
    Panic,         ///< Too few are left to a balancer, which sends to all replicas again
};
/// `fault`, `more_load`, `cache_misses`, `saturated`, `failures`, `more_attempts`, `breaker_open`, `backlog`,
/// `scaling`, `users_fail`, `restarts`, `unready`, `ejected`, `panic`.
const char* mechanismName(Mechanism mechanism);

/// How one event brings another about.
enum class Link {
    None,
    Timeout,             ///< Callers give up before the answer comes
    PoolExhausted,       ///< Workers, or permits of a bulkhead, are held by calls that take longer
    QueueFull,           ///< No place to wait is left, or load is shed
    BreakerOpen,         ///< Calls are kept back by a circuit breaker
    RetryAmplification,  ///< What fails is asked for again
    LostCapacity,        ///< Fewer replicas or servers are left
    StaleDiscovery,      ///< Clients go on calling replicas that are gone
    Overload,            ///< More comes than can be done
    SlowService,         ///< Requests take longer
    Standstill,          ///< Nothing is done there
    Errors,              ///< Requests are answered with errors
    FailedDependency,    ///< A call fails with one that it makes in turn
    CacheMisses,         ///< What the cache does not have is asked of what is behind it
    FailedProbes,        ///< Probes fail, and the platform acts
    BlockedPartition,    ///< A message that fails again and again holds up those behind it
    Backlog,             ///< Messages wait
    StartUpCpu,          ///< An autoscaler counts the CPU that starting up takes
    Scaling,             ///< An autoscaler does what its figures say
    Ejection,            ///< Outlier detection takes a replica out
    Panic,               ///< Calls go to replicas that were taken out
    Throttling,          ///< A limit of rates, or the client itself, holds calls back
    Network,             ///< Messages are late or lost on their way
};
/// `timeout`, `pool_exhausted`, `queue_full`, `breaker_open`, `retry_amplification`, `lost_capacity`,
/// `stale_discovery`, `overload`, `slow_service`, `standstill`, `errors`, `failed_dependency`,
/// `cache_misses`, `failed_probes`, `blocked_partition`, `backlog`, `start_up_cpu`, `scaling`, `ejection`,
/// `panic`, `throttling`, `network`; empty for none.
const char* linkName(Link link);

/// A figure of the run that shows an event, over the time of it.
struct Evidence {
    std::string source;  ///< `scenario`, `chronicle`, `series` or `figures`
    std::string entity;  ///< Of the series or figure; of failures `caller -> callee`
    std::string name;    ///< Of the series, `queue`; of what was recorded, `failures by timeout`
    std::string unit;    ///< `requests/s`, `messages`, `share`, ...; empty for counts
    double from = 0;     ///< [s]
    double to = 0;       ///< [s]
    double value = 0;
    std::optional<double> usual;  ///< The same before the first trigger

    bool operator==(const Evidence&) const = default;
};

/// What came to a service or store while it was full, against what it could do.
struct LoadFigures {
    double servers = 0;               ///< Workers or connections that were there, on average
    double allServers = 0;            ///< That there would be if none was lost
    std::optional<double> held;       ///< How long a request keeps one [s]; none where nothing is served
    std::optional<double> usualHeld;  ///< The same before the first trigger [s]
    std::optional<double> canDo;      ///< [requests/s]
    double came = 0;                  ///< [requests/s]
    double usuallyCame = 0;           ///< [requests/s]
    bool byCpu = false;               ///< What is busy is the CPU, not workers

    /// Much longer than before, by three tenths.
    bool takesLonger() const { return held && usualHeld && *held > 1.3 * *usualHeld; }

    bool operator==(const LoadFigures&) const = default;
};

/// One link of the chain: something that went wrong for a while.
struct CascadeEvent {
    double from = 0;           ///< [s]
    std::optional<double> to;  ///< [s]; to the end of the run when absent
    Mechanism mechanism = Mechanism::Fault;
    /// Service, store, channel, operation or journey that it happens to; of calls the callee.
    std::string entity;
    /// Of failures: operation or journey; of a breaker, ejections and panic: the client, empty for users; of
    /// a backlog: the group of consumers.
    std::string caller;
    Cause cause = Cause::Timeout;  ///< Of failures
    double amount = 0;             ///< Failures, restarts, ejections; waiting requests or messages, at most;
                                   ///< times the load before; share that missed, or was lost, at most; the
                                   ///< most replicas that were wanted
    std::optional<double> share;  ///< Of failures of the attempts meanwhile; of users' requests that fail, on
                                  ///< average; of the CPU that an autoscaler counted, by starting pods
    std::optional<double> growth;       ///< Of attempts: how fast they become more [requests/s each second]
    double usual = 0;                   ///< Share that misses or replicas that are wanted, otherwise
    std::optional<std::size_t> dueTo;   ///< The event that brought it about; one that stands before it
    Link link = Link::None;             ///< How
    std::optional<model::Fault> fault;  ///< Of a fault
    std::optional<LoadFigures> load;    ///< Of what is full
    std::vector<Evidence> evidence;     ///< What shows it, the first one best
    std::vector<double> bursts;         ///< When it began, and began again, where it came and went [s]
    std::string clause;                 ///< What happened, in short: `orders stood still`
    std::string detail;                 ///< More of it, with a comma, colon or bracket before
    std::string sentence;               ///< What happened, when and why
};

/// A fault that lasts from the beginning to the end: no trigger, but the ground on which it falls.
struct CascadeCondition {
    std::string entity;
    std::string phrase;          ///< `paused again and again`
    bool growsWithLoad = false;  ///< The more requests are there the worse it is
};

/// Somebody, or something, noticed a failure.
struct Detection {
    double at = 0;   ///< [s]
    std::string by;  ///< `the circuit breaker of web for payment`, `the users of shop.buy`

    bool operator==(const Detection&) const = default;
};

/// How failures followed from one another in a run.
struct Cascade {
    std::vector<CascadeEvent> events;  ///< In the order of their beginning, causes before what they bring
    std::vector<CascadeCondition> conditions;
    std::optional<std::size_t> firstDomino;  ///< The first of those that lead to failures of users; where
                                             ///< they do not fail, of the longest chain
    std::vector<std::string> blastRadius;    ///< Journeys whose users fail
    std::vector<std::string> operations;     ///< That fail, or have calls that do
    std::vector<std::string> services;       ///< That something happened to, or to their operations
    std::vector<std::string> stores;         ///< That something happened to; stores and channels
    std::vector<Detection> detections;       ///< The first of each, in the order of time
    std::optional<double> detected;          ///< When somebody noticed [s]
    std::string detectedBy;                  ///< `the circuit breaker of web for payment`
    std::optional<double> triggerEnd;        ///< Of the last trigger [s]; none while it lasts, or without one
    std::optional<double> recovered;         ///< From when on users are served as before, to the end [s]
    bool outlivesTrigger = false;            ///< The trigger is over for long, and users still fail
    std::optional<double> sustainedSince;    ///< From when on it needs no trigger any more [s]: that was over
                                             ///< then; earlier where it was tried, see sustained.h
    bool sustainedIsTried = false;           ///< `sustainedSince` was found by runs with shorter triggers
    double worstShare = 1;                   ///< Of the requests of users that were answered, at the worst
    double meanShare = 1;                    ///< The same on average, from the first trigger on
    std::vector<std::string> story;          ///< All of it, in sentences
};

/// Explains a run of a scenario: which failure brought which about, and what the first was. Symptoms are what
/// the series of the result and its chronicle show beyond the time before the first trigger; each is put down
/// to the one that began last among those that can have caused it by the calls of the model. Times are exact
/// for failures, faults, breakers, ejections and autoscalers, and those of the series' intervals for the
/// rest; none is earlier than its cause.
///
/// The run should have one replication: means over several hide what happened in each.
///
/// `sustainedSince`, where it is known from other runs, says from when on the failure needs no trigger.
Cascade explainCascade(const model::Project& project, const model::ScenarioId& scenario,
                       const RunResult& result, std::optional<double> sustainedSince = {});

}  // namespace simulator
