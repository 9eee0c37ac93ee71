#include "simulator/experiment/survey.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "simulator/experiment/load.h"

namespace simulator {

namespace {

constexpr double shareBeforeLoss = 1.0 / 6;  ///< Of the run, where the scenario states no warm-up
constexpr double noticeableLoss = 0.01;      ///< More of the requests that fail
constexpr double outOfReach = 0.01;          ///< Of the usual requests that still end well
constexpr double noticeableDelay = 1.5;      ///< Times the p99

/// What is kept of one run.
struct Measured {
    std::vector<FlowResult> journeys;  ///< Without their series
    std::vector<FlowResult> operations;
    std::vector<ObjectiveResult> objectives;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;
    std::uint64_t events = 0;
    std::string limitReached;
};

std::vector<FlowResult> withoutSeries(std::vector<FlowResult> flows) {
    for (FlowResult& flow : flows) flow.series.clear();
    return flows;
}

Measured measuredOf(const RunResult& result) {
    return {withoutSeries(result.journeys),
            withoutSeries(result.operations),
            result.objectives,
            result.seed,
            result.replications,
            result.simulatedSeconds,
            result.engine.events,
            result.limitReached};
}

double goodputOf(const Measured& run) {
    double sum = 0;
    for (const FlowResult& journey : run.journeys) sum += journey.goodput.value.value_or(0);
    return sum;
}

double successOf(const FlowResult& flow) {
    const auto failed = static_cast<double>(flow.failures());
    const double ended = static_cast<double>(flow.completed) + failed;
    return ended > 0 ? 1 - failed / ended : 1;
}

bool isSlower(const Figure& now, const Figure& usual) {
    return now.value && usual.value && *now.value > noticeableDelay * *usual.value;
}

void addAffected(const std::vector<FlowResult>& now, const std::vector<FlowResult>& usual, const char* kind,
                 const std::set<std::string>& away, std::vector<AffectedFlow>& affected) {
    for (std::size_t at = 0; at < now.size() && at < usual.size(); ++at) {
        const AffectedFlow flow{now[at].id,          kind,
                                successOf(now[at]),  successOf(usual[at]),
                                now[at].latency.p99, usual[at].latency.p99};
        const bool isWorse =
            flow.success < flow.usually - noticeableLoss || isSlower(flow.p99, flow.usualP99);
        if (isWorse && !away.contains(flow.id)) affected.push_back(flow);
    }
}

bool isZoneLost(const model::Project& project, const Removal& removal, const model::ZoneId& id) {
    if (removal.kind == RemovalKind::Zone) return id.value() == removal.id;
    const model::Zone* zone = project.network.zones.find(id);
    return zone && zone->region && zone->region->value() == removal.id;
}

/// Zones that replicas stand in, or may come to stand in: they, or their nodes, are dealt out in turn.
std::vector<model::ZoneId> zonesOf(const model::Project& project, const model::Deployment& deployment) {
    const model::NodePool* pool =
        deployment.nodePool ? project.network.nodePools.find(*deployment.nodePool) : nullptr;
    const std::int32_t replicas = std::max(
        deployment.replicas, deployment.autoscaling ? deployment.autoscaling->maxReplicas : std::int32_t{0});
    const std::int32_t count = pool ? std::max(pool->nodes, pool->maxNodes.value_or(0)) : replicas;
    std::vector<model::ZoneId> zones = pool ? pool->zones : deployment.zones;
    zones.resize(std::min(zones.size(), static_cast<std::size_t>(std::max(1, count))));
    return zones;
}

/// Whether all of a service goes with what it stands on.
bool goesWith(const model::Project& project, const Removal& removal, const model::Deployment& deployment) {
    if (removal.kind == RemovalKind::NodePool)
        return deployment.nodePool && deployment.nodePool->value() == removal.id;
    if (removal.kind != RemovalKind::Zone && removal.kind != RemovalKind::Region) return false;
    const std::vector<model::ZoneId> zones = zonesOf(project, deployment);
    return !zones.empty() && std::all_of(zones.begin(), zones.end(), [&](const model::ZoneId& zone) {
        return isZoneLost(project, removal, zone);
    });
}

std::set<std::string> operationsAway(const model::Project& project, const Removal& removal) {
    std::set<std::string> away;
    const auto takeAway = [&](const model::ServiceId& id) {
        if (const model::Service* service = project.services.find(id))
            for (const model::Operation& operation : service->operations) away.insert(operation.id.value());
    };
    if (removal.kind == RemovalKind::Service) takeAway(model::ServiceId(removal.id));
    for (const model::Deployment& deployment : project.deployments)
        if (goesWith(project, removal, deployment)) takeAway(deployment.service);
    return away;
}

const FlowResult* flowAt(const Measured& run, const std::string& target) {
    for (const FlowResult& flow : run.journeys)
        if (flow.id == target) return &flow;
    for (const FlowResult& flow : run.operations)
        if (flow.id == target) return &flow;
    return nullptr;
}

std::uint64_t servedAt(const Measured& run, const std::string& target) {
    const FlowResult* flow = flowAt(run, target);
    return flow ? flow->completed : 0;
}

double successOf(const Measured& run, const std::string& target) {
    const FlowResult* flow = flowAt(run, target);
    return flow ? successOf(*flow) : 1;
}

/// Next to nothing of what it is about ends well any more: what was on its way when the loss came.
bool isOutOfReach(const ObjectiveResult& objective, const Measured& now, const Measured& usual) {
    return static_cast<double>(servedAt(now, objective.target)) <
           outOfReach * static_cast<double>(servedAt(usual, objective.target));
}

/// A limit of latency is about requests that end well. The others are later than any limit, so that no more
/// of them may be missing than the quantile leaves out.
bool isLate(const model::Project& project, const ObjectiveResult& objective, const Measured& now,
            const Measured& usual) {
    const model::Objective* stated = project.objectives.find(model::ObjectiveId(objective.id));
    const auto* goal = stated ? std::get_if<model::LatencyObjective>(&stated->goal) : nullptr;
    if (!goal) return false;
    return successOf(now, objective.target) < goal->quantile * successOf(usual, objective.target);
}

SurveyRow rowOf(const model::Project& project, const Removal& removal, const Measured& now,
                const Measured& usual) {
    SurveyRow row;
    row.removal = removal;
    row.objectives = now.objectives;
    for (std::size_t at = 0; at < now.objectives.size(); ++at) {
        if (usual.objectives[at].verdict == ObjectiveResult::Verdict::Missed) continue;
        const ObjectiveResult& objective = now.objectives[at];
        if (objective.verdict == ObjectiveResult::Verdict::Missed || isOutOfReach(objective, now, usual) ||
            isLate(project, objective, now, usual))
            row.missed.push_back(at);
        else if (objective.verdict == ObjectiveResult::Verdict::Undecided)
            row.undecided.push_back(at);
    }
    const double before = goodputOf(usual);
    row.goodput = goodputOf(now);
    row.limitReached = now.limitReached;
    row.goodputLeft = before > 0 ? row.goodput / before : 1;
    const std::set<std::string> away = operationsAway(project, removal);
    addAffected(now.journeys, usual.journeys, "journey", away, row.affected);
    addAffected(now.operations, usual.operations, "operation", away, row.affected);
    return row;
}

bool isWorseRow(const SurveyRow& left, const SurveyRow& right) {
    return std::tuple(right.missed.size(), left.goodputLeft, right.affected.size(), left.removal.id,
                      left.removal.kind) < std::tuple(left.missed.size(), right.goodputLeft,
                                                      left.affected.size(), right.removal.id,
                                                      right.removal.kind);
}

model::Fault killOf(const model::FaultTarget& target, std::int32_t replicas, model::Duration start,
                    std::optional<model::Duration> length) {
    model::Fault fault;
    fault.target = target;
    fault.start = start;
    fault.length = length;
    fault.effect = model::KillFault{replicas};
    return fault;
}

/// The scenario with the fault of a loss behind its own.
model::Project withLoss(model::Project project, const model::ScenarioId& id, const model::Fault& loss) {
    model::Scenario scenario = *project.scenarios.find(id);
    model::FaultPlan plan;
    if (scenario.faults)
        if (const model::FaultPlan* own = project.faultPlans.find(*scenario.faults)) plan = *own;
    plan.id = model::FaultPlanId("survey");
    while (project.faultPlans.contains(plan.id)) plan.id = model::FaultPlanId(plan.id.value() + "-1");
    if (plan.name.empty()) plan.name = "Survey";
    plan.faults.push_back(loss);
    scenario.faults = plan.id;
    project.faultPlans = project.faultPlans.with(std::move(plan));
    project.scenarios = project.scenarios.with(std::move(scenario));
    return project;
}

bool hasSeveralReplicas(const model::Project& project, const model::ServiceId& service) {
    for (const model::Deployment& deployment : project.deployments)
        if (deployment.service == service) return deployment.replicas > 1;
    return false;
}

/// What came of one trial: figures, or why it cannot be run.
struct Looked {
    Measured measured;
    std::string refused;
};

/// Whether the scenario is refused for the loss that was added to it, the last fault of its plan. Without a
/// loss it can be run, or the survey has failed.
bool isOfLoss(const model::Error& error) {
    return error.place.starts_with("/fault_plans/");
}

/// From a model and its scenario to the trials, and from their results to the rows.
class Surveyor {
public:
    Surveyor(model::Project project, const model::ScenarioId& scenario, const SurveyOptions& options)
        : m_project(std::move(project)), m_id(scenario), m_options(options) {}

