#pragma once

#include <memory>
#include <new>
#include <stdexcept>

#include "simulator/engine/frame.h"

namespace simulator {

/// More requests in flight than the engine holds.
struct ArenaFull : std::runtime_error {
    ArenaFull() : std::runtime_error("more requests in flight than the engine holds") {}
};

/// All frames of a replication at fixed places. Memory is taken by the operating system page by page, as the
/// number of frames grows; frames that were freed last are used first.
class FrameArena {
public:
    static constexpr Index capacity = 1u << 22;  ///< As many as there are timers for pending events

    FrameArena() : m_frames(static_cast<Frame*>(::operator new(sizeof(Frame) * capacity, alignment))) {}
    FrameArena(const FrameArena& other) : FrameArena() {
        std::uninitialized_copy_n(other.m_frames.get(), other.m_used, m_frames.get());
        m_free = other.m_free;
        m_used = other.m_used;
        m_live = other.m_live;
    }
    FrameArena(FrameArena&&) = default;
    FrameArena& operator=(FrameArena&&) = default;
    ~FrameArena() = default;

    Frame& operator[](Index index) { return m_frames.get()[index]; }
    const Frame& operator[](Index index) const { return m_frames.get()[index]; }

    /// A frame with all fields at their defaults. Throws ArenaFull.
    Index allocate() {
        ++m_live;
        if (m_free != none) {
            const Index index = m_free;
            m_free = (*this)[index].link;
            (*this)[index] = Frame{};
            return index;
        }
        if (m_used == capacity) throw ArenaFull();
        new (&(*this)[m_used]) Frame{};
        return m_used++;
    }
    void release(Index index) {
        --m_live;
        (*this)[index].state = State::Free;
        (*this)[index].link = m_free;
        m_free = index;
    }

    /// Frames that were ever used: all lie below.
    Index used() const { return m_used; }
    Index live() const { return m_live; }
    /// Room for whatever one event can start.
    bool isNearlyFull() const { return m_live > capacity - capacity / 16; }

private:
    static constexpr std::align_val_t alignment{alignof(Frame)};
    struct Delete {
        void operator()(Frame* frames) const { ::operator delete(frames, alignment); }
    };

    std::unique_ptr<Frame, Delete> m_frames;
    Index m_free = none;
    Index m_used = 0;
    Index m_live = 0;
};

}  // namespace simulator
