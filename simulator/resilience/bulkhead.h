#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "model/resilience.h"

namespace simulator {

/// What a bulkhead or a limit does with a call.
enum class Entry : std::uint8_t {
    Enters,
    Waits,
    Refused,
};

/// Resilience4j's SemaphoreBulkhead, which is fair: a permit that comes back goes to the one that waits
/// longest. It counts; the line itself is the caller's. A flat value.
class Bulkhead {
public:
    explicit Bulkhead(const model::BulkheadPolicy& policy)
        : m_permits(static_cast<std::uint32_t>(std::max(policy.maxConcurrent, 0))),
          m_maxWait(policy.maxWait.count()) {}

    /// Whether it did, as there was a permit; else `enter` says what becomes of it.
    bool entersAtOnce() {
        if (m_active >= m_permits) return false;
        ++m_active;
        return true;
    }
    Entry enter() {
        if (m_active < m_permits) {
            ++m_active;
            return Entry::Enters;
        }
        if (m_maxWait <= 0) return Entry::Refused;
        ++m_waiting;
        return Entry::Waits;
    }
    /// A call has ended; true: its permit goes to the first in line, which enters now.
    bool leave() {
        if (m_waiting == 0) {
            --m_active;
            return false;
        }
        --m_waiting;
        return true;
    }
    /// One in line has waited for the longest, or its caller has gone.
    void giveUp() { --m_waiting; }

    std::int64_t maxWait() const { return m_maxWait; }  ///< [ns]
    std::uint32_t active() const { return m_active; }
    std::uint32_t waiting() const { return m_waiting; }

private:
    std::uint32_t m_permits;
    std::uint32_t m_active = 0;
    std::uint32_t m_waiting = 0;
    std::int64_t m_maxWait;
};
static_assert(std::is_trivially_copyable_v<Bulkhead>);

/// Java's ThreadPoolExecutor, under Resilience4j's ThreadPoolBulkhead: a call gets a new thread while there
/// are fewer than the core, even if one is idle; else an idle one; else a place in the queue; else, and only
/// when that is full, a thread beyond the core; else it is refused. Idle threads beyond the core end after
/// keepAlive, the longest idle first. Memory is fixed at construction; O(1).
class ThreadPool {
public:
    /// Of a client with so many CPUs.
    explicit ThreadPool(const model::ThreadPoolPolicy& policy, std::int32_t cpus = cpusOfUsers);

    /// `Waits` is in the queue.
    Entry submit(std::int64_t now);
    /// A thread is done with a call; true: it takes the first in the queue at once.
    bool finish(std::int64_t now);
    /// A call leaves the queue without being run.
    void giveUp() { --m_queued; }

    std::uint32_t threads(std::int64_t now);
    std::uint32_t busy() const { return m_threads - m_idle; }
    std::uint32_t queued() const { return m_queued; }

    /// What a client has of which no deployment tells.
    static constexpr std::int32_t cpusOfUsers = 2;

private:
    void endIdle(std::int64_t now);
    void beIdle(std::int64_t now);

    std::uint32_t m_core;
    std::uint32_t m_most;
    std::uint32_t m_capacity;  ///< Of the queue
    std::int64_t m_keepAlive;
    std::uint32_t m_threads = 0;
    std::uint32_t m_idle = 0;
    std::uint32_t m_queued = 0;
    std::uint32_t m_oldest = 0;             ///< In `m_idleSince`
    std::vector<std::int64_t> m_idleSince;  ///< A ring of `m_most` [ns]
};

}  // namespace simulator
