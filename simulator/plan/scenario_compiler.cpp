#include "simulator/plan/scenario_compiler.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <unordered_map>

#include "simulator/plan/arrivals.h"
#include "simulator/plan/call_graph.h"
#include "simulator/plan/expected_steps.h"
#include "simulator/plan/technology_names.h"
#include "simulator/resilience/guard_rules.h"

namespace simulator {

namespace {

constexpr std::int64_t longestPlanTime = std::int64_t{1} << 60;
constexpr std::int64_t mostReplicas = 1'000'000;
constexpr std::int32_t mostAttempts = 1000;
constexpr int mostReplications = 10'000;

std::uint32_t limitOf(const std::optional<std::int32_t>& limit) {
    return limit ? static_cast<std::uint32_t>(std::max(0, *limit)) : unlimited;
}

// Short enough that a time in the run and a few of them can be added.
std::int64_t bounded(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestPlanTime);
}

}  // namespace

model::Result<Plan> ScenarioCompiler::compile(const RunOptions& options) {
    number();
    nodePools();
    services();
    storesAndChannels();
    policies();
    Done done = checkSizes();
    if (done) done = operations();
    if (done) groups();
    if (done) done = checkGroups();
    if (done) done = projections();
    if (done) done = settings(options);
    if (done) done = workloads();
    if (done) done = m_behaviours.checkTokens();
    if (done) done = scalers();
    if (done) zoneNetwork();
    if (done) meshes();
    if (done) done = faults();
    if (done) probeEnd();
    if (done) done = objectives();
    if (done) done = steadyState();
    if (!done) return tl::unexpected(done.error());
    return std::move(m_plan);
}

ScenarioCompiler::Done ScenarioCompiler::settings(const RunOptions& options) {
    const std::string place = "/scenarios/" + m_scenario.id.value();
    m_plan.model = m_project.name;
    m_plan.scenario = m_scenario.id.value();
    m_plan.scenarioName = m_scenario.name;
    m_plan.seed = options.seed.value_or(m_scenario.seed);
    m_plan.replications = options.replications.value_or(m_scenario.replications);
    m_plan.length = options.length.value_or(m_scenario.length).count();
    m_plan.warmUp = m_scenario.warmUp ? m_scenario.warmUp->count() : -1;
    if (m_plan.length <= 0 || m_plan.length > longestPlanTime)
        return model::failure(place, "the length of the run is not above 0 and at most 36 years");
    if (m_plan.replications < 1 || m_plan.replications > mostReplications)
        return model::failure(place, std::to_string(m_plan.replications) + " replications, expected 1 to " +
                                         std::to_string(mostReplications));
    if (m_plan.warmUp >= m_plan.length)
        return model::failure(place, "the warm-up is as long as the run: nothing would be measured");
    return true;
}

void ScenarioCompiler::number() {
    for (const model::Service& service : m_project.services) {
        const Index at = m_entities.services.add(service.id);
        for (const model::Operation& operation : service.operations) {
            m_entities.operations.add(operation.id);
            m_plan.operations.push_back(
                {operation.id.value(), at, none, 0, protocolName(operation.protocol)});
        }
    }
    for (const model::DataStore& store : m_project.stores) m_entities.stores.add(store.id);
    for (const model::Channel& channel : m_project.channels) m_entities.channels.add(channel.id);
}

