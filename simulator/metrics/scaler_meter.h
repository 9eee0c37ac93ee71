#pragma once

#include <cstdint>
#include <utility>

#include "simulator/metrics/count_meter.h"

namespace simulator {

/// The replicas of a service that has pods, in one interval: means over time.
struct ScalerInterval {
    float wanted, ready;
    float coldStarts = 0;  ///< Requests that wait for a replica that has to start for them
};

/// Weighs the replicas of a service that has pods.
class ScalerMeter {
public:
    void changed(std::int64_t now, std::uint32_t wanted, std::uint32_t ready, std::uint32_t draining) {
        set(m_wanted, now, wanted);
        set(m_ready, now, ready);
        set(m_serving, now, ready + draining);
    }
    void startedCold() { ++m_coldStarts; }
    /// Since the last call.
    ScalerInterval close(std::int64_t start, std::int64_t end) {
        const double length = end > start ? static_cast<double>(end - start) : 1;
        return {static_cast<float>(m_wanted.meter.close(end) / length),
                static_cast<float>(m_ready.meter.close(end) / length),
                static_cast<float>(std::exchange(m_coldStarts, 0))};
    }
    /// The area under the replicas that have requests, or may get some, since the last call [ns].
    double closeServing(std::int64_t end) { return m_serving.meter.close(end); }

private:
    struct Level {
        CountMeter meter;
        std::uint32_t count = 0;
    };
    static void set(Level& level, std::int64_t now, std::uint32_t count) {
        const std::uint32_t before = std::exchange(level.count, count);
        if (count != before)
            level.meter.changed(now, static_cast<double>(count) - static_cast<double>(before));
    }

    Level m_wanted;
    Level m_ready;
    Level m_serving;
    std::uint64_t m_coldStarts = 0;
};

}  // namespace simulator
