#pragma once

#include <string>

#include "model/deployment.h"
#include "model/domain.h"
#include "model/message.h"
#include "model/rates.h"
#include "model/scenario.h"
#include "model/service.h"

namespace model {

/// The whole model of one system: a value. Positions on diagrams live in `Layout`, beside it.
struct Project {
    std::string name;
    std::string description;
    std::string organisation;  ///< The first part of package names; `company` when empty
    Collection<Team> teams;
    Collection<BoundedContext> contexts;
    Collection<ContextRelationship> relationships;
    Collection<Message> messages;
    Collection<Service> services;
    Collection<Channel> channels;
    Collection<DataStore> stores;
    Collection<CallPolicy> policies;
    Collection<Deployment> deployments;
    Network network;
    Collection<Workload> workloads;
    Collection<FaultPlan> faultPlans;
    Collection<Objective> objectives;
    Collection<Scenario> scenarios;
    UnknownFields unknown;
    std::optional<Rates> rates{};  ///< Without them results speak of no costs

    bool operator==(const Project&) const = default;
};

/// The version of the file format that this program writes.
inline constexpr int formatVersion = 1;

}  // namespace model
