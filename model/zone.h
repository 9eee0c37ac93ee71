#pragma once

#include <string>

#include "model/id.h"
#include "model/unknown.h"

namespace model {

struct Zone;
using ZoneId = Id<Zone>;

/// A part of the infrastructure that fails as a whole: an availability zone.
struct Zone {
    ZoneId id;
    std::string name;
    UnknownFields unknown;

    bool operator==(const Zone&) const = default;
};

}  // namespace model
