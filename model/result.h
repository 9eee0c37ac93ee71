#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace model {

/// What went wrong, where, what was found there and what was expected.
struct Error {
    std::string place;    ///< JSON pointer or path of ids, such as `services/orders`; may be empty
    std::string message;  ///< One sentence: what was found and what was expected

    bool operator==(const Error&) const = default;

    /// `place: message`, or the message alone where there is no place.
    std::string text() const { return place.empty() ? message : place + ": " + message; }
};

/// A value, or why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// The failed result of an operation: `return failure("services/orders", "...")`.
inline tl::unexpected<Error> failure(std::string place, std::string message) {
    return tl::unexpected<Error>(Error{std::move(place), std::move(message)});
}

}  // namespace model