    model::Result<Survey> make() {
        prepare();
        if (m_removals.empty()) return model::failure("/services", "the model has nothing to take away");
        if (m_start + m_options.outage.value_or(model::Duration(0)) >= m_length)
            return model::failure("/scenarios/" + m_id.value(),
                                  "the run is over before each component is back: found a length of " +
                                      std::to_string(model::inSeconds(m_length)) +
                                      " s, expected more than the warm-up and the outage together");
        const std::vector<Trial> trials = this->trials();
        std::vector<std::optional<Looked>> found(trials.size());
        const auto look = [&](const TaskPlace& place) -> model::Result<bool> {
            auto looked = lookAt(trials[place.number], place);
            if (!looked) return tl::unexpected(looked.error());
            found[place.number] = std::move(*looked);
            return found[place.number].has_value();
        };
        if (const auto done = doTasks(trials.size(), look, m_options.experiment); !done)
            return tl::unexpected(done.error());
        return gathered(found);
    }

private:
    void prepare() {
        model::Scenario scenario = *m_project.scenarios.find(m_id);
        m_length = m_options.run.length.value_or(scenario.length);
        m_start = scenario.warmUp.value_or(model::Duration(0));
        if (m_start.count() <= 0 || m_start >= m_length)
            m_start = model::seconds(model::inSeconds(m_length) * shareBeforeLoss);
        scenario.warmUp = m_start;
        scenario.length = m_length;
        m_name = scenario.name;
        m_project.scenarios = m_project.scenarios.with(std::move(scenario));
        m_removals = removalsOf(m_project, m_start, m_options.outage);
    }

