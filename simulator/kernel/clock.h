#pragma once

#include <cstdint>
#include <limits>

namespace simulator {

/// A time that does not come [ns]. All times of this room are whole nanoseconds of the caller's clock.
inline constexpr std::int64_t neverComes = std::numeric_limits<std::int64_t>::max();

}  // namespace simulator
