#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/edit.h"

/// Parts of a model that travel: from diagram to diagram and from model to model.
namespace model {

/// These elements with all that is theirs, as a model of its own: contexts with what they hold, services with
/// operations and deployment, the relationships among them, and the messages and policies that they name.
/// What they refer to besides is not in it.
Project excerptOf(const Project& project, const std::vector<ElementId>& elements);

/// A project with an excerpt in it.
struct Adoption {
    Project project;
    std::map<std::string, std::string> keys;  ///< From the keys of the excerpt to those in the project
};
/// Adds the entities of an excerpt under fresh ids; references among them follow. Messages, policies and
/// teams that are there under the same id and name are shared. References to what neither has fall away as if
/// it had been removed. The project that results is whole, or it is said why not.
Result<Adoption> adopt(const Project& project, const Project& excerpt);

/// Adds the operations of the excerpt to a service, in the same way.
Result<Adoption> adoptOperations(const Project& project, const ServiceId& service, const Project& excerpt);

/// The project without all that cannot be without these elements (by key), and without references to them.
Project withoutReferences(Project project, std::set<std::string> gone);

}  // namespace model
