#pragma once

#include <map>
#include <string>

#include "model/project.h"

namespace model {

/// The leaves of an entity as its file shows them: JSON pointer within the entity -> text of the value.
/// Nested entities (operations, journeys) and, for a project, its collections are left out.
std::map<std::string, std::string> flatten(const Team& entity);
std::map<std::string, std::string> flatten(const BoundedContext& entity);
std::map<std::string, std::string> flatten(const ContextRelationship& entity);
std::map<std::string, std::string> flatten(const Message& entity);
std::map<std::string, std::string> flatten(const Service& entity);
std::map<std::string, std::string> flatten(const Operation& entity);
std::map<std::string, std::string> flatten(const Channel& entity);
std::map<std::string, std::string> flatten(const DataStore& entity);
std::map<std::string, std::string> flatten(const CallPolicy& entity);
std::map<std::string, std::string> flatten(const Deployment& entity);
std::map<std::string, std::string> flatten(const Workload& entity);
std::map<std::string, std::string> flatten(const Journey& entity);
std::map<std::string, std::string> flatten(const FaultPlan& entity);
std::map<std::string, std::string> flatten(const Objective& entity);
std::map<std::string, std::string> flatten(const Scenario& entity);
std::map<std::string, std::string> flatten(const Region& entity);
std::map<std::string, std::string> flatten(const Zone& entity);
std::map<std::string, std::string> flatten(const NodePool& entity);
std::map<std::string, std::string> flatten(const Project& project);

}  // namespace model
