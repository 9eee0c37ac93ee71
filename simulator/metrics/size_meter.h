#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include "simulator/metrics/count_meter.h"

namespace simulator {

/// The CPU of the replicas of a service that is scaled vertically, in one interval.
struct SizeInterval {
    float requested;    ///< By all that are paid for, the mean over time [cores]
    float recommended;  ///< For each, at its end; none before the first one [cores]
    float evictions;
};

/// The same, added up over a stretch of time.
struct SizeCounts {
    double requestArea = 0;  ///< Under what is requested by all that are paid for [1/1000 core x ns]
    double servingArea = 0;  ///< Under those that serve, counted by the CPU of one that was deployed [ns]

    SizeCounts& operator+=(const SizeCounts& other) {
        requestArea += other.requestArea;
        servingArea += other.servingArea;
        return *this;
    }
};

/// Weighs the CPU of the replicas of a service that is scaled vertically.
class SizeMeter {
public:
    void changed(std::int64_t now, double requestedMilli, double serving) {
        m_requested.changed(now, requestedMilli - std::exchange(m_requestedMilli, requestedMilli));
        m_serving.changed(now, serving - std::exchange(m_servingNow, serving));
    }
    void recommended(double milli) { m_recommended = static_cast<float>(milli / 1000); }
    void evicted() { ++m_evictions; }

    /// Since the last call; adds it to the counts.
    SizeInterval close(std::int64_t start, std::int64_t end, SizeCounts& counts) {
        const SizeCounts closed{m_requested.close(end), m_serving.close(end)};
        counts += closed;
        const double length = end > start ? static_cast<double>(end - start) : 1;
        return {static_cast<float>(closed.requestArea / 1000 / length), m_recommended,
                static_cast<float>(std::exchange(m_evictions, 0))};
    }

private:
    CountMeter m_requested;
    CountMeter m_serving;
    double m_requestedMilli = 0;
    double m_servingNow = 0;
    float m_recommended = std::numeric_limits<float>::quiet_NaN();
    std::uint64_t m_evictions = 0;
};

}  // namespace simulator
