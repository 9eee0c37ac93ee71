#include "simulator/cascade/series_scan.h"

#include <cmath>

namespace simulator {

const std::vector<double>& seriesOf(const std::vector<Series>& all, const std::string& name) {
    static const std::vector<double> nothing;
    for (const Series& series : all)
        if (series.name == name) return series.values;
    return nothing;
}

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t at = from; at < std::min(to, values.size()); ++at)
        if (std::isfinite(values[at])) {
            sum += values[at];
            ++count;
        }
    return count ? sum / static_cast<double>(count) : 0;
}

double mostOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    double most = 0;
    for (std::size_t at = from; at < std::min(to, values.size()); ++at)
        if (values[at] > most) most = values[at];
    return most;
}

std::vector<double> smoothed(const std::vector<double>& values, std::size_t width) {
    std::vector<double> means(values.size());
    for (std::size_t at = 0; at < values.size(); ++at)
        means[at] = meanOf(values, at, at + std::max<std::size_t>(width, 1));
    return means;
}

CascadeEvent Stretch::event(std::size_t count, double interval, Mechanism mechanism,
                            const std::string& entity) const {
    CascadeEvent event;
    event.from = static_cast<double>(from) * interval;
    if (to < count) event.to = static_cast<double>(to) * interval;
    event.mechanism = mechanism;
    event.entity = entity;
    return event;
}

}  // namespace simulator
