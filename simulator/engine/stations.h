#pragma once

#include <cstdint>

#include "simulator/engine/frame_arena.h"
#include "simulator/metrics/recorder.h"
#include "simulator/random/philox.h"
#include "simulator/random/sampler.h"

namespace simulator {

/// Frames in line, linked through `Frame::link`.
struct FrameQueue {
    Index head = none;
    Index tail = none;
    std::uint32_t length = 0;

    bool empty() const { return head == none; }
    void pushBack(FrameArena& frames, Index frame) {
        frames[frame].link = none;
        if (head == none)
            head = frame;
        else
            frames[tail].link = frame;
        tail = frame;
        ++length;
    }
    void pushFront(FrameArena& frames, Index frame) {
        frames[frame].link = head;
        if (head == none) tail = frame;
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

/// What faults do to a service or a store at the moment.
struct Trouble {
    double factor = 1;
    std::int64_t extra = 0;
    double errorRate = 0;
    bool slow = false;
    bool down = false;  ///< A store that was killed

    std::int64_t slowed(std::int64_t time) const {
        const double stretched = static_cast<double>(time) * factor + static_cast<double>(extra);
        return static_cast<std::int64_t>(stretched < longestTime ? stretched : longestTime);
    }
};

/// What a request meets on its arrival, in one cache line.
struct alignas(64) Service {
    Trouble trouble;
    std::uint32_t live = 0;    ///< Replicas
    std::uint32_t cursor = 0;  ///< Of the round robin
    Index firstReplica = 0;
    std::uint32_t replicas = 0;
    std::uint32_t workers = 0;  ///< Of a replica
    std::uint32_t queueLimit = unlimited;
    Index faultDraw = none;
    bool lifo = false;
};

struct alignas(64) Replica {
    FrameQueue queue;
    std::uint32_t busy = 0;
    Service* service = nullptr;
    StationMeter* meter = nullptr;
    Index serviceIndex = 0;
    bool alive = true;
};

/// Where the requests of an operation go.
struct alignas(32) Operation {
    Service* service = nullptr;
    FlowMeter* flow = nullptr;
    Index entry = 0;  ///< Of its instructions
};

/// A place of the model that calls an operation, with all that an attempt needs in one cache line.
struct alignas(64) CallSite {
    EdgeCounts* edge = nullptr;
    std::int64_t timeout = never;   ///< Of an attempt
    std::int64_t deadline = never;  ///< Of all attempts
    Operation* callee = nullptr;
    Index operation = 0;
    Index network = none;  ///< Draw
    Index policy = 0;
    Index backoff = none;  ///< Draw
};

struct Store {
    Trouble trouble;
    FrameQueue queue;
    std::uint32_t busy = 0;
};

/// The place of one subscription at one replica.
struct Consumer {
    Index group = 0;
    Index operation = 0;
    Index edge = 0;
    Index replica = 0;
    std::uint32_t concurrency = 1;
    std::uint32_t busy = 0;
};

struct Group {
    FrameQueue queue;
    Index firstConsumer = 0;
    std::uint32_t consumers = 0;
    std::uint32_t cursor = 0;
    std::uint32_t busy = 0;
    std::uint32_t capacity = 0;  ///< Of the consumers at live replicas, and of the partitions
};

/// A distribution with its stream of random numbers.
struct Draw {
    Sampler sampler;
    RandomStream stream;
};

}  // namespace simulator
