#pragma once

#include <cstdint>

#include "simulator/random/philox.h"
#include "simulator/random/sampler.h"

namespace simulator {

/// A distribution with its stream of random numbers. The next time is always drawn beforehand: so an event
/// that asks for one has it at once, while the processor finds the one after it beside what follows.
class alignas(64) Draw {
public:
    Draw(const Sampler& sampler, const RandomStream& stream) : m_sampler(sampler), m_stream(stream) {
        prepare();
    }

    /// The next time [ns].
    std::int64_t time() {
        const std::int64_t next = m_next;
        prepare();
        return next;
    }
    /// The numbers themselves, for what is not a time: such a draw has no distribution.
    RandomStream& stream() { return m_stream; }

    /// Goes on where another one is, by the distribution of its own.
    void continueFrom(const Draw& before) {
        m_stream = before.m_stream;
        if (m_sampler.kind() == Sampler::Kind::Constant && before.m_sampler.kind() == Sampler::Kind::Constant)
            return;
        m_stream.goTo(before.m_place);
        prepare();
    }

private:
    void prepare() {
        m_place = m_stream.place();
        m_next = m_sampler(m_stream);
    }

    std::int64_t m_next = 0;        ///< [ns]
    RandomStream::Place m_place{};  ///< Where the next time begins
    Sampler m_sampler;
    RandomStream m_stream;
};

}  // namespace simulator
