#pragma once

#include <limits>

#include "model/description/words.h"
#include "model/layout.h"
#include "model/project.h"

/// The one description of what every entity consists of. Reader, writer, schema, check and the search for
/// references are visitors of it, so that a field is named once. A visitor offers, for an object of type T:
///
///   required(key, member, range)      a field that must be there
///   field(key, member, range)         a field that has a default
///   milliseconds(key, member, range)  a Duration (or optional) stated in milliseconds; `seconds` likewise
///   requiredMilliseconds(...)         the same, must be there
///   millisecondsUnless(key, member, range, asserted, others)  the same, must be there unless one of the
///                                     fields `others` is, and not beside them; written where `asserted`
///                                     holds
///   tagged(key, member)               a variant: the key names the alternative, whose fields stand beside it
///   taggedObject(key, tag, member, unknown)  a variant in an object of its own
///   choice(member, key...)            a variant: the key that is present decides
///   choiceOrNone(member, key...)      the same; its last alternative is that there is none
///   unknown(member)                   the fields that this version does not know; always last
namespace model {

/// Names a type to overload on.
template <class T>
struct Of {};

/// What a number may be.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool openLow = false;  ///< `low` itself is not allowed

    bool contains(double value) const { return (openLow ? value > low : value >= low) && value <= high; }
};
inline constexpr Range positive() {
    return {0, std::numeric_limits<double>::infinity(), true};
}
inline constexpr Range atLeast(double low) {
    return {low, std::numeric_limits<double>::infinity(), false};
}
inline constexpr Range between(double low, double high) {
    return {low, high, false};
}
inline constexpr Range probability() {
    return between(0, 1);
}
inline constexpr Range aboveZeroUpTo(double high) {
    return {0, high, true};
}

/// What the alternatives of the variants are called in files.
template <class Alternative>
struct Tag;

}  // namespace model
