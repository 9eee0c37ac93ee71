#include "simulator/resilience/xx_hash.h"

#include <bit>

namespace simulator {

namespace {

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t prime3 = 0x165667B19E3779F9;
constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5;

/// The next `bytes` bytes, the lowest first, whatever the processor.
std::uint64_t littleEndian(std::string_view text, std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << (8 * i);
    return value;
}

std::uint64_t hashRound(std::uint64_t lane, std::uint64_t input) {
    return std::rotl(lane + input * prime2, 31) * prime1;
}

std::uint64_t joined(std::uint64_t hash, std::uint64_t lane) {
    return (hash ^ hashRound(0, lane)) * prime1 + prime4;
}

/// Of all whole stripes of 32 bytes; `at` moves behind them.
std::uint64_t stripes(std::string_view text, std::uint64_t seed, std::size_t& at) {
    std::uint64_t lanes[4] = {seed + prime1 + prime2, seed + prime2, seed, seed - prime1};
    for (; at + 32 <= text.size(); at += 32)
        for (std::size_t i = 0; i < 4; ++i) lanes[i] = hashRound(lanes[i], littleEndian(text, at + 8 * i, 8));
    std::uint64_t hash =
        std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
    for (const std::uint64_t lane : lanes) hash = joined(hash, lane);
    return hash;
}

}  // namespace

std::uint64_t xxHash64(std::string_view text, std::uint64_t seed) {
    std::size_t at = 0;
    std::uint64_t hash = text.size() >= 32 ? stripes(text, seed, at) : seed + prime5;
    hash += text.size();
    for (; at + 8 <= text.size(); at += 8)
        hash = std::rotl(hash ^ hashRound(0, littleEndian(text, at, 8)), 27) * prime1 + prime4;
    if (at + 4 <= text.size()) {
        hash = std::rotl(hash ^ (littleEndian(text, at, 4) * prime1), 23) * prime2 + prime3;
        at += 4;
    }
    for (; at < text.size(); ++at) hash = std::rotl(hash ^ (littleEndian(text, at, 1) * prime5), 11) * prime1;
    hash = (hash ^ (hash >> 33)) * prime2;
    hash = (hash ^ (hash >> 29)) * prime3;
    return hash ^ (hash >> 32);
}

}  // namespace simulator
