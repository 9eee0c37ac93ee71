#pragma once

#include <cstdint>
#include <limits>

namespace simulator {

/// A place in one of the plan's arrays.
using Index = std::uint32_t;

inline constexpr Index none = std::numeric_limits<Index>::max();
inline constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

}  // namespace simulator
