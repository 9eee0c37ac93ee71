#pragma once

#include "model/description/behaviour_fields.h"
#include "model/description/layout_fields.h"
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
    v.seconds("max_poll_interval_s", &Channel::maxPollInterval, aboveZeroUpTo(longestSeconds));
    v.field("max_poll_records", &Channel::maxPollRecords, between(1, 1e6));
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
    v.seconds("timeout_s", &Probe::timeout, between(0.001, 86400));
    v.field("needs_worker", &Probe::needsWorker);
    v.unknown(&Probe::unknown);
}
template <class V>
void describe(V& v, Of<EventScaling>) {
    v.required("channel", &EventScaling::channel);
    v.field("group", &EventScaling::group);
    v.field("threshold", &EventScaling::threshold, aboveZeroUpTo(1e9));
    v.field("activation", &EventScaling::activation, between(0, 1e9));
    v.seconds("polling_s", &EventScaling::polling, between(1, 86400));
    v.seconds("cooldown_s", &EventScaling::cooldown, between(0, 86400));
    v.unknown(&EventScaling::unknown);
}
template <class V>
void describe(V& v, Of<ConcurrencyScaling>) {
    v.field("target", &ConcurrencyScaling::target, between(0.01, 1e6));
    v.field("utilization_percent", &ConcurrencyScaling::utilization, aboveZeroUpTo(100));
    v.seconds("stable_window_s", &ConcurrencyScaling::stableWindow, between(6, 3600));
    v.field("panic_window_percent", &ConcurrencyScaling::panicWindow, between(1, 100));
    v.field("panic_threshold_percent", &ConcurrencyScaling::panicThreshold, between(110, 1000));
    v.field("max_up_rate", &ConcurrencyScaling::maxUpRate, between(1.01, 1e6));
    v.field("max_down_rate", &ConcurrencyScaling::maxDownRate, between(1.01, 1e6));
    v.seconds("zero_grace_s", &ConcurrencyScaling::zeroGrace, between(0, 86400));
    v.unknown(&ConcurrencyScaling::unknown);
}
template <class V>
void describe(V& v, Of<PredictiveScaling>) {
    v.seconds("period_s", &PredictiveScaling::period, between(1, longestSeconds));
    v.seconds("look_ahead_s", &PredictiveScaling::lookAhead, between(0, 86400));
    v.field("headroom_percent", &PredictiveScaling::headroom, between(0, 1000));
    v.unknown(&PredictiveScaling::unknown);
}
template <class V>
void describe(V& v, Of<Autoscaling>) {
    v.field("min_replicas", &Autoscaling::minReplicas, between(0, 100000));
    v.field("max_replicas", &Autoscaling::maxReplicas, between(1, 100000));
    v.field("target_cpu_percent", &Autoscaling::targetCpuPercent, between(1, 1000));
    v.field("target_memory_percent", &Autoscaling::targetMemoryPercent, between(1, 1000));
    v.field("tolerance", &Autoscaling::tolerance, between(0, 1));
    v.seconds("sync_period_s", &Autoscaling::syncPeriod, between(1, 3600));
    v.seconds("metrics_window_s", &Autoscaling::metricsWindow, between(1, 3600));
    v.seconds("cpu_initialization_s", &Autoscaling::cpuInitialization, between(0, 86400));
    v.seconds("initial_readiness_delay_s", &Autoscaling::initialReadinessDelay, between(0, 86400));
    v.field("scale_up", &Autoscaling::scaleUp);
    v.field("scale_down", &Autoscaling::scaleDown);
    v.field("events", &Autoscaling::events);
    v.field("concurrency", &Autoscaling::concurrency);
    v.field("predictive", &Autoscaling::predictive);
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
    v.field("startup", &Deployment::startup);
    v.field("liveness", &Deployment::liveness);
    v.field("rollout", &Deployment::rollout);
    v.field("node_pool", &Deployment::nodePool);
    v.field("mesh", &Deployment::mesh);
    v.field("serverless", &Deployment::serverless);
    v.field("vertical_scaling", &Deployment::verticalScaling);
    v.field("memory_use", &Deployment::memoryUse);
    v.unknown(&Deployment::unknown);
}
template <class V>
void describe(V& v, Of<Discovery>) {
    v.field("kind", &Discovery::kind);
    v.seconds("ttl_s", &Discovery::ttl, between(0, 86400));
    v.seconds("check_s", &Discovery::check, between(0.1, 86400));
    v.seconds("expiry_s", &Discovery::expiry, between(0.1, 86400));
    v.unknown(&Discovery::unknown);
}
template <class V>
void describe(V& v, Of<CanaryStep>) {
    v.required("weight_percent", &CanaryStep::weight, between(0, 100));
    v.seconds("pause_s", &CanaryStep::pause, between(0, longestSeconds));
    v.unknown(&CanaryStep::unknown);
}
template <class V>
void describe(V& v, Of<RolloutAnalysis>) {
    v.field("max_error_percent", &RolloutAnalysis::maxErrorRate, between(0, 100));
    v.milliseconds("max_p99_ms", &RolloutAnalysis::maxLatency, aboveZeroUpTo(longestMilliseconds));
    v.seconds("interval_s", &RolloutAnalysis::interval, between(1, 86400));
    v.field("failure_limit", &RolloutAnalysis::failureLimit, between(0, 1000));
    v.field("min_requests", &RolloutAnalysis::minRequests, between(1, 1e6));
    v.unknown(&RolloutAnalysis::unknown);
}
template <class V>
void describe(V& v, Of<Rollout>) {
    v.field("strategy", &Rollout::strategy);
    v.field("max_surge_percent", &Rollout::maxSurge, between(0, 100));
    v.field("max_unavailable_percent", &Rollout::maxUnavailable, between(0, 100));
    v.seconds("min_ready_s", &Rollout::minReady, between(0, 86400));
    v.seconds("progress_deadline_s", &Rollout::progressDeadline, between(1, 86400));
    v.field("steps", &Rollout::steps);
    v.field("analysis", &Rollout::analysis);
    v.seconds("promotion_s", &Rollout::promotion, between(0, 86400));
    v.unknown(&Rollout::unknown);
}
template <class V>
void describe(V& v, Of<Mesh>) {
    v.field("kind", &Mesh::kind);
    v.field("latency", &Mesh::latency);
    v.milliseconds("cpu_ms", &Mesh::cpu, between(0, longestMilliseconds));
    v.field("mutual_tls", &Mesh::mutualTls);
    v.milliseconds("handshake_ms", &Mesh::handshake, between(0, longestMilliseconds));
    v.field("requests_per_connection", &Mesh::requestsPerConnection, between(1, 1e9));
    v.unknown(&Mesh::unknown);
}
template <class V>
void describe(V& v, Of<Serverless>) {
    v.field("max_instances", &Serverless::maxInstances, between(1, 100000));
    v.seconds("idle_s", &Serverless::idle, between(0, longestSeconds));
    v.field("provisioned", &Serverless::provisioned, between(0, 100000));
    v.unknown(&Serverless::unknown);
}
template <class V>
void describe(V& v, Of<VerticalScaling>) {
    v.field("min_cpu_milli", &VerticalScaling::minCpuMilli, between(1, 10000000));
    v.field("max_cpu_milli", &VerticalScaling::maxCpuMilli, between(1, 10000000));
    v.field("percentile", &VerticalScaling::percentile, between(1, 100));
    v.field("margin_percent", &VerticalScaling::margin, between(0, 1000));
    v.seconds("half_life_s", &VerticalScaling::halfLife, between(1, longestSeconds));
    v.seconds("interval_s", &VerticalScaling::interval, between(1, 86400));
    v.unknown(&VerticalScaling::unknown);
}
template <class V>
void describe(V& v, Of<MemoryUse>) {
    v.field("idle_mib", &MemoryUse::idleMib, between(0, 1e8));
    v.field("per_request_mib", &MemoryUse::perRequestMib, between(0, 1e8));
    v.unknown(&MemoryUse::unknown);
}
template <class V>
void describe(V& v, Of<Region>) {
    v.required("name", &Region::name);
    v.unknown(&Region::unknown);
}
template <class V>
void describe(V& v, Of<Zone>) {
    v.required("name", &Zone::name);
    v.field("region", &Zone::region);
    v.unknown(&Zone::unknown);
}
template <class V>
void describe(V& v, Of<ZoneLatency>) {
    v.required("from", &ZoneLatency::from);
    v.required("to", &ZoneLatency::to);
    v.required("latency", &ZoneLatency::latency);
    v.unknown(&ZoneLatency::unknown);
}
template <class V>
void describe(V& v, Of<RegionLatency>) {
    v.required("from", &RegionLatency::from);
    v.required("to", &RegionLatency::to);
    v.required("latency", &RegionLatency::latency);
    v.unknown(&RegionLatency::unknown);
}
template <class V>
void describe(V& v, Of<NodePool>) {
    v.required("name", &NodePool::name);
    v.field("nodes", &NodePool::nodes, between(1, 10000));
    v.field("cpu_milli", &NodePool::cpuMilli, between(1, 1e7));
    v.field("memory_mib", &NodePool::memoryMib, between(1, 1e8));
    v.field("zones", &NodePool::zones);
    v.field("max_nodes", &NodePool::maxNodes, between(1, 10000));
    v.seconds("provision_s", &NodePool::provision, between(0, 86400));
    v.seconds("idle_s", &NodePool::idle, between(0, longestSeconds));
    v.seconds("detection_s", &NodePool::detection, between(0, 86400));
    v.seconds("eviction_s", &NodePool::eviction, between(0, 86400));
    v.unknown(&NodePool::unknown);
}
template <class V>
void describe(V& v, Of<Network>) {
    v.field("latency", &Network::latency);
    v.field("regions", &Network::regions);
    v.field("zones", &Network::zones);
    v.field("zone_latencies", &Network::zoneLatencies);
    v.field("region_latencies", &Network::regionLatencies);
    v.field("node_pools", &Network::nodePools);
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

/// A type that has a description above.
struct AnyVisitor;
template <class T>
concept Described = requires(AnyVisitor& visitor) {
    describe(visitor, Of<T>());
};

}  // namespace model
