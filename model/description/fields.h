#pragma once

#include "model/description/behaviour_fields.h"
#include "model/description/scenario_fields.h"

/// The fields of all entities: see the description.
namespace model {

template <class V>
void describe(V& v, Of<Team>) {
    v.required("name", &Team::name);
    v.field("description", &Team::description);
    v.field("type", &Team::type);
    v.unknown(&Team::unknown);
}
template <class V>
void describe(V& v, Of<Term>) {
    v.required("name", &Term::name);
    v.field("meaning", &Term::meaning);
    v.unknown(&Term::unknown);
}
template <class V>
void describe(V& v, Of<BoundedContext>) {
    v.required("name", &BoundedContext::name);
    v.field("responsibility", &BoundedContext::responsibility);
    v.field("subdomain", &BoundedContext::subdomain);
    v.field("team", &BoundedContext::team);
    v.field("language", &BoundedContext::language);
    v.unknown(&BoundedContext::unknown);
}
template <class V>
void describe(V& v, Of<ContextRelationship>) {
    v.required("upstream", &ContextRelationship::upstream);
    v.required("downstream", &ContextRelationship::downstream);
    v.required("patterns", &ContextRelationship::patterns);
    v.field("exposed", &ContextRelationship::exposed);
    v.unknown(&ContextRelationship::unknown);
}
template <class V>
void describe(V& v, Of<Field>) {
    v.required("name", &Field::name);
    v.required("number", &Field::number, between(1, 536870911));
    v.choice(&Field::type, "type", "message");
    v.field("repeated", &Field::repeated);
    v.field("optional", &Field::optional);
    v.field("description", &Field::description);
    v.unknown(&Field::unknown);
}
template <class V>
void describe(V& v, Of<ReservedField>) {
    v.required("number", &ReservedField::number, between(1, 536870911));
    v.field("name", &ReservedField::name);
    v.unknown(&ReservedField::unknown);
}
template <class V>
void describe(V& v, Of<Message>) {
    v.required("name", &Message::name);
    v.field("description", &Message::description);
    v.field("context", &Message::context);
    v.field("fields", &Message::fields);
    v.field("reserved", &Message::reserved);
    v.unknown(&Message::unknown);
}
template <class V>
void describe(V& v, Of<Subscription>) {
    v.required("channel", &Subscription::channel);
    v.field("group", &Subscription::group);
    v.field("concurrency", &Subscription::concurrency, between(1, 100000));
    v.unknown(&Subscription::unknown);
}
template <class V>
void describe(V& v, Of<Operation>) {
    v.required("name", &Operation::name);
    v.field("description", &Operation::description);
    v.field("protocol", &Operation::protocol);
    v.field("idempotent", &Operation::idempotent);
    v.field("priority", &Operation::priority, between(-1000, 1000));
    v.field("request", &Operation::request);
    v.field("response", &Operation::response);
    v.field("subscription", &Operation::subscription);
    v.field("behaviour", &Operation::behaviour);
    v.unknown(&Operation::unknown);
}
template <class V>
void describe(V& v, Of<Service>) {
    v.required("name", &Service::name);
    v.field("description", &Service::description);
    v.field("kind", &Service::kind);
    v.field("technology", &Service::technology);
    v.field("context", &Service::context);
    v.field("team", &Service::team);
    v.field("tags", &Service::tags);
    v.field("operations", &Service::operations);
    v.unknown(&Service::unknown);
}
template <class V>
void describe(V& v, Of<Redelivery>) {
    v.field("max_deliveries", &Redelivery::maxDeliveries, between(1, 255));
    v.milliseconds("delay_ms", &Redelivery::delay, between(0, longestMilliseconds));
    v.field("factor", &Redelivery::factor, between(1, 100));
    v.milliseconds("max_delay_ms", &Redelivery::maxDelay, between(0, longestMilliseconds));
    v.unknown(&Redelivery::unknown);
}
template <class V>
void describe(V& v, Of<Channel>) {
    v.required("name", &Channel::name);
    v.field("description", &Channel::description);
    v.field("broker", &Channel::broker);
    v.field("kind", &Channel::kind);
    v.field("delivery", &Channel::delivery);
    v.field("partitions", &Channel::partitions, between(1, 100000));
    v.field("partitioning", &Channel::partitioning);
    v.field("keys", &Channel::keys, between(1, mostKeys));
    v.field("key_skew", &Channel::keySkew, between(0, 10));
    v.field("assignment", &Channel::assignment);
    v.seconds("rebalance_s", &Channel::rebalancePause, between(0, longestSeconds));
    v.seconds("session_timeout_s", &Channel::sessionTimeout, between(0, longestSeconds));
    v.seconds("retention_s", &Channel::retention, aboveZeroUpTo(longestSeconds));
    v.field("redelivery", &Channel::redelivery);
    v.field("dead_letter", &Channel::deadLetter);
    v.milliseconds("transaction_ms", &Channel::transactionTime, between(0, longestMilliseconds));
    v.field("message", &Channel::message);
    v.field("context", &Channel::context);
    v.field("delay", &Channel::delay);
    v.unknown(&Channel::unknown);
}
template <class V>
void describe(V& v, Of<Replication>) {
    v.field("replicas", &Replication::replicas, between(1, 1000));
    v.field("reads", &Replication::reads);
    v.field("lag", &Replication::lag);
    v.field("acknowledgements", &Replication::acknowledgements, between(0, 1000));
    v.seconds("failover_s", &Replication::failover, between(0, longestSeconds));
    v.unknown(&Replication::unknown);
}
template <class V>
void describe(V& v, Of<DataStore>) {
    v.required("name", &DataStore::name);
    v.field("description", &DataStore::description);
    v.field("engine", &DataStore::engine);
    v.field("owner", &DataStore::owner);
    v.field("pool_size", &DataStore::poolSize, between(1, 1000000));
    v.field("queue_limit", &DataStore::queueLimit, between(0, 100000000));
    v.field("read_time", &DataStore::readTime);
    v.field("write_time", &DataStore::writeTime);
    v.field("projection", &DataStore::projection);
    v.field("replication", &DataStore::replication);
    v.field("rows", &DataStore::rows);
    v.field("price_per_node_hour", &DataStore::pricePerNodeHour, between(0, highestPrice));
    v.field("zones", &DataStore::zones);
    v.unknown(&DataStore::unknown);
}
template <class V>
void describe(V& v, Of<ScalingLimit>) {
    v.field("unit", &ScalingLimit::unit);
    v.field("value", &ScalingLimit::value, between(1, 100000));
    v.seconds("period_s", &ScalingLimit::period, between(1, 1800));
    v.unknown(&ScalingLimit::unknown);
}
template <class V>
void describe(V& v, Of<ScalingDirection>) {
    v.field("select", &ScalingDirection::select);
    v.seconds("stabilization_s", &ScalingDirection::stabilization, between(0, 3600));
    v.field("policies", &ScalingDirection::policies);
    v.unknown(&ScalingDirection::unknown);
}
template <class V>
void describe(V& v, Of<Probe>) {
    v.seconds("initial_delay_s", &Probe::initialDelay, between(0, 86400));
    v.seconds("period_s", &Probe::period, between(1, 86400));
    v.field("success_threshold", &Probe::successThreshold, between(1, 1000));
    v.field("failure_threshold", &Probe::failureThreshold, between(1, 100000));
    v.unknown(&Probe::unknown);
}
template <class V>
void describe(V& v, Of<Autoscaling>) {
    v.field("min_replicas", &Autoscaling::minReplicas, between(1, 100000));
    v.field("max_replicas", &Autoscaling::maxReplicas, between(1, 100000));
    v.field("target_cpu_percent", &Autoscaling::targetCpuPercent, between(1, 1000));
    v.field("tolerance", &Autoscaling::tolerance, between(0, 1));
    v.seconds("sync_period_s", &Autoscaling::syncPeriod, between(1, 3600));
    v.seconds("metrics_window_s", &Autoscaling::metricsWindow, between(1, 3600));
    v.seconds("cpu_initialization_s", &Autoscaling::cpuInitialization, between(0, 86400));
    v.seconds("initial_readiness_delay_s", &Autoscaling::initialReadinessDelay, between(0, 86400));
    v.field("scale_up", &Autoscaling::scaleUp);
    v.field("scale_down", &Autoscaling::scaleDown);
    v.unknown(&Autoscaling::unknown);
}
template <class V>
void describe(V& v, Of<CoDel>) {
    v.milliseconds("target_ms", &CoDel::target, aboveZeroUpTo(longestMilliseconds));
    v.milliseconds("interval_ms", &CoDel::interval, aboveZeroUpTo(longestMilliseconds));
    v.unknown(&CoDel::unknown);
}
template <class V>
void describe(V& v, Of<Deployment>) {
    v.required("service", &Deployment::service);
    v.field("replicas", &Deployment::replicas, between(1, 100000));
    v.field("concurrency", &Deployment::concurrency);
    v.field("workers", &Deployment::workers, between(1, 100000));
    v.field("queue_limit", &Deployment::queueLimit, between(0, 100000000));
    v.field("discipline", &Deployment::discipline);
    v.field("codel", &Deployment::codel);
    v.field("cpu_request_milli", &Deployment::cpuRequestMilli, between(1, 10000000));
    v.field("cpu_limit_milli", &Deployment::cpuLimitMilli, between(1, 10000000));
    v.field("memory_request_mib", &Deployment::memoryRequestMib, between(1, 100000000));
    v.field("memory_limit_mib", &Deployment::memoryLimitMib, between(1, 100000000));
    v.seconds("start_up_s", &Deployment::startUp, between(0, longestSeconds));
    v.seconds("grace_period_s", &Deployment::gracePeriod, between(1, 86400));
    v.field("port", &Deployment::port, between(1, 65535));
    v.field("image", &Deployment::image);
    v.field("autoscaling", &Deployment::autoscaling);
    v.field("max_unavailable", &Deployment::maxUnavailable, between(0, 100000));
    v.field("price_per_replica_hour", &Deployment::pricePerReplicaHour, between(0, highestPrice));
    v.seconds("image_pull_s", &Deployment::imagePull, between(0, 86400));
    v.field("start_up_cpu_factor", &Deployment::startUpCpuFactor, between(0, 10000));
    v.field("readiness", &Deployment::readiness);
    v.field("zones", &Deployment::zones);
    v.field("discovery", &Deployment::discovery);
    v.unknown(&Deployment::unknown);
}
template <class V>
void describe(V& v, Of<Discovery>) {
    v.seconds("ttl_s", &Discovery::ttl, between(0, 86400));
    v.unknown(&Discovery::unknown);
}
template <class V>
void describe(V& v, Of<Zone>) {
    v.required("name", &Zone::name);
    v.unknown(&Zone::unknown);
}
template <class V>
void describe(V& v, Of<Network>) {
    v.field("latency", &Network::latency);
    v.field("zones", &Network::zones);
    v.unknown(&Network::unknown);
}
template <class V>
void describe(V& v, Of<Power>) {
    v.required("idle_w_per_vcpu", &Power::idleWatts, between(0, highestPrice));
    v.required("full_w_per_vcpu", &Power::fullWatts, between(0, highestPrice));
    v.field("w_per_gib", &Power::memoryWatts, between(0, highestPrice));
    v.field("w_per_store_node", &Power::storeNodeWatts, between(0, highestPrice));
    v.field("pue", &Power::pue, between(1, 100));
    v.field("assumed_use", &Power::assumedUse, probability());
    v.field("grid_g_per_kwh", &Power::gridIntensity, between(0, highestPrice));
    v.field("embodied_g_per_vcpu_hour", &Power::embodied, between(0, highestPrice));
    v.field("embodied_g_per_store_node_hour", &Power::storeNodeEmbodied, between(0, highestPrice));
    v.unknown(&Power::unknown);
}
template <class V>
void describe(V& v, Of<Rates>) {
    v.field("currency", &Rates::currency);
    v.field("price_per_vcpu_hour", &Rates::vcpuHour, between(0, highestPrice));
    v.field("price_per_gib_hour", &Rates::gibHour, between(0, highestPrice));
    v.field("price_per_million_messages", &Rates::millionMessages, between(0, highestPrice));
    v.field("price_per_store_node_hour", &Rates::storeNodeHour, between(0, highestPrice));
    v.field("source", &Rates::source);
    v.field("power", &Rates::power);
    v.unknown(&Rates::unknown);
}
template <class V>
void describe(V& v, Of<Project>) {
    v.required("name", &Project::name);
    v.field("description", &Project::description);
    v.field("organisation", &Project::organisation);
    v.field("teams", &Project::teams);
    v.field("contexts", &Project::contexts);
    v.field("relationships", &Project::relationships);
    v.field("messages", &Project::messages);
    v.field("services", &Project::services);
    v.field("channels", &Project::channels);
    v.field("stores", &Project::stores);
    v.field("policies", &Project::policies);
    v.field("deployments", &Project::deployments);
    v.field("network", &Project::network);
    v.field("rates", &Project::rates);
    v.field("workloads", &Project::workloads);
    v.field("fault_plans", &Project::faultPlans);
    v.field("objectives", &Project::objectives);
    v.field("scenarios", &Project::scenarios);
    v.unknown(&Project::unknown);
}
template <class V>
void describe(V& v, Of<NodePlace>) {
    v.required("x", &NodePlace::x, between(-1e9, 1e9));
    v.required("y", &NodePlace::y, between(-1e9, 1e9));
}
template <class V>
void describe(V& v, Of<DiagramLayout>) {
    v.field("nodes", &DiagramLayout::nodes);
    v.unknown(&DiagramLayout::unknown);
}
template <class V>
void describe(V& v, Of<Layout>) {
    v.field("diagrams", &Layout::diagrams);
    v.unknown(&Layout::unknown);
}

/// A type that has a description above.
struct AnyVisitor;
template <class T>
concept Described = requires(AnyVisitor& visitor) {
    describe(visitor, Of<T>());
};

}  // namespace model
