#pragma once

#include <string>

namespace model {

/// Fields of a file that this version does not know, kept for the round trip.
/// The text of a JSON object, or empty; only `model/json/` looks inside.
struct UnknownFields {
    std::string json;

    bool operator==(const UnknownFields&) const = default;
};

/// A part of a file that is kept as it is: the text of a JSON object that is not empty, or nothing; only
/// `model/json/` looks inside.
struct JsonObject {
    std::string json;

    bool empty() const { return json.empty(); }
    bool operator==(const JsonObject&) const = default;
};

}  // namespace model