    // The first without any loss.
    std::vector<Trial> trials() const {
        std::vector<Trial> trials{{"without a loss", m_project, m_id, m_options.run}};
        for (const Removal& removal : m_removals)
            trials.push_back({"", withLoss(m_project, m_id, removal.fault), m_id, m_options.run});
        return trials;
    }

    // Nothing when it was stopped.
    model::Result<std::optional<Looked>> lookAt(const Trial& trial, const TaskPlace& place) const {
        const auto result = runTrial(trial, place);
        if (!result && place.number > 0) return refused(m_removals[place.number - 1], result.error());
        if (!result) return tl::unexpected(result.error());
        if (result->cancelled && place.stop.stop_requested()) return std::nullopt;
        return Looked{measuredOf(*result), {}};
    }

    static model::Result<std::optional<Looked>> refused(const Removal& removal, const model::Error& error) {
        if (isOfLoss(error)) return Looked{{}, error.message};
        return model::failure(error.place, error.message + " (without " + removalKindName(removal.kind) +
                                               " " + removal.id + ")");
    }

    // Up to the first one that was stopped.
    Survey gathered(const std::vector<std::optional<Looked>>& found) const {
        Survey survey;
        survey.model = m_project.name;
        survey.scenario = m_id.value();
        survey.scenarioName = m_name;
        survey.lostAt = model::inSeconds(m_start);
        if (m_options.outage) survey.lostFor = model::inSeconds(*m_options.outage);
        survey.trials = m_removals.size();
        const auto end = std::find(found.begin(), found.end(), std::nullopt);
        survey.cancelled = end != found.end();
        if (end == found.begin()) return survey;
        const Measured& usual = found.front()->measured;
        survey.seed = usual.seed;
        survey.replications = usual.replications;
        survey.simulatedSeconds = usual.simulatedSeconds;
        survey.objectives = usual.objectives;
        survey.goodput = goodputOf(usual);
        survey.limitReached = usual.limitReached;
        for (auto looked = found.begin() + 1; looked != end; ++looked) {
            const Removal& removal = m_removals[static_cast<std::size_t>(looked - found.begin()) - 1];
            if ((*looked)->refused.empty())
                survey.rows.push_back(rowOf(m_project, removal, (*looked)->measured, usual));
            else
                survey.untried.push_back({removal, (*looked)->refused});
        }
        std::ranges::stable_sort(survey.rows, isWorseRow);
        for (auto looked = found.begin(); looked != end; ++looked)
            survey.events += (*looked)->measured.events;
        return survey;
    }

