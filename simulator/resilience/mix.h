#pragma once

#include <cstdint>

namespace simulator {

/// Further random numbers from one, for a decision that needs several: the output function of SplitMix64
/// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014) at step `number`.
inline constexpr std::uint64_t mixed(std::uint64_t random, std::uint64_t number) {
    std::uint64_t z = random + (number + 1) * 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/// Uniform on 0 .. bound-1 from 32 random bits; the bias is below bound / 2^32.
inline constexpr std::uint32_t below(std::uint32_t random, std::uint32_t bound) {
    return static_cast<std::uint32_t>((std::uint64_t{random} * bound) >> 32);
}

}  // namespace simulator