void ScenarioCompiler::services() {
    m_plan.zones = static_cast<Index>(m_project.network.zones.size());
    const model::Deployment defaults;
    std::unordered_map<model::ServiceId, const model::Deployment*> deployments;
    for (const model::Deployment& deployment : m_project.deployments)
        deployments.try_emplace(deployment.service, &deployment);
    for (const model::Service& service : m_project.services) {
        const auto found = deployments.find(service.id);
        const model::Deployment& deployment = found == deployments.end() ? defaults : *found->second;
        ServicePlan plan;
        plan.id = service.id.value();
        plan.place =
            found == deployments.end() ? "/services/" + plan.id : "/deployments/" + deployment.id.value();
        plan.replicas = static_cast<std::uint32_t>(std::max(0, deployment.replicas));
        plan.workers =
            static_cast<std::uint32_t>(std::max(0, deployment.serverless ? 1 : deployment.workers));
        plan.queueLimit = limitOf(deployment.queueLimit);
        discipline(service, deployment, plan);
        plan.startUp = bounded(deployment.startUp);
        pods(deployment, plan);
        plan.zones = zonesOf(deployment.zones);
        plan.places = placesOf(plan);
        discovery(deployment, plan);
        m_meshes.push_back(deployment.mesh ? &*deployment.mesh : nullptr);
        plan.hasSidecar = deployment.mesh && deployment.mesh->kind == model::MeshKind::Sidecar;
        plan.firstReplica = m_plan.replicas;
        plan.faultDraw = m_behaviours.draw(plan.id, Purpose::Fault);
        m_plan.replicas += plan.replicas;
        m_plan.services.push_back(plan);
    }
}

// Where requests share or wait for what computes, all are let in, up to the limit.
void ScenarioCompiler::discipline(const model::Service& service, const model::Deployment& deployment,
                                  ServicePlan& plan) {
    using Wanted = model::QueueDiscipline;
    const bool shares = deployment.discipline == Wanted::ProcessorSharing;
    const bool interrupts = deployment.discipline == Wanted::PreemptivePriority;
    const bool prioritised = interrupts || deployment.discipline == Wanted::Priority;
    if (deployment.discipline == Wanted::Lifo) plan.discipline = Discipline::Lifo;
    if (deployment.discipline == Wanted::AdaptiveLifo) plan.discipline = Discipline::AdaptiveLifo;
    if (prioritised) {
        plan.discipline = Discipline::Priority;
        plan.levels = levels(service);
    }
    plan.servers = plan.workers;
    plan.cores = static_cast<double>(deployment.cpuLimitMilli) / 1000;
    plan.cpus = (deployment.cpuLimitMilli + 999) / 1000;
    plan.congestedAfter = bounded((deployment.codel ? *deployment.codel : model::CoDel{}).interval);
    if (deployment.codel) {
        plan.codelTarget = bounded(deployment.codel->target);
        plan.codelInterval = bounded(deployment.codel->interval);
    }
    if (!shares && !interrupts && deployment.concurrency == model::Concurrency::Threads) return;
    plan.computesThere = true;
    plan.cores = plan.servers;
    plan.processor = ProcessorKind::Line;
    if (shares) plan.processor = ProcessorKind::Shared;
    if (interrupts) plan.processor = ProcessorKind::Preemptive;
    plan.workers = plan.queueLimit == unlimited ? unlimited : plan.servers + plan.queueLimit;
    plan.queueLimit = 0;
}

// The operations' priorities, numbered from the highest down.
std::uint32_t ScenarioCompiler::levels(const model::Service& service) {
    std::set<std::int32_t, std::greater<>> priorities;
    for (const model::Operation& operation : service.operations) priorities.insert(operation.priority);
    for (const model::Operation& operation : service.operations) {
        OperationPlan& plan = m_plan.operations[m_entities.operations.at(operation.id)];
        plan.priority = operation.priority;
        plan.level = static_cast<std::uint32_t>(
            std::distance(priorities.begin(), priorities.find(operation.priority)));
    }
    return static_cast<std::uint32_t>(std::max<std::size_t>(1, priorities.size()));
}

void ScenarioCompiler::storesAndChannels() {
    for (const model::DataStore& store : m_project.stores)
        m_plan.stores.push_back({store.id.value(), static_cast<std::uint32_t>(std::max(0, store.poolSize)),
                                 limitOf(store.queueLimit),
                                 m_behaviours.draw(store.id.value(), Purpose::Fault), none,
                                 engineName(store.engine), 1, none, zonesOf(store.zones)});
    for (const model::DataStore& store : m_project.stores)
        if (store.replication || store.rows) cluster(store);
    for (const model::Channel& entity : m_project.channels) channel(entity);
}

