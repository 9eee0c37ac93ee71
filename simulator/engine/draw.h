#pragma once

#include <array>
#include <cstdint>

#include "simulator/random/philox.h"
#include "simulator/random/sampler.h"

namespace simulator {

/// A distribution with its stream of random numbers. Times are drawn several at once, beforehand: that takes
/// fewer instructions, and an event that asks for one has it at once.
class alignas(64) Draw {
public:
    Draw(const Sampler& sampler, const RandomStream& stream) : m_sampler(sampler), m_stream(stream) {}

    /// The next time [ns].
    std::int64_t time() {
        if (m_next == atOnce) [[unlikely]]
            prepare();
        return m_times[m_next++];
    }
    /// The numbers themselves, for what is not a time: such a draw has no distribution.
    RandomStream& stream() { return m_stream; }

    /// Goes on where another one is, by the distribution of its own.
    void continueFrom(const Draw& before) {
        m_next = atOnce;
        m_stream = before.m_stream;
        if (before.m_next == atOnce) return;
        m_stream.goTo(before.m_first);
        for (std::uint32_t drawn = 0; drawn < before.m_next; ++drawn) before.m_sampler(m_stream);
    }

private:
    static constexpr std::uint32_t atOnce = 16;

    [[gnu::noinline]] void prepare() {
        m_first = m_stream.place();
        m_sampler.fill(m_times, m_stream);
        m_next = 0;
    }

    std::uint32_t m_next = atOnce;               ///< Of the times
    std::array<std::int64_t, atOnce> m_times{};  ///< [ns]
    RandomStream::Place m_first{};               ///< Where the first of them begins
    Sampler m_sampler;
    RandomStream m_stream;
};

}  // namespace simulator
