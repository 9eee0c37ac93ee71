#include "exporters/kubernetes/neighbours.h"

#include <algorithm>

namespace exporters::kube {

namespace {

const char* titleOf(model::StoreEngine engine) {
    switch (engine) {
        case model::StoreEngine::PostgreSql:
            return "PostgreSQL";
        case model::StoreEngine::MySql:
            return "MySQL";
        case model::StoreEngine::MongoDb:
            return "MongoDB";
        case model::StoreEngine::Cassandra:
            return "Cassandra";
        case model::StoreEngine::Redis:
            return "Redis";
        case model::StoreEngine::Memcached:
            return "Memcached";
        case model::StoreEngine::DynamoDb:
            return "DynamoDB";
        case model::StoreEngine::ElasticSearch:
            return "Elasticsearch";
        case model::StoreEngine::ObjectStorage:
            return "object storage";
        case model::StoreEngine::Other:
            break;
    }
    return "data store";
}

const char* titleOf(model::Broker broker) {
    switch (broker) {
        case model::Broker::Kafka:
            return "Kafka";
        case model::Broker::RabbitMq:
            return "RabbitMQ";
        case model::Broker::CloudQueue:
            break;
    }
    return "cloud queue";
}

/// The workloads whose contacts (a set chosen by `member`) contain the id.
template <class Id>
std::vector<std::string> usersOf(const System& system, std::set<Id> Contacts::*member, const Id& id) {
    std::vector<std::string> users;
    for (const Workload& workload : system.workloads)
        if ((workload.contacts.*member).count(id)) users.push_back(workload.names.resource);
    return users;
}

}  // namespace

std::vector<Neighbour> neighboursOf(const System& system) {
    std::vector<Neighbour> neighbours;
    for (const model::DataStoreId& id : system.stores) {
        const model::DataStore& store = *system.project->stores.find(id);
        const AddressNames& names = system.names.stores.at(id);
        neighbours.push_back({names.resource, names.port, titleOf(store.engine), isCloudService(store),
                              usersOf(system, &Contacts::stores, id)});
    }
    for (const model::Broker broker : system.brokers) {
        const AddressNames& names = system.names.brokers.at(broker);
        neighbours.push_back({names.resource, names.port, titleOf(broker), isCloudService(broker),
                              usersOf(system, &Contacts::brokers, broker)});
    }
    for (const model::ServiceId& id : system.externals) {
        const ServiceNames& names = system.names.services.at(id);
        neighbours.push_back(
            {names.resource, names.port, "external service", true, usersOf(system, &Contacts::callees, id)});
    }
    std::sort(neighbours.begin(), neighbours.end(),
              [](const Neighbour& left, const Neighbour& right) { return left.resource < right.resource; });
    return neighbours;
}

}  // namespace exporters::kube
