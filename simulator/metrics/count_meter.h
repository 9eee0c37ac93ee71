#pragma once

#include <cstdint>
#include <utility>

namespace simulator {

/// Weighs a count over time: how many cores are busy, how many wait.
class CountMeter {
public:
    CountMeter() = default;
    explicit CountMeter(double count) : m_count(count) {}
    void changed(std::int64_t now, double difference) {
        m_area += m_count * static_cast<double>(now - m_since);
        m_since = now;
        m_count += difference;
    }
    /// The area under the count since the last call [ns].
    double close(std::int64_t now) {
        changed(now, 0);
        return std::exchange(m_area, 0);
    }

    /// The same, and it goes on.
    double area(std::int64_t now) const { return m_area + m_count * static_cast<double>(now - m_since); }

private:
    double m_count = 0;
    double m_area = 0;
    std::int64_t m_since = 0;
};

}  // namespace simulator
