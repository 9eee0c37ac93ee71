#pragma once

#include "model/check.h"
#include "model/policy_presets.h"
#include "tests/model/example_project.h"

/// A project that has every part of the model at least once, for tests of what shows and edits it all.
namespace full {

using namespace model;

inline Distribution tenMs() {
    return Distribution::exponential(milliseconds(10));
}

/// All parts of a policy, as far as one can have them, and what the others exclude.
inline void addPolicies(Project& p) {
    CallPolicy all;
    all.id = CallPolicyId("all");
    all.name = "All";
    all.timeout = milliseconds(300);
    all.deadline = seconds(2);
    all.retry.emplace().tokens.emplace();
    all.deadlinePropagation.emplace();
    all.circuitBreaker.emplace().maxOpenWait = seconds(90);
    all.limits.emplace();
    all.bulkhead.emplace();
    all.rateLimit.emplace().kind = RateLimitKind::TokenBucket;
    all.rateLimit->burst = 7;
    all.throttling.emplace();
    all.loadShedding.emplace();
    all.loadBalancing.emplace();
    all.outlierDetection.emplace().maxEjectionTime = seconds(400);
    all.order = defaultPolicyOrder();
    CallPolicy hedged;
    hedged.id = CallPolicyId("hedged");
    hedged.name = "Hedged";
    hedged.hedging.emplace().tokens.emplace();
    hedged.threadPool.emplace();
    CallPolicy budget;
    budget.id = CallPolicyId("budget");
    budget.name = "Budget";
    budget.retry.emplace().budget.emplace();
    CallPolicy ratio;
    ratio.id = CallPolicyId("ratio");
    ratio.name = "Ratio";
    ratio.retry.emplace().ratio.emplace();
    p.policies = p.policies.with(all).with(hedged).with(budget).with(ratio);
}

inline void addSteps(Project& p) {
    Service service = *p.services.find(ServiceId("payment"));
    service.description = "Takes the money";
    service.tags = {"money", "core"};
    Operation operation = *service.operations.find(OperationId("payment.charge"));
    const DataStoreId ledger("ledger");
    Participant first{ledger, tenMs(), tenMs(), 0.1, {}};
    TwoPhaseCommit transaction;
    transaction.participants = {first, {ledger, {}, {}, 0, {}}};
    Lock lock{"row", LockScope::Service, 1, 5, {examples::compute(1)}};
    Saga saga{{{"part", {examples::compute(1)}, {examples::compute(2)}, {}}}};
    Parallel quorum{{{examples::compute(1)}, {examples::compute(1)}}, Join::Quorum, 1};
    CacheLookup look;
    look.store = DataStoreId("cache");
    look.time = tenMs();
    operation.behaviour.push_back({transaction, {}});
    operation.behaviour.push_back({lock, {}});
    operation.behaviour.push_back({saga, {}});
    operation.behaviour.push_back({quorum, {}});
    operation.behaviour.push_back({look, {}});
    operation.behaviour.push_back({StoreQuery{ledger, StoreAccess::Read, tenMs()}, {}});
    const TimeQuantile half{0.5, milliseconds(5), {}};
    const TimeQuantile most{0.99, milliseconds(50), {}};
    operation.behaviour.push_back(
        {Compute{Distribution::byQuantiles(DistributionKind::LogNormal, {half, most})}, {}});
    operation.behaviour.push_back(
        {Compute{Distribution::ofSamples({milliseconds(1), milliseconds(2), milliseconds(4)})}, {}});
    operation.behaviour.push_back(
        {Compute{Distribution::ofHistogram({milliseconds(1), milliseconds(2), milliseconds(4)}, {1, 2})},
         {}});
    operation.behaviour.push_back({Compute{Distribution::logNormal(milliseconds(4), 0.5)}, {}});
    service.operations = service.operations.with(operation);
    p.services = p.services.with(service);
}

inline void addDeployments(Project& p) {
    const auto deploy = [&](const char* id) {
        Service service;
        service.id = ServiceId(id);
        service.name = id;
        p.services = p.services.with(service);
        Deployment made;
        made.id = DeploymentId(id);
        made.service = service.id;
        return made;
    };
    Deployment function = deploy("function");
    function.serverless.emplace();
    function.codel.emplace();
    Deployment knative = deploy("knative");
    knative.autoscaling.emplace().concurrency.emplace();
    Deployment ahead = deploy("ahead");
    ahead.autoscaling.emplace().predictive.emplace();
    ahead.rollout.emplace().strategy = RolloutStrategy::BlueGreen;
    ahead.rollout->analysis.emplace().maxLatency = milliseconds(400);
    p.deployments = p.deployments.with(function).with(knative).with(ahead);
}

inline void addArrivals(Project& p) {
    const Arrivals kinds[] = {
        ConstantArrivals{5},
        RampArrivals{},
        SpikeArrivals{},
        DiurnalArrivals{20, 10, seconds(600), seconds(1)},
        StepArrivals{{{{}, 5, {}}, {seconds(30), 10, {}}}},
        ModulatedArrivals{{{5, seconds(20), {}}, {50, seconds(5), {}}}},
        TraceArrivals{{milliseconds(1), milliseconds(5)}, seconds(1)},
        CountedArrivals{seconds(1), {3, 5}, Spacing::Poisson, true},
        ClosedUsers{10, tenMs()},
    };
    int number = 0;
    for (const Arrivals& arrivals : kinds) {
        const std::string id = "load-" + std::to_string(++number);
        Workload workload;
        workload.id = WorkloadId(id);
        workload.name = id;
        workload.arrivals = arrivals;
        Journey journey;
        journey.id = JourneyId(id + ".buy");
        journey.name = "Buy";
        journey.steps = {{OperationId("order.place"), 0.5, tenMs(), CallPolicyId("all"), {}}};
        workload.journeys = workload.journeys.with(journey);
        p.workloads = p.workloads.with(workload);
    }
}

inline void addRest(Project& p) {
    BoundedContext context = *p.contexts.find(ContextId("ordering"));
    context.language = {{"Order", "What a customer wants", {}}};
    p.contexts = p.contexts.with(context);
    Message address = *p.messages.find(MessageId("address"));
    address.reserved = {{7, "country", {}}};
    p.messages = p.messages.with(address);
    Channel orders = *p.channels.find(ChannelId("orders"));
    orders.delay = tenMs();
    orders.delivery = DeliveryGuarantee::ExactlyOnce;
    p.channels = p.channels.with(orders);
    DataStore ledger = *p.stores.find(DataStoreId("ledger"));
    ledger.queueLimit = 50;
    p.stores = p.stores.with(ledger);
    Scenario scenario = *p.scenarios.find(ScenarioId("steady"));
    scenario.warmUp = seconds(5);
    scenario.changes = {R"({"deployments":{"order":{"replicas":5}}})"};
    p.scenarios = p.scenarios.with(scenario);
    p.network.latency = tenMs();
    Region west{RegionId("west"), "West", {}};
    p.network.regions = p.network.regions.with(west);
}

inline Project project() {
    Project p = examples::shop();
    addPolicies(p);
    addSteps(p);
    addDeployments(p);
    addArrivals(p);
    addRest(p);
    return p;
}

}  // namespace full
