#pragma once

#include <string>

namespace model {

/// Fields of a file that this version does not know, kept for the round trip.
/// The text of a JSON object, or empty; only `model/json/` looks inside.
struct UnknownFields {
    std::string json;

    bool operator==(const UnknownFields&) const = default;
};

}  // namespace model
