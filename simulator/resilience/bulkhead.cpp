#include "simulator/resilience/bulkhead.h"

namespace simulator {

// The defaults are ThreadPoolBulkheadConfig's, by Runtime.availableProcessors().
ThreadPool::ThreadPool(const model::ThreadPoolPolicy& policy, std::int32_t cpus)
    : m_core(static_cast<std::uint32_t>(std::max(policy.coreThreads.value_or(std::max(cpus - 1, 1)), 0))),
      m_most(std::max(static_cast<std::uint32_t>(std::max(policy.maxThreads.value_or(cpus), 1)), m_core)),
      m_capacity(static_cast<std::uint32_t>(std::max(policy.queueCapacity, 0))),
      m_keepAlive(policy.keepAlive.count()),
      m_idleSince(m_most) {}

void ThreadPool::endIdle(std::int64_t now) {
    while (m_threads > m_core && m_idle > 0 && now - m_idleSince[m_oldest] >= m_keepAlive) {
        m_oldest = m_oldest + 1 == m_most ? 0 : m_oldest + 1;
        --m_idle;
        --m_threads;
    }
}

void ThreadPool::beIdle(std::int64_t now) {
    m_idleSince[(m_oldest + m_idle) % m_most] = now;
    ++m_idle;
}

Entry ThreadPool::submit(std::int64_t now) {
    endIdle(now);
    if (m_threads < m_core) {
        ++m_threads;
        return Entry::Enters;
    }
    if (m_idle > 0) {
        m_oldest = m_oldest + 1 == m_most ? 0 : m_oldest + 1;
        --m_idle;
        return Entry::Enters;
    }
    // A queue needs someone who looks at it.
    if (m_queued < m_capacity && m_threads > 0) {
        ++m_queued;
        return Entry::Waits;
    }
    if (m_threads == m_most) return Entry::Refused;
    ++m_threads;
    return Entry::Enters;
}

bool ThreadPool::finish(std::int64_t now) {
    if (m_queued > 0) {
        --m_queued;
        return true;
    }
    beIdle(now);
    return false;
}

std::uint32_t ThreadPool::threads(std::int64_t now) {
    endIdle(now);
    return m_threads;
}

}  // namespace simulator
