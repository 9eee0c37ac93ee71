#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exporters/names/service_names.h"
#include "model/project.h"

namespace exporters {

/// Where a message is defined.
struct Placement {
    std::string package;
    std::optional<model::ServiceId>
        service;  ///< In the file of that service; in the package's own when absent
};

/// Places each message so that no two packages and no two files import each other.
///
/// A message belongs to the package of its context; one without context to the only package that uses it,
/// else to the package `organisation.shared.v1`. Where contexts use each other's messages both ways, those
/// messages (and what they consist of) move to the shared package too. Within a package, what one service
/// alone uses lies in the file of that service, everything else in the package's own file. The project's
/// references must be whole.
std::map<model::MessageId, Placement> placeMessages(const model::Project& project, const SystemNames& names);

/// The messages that a message's fields are of.
std::vector<model::MessageId> partsOf(const model::Message& message);

}  // namespace exporters
