#include "simulator/statistics/histogram.h"

#include <cmath>
#include <limits>
#include <new>

namespace simulator {

namespace {

std::uint64_t* zeroedCounts() {
    void* memory = std::calloc(Histogram::bucketCount, sizeof(std::uint64_t));
    if (!memory) throw std::bad_alloc();
    return static_cast<std::uint64_t*>(memory);
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

// Reads before it writes, so that pages that were never used stay unused.
void Histogram::merge(const Histogram& other) {
    for (std::uint32_t bucket = 0; bucket < bucketCount; ++bucket)
        if (other.m_counts[bucket]) m_counts[bucket] += other.m_counts[bucket];
    m_total += other.m_total;
    m_clamped += other.m_clamped;
}

Histogram::Sparse Histogram::sparse() const {
    Sparse copy;
    copy.clamped = m_clamped;
    for (std::uint32_t bucket = 0; bucket < bucketCount; ++bucket)
        if (m_counts[bucket]) copy.entries.push_back({bucket, m_counts[bucket]});
    return copy;
}

void Histogram::subtract(const Sparse& earlier) {
    for (const Sparse::Entry& entry : earlier.entries) {
        m_counts[entry.bucket] -= entry.count;
        m_total -= entry.count;
    }
    m_clamped -= earlier.clamped;
}

void Histogram::clear() {
    *this = Histogram();
}

bool Histogram::operator==(const Histogram& other) const {
    return m_total == other.m_total && m_clamped == other.m_clamped &&
           std::equal(m_counts.get(), m_counts.get() + bucketCount, other.m_counts.get());
}

double Histogram::quantile(double probability) const {
    if (m_total == 0) return std::numeric_limits<double>::quiet_NaN();
    const double rank = std::clamp(probability, 0.0, 1.0) * static_cast<double>(m_total);
    double below = 0;
    std::uint32_t last = 0;
    for (std::uint32_t bucket = 0; bucket < bucketCount; ++bucket) {
        if (m_counts[bucket] == 0) continue;
        const auto here = static_cast<double>(m_counts[bucket]);
        if (below + here >= rank) {
            const double share = std::max(0.0, rank - below) / here;
            return static_cast<double>(lowEdge(bucket)) + share * static_cast<double>(width(bucket));
        }
        below += here;
        last = bucket;
    }
    return static_cast<double>(lowEdge(last) + width(last));
}

double Histogram::countUpTo(double time) const {
    if (!(time >= 0)) return 0;
    if (time >= static_cast<double>(largest)) return static_cast<double>(m_total);
    const std::uint32_t end = bucketOf(static_cast<std::int64_t>(time));
    std::uint64_t below = 0;
    for (std::uint32_t bucket = 0; bucket < end; ++bucket) below += m_counts[bucket];
    const double share = (time - static_cast<double>(lowEdge(end))) / static_cast<double>(width(end));
    return static_cast<double>(below) + share * static_cast<double>(m_counts[end]);
}

double Histogram::mean() const {
    double sum = 0;
    for (std::uint32_t bucket = 0; bucket < bucketCount; ++bucket)
        if (m_counts[bucket])
            sum += static_cast<double>(m_counts[bucket]) *
                   (static_cast<double>(lowEdge(bucket)) + 0.5 * static_cast<double>(width(bucket) - 1));
    return m_total ? sum / static_cast<double>(m_total) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace simulator
