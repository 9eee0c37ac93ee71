#include "simulator/statistics/sparse_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace simulator {

namespace {

constexpr int blockBits = Histogram::subBits - SparseHistogram::groupBits;
constexpr std::uint32_t groupsInBlock = 1u << blockBits;

constexpr std::uint32_t groupsAtOnce = 8;

bool areEmpty(const std::uint32_t* counts) {
    std::uint32_t bits = 0;
    for (std::uint32_t at = 0; at < groupsAtOnce; ++at) bits |= counts[at];
    return bits == 0;
}

double lowEdgeOf(std::uint32_t group) {
    return static_cast<double>(Histogram::lowEdge(group << SparseHistogram::groupBits));
}

}  // namespace

double SparseHistogram::countUpTo(double time) const {
    if (!(time > 0)) return 0;
    if (time >= static_cast<double>(Histogram::largest)) return static_cast<double>(m_total);
    const std::uint32_t last = Histogram::bucketOf(static_cast<std::int64_t>(time)) >> groupBits;
    std::uint64_t below = 0;
    for (const Entry& entry : m_entries) {
        if (entry.group < last) {
            below += entry.count;
            continue;
        }
        if (entry.group > last) break;
        const double low = lowEdgeOf(last);
        const double share = (time - low) / (lowEdgeOf(last + 1) - low);
        return static_cast<double>(below) + entry.count * share;
    }
    return static_cast<double>(below);
}

double SparseHistogram::quantile(double probability) const {
    double value = 0;
    quantiles({&probability, 1}, {&value, 1});
    return value;
}

void SparseHistogram::quantiles(std::span<const double> probabilities, std::span<double> values) const {
    std::size_t at = 0;
    std::uint64_t below = 0;  // Entries before `at`
    for (std::size_t which = 0; which < probabilities.size(); ++which) {
        if (m_total == 0) {
            values[which] = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        const double rank = std::clamp(probabilities[which], 0.0, 1.0) * static_cast<double>(m_total);
        const auto least = static_cast<std::uint64_t>(std::ceil(rank));
        if (least <= below) at = below = 0;
        for (; below + m_entries[at].count < least; ++at) below += m_entries[at].count;
        const Entry& entry = m_entries[at];
        const double low = lowEdgeOf(entry.group);
        const double share = std::max(0.0, rank - static_cast<double>(below)) / entry.count;
        values[which] = low + share * (lowEdgeOf(entry.group + 1) - low);
    }
}

void GroupCounts::add(const SparseHistogram& other) {
    for (const SparseHistogram::Entry& entry : other.m_entries) {
        m_counts[entry.group] += entry.count;
        m_used |= std::uint64_t{1} << (entry.group >> blockBits);
    }
}

// Which groups are empty is hard to foretell, so each is written where the next belongs; but many are passed
// over at once where all are empty.
void GroupCounts::moveTo(SparseHistogram& histogram) {
    const auto blocks = static_cast<std::size_t>(std::popcount(m_used));
    histogram.m_entries.resize(blocks << blockBits);
    SparseHistogram::Entry* next = histogram.m_entries.data();
    std::uint64_t total = 0;
    for (; m_used; m_used &= m_used - 1) {
        const std::uint32_t first = static_cast<std::uint32_t>(std::countr_zero(m_used)) << blockBits;
        for (std::uint32_t group = first; group < first + groupsInBlock; group += groupsAtOnce) {
            std::uint32_t* const counts = &m_counts[group];
            if (areEmpty(counts)) continue;
            for (std::uint32_t at = 0; at < groupsAtOnce; ++at) {
                *next = {group + at, counts[at]};
                next += counts[at] != 0;
                total += counts[at];
            }
            std::fill_n(counts, groupsAtOnce, 0);
        }
    }
    histogram.m_total = total;
    histogram.m_entries.resize(static_cast<std::size_t>(next - histogram.m_entries.data()));
}

}  // namespace simulator
