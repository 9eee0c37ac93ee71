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
