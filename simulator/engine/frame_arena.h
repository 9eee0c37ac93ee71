#pragma once

#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>

#include "simulator/engine/frame.h"
#include "simulator/kernel/reserved_memory.h"
#include "simulator/metrics/recording.h"

namespace simulator {

/// No room for one more request in flight.
struct ArenaFull : std::runtime_error {
    explicit ArenaFull(Limit reached)
        : std::runtime_error("no room for more requests in flight"), limit(reached) {}

    Limit limit;
};

/// All frames of a replication at fixed places. Memory is taken as the number of frames grows, addresses for
/// all of them at once; frames that were freed last are used first.
class FrameArena {
public:
    static constexpr Index capacity = 1u << 22;  ///< As many as there are timers for pending events

    /// Throws std::bad_alloc where the process may not have so many addresses.
    FrameArena() : m_memory(sizeof(Frame) * capacity), m_frames(static_cast<Frame*>(m_memory.begin())) {}
    /// Takes memory for what is in use. Throws std::bad_alloc.
    FrameArena(const FrameArena& other) : FrameArena() {
        if (!reach(other.m_reach)) throw std::bad_alloc();
        std::uninitialized_copy_n(other.m_frames, other.m_used, m_frames);
        m_free = other.m_free;
        m_used = other.m_used;
    }
    FrameArena(FrameArena&&) = default;
    FrameArena& operator=(FrameArena&&) = default;
    ~FrameArena() = default;

    Frame& operator[](Index index) { return m_frames[index]; }
    const Frame& operator[](Index index) const { return m_frames[index]; }

    /// A frame with all fields at their defaults. Throws ArenaFull.
    Index allocate() {
        if (m_free != none) {
            const Index index = m_free;
            Frame& frame = (*this)[index];
            m_free = frame.link;
            std::memcpy(&frame, &m_fresh, sizeof(Frame));
            return index;
        }
        if (m_used == m_reach) [[unlikely]]
            grow();
        new (&(*this)[m_used]) Frame(m_fresh);
        return m_used++;
    }
    void release(Index index) { release(index, (*this)[index]); }
    void release(Index index, Frame& frame) {
        frame.state = State::Free;
        frame.link = m_free;
        m_free = index;
    }

    /// Frames that were ever used: all lie below. As many as were once in use together.
    Index used() const { return m_used; }
    /// No room for whatever one event can start.
    bool isNearlyFull() const { return m_used > capacity - capacity / 16; }

private:
    [[gnu::noinline]] void grow() {
        constexpr Index first = 1024;
        if (m_reach == capacity) throw ArenaFull(Limit::InFlight);
        if (!reach(m_reach == 0 ? first : 2 * m_reach)) throw ArenaFull(Limit::Memory);
    }
    bool reach(Index frames) {
        if (!m_memory.reach(sizeof(Frame) * frames)) return false;
        m_reach = frames;
        return true;
    }

    ReservedMemory m_memory;
    Frame* m_frames;
    Index m_free = none;
    Index m_used = 0;
    Index m_reach = 0;  ///< Frames that there is memory for
    Frame m_fresh{};    ///< With all fields at their defaults: a copy takes half the instructions
};

}  // namespace simulator
