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

std::set<std::string> operationsAway(const model::Project& project, const Removal& removal) {
    std::set<std::string> away;
    if (removal.kind != RemovalKind::Service) return away;
    if (const model::Service* service = project.services.find(model::ServiceId(removal.id)))
        for (const model::Operation& operation : service->operations) away.insert(operation.id.value());
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

/// The scenario with the faults of a loss besides its own.
model::Project withLoss(model::Project project, const model::ScenarioId& id,
                        const std::vector<model::Fault>& faults) {
    model::Scenario scenario = *project.scenarios.find(id);
    model::FaultPlan plan;
    if (scenario.faults)
        if (const model::FaultPlan* own = project.faultPlans.find(*scenario.faults)) plan = *own;
    plan.id = model::FaultPlanId("survey");
    while (project.faultPlans.contains(plan.id)) plan.id = model::FaultPlanId(plan.id.value() + "-1");
    if (plan.name.empty()) plan.name = "Survey";
    plan.faults.insert(plan.faults.end(), faults.begin(), faults.end());
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

/// From a model and its scenario to the trials, and from their results to the rows.
class Surveyor {
public:
    Surveyor(model::Project project, const model::ScenarioId& scenario, const SurveyOptions& options)
        : m_project(std::move(project)), m_id(scenario), m_options(options) {}

    model::Result<Survey> make() {
        prepare();
        if (m_removals.empty())
            return model::failure("/services", "the model has no service and no store to take away");
        if (m_start + m_options.outage.value_or(model::Duration(0)) >= m_length)
            return model::failure("/scenarios/" + m_id.value(),
                                  "the run is over before each component is back: found a length of " +
                                      std::to_string(model::inSeconds(m_length)) +
                                      " s, expected more than the warm-up and the outage together");
        const auto run = runTrials<Measured>(
            trials(), [](std::size_t, const RunResult& result) { return measuredOf(result); },
            m_options.experiment);
        if (!run) return tl::unexpected(run.error());
        return gathered(*run);
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
            trials.push_back({std::string("without ") + removalKindName(removal.kind) + " " + removal.id,
                              withLoss(m_project, m_id, removal.faults), m_id, m_options.run});
        return trials;
    }

    Survey gathered(const Trials<Measured>& run) const {
        Survey survey;
        survey.model = m_project.name;
        survey.scenario = m_id.value();
        survey.scenarioName = m_name;
        survey.lostAt = model::inSeconds(m_start);
        if (m_options.outage) survey.lostFor = model::inSeconds(*m_options.outage);
        survey.trials = m_removals.size();
        survey.cancelled = run.cancelled;
        if (run.results.empty()) return survey;
        const Measured& usual = run.results.front();
        survey.seed = usual.seed;
        survey.replications = usual.replications;
        survey.simulatedSeconds = usual.simulatedSeconds;
        survey.objectives = usual.objectives;
        survey.goodput = goodputOf(usual);
        survey.limitReached = usual.limitReached;
        for (std::size_t at = 1; at < run.results.size(); ++at)
            survey.rows.push_back(rowOf(m_project, m_removals[at - 1], run.results[at], usual));
        std::ranges::stable_sort(survey.rows, isWorseRow);
        for (const Measured& result : run.results) survey.events += result.events;
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
    }
    return "";
}

std::vector<Removal> removalsOf(const model::Project& project, model::Duration start,
                                std::optional<model::Duration> length) {
    std::vector<Removal> removals;
    const auto add = [&](RemovalKind kind, const std::string& id, const model::FaultTarget& target,
                         std::int32_t replicas) {
        removals.push_back({kind, id, {killOf(target, replicas, start, length)}});
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
    return removals;
}

model::Result<Survey> survey(const model::Project& project, const model::ScenarioId& scenario,
                             const SurveyOptions& options) {
    auto changed = modelOf(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    return Surveyor(std::move(*changed), scenario, options).make();
}

}  // namespace simulator
