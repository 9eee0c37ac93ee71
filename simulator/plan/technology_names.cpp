#include "simulator/plan/technology_names.h"

namespace simulator {

const char* protocolName(model::Protocol protocol) {
    switch (protocol) {
        case model::Protocol::Grpc:
            return "grpc";
        case model::Protocol::Rest:
            return "rest";
        case model::Protocol::GraphQl:
            return "graphql";
        case model::Protocol::Messaging:
            return "messaging";
    }
    return "";
}

const char* engineName(model::StoreEngine engine) {
    using enum model::StoreEngine;
    switch (engine) {
        case PostgreSql:
            return "postgresql";
        case MySql:
            return "mysql";
        case MongoDb:
            return "mongodb";
        case Cassandra:
            return "cassandra";
        case Redis:
            return "redis";
        case Memcached:
            return "memcached";
        case DynamoDb:
            return "aws.dynamodb";
        case ElasticSearch:
            return "elasticsearch";
        case ObjectStorage:
            return "object_storage";
        case Other:
            return "other";
    }
    return "";
}

// The conventions have no name for a queue of no particular cloud.
const char* brokerName(model::Broker broker) {
    switch (broker) {
        case model::Broker::Kafka:
            return "kafka";
        case model::Broker::RabbitMq:
            return "rabbitmq";
        case model::Broker::CloudQueue:
            return "cloud_queue";
    }
    return "";
}

}  // namespace simulator
