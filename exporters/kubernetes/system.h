#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "exporters/names/service_names.h"
#include "model/references.h"

namespace exporters::kube {

/// Whom one service talks to, as its behaviours say.
struct Contacts {
    std::set<model::ServiceId> callers;
    std::set<model::ServiceId> callees;
    std::set<model::DataStoreId> stores;
    std::set<model::Broker> brokers;
    std::set<model::CallPolicyId> policies;
    bool calledByUsers = false;  ///< A journey begins here, or something outside calls it
};

/// A service that runs in the cluster, with all that its objects are made of.
struct Workload {
    const model::Service* service;
    model::Deployment deployment;  ///< The defaults when the model has none
    bool isModelled = false;       ///< Whether the model has the deployment
    ServiceNames names;
    Contacts contacts;

    /// Replicas at the least: what a disruption budget counts from.
    std::int32_t leastReplicas() const {
        return deployment.autoscaling ? deployment.autoscaling->minReplicas : deployment.replicas;
    }
};

/// A project as the manifests see it.
struct System {
    const model::Project* project;
    SystemNames names;
    std::vector<Workload> workloads;       ///< By id; external services left out
    std::set<model::ServiceId> externals;  ///< External services that something calls
    std::set<model::DataStoreId> stores;   ///< Stores that something queries
    std::set<model::Broker> brokers;       ///< Brokers that something publishes to or consumes from
};

/// References that lead nowhere are left out.
System systemOf(const model::Project& project);

/// Whether it runs in the cluster: every kind but External.
bool runsInCluster(const model::Service& service);
/// Whether a cloud serves it from outside of the cluster.
bool isCloudService(const model::DataStore& store);
bool isCloudService(model::Broker broker);

}  // namespace exporters::kube
