#pragma once

#include "model/edit.h"

/// A small shop that uses every kind of entity and step, whole and ready to be changed by tests.
namespace examples {

inline model::Operation operation(const char* id, const char* name, model::Behaviour behaviour) {
    model::Operation made;
    made.id = model::OperationId(id);
    made.name = name;
    made.behaviour = std::move(behaviour);
    return made;
}

inline model::Step compute(double mean) {
    return {model::Compute{model::Distribution::exponential(model::milliseconds(mean))}, {}};
}

/// One of each kind, one that grows and one that comes by chance.
inline model::FaultPlan outage() {
    using namespace model;
    FaultPlan plan{FaultPlanId("outage"), "Outage", {}, {}};
    const auto add = [&](FaultTarget target, Duration start, FaultEffect effect) -> Fault& {
        Fault fault;
        fault.target = std::move(target);
        fault.start = start;
        fault.effect = std::move(effect);
        plan.faults.push_back(fault);
        return plan.faults.back();
    };
    add(ServiceId("payment"), seconds(10), KillFault{}).length = seconds(5);
    add(DataStoreId("ledger"), seconds(20), SlowFault{2, milliseconds(1)}).ramp = seconds(15);
    add(ServiceId("order"), seconds(30), ErrorFault{0.5, 1, milliseconds(2)}).length = seconds(1);
    add(ZoneId("east-1"), seconds(65), KillFault{}).length = seconds(5);
    add(ServiceId("payment"), seconds(40),
        PauseFault{1, milliseconds(20), milliseconds(0.5), {}, std::optional<std::int32_t>(200)});
    add(DataStoreId("cache"), seconds(50), FlushFault{0.5});
    add(ServiceId("order"), seconds(55),
        LatencyFault{ServiceId("payment"), Distribution::exponential(milliseconds(40))});
    add(ServiceId("order"), seconds(55), LossFault{{}, 0.1}).length = seconds(1);
    add(ServiceId("order"), seconds(58), PartitionFault{ServiceId("payment")}).length = seconds(1);
    add(ZoneId("east-1"), seconds(75), LossFault{{}, 0.2, ZoneId("east-2")}).length = seconds(1);
    add(RegionId("east"), seconds(80), KillFault{}).length = seconds(1);
    add(NodePoolId("small"), seconds(82), KillFault{1}).length = seconds(1);
    add(ChannelId("orders"), seconds(84), KillFault{}).length = seconds(1);
    add(ServiceId("payment"), seconds(86), PressureFault{0.5, 20, 1}).ramp = seconds(2);
    add(ServiceId("payment"), seconds(90), NamesFault{}).length = seconds(1);
    add(ServiceId("payment"), seconds(92), ReleaseFault{1.5, 0.1, false});
    add(ServiceId("order"), seconds(94), ClockFault{milliseconds(-250)}).length = seconds(2);
    Fault& monkey = add(ServiceId("order"), {}, KillFault{1});
    monkey.length = seconds(10);
    monkey.chance = FaultChance{seconds(100), {ServiceId("payment")}, {}};
    return plan;
}

inline model::Project shop() {
    using namespace model;
    Project p;
    p.name = "Shop";
    p.organisation = "acme";
    p.network.regions = p.network.regions.with({RegionId("east"), "East", {}});
    p.network.zones = p.network.zones.with({ZoneId("east-1"), "East 1", {}, RegionId("east")});
    p.network.zoneLatencies = {
        {ZoneId("east-1"), ZoneId("east-2"), Distribution::exponential(milliseconds(0.7)), {}}};
    p.network.regionLatencies = {
        {RegionId("east"), RegionId("east"), Distribution::exponential(milliseconds(0.4)), {}}};
    NodePool small;
    small.id = NodePoolId("small");
    small.name = "Small";
    small.zones = {ZoneId("east-1")};
    small.maxNodes = 6;
    p.network.nodePools = p.network.nodePools.with(small);
    p.network.zones = p.network.zones.with({ZoneId("east-2"), "East 2", {}});
    p.teams = p.teams.with({TeamId("checkout"), "Checkout", "", TeamType::StreamAligned, {}});
    p.contexts = p.contexts.with(
        {ContextId("ordering"), "Ordering", "", SubdomainType::Core, TeamId("checkout"), {}, {}});
    p.contexts =
        p.contexts.with({ContextId("shipping"), "Shipping", "", SubdomainType::Supporting, {}, {}, {}});
    p.relationships = p.relationships.with({RelationshipId("ordering-shipping"),
                                            ContextId("ordering"),
                                            ContextId("shipping"),
                                            {ContextPattern::CustomerSupplier},
                                            "OrderPlaced",
                                            {}});
    Message address{MessageId("address"),
                    "Address",
                    "",
                    ContextId("ordering"),
                    {{"street", 1, ScalarType::String, false, false, "", {}}},
                    {},
                    {}};
    Message placed{MessageId("order-placed"),
                   "OrderPlaced",
                   "",
                   ContextId("ordering"),
                   {{"order_id", 1, ScalarType::String, false, false, "", {}},
                    {"address", 2, MessageId("address"), false, false, "", {}}},
                   {},
                   {}};
    p.messages = p.messages.with(address).with(placed);
    CallPolicy quick;
    quick.id = CallPolicyId("quick");
    quick.name = "Quick";
    quick.timeout = milliseconds(250);
    quick.retry = RetryPolicy{};
    p.policies = p.policies.with(quick);
    Channel poison;
    poison.id = ChannelId("poison-orders");
    poison.name = "poison-orders";
    poison.broker = Broker::RabbitMq;
    poison.retention = seconds(3600);
    p.channels = p.channels.with(poison);
    Channel orders({ChannelId("orders"),
                    "orders",
                    "",
                    Broker::Kafka,
                    ChannelKind::Topic,
                    DeliveryGuarantee::AtLeastOnce,
                    6,
                    MessageId("order-placed"),
                    ContextId("ordering"),
                    {},
                    {}});
    orders.partitioning = Partitioning::ByKey;
    orders.keys = 500;
    orders.keySkew = 0.5;
    orders.assignment = PartitionAssignment::CooperativeSticky;
    orders.rebalancePause = seconds(2);
    orders.sessionTimeout = seconds(10);
    orders.redelivery = Redelivery{3, milliseconds(100), 2, seconds(1), {}};
    orders.deadLetter = ChannelId("poison-orders");
    orders.maxPollInterval = seconds(60);
    orders.maxPollRecords = 50;
    p.channels = p.channels.with(orders);
    DataStore ledger;
    ledger.id = DataStoreId("ledger");
    ledger.zones = {ZoneId("east-1")};
    ledger.name = "ledger";
    ledger.owner = ServiceId("order");
    ledger.replication =
        Replication{2, ReadsFrom::Any, Distribution::exponential(milliseconds(5)), 1, seconds(10), {}};
    ledger.rows = KeySpace{50, 0.5};
    p.stores = p.stores.with(ledger);
    DataStore cache;
    cache.id = DataStoreId("cache");
    cache.name = "cache";
    cache.engine = StoreEngine::Redis;
    cache.projection = ChannelId("orders");
    p.stores = p.stores.with(cache);

    Service payment;
    payment.id = ServiceId("payment");
    payment.name = "payment";
    payment.operations = payment.operations.with(operation("payment.charge", "Charge", {compute(3)}));
    Service order;
    order.id = ServiceId("order");
    order.name = "order";
    order.context = ContextId("ordering");
    Parallel both{
        {{{Call{OperationId("payment.charge"), CallPolicyId("quick")}, {}}}, {compute(1)}}, Join::All, 1};
    Branch maybe{{{0.25, {{StoreQuery{DataStoreId("ledger"), StoreAccess::Write, {}}, {}}}, {}}}};
    CacheLookup look{
        DataStoreId("cache"), 0.9, {}, {{StoreQuery{DataStoreId("ledger"), StoreAccess::Read, {}}, {}}}};
    look.name = "orders";
    look.keys = KeySpace{1000, 0.8};
    look.capacity = 100;
    look.eviction = Eviction::None;
    look.ttl = seconds(60);
    look.singleFlight = true;
    Loop thrice{3, {compute(1)}};
    Fallback safely{{{Call{OperationId("payment.charge"), {}}, {}}}, {compute(1)}};
    order.operations = order.operations.with(operation("order.place", "Place",
                                                       {compute(2),
                                                        {both, {}},
                                                        {maybe, {}},
                                                        {look, {}},
                                                        {thrice, {}},
                                                        {safely, {}},
                                                        {Fail{0.25}, {}},
                                                        {Publish{ChannelId("orders")}, {}}}));
    Service shipping;
    shipping.id = ServiceId("shipping");
    shipping.name = "shipping";
    shipping.context = ContextId("shipping");
    Operation onPlaced = operation("shipping.on-placed", "OnPlaced", {compute(4)});
    onPlaced.protocol = Protocol::Messaging;
    onPlaced.request = MessageId("order-placed");
    onPlaced.subscription = Subscription{ChannelId("orders"), "", 4, {}};
    shipping.operations = shipping.operations.with(onPlaced);
    p.services = p.services.with(payment).with(order).with(shipping);

    Deployment deployed;
    deployed.id = DeploymentId("order");
    deployed.zones = {ZoneId("east-1"), ZoneId("east-2")};
    deployed.discovery = Discovery{seconds(60), {}};
    deployed.service = ServiceId("order");
    deployed.replicas = 3;
    deployed.autoscaling = Autoscaling{};
    deployed.autoscaling->syncPeriod = seconds(20);
    deployed.autoscaling->targetMemoryPercent = 75;
    deployed.autoscaling->scaleUp = ScalingDirection{
        ScalingSelect::Min, seconds(30), {{ScalingUnit::Pods, 2, seconds(60), {}}, ScalingLimit{}}, {}};
    deployed.autoscaling->scaleDown = ScalingDirection{ScalingSelect::Disabled, {}, {}, {}};
    deployed.imagePull = seconds(8);
    deployed.startUpCpuFactor = 3;
    deployed.readiness = Probe{seconds(2), seconds(5), 1, 2, {}};
    deployed.startup = Probe{seconds(1), seconds(1), 1, 30, {}};
    deployed.liveness = Probe{seconds(0), seconds(10), 1, 3, {}, seconds(2), true};
    deployed.rollout = Rollout{};
    deployed.rollout->strategy = RolloutStrategy::Canary;
    deployed.rollout->steps = {{10, seconds(30), {}}, {50, seconds(30), {}}};
    deployed.rollout->analysis = RolloutAnalysis{};
    deployed.mesh = Mesh{MeshKind::Ambient,
                         Distribution::exponential(milliseconds(0.2)),
                         milliseconds(0.1),
                         true,
                         milliseconds(2),
                         1000,
                         {}};
    deployed.memoryUse = MemoryUse{80, 0.5, {}};
    p.deployments = p.deployments.with(deployed);
    Deployment sized;
    sized.id = DeploymentId("payment");
    sized.service = ServiceId("payment");
    sized.nodePool = NodePoolId("small");
    sized.verticalScaling = VerticalScaling{};
    sized.discovery = Discovery{seconds(30), {}, DiscoveryKind::Eureka, seconds(30), seconds(90)};
    p.deployments = p.deployments.with(sized);
    Deployment woken;
    woken.id = DeploymentId("shipping");
    woken.service = ServiceId("shipping");
    woken.autoscaling = Autoscaling{};
    woken.autoscaling->minReplicas = 0;
    woken.autoscaling->events = EventScaling{};
    woken.autoscaling->events->channel = ChannelId("orders");
    p.deployments = p.deployments.with(woken);
    Journey buy{JourneyId("customers.buy"),
                "Buy",
                1,
                {{OperationId("order.place"), 1, {}, CallPolicyId("quick"), {}}},
                {}};
    Workload customers;
    customers.id = WorkloadId("customers");
    customers.name = "Customers";
    customers.arrivals = PoissonArrivals{50};
    customers.journeys = customers.journeys.with(buy);
    p.workloads = p.workloads.with(customers);
    p.faultPlans = p.faultPlans.with(outage());
    p.objectives =
        p.objectives.with({ObjectiveId("fast"), "Fast", JourneyId("customers.buy"), LatencyObjective{}, {}})
            .with({ObjectiveId("up"), "Up", OperationId("payment.charge"), AvailabilityObjective{}, {}})
            .with({ObjectiveId("budget"), "Budget", WholeSystem{}, CostObjective{250, CostBasis::Month}, {}})
            .with({ObjectiveId("light"),
                   "Light",
                   WholeSystem{},
                   CarbonObjective{0.02, CarbonBasis::Request},
                   {}});
    Rates rates;
    rates.currency = "EUR";
    rates.vcpuHour = 0.04;
    rates.gibHour = 0.0045;
    rates.power = Power{};
    rates.power->idleWatts = 0.74;
    rates.power->fullWatts = 3.5;
    rates.power->pue = 1.135;
    rates.power->gridIntensity = 316;
    p.rates = rates;
    Scenario steady;
    steady.id = ScenarioId("steady");
    steady.autoscaling = true;
    steady.name = "Steady";
    steady.workloads = {WorkloadId("customers")};
    steady.faults = FaultPlanId("outage");
    steady.objectives = {ObjectiveId("fast"), ObjectiveId("up")};
    steady.steadyState = SteadyState{{ObjectiveId("up")}, seconds(5), seconds(20), true, {}};
    steady.abort = AbortCondition{{}, seconds(5), 2, {}};
    p.scenarios = p.scenarios.with(steady);
    return p;
}

}  // namespace examples
