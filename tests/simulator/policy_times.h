#pragma once

#include <cmath>
#include <cstdint>

#include "simulator/random/philox.h"

/// Times of the tests of policies, which know no kernel: fixed ones, and some by chance.
namespace simulator {

inline constexpr std::int64_t ms = 1'000'000;  ///< [ns]
inline constexpr std::int64_t s = 1000 * ms;

inline RandomStream streamOf(const char* subject, std::uint32_t replication) {
    return {1, entityKey(subject), Purpose::Test, replication};
}

inline std::int64_t exponential(RandomStream& random, double mean) {
    return static_cast<std::int64_t>(-std::log(random.positiveUniform()) * mean);
}

}  // namespace simulator
