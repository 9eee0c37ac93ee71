#pragma once

#include <chrono>
#include <cstdint>

namespace model {

/// A length of time, exact to the nanosecond. Files state it in milliseconds or seconds, as the key says.
using Duration = std::chrono::nanoseconds;

inline constexpr Duration milliseconds(double value) {
    return Duration(static_cast<std::int64_t>(value * 1e6 + (value < 0 ? -0.5 : 0.5)));
}
inline constexpr Duration seconds(double value) {
    return Duration(static_cast<std::int64_t>(value * 1e9 + (value < 0 ? -0.5 : 0.5)));
}
inline constexpr double inMilliseconds(Duration value) {
    return static_cast<double>(value.count()) / 1e6;
}
inline constexpr double inSeconds(Duration value) {
    return static_cast<double>(value.count()) / 1e9;
}

/// The longest time that a model may state, about 32 years [s]: the simulator's clock of whole nanoseconds
/// can add a few of them.
inline constexpr double longestSeconds = 1e9;
inline constexpr double longestMilliseconds = 1e12;

}  // namespace model
