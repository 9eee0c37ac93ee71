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
    return meanOf(values, Stretches{{from, to}});
}

double mostOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    return mostOf(values, Stretches{{from, to}});
}

double meanOf(const std::vector<double>& values, const Stretches& parts) {
    double sum = 0;
    std::size_t count = 0;
    for (const Stretch& part : parts)
        for (std::size_t at = part.from; at < std::min(part.to, values.size()); ++at)
            if (std::isfinite(values[at])) {
                sum += values[at];
                ++count;
            }
    return count ? sum / static_cast<double>(count) : 0;
}

double mostOf(const std::vector<double>& values, const Stretches& parts) {
    double most = 0;
    for (const Stretch& part : parts)
        for (std::size_t at = part.from; at < std::min(part.to, values.size()); ++at)
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

Stretch hullOf(const Stretches& parts) {
    return {parts.front().from, parts.back().to};
}

std::vector<Stretches> comingAndGoing(const Stretches& all, std::size_t count) {
    std::vector<Stretches> groups;
    for (const Stretch& stretch : all) {
        const auto gap = static_cast<std::size_t>(comesAgain * static_cast<double>(count));
        if (!groups.empty() && stretch.from <= groups.back().back().to + gap)
            groups.back().push_back(stretch);
        else
            groups.push_back({stretch});
    }
    return groups;
}

Evidence Shown::figure(const std::string& name, const Stretches& parts, const char* unit) const {
    Evidence evidence{"series", entity, name, unit, 0, 0, 0, {}};
    evidence.from = static_cast<double>(parts.front().from) * normal.interval;
    evidence.to = static_cast<double>(parts.back().to) * normal.interval;
    return evidence;
}

Evidence Shown::most(const std::string& name, const Stretches& parts, const char* unit) const {
    const std::vector<double>& values = seriesOf(series, name);
    Evidence evidence = figure(name, parts, unit);
    evidence.value = mostOf(values, parts);
    evidence.usual = mostOf(values, normal.from, normal.to);
    return evidence;
}

Evidence Shown::mean(const std::string& name, const Stretches& parts, const char* unit) const {
    const std::vector<double>& values = seriesOf(series, name);
    Evidence evidence = figure(name, parts, unit);
    evidence.value = meanOf(values, parts);
    evidence.usual = meanOf(values, normal.from, normal.to);
    return evidence;
}

}  // namespace simulator
