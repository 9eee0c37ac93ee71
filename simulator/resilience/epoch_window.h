#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace simulator {

/// Counts of `Kinds` kinds of things over the last `size` spans of a fixed width, the present one included:
/// not a continuous window, but buckets that start at whole multiples of the width and whose counts are
/// subtracted when they leave. The time-based window of Resilience4j (SlidingTimeWindowMetrics). Memory is
/// fixed at construction; O(1), and O(size) after a silence.
template <std::size_t Kinds>
class EpochWindow {
public:
    EpochWindow() : EpochWindow(1, 1, 0) {}
    /// Of `size` buckets of `width` [ns], the first of which holds `now` [ns].
    EpochWindow(std::size_t size, std::int64_t width, std::int64_t now)
        : m_buckets(std::max<std::size_t>(size, 1)), m_width(std::max<std::int64_t>(width, 1)) {
        reset(now);
    }

    /// Forgets all; the newest bucket is that of `now`.
    void reset(std::int64_t now) {
        std::fill(m_buckets.begin(), m_buckets.end(), Counts{});
        m_totals = {};
        m_epoch = now / m_width;
        m_end = (m_epoch + 1) * m_width;
        m_head = 0;
    }
    /// Lets go what is too old at `now` [ns]; a time before the newest bucket moves nothing.
    void moveTo(std::int64_t now) {
        if (now >= m_end) turn(now / m_width);
    }
    void add(std::int64_t now, std::size_t kind) {
        moveTo(now);
        ++m_buckets[m_head][kind];
        ++m_totals[kind];
    }
    std::uint64_t total(std::size_t kind) const { return m_totals[kind]; }

private:
    using Counts = std::array<std::uint32_t, Kinds>;

    void turn(std::int64_t epoch) {
        const auto size = static_cast<std::int64_t>(m_buckets.size());
        for (std::int64_t steps = std::min(epoch - m_epoch, size); steps > 0; --steps) {
            m_head = m_head + 1 == m_buckets.size() ? 0 : m_head + 1;
            for (std::size_t kind = 0; kind < Kinds; ++kind) m_totals[kind] -= m_buckets[m_head][kind];
            m_buckets[m_head] = {};
        }
        m_epoch = epoch;
        m_end = (epoch + 1) * m_width;
    }

    std::vector<Counts> m_buckets;
    std::array<std::uint64_t, Kinds> m_totals{};
    std::int64_t m_width;
    std::int64_t m_epoch = 0;  ///< Of the newest bucket
    std::int64_t m_end = 0;    ///< Of the newest bucket [ns]
    std::size_t m_head = 0;
};

}  // namespace simulator
