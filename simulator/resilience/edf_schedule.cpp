#include "simulator/resilience/edf_schedule.h"

#include <algorithm>

namespace simulator {

void EdfSchedule::clear() {
    m_heap.clear();
    m_now = 0;
    m_order = 0;
}

void EdfSchedule::add(std::uint32_t host, double weight) {
    m_heap.push_back({m_now + 1.0 / weight, m_order++, host});
    std::push_heap(m_heap.begin(), m_heap.end(), isLater);
}

void EdfSchedule::advance(double weight) {
    m_now = m_heap.front().deadline;
    const std::uint32_t host = m_heap.front().host;
    std::pop_heap(m_heap.begin(), m_heap.end(), isLater);
    m_heap.back() = {m_now + 1.0 / weight, m_order++, host};
    std::push_heap(m_heap.begin(), m_heap.end(), isLater);
}

}  // namespace simulator
