#pragma once

#include <cstdint>
#include <vector>

namespace simulator {

/// Weighted round robin by the earliest deadline, as Envoy's EdfScheduler: who is picked is due again after
/// 1 / weight, ties go to who was entered first. Memory is fixed by `reserve`; O(log hosts).
class EdfSchedule {
public:
    void reserve(std::size_t hosts) { m_heap.reserve(hosts); }
    void clear();
    /// `weight` is above 0.
    void add(std::uint32_t host, double weight);
    bool empty() const { return m_heap.empty(); }
    /// Who is next; it stays next until `advance`.
    std::uint32_t next() const { return m_heap.front().host; }
    /// The next one was picked, and has this weight from now on.
    void advance(double weight);

private:
    struct Entry {
        double deadline;
        std::uint64_t order;
        std::uint32_t host;
    };
    static bool isLater(const Entry& a, const Entry& b) {
        return a.deadline > b.deadline || (a.deadline == b.deadline && a.order > b.order);
    }

    std::vector<Entry> m_heap;
    double m_now = 0;
    std::uint64_t m_order = 0;
};

}  // namespace simulator
