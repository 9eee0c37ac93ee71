#include <algorithm>
#include <limits>

#include "simulator/statistics/intervals.h"

namespace simulator {

namespace {

double lowEdge(std::uint32_t group) {
    return static_cast<double>(Histogram::lowEdge(group << SparseHistogram::groupBits));
}

}  // namespace

SparseHistogram SparseHistogram::take(std::span<std::uint32_t> counts, std::uint32_t first,
                                      std::uint32_t last) {
    SparseHistogram histogram;
    const std::span<std::uint32_t> range = counts.subspan(first, last - first + 1);
    const auto unused = std::count(range.begin(), range.end(), 0u);
    histogram.m_entries.reserve(range.size() - static_cast<std::size_t>(unused));
    for (std::uint32_t group = first; group <= last; ++group) {
        if (counts[group] == 0) continue;
        histogram.m_entries.push_back({group, counts[group]});
        histogram.m_total += counts[group];
        counts[group] = 0;
    }
    return histogram;
}

void SparseHistogram::merge(const SparseHistogram& other) {
    if (m_entries.empty()) {
        *this = other;
        return;
    }
    std::vector<Entry> merged;
    merged.reserve(m_entries.size() + other.m_entries.size());
    auto left = m_entries.begin();
    auto right = other.m_entries.begin();
    while (left != m_entries.end() || right != other.m_entries.end()) {
        const bool useLeft =
            right == other.m_entries.end() || (left != m_entries.end() && left->group <= right->group);
        const Entry entry = useLeft ? *left++ : *right++;
        if (!merged.empty() && merged.back().group == entry.group)
            merged.back().count += entry.count;
        else
            merged.push_back(entry);
    }
    m_entries = std::move(merged);
    m_total += other.m_total;
}

double SparseHistogram::countUpTo(double time) const {
    double below = 0;
    for (const Entry& entry : m_entries) {
        const double low = lowEdge(entry.group);
        const double high = lowEdge(entry.group + 1);
        if (low >= time) break;
        below += entry.count * std::min(1.0, (time - low) / (high - low));
    }
    return below;
}

double SparseHistogram::quantile(double probability) const {
    if (m_total == 0) return std::numeric_limits<double>::quiet_NaN();
    const double rank = std::clamp(probability, 0.0, 1.0) * static_cast<double>(m_total);
    double below = 0;
    for (const Entry& entry : m_entries) {
        const double here = entry.count;
        if (below + here >= rank) {
            const double low = lowEdge(entry.group);
            return low + std::max(0.0, rank - below) / here * (lowEdge(entry.group + 1) - low);
        }
        below += here;
    }
    return lowEdge(m_entries.back().group + 1);
}

}  // namespace simulator
