#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/behaviour.h"
#include "model/collection.h"
#include "model/domain.h"
#include "model/message.h"
#include "model/zone.h"

namespace model {

struct Service;
using ServiceId = Id<Service>;

enum class Protocol { Grpc, Rest, GraphQl, Messaging };

/// Feeds an operation from a channel. Operations of one group share the messages; each group gets all of
/// them.
struct Subscription {
    ChannelId channel;
    std::string group;             ///< The service's id when empty
    std::int32_t concurrency = 1;  ///< Messages handled at the same time by one replica
    UnknownFields unknown;

    bool operator==(const Subscription&) const = default;
};

struct Operation {
    OperationId id;  ///< Unique in the whole model: `orders.place-order`
    std::string name;
    std::string description;
    Protocol protocol = Protocol::Grpc;
    bool idempotent = false;
    std::int32_t priority = 0;  ///< Of its requests, where the queue goes by it; the higher first
    std::optional<MessageId> request;
    std::optional<MessageId> response;
    std::optional<Subscription> subscription;  ///< Present when messages trigger it
    Behaviour behaviour;
    UnknownFields unknown;

    bool operator==(const Operation&) const = default;
};

enum class ServiceKind { Service, ApiGateway, BackendForFrontend, Function, External, Legacy };

struct Service {
    ServiceId id;
    std::string name;
    std::string description;
    ServiceKind kind = ServiceKind::Service;
    std::string technology;            ///< Language and framework, as people say it: `Go`, `Spring Boot`
    std::optional<ContextId> context;  ///< The bounded context it implements
    std::optional<TeamId> team;        ///< The owner, when it is not the context's team
    Collection<Operation> operations;
    std::vector<std::string> tags;
    UnknownFields unknown;

    bool operator==(const Service&) const = default;
};

enum class Broker { Kafka, RabbitMq, CloudQueue };
enum class ChannelKind { Topic, Queue };
enum class DeliveryGuarantee {
    AtMostOnce,   ///< Lost when its handling fails
    AtLeastOnce,  ///< Delivered again when its handling fails; what was done until then stays done
    ExactlyOnce,  ///< Delivered again; what a failed handling published is taken back (Kafka's transactions)
};

/// How the messages of a log come to its partitions.
enum class Partitioning {
    Shared,      ///< Nobody's: as many messages at a time as there are partitions, whoever is free
    RoundRobin,  ///< In turn: messages without a key
    ByKey,       ///< By a hash of the key
};

/// How the members of a consumer group share the partitions out, as Kafka's assignors of these names do.
enum class PartitionAssignment {
    Range,              ///< Each member the next few; the first ones one more where it does not come out even
    RoundRobin,         ///< In turn
    CooperativeSticky,  ///< Members keep what they have; only what moves stops for a rebalance
};

/// What becomes of a message whose handling failed, where the channel delivers again.
struct Redelivery {
    std::int32_t maxDeliveries = 5;   ///< The first one included
    Duration delay{};                 ///< Before the second delivery
    double factor = 1;                ///< Of each further delay over the one before
    Duration maxDelay = seconds(60);  ///< Of all delays, those that do not grow too
    UnknownFields unknown;

    bool operator==(const Redelivery&) const = default;
};

/// The most different keys of a channel.
inline constexpr std::int32_t mostKeys = 1'000'000;

struct Channel {
    ChannelId id;
    std::string name;
    std::string description;
    Broker broker = Broker::Kafka;
    ChannelKind kind = ChannelKind::Topic;
    DeliveryGuarantee delivery = DeliveryGuarantee::AtLeastOnce;
    std::int32_t partitions = 1;
    std::optional<MessageId> message;   ///< The event's schema
    std::optional<ContextId> context;   ///< Who owns the schema
    std::optional<Distribution> delay;  ///< From publication until a consumer can see it
    UnknownFields unknown;
    Partitioning partitioning = Partitioning::Shared;  ///< Of a log (Kafka)
    std::int32_t keys = 1000;                          ///< Different keys, with Partitioning::ByKey
    double keySkew = 0;  ///< Exponent of Zipf's law: key number k has a share as 1/k^skew
    PartitionAssignment assignment = PartitionAssignment::Range;
    Duration rebalancePause = seconds(3);   ///< In which a group whose members change consumes nothing
    Duration sessionTimeout = seconds(45);  ///< Until a dead member is noticed
    std::optional<Duration> retention{};  ///< After which a message that waits is dropped; never when absent
    Redelivery redelivery{};
    std::optional<ChannelId> deadLetter{};  ///< Gets what is given up
    Duration transactionTime{};             ///< Of a commit, with DeliveryGuarantee::ExactlyOnce
    /// Of a log: a consumer that has not handled what it took within that time is out of its group, and joins
    /// anew when it has (Kafka's max.poll.interval.ms); 300 s when only the other is stated. When both are
    /// absent consumers take one message at a time, and have all time.
    std::optional<Duration> maxPollInterval{};
    /// That it takes at once, of those that are there (max.poll.records); 500 when only the other is stated.
    std::optional<std::int32_t> maxPollRecords{};

    bool takesPolls() const { return maxPollInterval || maxPollRecords; }
    bool operator==(const Channel&) const = default;
};

enum class StoreEngine {
    PostgreSql,
    MySql,
    MongoDb,
    Cassandra,
    Redis,
    Memcached,
    DynamoDb,
    ElasticSearch,
    ObjectStorage,
    Other
};

/// Who answers the reads of a store with read replicas.
enum class ReadsFrom {
    Primary,
    RoundRobin,  ///< The replicas in turn
    LeastBusy,   ///< The replica with the fewest queries
    Any,         ///< All in turn, the primary, too
};

/// Copies of a store that follow its primary.
struct Replication {
    std::int32_t replicas = 1;  ///< Beside the primary, each with a pool of its own
    ReadsFrom reads = ReadsFrom::RoundRobin;
    std::optional<Distribution> lag{};  ///< From a write until a replica shows it; none when absent
    std::int32_t acknowledgements = 0;  ///< Replicas that a write waits for; 0: asynchronous
    Duration failover = seconds(30);    ///< From the death of the primary until a replica takes its place
    UnknownFields unknown{};

    bool operator==(const Replication&) const = default;
};

struct DataStore {
    DataStoreId id;
    std::string name;
    std::string description;
    StoreEngine engine = StoreEngine::PostgreSql;
    std::optional<ServiceId> owner;
    std::int32_t poolSize = 20;  ///< Connections of each server; each serves one query at a time
    std::optional<std::int32_t>
        queueLimit;  ///< Queries that may wait for a connection; unlimited when absent
    Distribution readTime = Distribution::exponential(milliseconds(1));
    Distribution writeTime = Distribution::exponential(milliseconds(2));
    UnknownFields unknown;
    /// The channel whose events make its content, by an operation of its owner that subscribes to it and
    /// writes here: a read model (CQRS).
    std::optional<ChannelId> projection{};
    std::optional<Replication> replication{};  ///< One server when absent
    std::optional<KeySpace> rows{};            ///< Each write locks one of them, where they are
    std::optional<double> pricePerNodeHour{};  ///< In place of that of the rates [currency/h]
    std::vector<ZoneId>
        zones{};  ///< The first server is in the first, the others in turn; in none when empty

    bool operator==(const DataStore&) const = default;
};

}  // namespace model
