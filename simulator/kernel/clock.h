#pragma once

#include <cstdint>
#include <limits>

namespace simulator {

/// A time that never comes [ns]. Simulated time is in whole nanoseconds from the start of the run.
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

}  // namespace simulator
