#include "simulator/experiment/boundary.h"

#include <cmath>
#include <limits>

namespace simulator {

namespace {

constexpr int sections = 4;  ///< Into which a round divides what is left; never by the number of threads

}  // namespace

model::Result<bool> BoundarySearch::tryAll(const std::vector<double>& places) {
    const auto votes = m_ask(places);
    if (!votes) return tl::unexpected(votes.error());
    for (std::size_t at = 0; at < places.size(); ++at) m_tried[places[at]] = (*votes)[at];
    return true;
}

model::Result<bool> BoundarySearch::isWellAt(double place) {
    if (!m_tried.contains(place))
        if (const auto tried = tryAll({place}); !tried) return tried;
    return m_tried[place].isWell();
}

model::Result<bool> BoundarySearch::climb(double from, double factor, int steps) {
    const auto first = isWellAt(from);
    if (!first) return first;
    double place = from;
    for (int step = 0; step < steps; ++step) {
        place *= factor;
        const auto well = isWellAt(place);
        if (!well) return well;
        if (*well != *first) return true;
    }
    return false;
}

double BoundarySearch::firstBad() const {
    for (const auto& [place, votes] : m_tried)
        if (!votes.isWell()) return place;
    return std::numeric_limits<double>::infinity();
}

double BoundarySearch::lastWell() const {
    double last = 0;
    for (const auto& [place, votes] : m_tried) {
        if (!votes.isWell()) break;
        last = place;
    }
    return last;
}

model::Result<Figure> BoundarySearch::narrow(double precision) {
    while (firstBad() > lastWell() * (1 + precision)) {
        const double step = std::pow(firstBad() / lastWell(), 1.0 / sections);
        std::vector<double> places;
        for (int at = 1; at < sections; ++at) places.push_back(lastWell() * std::pow(step, at));
        if (const auto tried = tryAll(places); !tried) return tl::unexpected(tried.error());
    }
    const double low = lastWell();
    const double high = firstBad();
    Figure figure{std::sqrt(low * high), low, high, {}};
    for (const auto& [place, votes] : m_tried) {
        if (place <= low && votes.well == votes.of) figure.low = place;
        if (place >= high && votes.well == 0) {
            figure.high = place;
            break;
        }
    }
    return figure;
}

}  // namespace simulator
