#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/statistics/histogram.h"

namespace simulator {

/// A histogram with few buckets, of one stretch of time: `Histogram`'s buckets in groups of 16 (error below
/// 0.8 %), only those that are not empty, in ascending order. What quantile intervals are made of.
class SparseHistogram {
public:
    static constexpr int groupBits = 4;
    static constexpr std::uint32_t groupCount = Histogram::bucketCount >> groupBits;

    struct Entry {
        std::uint32_t group;
        std::uint32_t count;
        bool operator==(const Entry&) const = default;
    };

    std::uint64_t total() const { return m_total; }
    const std::vector<Entry>& entries() const { return m_entries; }
    double countUpTo(double time) const;        ///< Linear within a group; time in [ns]
    double quantile(double probability) const;  ///< Linear within a group [ns]; NaN when empty
    /// The quantiles of several probabilities, in one pass where these ascend.
    void quantiles(std::span<const double> probabilities, std::span<double> values) const;
    bool operator==(const SparseHistogram&) const = default;

private:
    friend class GroupCounts;
    std::vector<Entry> m_entries;
    std::uint64_t m_total = 0;
};

/// The same groups, empty ones too, of a stretch of time that is still open: counting is an increment.
class GroupCounts {
public:
    GroupCounts() : m_counts(SparseHistogram::groupCount) {}

    /// For a loop that counts many, and then tells which blocks of groups it used.
    std::uint32_t* counts() { return m_counts.data(); }
    void use(std::uint64_t blocks) { m_used |= blocks; }
    bool empty() const { return m_used == 0; }

    void add(const SparseHistogram& other);
    /// Gives the counts away, in the memory that `histogram` has, and starts from nothing.
    void moveTo(SparseHistogram& histogram);

private:
    std::vector<std::uint32_t> m_counts;
    std::uint64_t m_used = 0;  ///< A bit for each of `Histogram`'s blocks of buckets that may not be empty
};

}  // namespace simulator
