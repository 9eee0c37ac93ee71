#include "simulator/random/empirical_table.h"

#include <algorithm>

#include "model/probability/time_shape.h"

namespace simulator {

EmpiricalTable::EmpiricalTable(const model::Distribution& distribution) {
    const auto shape = model::shapeOf(distribution);
    if (!shape) {
        m_times = {0};
        return;
    }
    m_mean = shape->mean;
    m_cv = shape->cv;
    const auto& times = distribution.histogram ? distribution.histogram->edges : distribution.samples;
    for (const model::Duration time : times) m_times.push_back(static_cast<double>(time.count()));
    if (!distribution.histogram) std::sort(m_times.begin(), m_times.end());
    if (!distribution.histogram) return;
    double sum = 0;
    m_cumulative.push_back(0);
    for (const double weight : distribution.histogram->weights) m_cumulative.push_back(sum += weight);
    for (double& share : m_cumulative) share /= sum;
}

double EmpiricalTable::quantile(double at) const {
    if (m_cumulative.empty())
        return m_times[static_cast<std::size_t>(at * static_cast<double>(m_times.size()))];
    // The first edge beyond ends the bucket, so that buckets without weight are passed over.
    const auto end = std::upper_bound(m_cumulative.begin(), m_cumulative.end() - 1, at);
    const auto bucket = static_cast<std::size_t>(end - m_cumulative.begin()) - 1;
    const double from = m_cumulative[bucket];
    const double share = (at - from) / (m_cumulative[bucket + 1] - from);
    return m_times[bucket] + share * (m_times[bucket + 1] - m_times[bucket]);
}

double EmpiricalTable::cumulative(double time) const {
    const auto end = std::upper_bound(m_times.begin(), m_times.end(), time);
    const auto below = static_cast<std::size_t>(end - m_times.begin());
    if (m_cumulative.empty()) return static_cast<double>(below) / static_cast<double>(m_times.size());
    if (below == 0) return 0;
    if (below == m_times.size()) return 1;
    const double share = (time - m_times[below - 1]) / (m_times[below] - m_times[below - 1]);
    return m_cumulative[below - 1] + share * (m_cumulative[below] - m_cumulative[below - 1]);
}

}  // namespace simulator
