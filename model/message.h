#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/domain.h"

namespace model {

struct Message;
using MessageId = Id<Message>;

/// The scalar types of Protocol Buffers.
enum class ScalarType { Bool, Int32, Int64, UInt32, UInt64, Float, Double, String, Bytes, Timestamp };

using FieldType = std::variant<ScalarType, MessageId>;

/// A field of a message. The number is part of the contract: it is stored and never reused.
struct Field {
    std::string name;  ///< lower_snake_case
    std::int32_t number = 0;
    FieldType type = ScalarType::String;
    bool repeated = false;
    bool optional = false;
    std::string description;
    UnknownFields unknown;

    bool operator==(const Field&) const = default;
};

/// The number and name of a field that once was.
struct ReservedField {
    std::int32_t number = 0;
    std::string name;
    UnknownFields unknown;

    bool operator==(const ReservedField&) const = default;
};

/// The data of a request, a response or an event.
struct Message {
    MessageId id;
    std::string name;  ///< CamelCase, as the contract shows it
    std::string description;
    std::optional<ContextId> context;  ///< Whose language it belongs to
    std::vector<Field> fields;
    std::vector<ReservedField> reserved;
    UnknownFields unknown;

    bool operator==(const Message&) const = default;
};

}  // namespace model
