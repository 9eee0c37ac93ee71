#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "model/layout.h"
#include "model/project.h"

/// The words that files use for the values of each enumeration.
namespace model {

template <class Enum>
struct Words;

#define LINTEL_WORDS(Enum, ...)                                                                \
    template <>                                                                                \
    struct Words<Enum> {                                                                       \
        static constexpr auto list = std::to_array<std::pair<Enum, const char*>>(__VA_ARGS__); \
    }

LINTEL_WORDS(DistributionKind, {{DistributionKind::Constant, "constant"},
                                {DistributionKind::Uniform, "uniform"},
                                {DistributionKind::Exponential, "exponential"},
                                {DistributionKind::Erlang, "erlang"},
                                {DistributionKind::Gamma, "gamma"},
                                {DistributionKind::HyperExponential, "hyper-exponential"},
                                {DistributionKind::LogNormal, "log-normal"},
                                {DistributionKind::Weibull, "weibull"},
                                {DistributionKind::Pareto, "pareto"},
                                {DistributionKind::Empirical, "empirical"}});
LINTEL_WORDS(Spacing, {{Spacing::Poisson, "poisson"}, {Spacing::Regular, "regular"}});
LINTEL_WORDS(TeamType, {{TeamType::StreamAligned, "stream-aligned"},
                        {TeamType::Platform, "platform"},
                        {TeamType::Enabling, "enabling"},
                        {TeamType::ComplicatedSubsystem, "complicated-subsystem"}});
LINTEL_WORDS(SubdomainType, {{SubdomainType::Core, "core"},
                             {SubdomainType::Supporting, "supporting"},
                             {SubdomainType::Generic, "generic"}});
LINTEL_WORDS(ContextPattern, {{ContextPattern::Partnership, "partnership"},
                              {ContextPattern::SharedKernel, "shared-kernel"},
                              {ContextPattern::CustomerSupplier, "customer-supplier"},
                              {ContextPattern::Conformist, "conformist"},
                              {ContextPattern::AnticorruptionLayer, "anticorruption-layer"},
                              {ContextPattern::OpenHostService, "open-host-service"},
                              {ContextPattern::PublishedLanguage, "published-language"},
                              {ContextPattern::SeparateWays, "separate-ways"},
                              {ContextPattern::BigBallOfMud, "big-ball-of-mud"}});
LINTEL_WORDS(ScalarType, {{ScalarType::Bool, "bool"},
                          {ScalarType::Int32, "int32"},
                          {ScalarType::Int64, "int64"},
                          {ScalarType::UInt32, "uint32"},
                          {ScalarType::UInt64, "uint64"},
                          {ScalarType::Float, "float"},
                          {ScalarType::Double, "double"},
                          {ScalarType::String, "string"},
                          {ScalarType::Bytes, "bytes"},
                          {ScalarType::Timestamp, "timestamp"}});
LINTEL_WORDS(BackoffKind, {{BackoffKind::Constant, "constant"},
                           {BackoffKind::Exponential, "exponential"},
                           {BackoffKind::WholeMilliseconds, "whole-milliseconds"},
                           {BackoffKind::Doubling, "doubling"}});
LINTEL_WORDS(DiscoveryKind, {{DiscoveryKind::Dns, "dns"},
                             {DiscoveryKind::Consul, "consul"},
                             {DiscoveryKind::Eureka, "eureka"}});
LINTEL_WORDS(RolloutStrategy, {{RolloutStrategy::Rolling, "rolling"},
                               {RolloutStrategy::Recreate, "recreate"},
                               {RolloutStrategy::BlueGreen, "blue-green"},
                               {RolloutStrategy::Canary, "canary"}});
LINTEL_WORDS(MeshKind, {{MeshKind::Sidecar, "sidecar"}, {MeshKind::Ambient, "ambient"}});
LINTEL_WORDS(ScalingUnit, {{ScalingUnit::Pods, "pods"}, {ScalingUnit::Percent, "percent"}});
LINTEL_WORDS(ScalingSelect, {{ScalingSelect::Max, "max"},
                             {ScalingSelect::Min, "min"},
                             {ScalingSelect::Disabled, "disabled"}});
LINTEL_WORDS(Jitter, {{Jitter::None, "none"},
                      {Jitter::Full, "full"},
                      {Jitter::Equal, "equal"},
                      {Jitter::Proportional, "proportional"}});
LINTEL_WORDS(BreakerWindow,
             {{BreakerWindow::CountBased, "count-based"}, {BreakerWindow::TimeBased, "time-based"}});
LINTEL_WORDS(BreakerState, {{BreakerState::Closed, "closed"},
                            {BreakerState::Open, "open"},
                            {BreakerState::HalfOpen, "half-open"},
                            {BreakerState::ForcedOpen, "forced-open"},
                            {BreakerState::Disabled, "disabled"},
                            {BreakerState::MetricsOnly, "metrics-only"}});
LINTEL_WORDS(RateLimitKind,
             {{RateLimitKind::Cycles, "cycles"}, {RateLimitKind::TokenBucket, "token-bucket"}});
LINTEL_WORDS(BalancingKind, {{BalancingKind::RoundRobin, "round-robin"},
                             {BalancingKind::Random, "random"},
                             {BalancingKind::LeastRequest, "least-request"},
                             {BalancingKind::RingHash, "ring-hash"},
                             {BalancingKind::Maglev, "maglev"}});
LINTEL_WORDS(PolicyLayer, {{PolicyLayer::Fallback, "fallback"},
                           {PolicyLayer::Retry, "retry"},
                           {PolicyLayer::Throttling, "throttling"},
                           {PolicyLayer::CircuitBreaker, "circuit-breaker"},
                           {PolicyLayer::RateLimiter, "rate-limiter"},
                           {PolicyLayer::TimeLimiter, "time-limiter"},
                           {PolicyLayer::Bulkhead, "bulkhead"}});
LINTEL_WORDS(OrphanWork, {{OrphanWork::Finish, "finish"}, {OrphanWork::Cancel, "cancel"}});
LINTEL_WORDS(Join, {{Join::All, "all"}, {Join::Any, "any"}, {Join::Quorum, "quorum"}});
LINTEL_WORDS(Eviction, {{Eviction::Lru, "lru"}, {Eviction::None, "none"}});
LINTEL_WORDS(ReadsFrom, {{ReadsFrom::Primary, "primary"},
                         {ReadsFrom::RoundRobin, "round-robin"},
                         {ReadsFrom::LeastBusy, "least-busy"},
                         {ReadsFrom::Any, "any"}});
LINTEL_WORDS(StoreAccess, {{StoreAccess::Read, "read"}, {StoreAccess::Write, "write"}});
LINTEL_WORDS(Protocol, {{Protocol::Grpc, "grpc"},
                        {Protocol::Rest, "rest"},
                        {Protocol::GraphQl, "graphql"},
                        {Protocol::Messaging, "messaging"}});
LINTEL_WORDS(ServiceKind, {{ServiceKind::Service, "service"},
                           {ServiceKind::ApiGateway, "api-gateway"},
                           {ServiceKind::BackendForFrontend, "backend-for-frontend"},
                           {ServiceKind::Function, "function"},
                           {ServiceKind::External, "external"},
                           {ServiceKind::Legacy, "legacy"}});
LINTEL_WORDS(Broker,
             {{Broker::Kafka, "kafka"}, {Broker::RabbitMq, "rabbitmq"}, {Broker::CloudQueue, "cloud-queue"}});
LINTEL_WORDS(ChannelKind, {{ChannelKind::Topic, "topic"}, {ChannelKind::Queue, "queue"}});
LINTEL_WORDS(DeliveryGuarantee, {{DeliveryGuarantee::AtMostOnce, "at-most-once"},
                                 {DeliveryGuarantee::AtLeastOnce, "at-least-once"},
                                 {DeliveryGuarantee::ExactlyOnce, "exactly-once"}});
LINTEL_WORDS(Partitioning, {{Partitioning::Shared, "shared"},
                            {Partitioning::RoundRobin, "round-robin"},
                            {Partitioning::ByKey, "by-key"}});
LINTEL_WORDS(PartitionAssignment, {{PartitionAssignment::Range, "range"},
                                   {PartitionAssignment::RoundRobin, "round-robin"},
                                   {PartitionAssignment::CooperativeSticky, "cooperative-sticky"}});
LINTEL_WORDS(StoreEngine, {{StoreEngine::PostgreSql, "postgresql"},
                           {StoreEngine::MySql, "mysql"},
                           {StoreEngine::MongoDb, "mongodb"},
                           {StoreEngine::Cassandra, "cassandra"},
                           {StoreEngine::Redis, "redis"},
                           {StoreEngine::Memcached, "memcached"},
                           {StoreEngine::DynamoDb, "dynamodb"},
                           {StoreEngine::ElasticSearch, "elasticsearch"},
                           {StoreEngine::ObjectStorage, "object-storage"},
                           {StoreEngine::Other, "other"}});
LINTEL_WORDS(CostBasis, {{CostBasis::Month, "month"}, {CostBasis::MillionRequests, "million-requests"}});
LINTEL_WORDS(CarbonBasis, {{CarbonBasis::Month, "month"}, {CarbonBasis::Request, "request"}});
LINTEL_WORDS(Work, {{Work::Delay, "delay"}, {Work::Cpu, "cpu"}});
LINTEL_WORDS(LockScope, {{LockScope::Replica, "replica"}, {LockScope::Service, "service"}});
LINTEL_WORDS(Concurrency, {{Concurrency::Threads, "threads"}, {Concurrency::EventLoop, "event-loop"}});
LINTEL_WORDS(QueueDiscipline, {{QueueDiscipline::Fifo, "fifo"},
                               {QueueDiscipline::Lifo, "lifo"},
                               {QueueDiscipline::AdaptiveLifo, "adaptive-lifo"},
                               {QueueDiscipline::Priority, "priority"},
                               {QueueDiscipline::PreemptivePriority, "preemptive-priority"},
                               {QueueDiscipline::ProcessorSharing, "processor-sharing"}});

LINTEL_WORDS(EdgeShape, {{EdgeShape::Curved, "curved"},
                         {EdgeShape::Orthogonal, "orthogonal"},
                         {EdgeShape::Straight, "straight"}});
LINTEL_WORDS(FocusDirection, {{FocusDirection::Both, "both"},
                              {FocusDirection::Callers, "callers"},
                              {FocusDirection::Callees, "callees"}});

#undef LINTEL_WORDS

/// The word for a value.
template <class Enum>
const char* word(Enum value) {
    for (const auto& [candidate, text] : Words<Enum>::list)
        if (candidate == value) return text;
    return "";
}

/// The value for a word, or null.
template <class Enum>
const Enum* fromWord(std::string_view text) {
    for (const auto& [candidate, name] : Words<Enum>::list)
        if (text == name) return &candidate;
    return nullptr;
}

}  // namespace model
