#include "simulator/platform/load_forecast.h"

#include <algorithm>

namespace simulator {

namespace {

std::int64_t wholeIntervals(std::int64_t time, std::int64_t interval) {
    return (time + interval - 1) / interval;
}

}  // namespace

LoadForecast::LoadForecast(const ForecastRules& rules, std::int64_t length)
    : m_rules(rules), m_intervals(std::max<std::int64_t>(1, wholeIntervals(rules.period, rules.interval))) {
    const bool comesAgain = rules.period < length;
    m_totals.resize(comesAgain ? static_cast<std::size_t>(m_intervals) + 1 : 1);
}

void LoadForecast::add(double requests, double served, double cpu) {
    ++m_number;
    m_totals[static_cast<std::size_t>(m_number) % m_totals.size()] = {requests, served, cpu};
}

// The mean of the last period.
double LoadForecast::cpuOfRequest() const {
    const Total& last = totalAt(m_number);
    const Total& first = totalAt(m_number - m_intervals);
    const double served = last.served - first.served;
    return served > 0 ? (last.cpu - first.cpu) / served : 0;
}

double LoadForecast::needed() const {
    if (m_number < m_intervals || m_totals.size() == 1) return -1;
    const std::int64_t from = m_number - m_intervals;
    const std::int64_t ahead = std::max<std::int64_t>(1, wholeIntervals(m_rules.lookAhead, m_rules.interval));
    const std::int64_t until = std::min(m_number, from + ahead);
    double most = 0;
    for (std::int64_t at = from; at < until; ++at)
        most = std::max(most, totalAt(at + 1).requests - totalAt(at).requests);
    return most / static_cast<double>(m_rules.interval) * cpuOfRequest() * (1 + m_rules.headroom);
}

}  // namespace simulator
