#include "simulator/engine/shared_processor.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace simulator {

// Until the end of a pause there is none.
void SharedProcessor::advance(std::int64_t now) {
    if (now < m_now && !m_jobs.empty()) return;
    if (!m_jobs.empty()) {
        const double reached = m_progress + static_cast<double>(now - m_now) * speed();
        m_progress = std::min(reached, m_jobs.front().end);
    }
    m_now = now;
}

// An idle processor begins to count anew, so that the clock stays precise however long the run is.
void SharedProcessor::enter(std::int64_t now, Index job, std::int64_t work) {
    advance(now);
    if (m_jobs.empty()) m_progress = 0;
    m_jobs.push_back({m_progress + static_cast<double>(work), m_sequence++, job});
    std::push_heap(m_jobs.begin(), m_jobs.end(), std::greater<>());
}

Index SharedProcessor::leave(std::int64_t now) {
    advance(now);
    std::pop_heap(m_jobs.begin(), m_jobs.end(), std::greater<>());
    const Job job = m_jobs.back();
    m_jobs.pop_back();
    m_progress = job.end;
    return job.index;
}

std::int64_t SharedProcessor::nextEnd() const {
    if (m_jobs.empty()) return never;
    const double rest = std::ceil((m_jobs.front().end - m_progress) / speed());
    return m_now + static_cast<std::int64_t>(std::min(rest, longestTime));
}

bool SharedProcessor::continueFrom(const SharedProcessor& before, std::int64_t now) {
    const double cores = m_cores;
    *this = before;
    if (cores == m_cores) return false;
    advance(now);
    m_cores = cores;
    return !m_jobs.empty();
}

void SharedProcessor::setCores(std::int64_t now, double cores) {
    advance(now);
    m_cores = cores;
}

void SharedProcessor::halt(std::int64_t now, std::int64_t until) {
    advance(now);
    m_now = std::max(m_now, until);
}

void SharedProcessor::clear() {
    m_jobs.clear();
}

}  // namespace simulator
