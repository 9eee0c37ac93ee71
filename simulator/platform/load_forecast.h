#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace simulator {

/// How far a forecast looks; times in [ns].
struct ForecastRules {
    std::int64_t period = 0;     ///< After which the load comes again
    std::int64_t lookAhead = 0;  ///< At most the period
    std::int64_t interval = 0;   ///< Of one figure
    double headroom = 0;         ///< More than the load needs, as a share

    bool operator==(const ForecastRules&) const = default;
};

/// What a load that comes again after a period will need: the most of what came within the time ahead, one
/// period ago. Seasonal naive forecasting, of the rate of requests; what a request takes is the mean of the
/// last period, so that neither a slow start nor an overload of the past is repeated. Memory is one figure
/// for each interval of a period; the forecast is O(figures ahead).
class LoadForecast {
public:
    /// `length` is that of the run: what is longer than that need not be remembered.
    LoadForecast(const ForecastRules& rules, std::int64_t length);

    /// At the end of an interval: what came and what it took in it, as totals since time zero [thousandths of
    /// a CPU x ns].
    void add(double requests, double served, double cpu);
    /// The CPU that is needed, headroom included [thousandths of a CPU]; negative when a period has not
    /// passed yet.
    double needed() const;

private:
    struct Total {
        double requests = 0;
        double served = 0;
        double cpu = 0;
    };
    const Total& totalAt(std::int64_t number) const {
        return m_totals[static_cast<std::size_t>(number) % m_totals.size()];
    }
    double cpuOfRequest() const;

    ForecastRules m_rules;
    std::int64_t m_intervals;     ///< Of a period
    std::int64_t m_number = 0;    ///< Intervals that have ended
    std::vector<Total> m_totals;  ///< At the ends of intervals, the last period's
};

}  // namespace simulator
