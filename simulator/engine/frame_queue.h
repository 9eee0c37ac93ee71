#pragma once

#include "simulator/engine/frame_arena.h"

namespace simulator {

/// Frames in line, linked through `Frame::link`.
struct FrameQueue {
    Index head = none;
    Index tail = none;
    std::uint32_t length = 0;

    bool empty() const { return length == 0; }
    void pushBack(FrameArena& frames, Index frame) {
        frames[frame].link = none;
        if (length == 0)
            head = frame;
        else
            frames[tail].link = frame;
        tail = frame;
        ++length;
    }
    void pushFront(FrameArena& frames, Index frame) {
        frames[frame].link = head;
        if (length == 0) tail = frame;
        head = frame;
        ++length;
    }
    Index popFront(FrameArena& frames) {
        const Index frame = head;
        head = frames[frame].link;
        --length;
        return frame;
    }
};

}  // namespace simulator