void ScenarioCompiler::policies() {
    for (const model::CallPolicy& policy : m_project.policies) {
        PolicyPlan plan;
        if (policy.timeout) plan.timeout = bounded(*policy.timeout);
        if (policy.deadline) plan.deadline = bounded(*policy.deadline);
        plan.cancelOrphans = policy.orphanWork == model::OrphanWork::Cancel;
        if (policy.retry) {
            plan.maxAttempts = policy.retry->maxAttempts;
            plan.exponential = policy.retry->backoff == model::BackoffKind::Exponential;
            plan.delay = bounded(policy.retry->delay);
            plan.factor = policy.retry->factor;
            plan.maxDelay = bounded(policy.retry->maxDelay);
            plan.jitter = static_cast<int>(policy.retry->jitter);
        }
        if (GuardRules::areNeeded(policy)) plan.guard = std::make_shared<const GuardRules>(policy);
        m_entities.policies.add(policy.id);
        m_plan.policies.push_back(plan);
    }
    m_entities.noPolicy = static_cast<Index>(m_plan.policies.size());
    m_plan.policies.push_back({});
}

ScenarioCompiler::Done ScenarioCompiler::checkSizes() const {
    std::int64_t replicas = 0;
    const ServicePlan* largest = nullptr;
    for (const ServicePlan& service : m_plan.services) {
        replicas += service.replicas;
        if (!largest || service.replicas > largest->replicas) largest = &service;
        const bool isDeployed = service.podSet == none || m_plan.podSets[service.podSet].isFunction()
                                    ? service.replicas > 0
                                    : m_plan.podSets[service.podSet].initial > 0;
        if (!isDeployed || service.workers == 0)
            return model::failure(service.place, "is deployed without a replica or without a worker");
    }
    if (replicas > mostReplicas)
        return model::failure(largest->place + m_plan.replicasField(*largest),
                              std::to_string(largest->replicas) +
                                  " replicas bring those of all services to " + std::to_string(replicas) +
                                  ", at most " + std::to_string(mostReplicas) + " can be simulated");
    for (const StorePlan& store : m_plan.stores)
        if (store.connections == 0)
            return model::failure("/stores/" + store.id, "has a pool without connections");
    if (Done done = checkClusters(); !done) return done;
    if (Done done = checkZones(); !done) return done;
    if (Done done = checkNodes(); !done) return done;
    for (const model::CallPolicy& policy : m_project.policies) {
        if (policy.retry && (policy.retry->maxAttempts < 1 || policy.retry->maxAttempts > mostAttempts))
            return model::failure("/policies/" + policy.id.value(),
                                  std::to_string(policy.retry->maxAttempts) + " attempts, expected 1 to " +
                                      std::to_string(mostAttempts));
    }
    return true;
}

// Only what the scenario can reach has to be fit for simulation.
ScenarioCompiler::Done ScenarioCompiler::operations() {
    std::vector<model::OperationId> entries;
    for (const model::WorkloadId& id : m_scenario.workloads)
        if (const model::Workload* workload = m_project.workloads.find(id))
            for (const model::Journey& journey : workload->journeys)
                for (const model::JourneyStep& step : journey.steps) entries.push_back(step.operation);
    const auto reach = reachOf(m_project, m_entities, entries);
    if (!reach) return tl::unexpected(reach.error());
    m_behaviours.reserve(reach->steps);
    for (const model::Service& service : m_project.services)
        for (const model::Operation& operation : service.operations) {
            const Index at = m_entities.operations.at(operation.id);
            if (!reach->operations[at]) continue;
            if (operation.behaviour.empty())
                return model::failure(
                    "/services/" + service.id.value() + "/operations/" + operation.id.value(),
                    "is called, but has no behaviour");
            const model::Result<Index> entry = m_behaviours.operation(service, operation);
            if (!entry) return tl::unexpected(entry.error());
            m_plan.operations[at].entry = *entry;
        }
    return checkExpectedSteps(m_project, m_entities, reach->operations);
}

