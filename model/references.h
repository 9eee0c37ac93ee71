#pragma once

#include <vector>

#include "model/project.h"

namespace model {

/// The service that offers the operation, or null.
const Service* serviceOf(const Project& project, const OperationId& operation);
/// The operation of that id, or null.
const Operation* findOperation(const Project& project, const OperationId& operation);
/// The workload that contains the journey, or null.
const Workload* workloadOf(const Project& project, const JourneyId& journey);
/// The group that a subscription belongs to: its own, else its service.
std::string groupOf(const Service& service, const Subscription& subscription);
/// The operation that keeps a read model up to date: of the store's owner, fed by the store's projection, and
/// writing to the store. Null when there is none.
const Operation* projectorOf(const Project& project, const DataStore& store);
/// How the service is deployed, or null.
const Deployment* deploymentOf(const Project& project, const ServiceId& service);
/// The team that answers for the service: its own, else that of its context, else none.
std::optional<TeamId> ownerOf(const Project& project, const Service& service);

/// Where an entity is in the file, as a JSON pointer: `/services/orders/operations/orders.place`. That of the
/// collection where there is no such entity.
std::string pointerTo(const Project& project, const OperationId& operation);
std::string pointerTo(const Project& project, const JourneyId& journey);

/// An interaction that the behaviours imply: what the diagrams draw as edges.
struct Interaction {
    enum class Kind { Call, Publish, Consume, Query };
    Kind kind;
    ServiceId service;                   ///< The caller, publisher, consumer or reader
    OperationId operation;               ///< Its operation
    OperationId callee;                  ///< With Kind::Call
    ChannelId channel;                   ///< With Kind::Publish and Kind::Consume
    DataStoreId store;                   ///< With Kind::Query (caches included)
    std::optional<CallPolicyId> policy;  ///< With Kind::Call

    bool operator==(const Interaction&) const = default;
};

/// All interactions of the project, in the order of services, operations and steps.
std::vector<Interaction> interactionsOf(const Project& project);

}  // namespace model
