#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace simulator {

/// A log-linear histogram of times [ns] in the layout of HdrHistogram with 3 significant digits: each octave
/// has 1024 buckets of equal width, so that no value is off by more than `bucketError` of itself. Times
/// beyond about 73 minutes go to the last bucket.
///
/// Counts are kept in fixed memory whose pages are taken when they are first used: 32 bits for each bucket.
/// No bucket can be full before as many times were recorded as there is room in the fullest; then the full
/// ones carry over to a short list, so that counts are exact to 64 bits.
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

    /// Counts a time. Negative times count as 0.
    void record(std::int64_t time) { record(std::span(&time, 1)); }
    void record(std::span<const std::int64_t> times) {
        record(times, [](std::uint32_t) {});
    }
    /// What was counted at once.
    struct Batch {
        std::uint64_t blocks = 0;        ///< A bit for each block of 1024 buckets from the first to the last
        __extension__ __int128 sum = 0;  ///< Of the times as they were [ns]
    };
    /// Counts times, and tells `also` the bucket of each.
    template <typename Also>
    Batch record(std::span<const std::int64_t> times, Also also);

    /// Counts a bucket's times, that many at once.
    void add(std::uint32_t bucket, std::uint64_t count);
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
    std::uint64_t count(std::uint32_t bucket) const {
        return m_counts[bucket] + (m_carried.empty() ? 0 : carried(bucket));
    }
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
        void operator()(std::uint32_t* memory) const { std::free(memory); }
    };
    static constexpr std::uint32_t blockSize = 1u << subBits;
    static constexpr std::uint32_t blocks = bucketCount >> subBits;
    /// What a bucket carries over; it keeps less than that.
    static constexpr std::uint64_t carry = std::uint64_t{1} << 31;

    static constexpr std::size_t batchSize = 64;

    std::int64_t clamp(std::int64_t time) {
        if (time >= 0 && time <= largest) return time;
        ++m_clamped;
        return time < 0 ? 0 : largest;
    }
    /// The buckets of at most `batchSize` times, which there is room for afterwards.
    Batch find(std::span<const std::int64_t> times, std::uint32_t* buckets);
    void carryOver();
    void set(std::uint32_t bucket, std::uint64_t count);
    std::uint64_t carried(std::uint32_t bucket) const;
    /// Calls `visit` with each bucket that is not empty and its count, in ascending order, while that is
    /// true.
    template <typename Visit>
    void visit(Visit visit) const;

    std::unique_ptr<std::uint32_t[], Free> m_counts;
    std::vector<Sparse::Entry> m_carried;  ///< Multiples of `carry`
    std::uint64_t m_room = carry;          ///< Times that may come before any bucket can be full
    std::uint64_t m_used = 0;              ///< A bit for each block of buckets that may not be empty
    std::uint64_t m_total = 0;
    std::uint64_t m_clamped = 0;
};

template <typename Also>
inline Histogram::Batch Histogram::record(std::span<const std::int64_t> times, Also also) {
    Batch all;
    std::uint32_t* const counts = m_counts.get();
    while (!times.empty()) {
        std::array<std::uint32_t, batchSize> buckets;
        const std::size_t size = std::min(times.size(), batchSize);
        const Batch batch = find(times.first(size), buckets.data());
        all.blocks |= batch.blocks;
        all.sum += batch.sum;
#pragma GCC unroll 4
        for (std::size_t at = 0; at < size; ++at) {
            ++counts[buckets[at]];
            also(buckets[at]);
        }
        times = times.subspan(size);
    }
    m_used |= all.blocks;
    return all;
}

}  // namespace simulator
