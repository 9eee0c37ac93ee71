#include "simulator/statistics/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

namespace simulator {

namespace {

std::uint32_t* zeroedCounts() {
    void* memory = std::calloc(Histogram::bucketCount, sizeof(std::uint32_t));
    if (!memory) throw std::bad_alloc();
    return static_cast<std::uint32_t*>(memory);
}

// A double holds its octave and, in the first 10 bits of its fraction, the bucket there; those of the times
// below 1024 are the times themselves, and larger than what the double says. Written for vectors.
std::uint32_t bucketByDouble(std::int64_t time) {
    constexpr std::uint64_t twoTo52 = 0x4330'0000'0000'0000;
    constexpr int shift = 52 - Histogram::subBits;
    constexpr std::int32_t offset = (1023 + Histogram::subBits - 1) << Histogram::subBits;
    constexpr std::uint32_t mostExact = (1u << Histogram::subBits) - 1;
    const auto bits = static_cast<std::uint64_t>(time);
    const double value = std::bit_cast<double>(bits | twoTo52) - std::bit_cast<double>(twoTo52);
    const auto byOctave = static_cast<std::int32_t>(std::bit_cast<std::uint64_t>(value) >> shift) - offset;
    const auto exact = static_cast<std::int32_t>(std::min(static_cast<std::uint32_t>(bits), mostExact));
    return static_cast<std::uint32_t>(std::max(byOctave, exact));
}

/// What is known of times after one look at each.
struct Found {
    std::uint64_t bits = 0;  ///< Of all times: beyond `Histogram::largest` where one is, or is negative
    std::uint64_t sum = 0;   ///< As the buckets of no meaning then
    std::uint32_t first = Histogram::bucketCount - 1;
    std::uint32_t last = 0;
};

[[gnu::always_inline]] inline Found findAll(std::span<const std::int64_t> times, std::uint32_t* buckets) {
    Found found;
    for (std::size_t at = 0; at < times.size(); ++at) {
        const auto bits = static_cast<std::uint64_t>(times[at]);
        const std::uint32_t bucket = bucketByDouble(times[at]);
        found.bits |= bits;
        found.sum += bits;
        found.first = std::min(found.first, bucket);
        found.last = std::max(found.last, bucket);
        buckets[at] = bucket;
    }
    return found;
}

#if defined(__x86_64__) && defined(__GNUC__)

const bool findsByAvx2 = __builtin_cpu_supports("avx2");

[[gnu::target("avx2")]] Found findByAvx2(std::span<const std::int64_t> times, std::uint32_t* buckets) {
    return findAll(times, buckets);
}

Found foundIn(std::span<const std::int64_t> times, std::uint32_t* buckets) {
    return findsByAvx2 ? findByAvx2(times, buckets) : findAll(times, buckets);
}

#else

Found foundIn(std::span<const std::int64_t> times, std::uint32_t* buckets) {
    return findAll(times, buckets);
}

#endif

std::uint64_t blocksBetween(std::uint32_t first, std::uint32_t last) {
    constexpr int bits = Histogram::subBits;
    const std::uint64_t upToLast = (std::uint64_t{2} << (last >> bits)) - 1;
    return upToLast >> (first >> bits) << (first >> bits);
}

}  // namespace

Histogram::Histogram() : m_counts(zeroedCounts()) {}

Histogram::Histogram(const Histogram& other) : Histogram() {
    merge(other);
}

Histogram& Histogram::operator=(const Histogram& other) {
    if (this != &other) *this = Histogram(other);
    return *this;
}

// Blocks that were never used are passed over, so that their pages stay unused.
template <typename Visit>
void Histogram::visit(Visit visit) const {
    for (std::uint64_t used = m_used; used; used &= used - 1) {
        const std::uint32_t first = static_cast<std::uint32_t>(std::countr_zero(used)) << subBits;
        for (std::uint32_t bucket = first; bucket < first + blockSize; ++bucket) {
            const std::uint64_t here = count(bucket);
            if (here && !visit(bucket, here)) return;
        }
    }
}

void Histogram::set(std::uint32_t bucket, std::uint64_t count) {
    const auto of = [bucket](const Sparse::Entry& entry) { return entry.bucket == bucket; };
    std::erase_if(m_carried, of);
    m_counts[bucket] = static_cast<std::uint32_t>(count % carry);
    if (count >= carry) m_carried.push_back({bucket, count / carry * carry});
    m_used |= std::uint64_t{1} << (bucket >> subBits);
}

std::uint64_t Histogram::carried(std::uint32_t bucket) const {
    for (const Sparse::Entry& entry : m_carried)
        if (entry.bucket == bucket) return entry.count;
    return 0;
}

Histogram::Batch Histogram::find(std::span<const std::int64_t> times, std::uint32_t* buckets) {
    if (times.size() > m_room) carryOver();
    m_room -= times.size();
    m_total += times.size();
    const Found found = foundIn(times, buckets);
    if (found.bits <= static_cast<std::uint64_t>(largest))
        return {blocksBetween(found.first, found.last), static_cast<std::int64_t>(found.sum)};
    Batch batch;
    for (std::size_t at = 0; at < times.size(); ++at) {
        batch.sum += times[at];
        buckets[at] = bucketOf(clamp(times[at]));
        batch.blocks |= blocksBetween(buckets[at], buckets[at]);
    }
    return batch;
}

void Histogram::carryOver() {
    for (std::uint32_t bucket = 0; bucket < bucketCount; ++bucket)
        if (m_counts[bucket] >= carry) set(bucket, count(bucket));
    m_room = carry;
}

void Histogram::add(std::uint32_t bucket, std::uint64_t count) {
    set(bucket, this->count(bucket) + count);
    m_total += count;
}

void Histogram::merge(const Histogram& other) {
    other.visit([this](std::uint32_t bucket, std::uint64_t count) {
        add(bucket, count);
        return true;
    });
    m_clamped += other.m_clamped;
}

Histogram::Sparse Histogram::sparse() const {
    Sparse copy;
    copy.clamped = m_clamped;
    visit([&copy](std::uint32_t bucket, std::uint64_t count) {
        copy.entries.push_back({bucket, count});
        return true;
    });
    return copy;
}

void Histogram::subtract(const Sparse& earlier) {
    for (const Sparse::Entry& entry : earlier.entries) {
        set(entry.bucket, count(entry.bucket) - entry.count);
        m_total -= entry.count;
    }
    m_clamped -= earlier.clamped;
}

void Histogram::clear() {
    *this = Histogram();
}

bool Histogram::operator==(const Histogram& other) const {
    if (m_total != other.m_total || m_clamped != other.m_clamped) return false;
    bool same = true;
    visit([&](std::uint32_t bucket, std::uint64_t count) { return same = other.count(bucket) == count; });
    return same;
}

double Histogram::quantile(double probability) const {
    if (m_total == 0) return std::numeric_limits<double>::quiet_NaN();
    const double rank = std::clamp(probability, 0.0, 1.0) * static_cast<double>(m_total);
    const auto least = static_cast<std::uint64_t>(std::ceil(rank));
    std::uint64_t below = 0;
    double found = 0;
    visit([&](std::uint32_t bucket, std::uint64_t here) {
        if (below + here < least) {
            below += here;
            return true;
        }
        const double share = std::max(0.0, rank - static_cast<double>(below)) / static_cast<double>(here);
        found = static_cast<double>(lowEdge(bucket)) + share * static_cast<double>(width(bucket));
        return false;
    });
    return found;
}

double Histogram::countUpTo(double time) const {
    if (!(time >= 0)) return 0;
    if (time >= static_cast<double>(largest)) return static_cast<double>(m_total);
    const std::uint32_t end = bucketOf(static_cast<std::int64_t>(time));
    std::uint64_t below = 0;
    visit([&](std::uint32_t bucket, std::uint64_t count) {
        if (bucket >= end) return false;
        below += count;
        return true;
    });
    const double share = (time - static_cast<double>(lowEdge(end))) / static_cast<double>(width(end));
    return static_cast<double>(below) + share * static_cast<double>(count(end));
}

double Histogram::mean() const {
    double sum = 0;
    visit([&sum](std::uint32_t bucket, std::uint64_t count) {
        sum += static_cast<double>(count) *
               (static_cast<double>(lowEdge(bucket)) + 0.5 * static_cast<double>(width(bucket) - 1));
        return true;
    });
    return m_total ? sum / static_cast<double>(m_total) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace simulator
