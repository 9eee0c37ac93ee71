#include "simulator/experiment/boundary.h"

#include <algorithm>
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

model::Result<Figure> BoundarySearch::narrow(double precision, double most) {
    while (firstBad() > lastWell() * (1 + precision)) {
        const double step = std::pow(firstBad() / lastWell(), 1.0 / sections);
        std::vector<double> places;
        for (int at = 1; at < sections; ++at) places.push_back(lastWell() * std::pow(step, at));
        if (const auto tried = tryAll(places); !tried) return tl::unexpected(tried.error());
    }
    const double low = lastWell();
    const double high = firstBad();
    const auto below = whereAllAgree(low, 1 / (1 + precision), true, most);
    if (!below) return tl::unexpected(below.error());
    const auto above = whereAllAgree(high, 1 + precision, false, most);
    if (!above) return tl::unexpected(above.error());
    return Figure{std::sqrt(low * high), *below, *above, {}};
}

// Outwards, in steps that double, so that the interval is not that of a bare majority.
model::Result<double> BoundarySearch::whereAllAgree(double from, double factor, bool well, double most) {
    constexpr int steps = 6;
    const auto agree = [&](double place) { return m_tried[place].well == (well ? m_tried[place].of : 0); };
    double place = from;
    for (int step = 0; step < steps && !agree(place); ++step) {
        const double next = std::min(place * std::pow(factor, 1 << step), most);
        if (next == place) break;
        double nearest = next;  // Of those that were tried, if there is one on the way
        for (const auto& [tried, votes] : m_tried)
            if (votes.well == (well ? votes.of : 0) &&
                (well ? tried < place && tried > nearest : tried > place && tried < nearest))
                nearest = tried;
        // A place that cannot be tried is no reason to keep back what was found.
        if (const auto done = isWellAt(nearest); !done) return place;
        place = nearest;
    }
    return place;
}

}  // namespace simulator
