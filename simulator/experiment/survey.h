#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/experiment/trials.h"

namespace simulator {

/// What a survey takes away, one at a time.
enum class RemovalKind {
    Instance,  ///< One replica of a service that has several
    Service,   ///< All of its replicas
    Server,    ///< The primary of a store with replicas
    Store,     ///< All of its servers
    Broker,    ///< That of a channel
    Node,      ///< One node of a pool that has several, and what runs on it
    NodePool,  ///< All of its nodes
    Zone,      ///< All that stands in it
    Region,    ///< All its zones
};
/// `instance`, `service`, `server`, `store`, `broker`, `node`, `node_pool`, `zone`, `region`.
const char* removalKindName(RemovalKind kind);

/// One loss: the fault that brings it about.
struct Removal {
    RemovalKind kind = RemovalKind::Service;
    std::string id;  ///< Service, store, channel, pool, zone or region
    model::Fault fault;

    bool operator==(const Removal&) const = default;
};

/// All losses of one component of the model: services and stores, of each its instance where it has several,
/// and the whole; then brokers; then what these stand on, nodes, pools, zones and regions. They begin at that
/// moment of the run and last so long, to its end when absent.
std::vector<Removal> removalsOf(const model::Project& project, model::Duration start,
                                std::optional<model::Duration> length);

/// A stream of requests that is worse off than without the loss.
struct AffectedFlow {
    std::string id;
    std::string kind;    ///< `journey` or `operation`
    double success = 1;  ///< Share of its requests that ended well
    double usually = 1;  ///< The same without the loss
    Figure p99;          ///< [ms]
    Figure usualP99;     ///< [ms]

    bool operator==(const AffectedFlow&) const = default;
};

/// What one loss does.
struct SurveyRow {
    Removal removal;
    std::vector<ObjectiveResult> objectives;  ///< As those of the survey
    std::vector<std::size_t> missed;     ///< Missed, or nobody is served any more, and not without the loss
    std::vector<std::size_t> undecided;  ///< That may be: their interval spans the limit
    double goodput = 0;                  ///< Of all journeys [requests/s]
    double goodputLeft = 1;              ///< Share of that without the loss
    std::vector<AffectedFlow> affected;  ///< Journeys, then operations; not those that are away themselves
    std::string limitReached;  ///< Why the run ended by itself before its end; empty when it did not

    bool operator==(const SurveyRow&) const = default;
};

/// A loss that cannot be tried, and why: nothing stands there, or somebody would wait for ever.
struct UntriedLoss {
    Removal removal;
    std::string reason;

    bool operator==(const UntriedLoss&) const = default;
};

/// N-1: what is left of a system when one component after the other is away.
struct Survey {
    std::string model;
    std::string scenario;
    std::string scenarioName;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;              ///< Of one replication
    double lostAt = 0;                        ///< Until then nothing is measured [s]
    std::optional<double> lostFor;            ///< To the end when absent [s]
    std::vector<ObjectiveResult> objectives;  ///< Without any loss
    double goodput = 0;                       ///< The same, of all journeys [requests/s]
    std::string limitReached;                 ///< The same: why that run ended by itself; empty when not
    std::vector<SurveyRow> rows;              ///< The worst first
    std::vector<UntriedLoss> untried;         ///< In the order of the model
    std::size_t trials = 0;  ///< Losses in all; more than rows and untried when it was cancelled
    bool cancelled = false;
    std::uint64_t events = 0;

    bool operator==(const Survey&) const = default;
};

struct SurveyOptions {
    RunOptions run;                         ///< Seed, replications, length
    std::optional<model::Duration> outage;  ///< How long each is away; to the end when absent
    ExperimentOptions experiment;
};

/// Takes away each component of the model in turn, in runs of the scenario with the same random numbers. A
/// loss that the scenario cannot be run with is told as untried, and hinders none of the others. What is
/// measured begins with the loss: at the end of the scenario's warm-up, or after a
/// sixth of the run. Rows are ordered by the objectives that are missed, then by the goodput that is left.
/// Fails, naming the entity, on what cannot be simulated and on a model without anything to take away.
model::Result<Survey> survey(const model::Project& project, const model::ScenarioId& scenario,
                             const SurveyOptions& options = {});

}  // namespace simulator
