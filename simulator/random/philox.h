#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace simulator {

/// One block of Philox4x32-10: 128 random bits, a pure function of counter and key.
/// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// What the numbers of a stream are for; each entity has one stream for each purpose.
enum class Purpose : std::uint32_t {
    Arrival = 1,
    Choice,  ///< Journeys, branches, optional steps
    Think,
    Service,
    Query,
    Cache,
    Network,
    Backoff,
    Fault,
    Delay,    ///< Of messages in a channel
    Balance,  ///< Of load over replicas
    Test,
    Modulation,  ///< Of the rate of arrivals: the stays of its states
    Key,         ///< Of messages
    Lock = 20,   ///< Which of a lock's keys
    Vote,        ///< Of a participant in a two-phase commit
    Sampling,    ///< Of journeys, to trace them
    Guard,       ///< What machines of resilience leave to chance
    Chaos,       ///< Of faults by chance: when, and whom they hit
    Discovery,   ///< Of a registry of leases: when it looks, and whom it evicts
};

/// A stable number for an entity's id (FNV-1a), so that a stream does not depend on what else is in the
/// model. It goes on from that of what stands before: of `ab` it is that of `b` from that of `a`.
inline constexpr std::uint64_t keyOfNothing = 0xCBF29CE484222325;
std::uint64_t entityKey(std::string_view id, std::uint64_t before = keyOfNothing);

/// A stream of random numbers, keyed by (experiment seed, entity, purpose), counted by (replication, draw).
/// Equal keys and replications give equal numbers on any thread, in any order. Cheap to copy: a value.
class RandomStream {
public:
    RandomStream() : RandomStream(0, 0, Purpose::Test, 0) {}
    RandomStream(std::uint64_t seed, std::uint64_t entity, Purpose purpose, std::uint32_t replication);

    std::uint64_t next64() {
        if (m_at == bufferSize) refill();
        return m_buffer[m_at++];
    }
    /// Uniform on [0, 1), with 53 random bits.
    double uniform() { return static_cast<double>(next64() >> 11) * 0x1p-53; }
    /// Uniform on (0, 1]: safe under a logarithm.
    double positiveUniform() { return static_cast<double>((next64() >> 11) + 1) * 0x1p-53; }
    /// Uniform on 0 .. bound-1; 0 for a bound of 0. The bias is below bound / 2^64.
    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((next64() >> 32) * static_cast<std::uint64_t>(bound)) >> 32);
    }

    /// The next numbers: at least one, as many as there are without further work.
    std::span<const std::uint64_t> atHand() {
        if (m_at == bufferSize) refill();
        return std::span(m_buffer).subspan(m_at);
    }
    /// Leaves out so many of those at hand.
    void skip(std::uint32_t numbers) { m_at += numbers; }

    /// How many numbers were drawn.
    std::uint64_t draws() const { return m_block / blocksAtOnce * bufferSize + m_at - bufferSize; }
    /// Goes to a place in the stream: the next number is that of draw `draw`.
    void seek(std::uint64_t draw);
    /// The same by what is at hand: a place of this stream at another time.
    struct Place {
        std::uint64_t block;
        std::uint32_t at;
    };
    Place place() const { return {m_block, m_at}; }
    void goTo(const Place& place) {
        m_block = place.block;
        if (place.at < bufferSize) {
            m_block -= blocksAtOnce;
            refill();
        }
        m_at = place.at;
    }

private:
    static constexpr std::uint32_t blocksAtOnce = 8;
    static constexpr std::uint32_t bufferSize = 2 * blocksAtOnce;

    void refill();

    std::array<std::uint64_t, bufferSize> m_buffer{};
    std::uint64_t m_block = 0;  ///< The next block to generate
    std::array<std::uint32_t, 2> m_key{};
    std::uint32_t m_replication = 0;
    std::uint32_t m_at = bufferSize;
};

}  // namespace simulator
