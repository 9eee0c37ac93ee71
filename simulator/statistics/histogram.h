#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

namespace simulator {

/// A log-linear histogram of times [ns] in the layout of HdrHistogram with 3 significant digits: each octave
/// has 1024 buckets of equal width, so that no value is off by more than `bucketError` of itself. Counts are
/// kept in fixed memory whose pages are taken when they are first used. Times beyond about 73 minutes go to
/// the last bucket.
class Histogram {
public:
    static constexpr int subBits = 10;
    static constexpr int largestBits = 42;
    static constexpr std::int64_t largest = (std::int64_t{1} << largestBits) - 1;
    static constexpr std::uint32_t bucketCount = (largestBits - subBits - 1 + 2) << subBits;

    Histogram();
    Histogram(const Histogram& other);
    Histogram(Histogram&&) noexcept = default;
    Histogram& operator=(const Histogram& other);
    Histogram& operator=(Histogram&&) noexcept = default;
    ~Histogram() = default;

    /// The bucket of a time between 0 and `largest`.
    static std::uint32_t bucketOf(std::int64_t time) {
        const auto bits = static_cast<std::uint64_t>(time);
        const int octave = static_cast<int>(std::bit_width(bits | ((2u << subBits) - 1))) - (subBits + 1);
        return (static_cast<std::uint32_t>(octave) << subBits) + static_cast<std::uint32_t>(bits >> octave);
    }
    static std::int64_t lowEdge(std::uint32_t bucket) {
        const std::uint32_t octave = std::max(1u, bucket >> subBits) - 1;
        return static_cast<std::int64_t>(bucket - (octave << subBits)) << octave;
    }
    static std::int64_t width(std::uint32_t bucket) {
        return std::int64_t{1} << (std::max(1u, bucket >> subBits) - 1);
    }
    /// Half the width of a bucket, relative to its values, at most.
    static constexpr double bucketError() { return 0.5 / (1 << subBits); }

    /// Counts a time and returns its bucket. Negative times count as 0.
    std::uint32_t record(std::int64_t time) {
        if (static_cast<std::uint64_t>(time) > static_cast<std::uint64_t>(largest)) [[unlikely]]
            time = clamp(time);
        const std::uint32_t bucket = bucketOf(time);
        ++m_counts[bucket];
        ++m_total;
        return bucket;
    }

    /// Adds the counts of another histogram.
    void merge(const Histogram& other);
    /// The buckets in use, and how often: a compact copy.
    struct Sparse {
        struct Entry {
            std::uint32_t bucket;
            std::uint64_t count;
        };
        std::vector<Entry> entries;
        std::uint64_t clamped = 0;
    };
    Sparse sparse() const;
    /// Takes away an earlier state of this histogram.
    void subtract(const Sparse& earlier);
    void clear();

    std::uint64_t total() const { return m_total; }
    std::uint64_t clamped() const { return m_clamped; }  ///< Times that were out of range
    std::uint64_t count(std::uint32_t bucket) const { return m_counts[bucket]; }
    bool operator==(const Histogram& other) const;

    /// The time below which the share `probability` of all times lies, linear within a bucket [ns]; NaN when
    /// empty.
    double quantile(double probability) const;
    /// The number of times at most `time`, linear within a bucket [ns].
    double countUpTo(double time) const;
    /// Mean of the bucket middles [ns]; NaN when empty. Exact sums belong beside a histogram.
    double mean() const;

private:
    struct Free {
        void operator()(std::uint64_t* memory) const { std::free(memory); }
    };
    std::int64_t clamp(std::int64_t time) {
        ++m_clamped;
        return time < 0 ? 0 : largest;
    }

    std::unique_ptr<std::uint64_t[], Free> m_counts;
    std::uint64_t m_total = 0;
    std::uint64_t m_clamped = 0;
};

}  // namespace simulator