ScenarioCompiler::Done ScenarioCompiler::workloads() {
    const std::string place = "/scenarios/" + m_scenario.id.value();
    if (m_scenario.workloads.empty())
        return model::failure(place, "has no workload: there is no load to simulate");
    for (const model::WorkloadId& id : m_scenario.workloads) {
        const model::Workload* found = m_project.workloads.find(id);
        if (!found) return model::failure(place, "the workload `" + id.value() + "` is not in the model");
        if (Done done = workload(*found); !done) return done;
    }
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::workload(const model::Workload& workload) {
    const std::string place = "/workloads/" + workload.id.value();
    auto plan = compileArrivals(workload, m_plan.length);
    if (!plan) return tl::unexpected(plan.error());
    plan->arrival = m_behaviours.draw(plan->id, Purpose::Arrival);
    if (workload.journeys.size() > 1) plan->choice = m_behaviours.draw(plan->id, Purpose::Choice);
    if (const auto* closed = std::get_if<model::ClosedUsers>(&workload.arrivals); closed && closed->think)
        plan->think = m_behaviours.draw(plan->id, Purpose::Think, *closed->think);
    if (plan->kind == WorkloadPlan::Kind::Modulated)
        plan->modulation = m_behaviours.draw(plan->id, Purpose::Modulation);
    m_plan.terminating = m_plan.terminating || isScheduled(workload.arrivals);
    if (Done done = journeys(workload, *plan); !done) return done;
    m_plan.workloads.push_back(std::move(*plan));
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::journeys(const model::Workload& workload, WorkloadPlan& plan) {
    const std::string place = "/workloads/" + workload.id.value();
    plan.firstJourney = static_cast<Index>(m_plan.journeys.size());
    double sum = 0;
    for (const model::Journey& journey : workload.journeys) {
        if (journey.steps.empty())
            return model::failure(place + "/journeys/" + journey.id.value(), "has no steps");
        if (!(journey.weight >= 0) || !std::isfinite(journey.weight))
            return model::failure(place + "/journeys/" + journey.id.value(),
                                  "the weight is not a number of at least 0");
        const auto entry = m_behaviours.journey(journey, plan.kind == WorkloadPlan::Kind::Closed);
        if (!entry) return tl::unexpected(entry.error());
        m_plan.journeys.push_back({journey.id.value(), *entry, static_cast<Index>(m_plan.workloads.size())});
        sum += journey.weight;
        plan.cumulative.push_back(sum);
    }
    if (plan.cumulative.empty())
        return model::failure(place, "has no journeys: there is no load to simulate");
    if (!(sum > 0))
        return model::failure(place, "all journeys have the weight 0: there is no load to simulate");
    for (double& weight : plan.cumulative) weight /= sum;
    return true;
}

ScenarioCompiler::Done ScenarioCompiler::objectives() {
    for (const model::ObjectiveId& id : m_scenario.objectives) {
        const model::Objective* found = m_project.objectives.find(id);
        if (!found)
            return model::failure("/scenarios/" + m_scenario.id.value(),
                                  "the objective `" + id.value() + "` is not in the model");
        m_plan.objectives.push_back(objective(*found));
    }
    return true;
}

// An objective of a journey that the scenario does not run stays open: its flow is `none`.
ObjectivePlan ScenarioCompiler::objective(const model::Objective& objective) const {
    ObjectivePlan plan;
    plan.id = objective.id.value();
    plan.name = objective.name;
    plan.flow = none;
    if (const auto goal = footprintGoalOf(objective.goal)) {
        plan.footprint = goal;
        plan.limit = footprintLimitOf(objective.goal);
        return plan;
    }
    if (const auto* journey = std::get_if<model::JourneyId>(&objective.target)) {
        plan.journey = true;
        plan.target = journey->value();
        for (std::size_t at = 0; at < m_plan.journeys.size(); ++at)
            if (m_plan.journeys[at].id == plan.target) plan.flow = static_cast<Index>(at);
    } else {
        const model::OperationId& operation = std::get<model::OperationId>(objective.target);
        plan.target = operation.value();
        plan.flow = m_entities.operations.find(operation);
    }
    if (const auto* latency = std::get_if<model::LatencyObjective>(&objective.goal)) {
        plan.latency = true;
        plan.quantile = latency->quantile;
        plan.limit = model::inMilliseconds(latency->limit);
    } else {
        plan.limit = std::get<model::AvailabilityObjective>(objective.goal).share;
    }
    return plan;
}

}  // namespace simulator