    model::Project m_project;
    model::ScenarioId m_id;
    const SurveyOptions& m_options;
    std::string m_name;
    model::Duration m_length{};
    model::Duration m_start{};
    std::vector<Removal> m_removals;
};

}  // namespace

const char* removalKindName(RemovalKind kind) {
    switch (kind) {
        case RemovalKind::Instance:
            return "instance";
        case RemovalKind::Service:
            return "service";
        case RemovalKind::Server:
            return "server";
        case RemovalKind::Store:
            return "store";
        case RemovalKind::Broker:
            return "broker";
        case RemovalKind::Node:
            return "node";
        case RemovalKind::NodePool:
            return "node_pool";
        case RemovalKind::Zone:
            return "zone";
        case RemovalKind::Region:
            return "region";
    }
    return "";
}

std::vector<Removal> removalsOf(const model::Project& project, model::Duration start,
                                std::optional<model::Duration> length) {
    std::vector<Removal> removals;
    const auto add = [&](RemovalKind kind, const std::string& id, const model::FaultTarget& target,
                         std::int32_t replicas) {
        removals.push_back({kind, id, killOf(target, replicas, start, length)});
    };
    for (const model::Service& service : project.services) {
        if (hasSeveralReplicas(project, service.id))
            add(RemovalKind::Instance, service.id.value(), service.id, 1);
        add(RemovalKind::Service, service.id.value(), service.id, 0);
    }
    for (const model::DataStore& store : project.stores) {
        if (store.replication) add(RemovalKind::Server, store.id.value(), store.id, 1);
        add(RemovalKind::Store, store.id.value(), store.id, 0);
    }
    for (const model::Channel& channel : project.channels)
        add(RemovalKind::Broker, channel.id.value(), channel.id, 0);
    for (const model::NodePool& pool : project.network.nodePools) {
        if (pool.nodes > 1) add(RemovalKind::Node, pool.id.value(), pool.id, 1);
        add(RemovalKind::NodePool, pool.id.value(), pool.id, 0);
    }
    for (const model::Zone& zone : project.network.zones) add(RemovalKind::Zone, zone.id.value(), zone.id, 0);
    for (const model::Region& region : project.network.regions)
        add(RemovalKind::Region, region.id.value(), region.id, 0);
    return removals;
}

model::Result<Survey> survey(const model::Project& project, const model::ScenarioId& scenario,
                             const SurveyOptions& options) {
    auto changed = modelOf(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    return Surveyor(std::move(*changed), scenario, options).make();
}

}  // namespace simulator
