#include "simulator/experiment/design.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/random/philox.h"

namespace simulator {

namespace {

std::string numberAsJson(double number) {
    constexpr double exact = 9e15;
    if (number == std::floor(number) && std::abs(number) < exact)
        return fmt::format("{}", static_cast<std::int64_t>(number));
    return fmt::format("{}", number);
}

/// The number at a share of the way, 0 to 1. The ends are exact.
double along(const AxisRange& range, double share) {
    if (share <= 0) return range.from;
    if (share >= 1) return range.to;
    if (range.logarithmic) return range.from * std::pow(range.to / range.from, share);
    return range.from + (range.to - range.from) * share;
}

model::Result<void> checkRange(const Axis& axis) {
    const AxisRange& range = *axis.range;
    if (!(range.from < range.to) || !std::isfinite(range.to) || !std::isfinite(range.from))
        return model::failure(axis.place,
                              fmt::format("found {}..{}, expected a range that grows", range.from, range.to));
    if (range.logarithmic && !(range.from > 0))
        return model::failure(
            axis.place, fmt::format("found {}..{} by ratio, expected numbers above 0", range.from, range.to));
    if (range.whole && (range.from != std::floor(range.from) || range.to != std::floor(range.to)))
        return model::failure(axis.place,
                              fmt::format("found {}..{}, expected whole numbers", range.from, range.to));
    return {};
}

model::Result<std::size_t> stepsOf(const Axis& axis) {
    const AxisRange& range = *axis.range;
    if (range.count) {
        if (*range.count >= 2) return *range.count;
        return model::failure(axis.place,
                              fmt::format("found {} values in a range, expected at least 2", *range.count));
    }
    const bool whole = range.from == std::floor(range.from) && range.to == std::floor(range.to);
    if (!whole || range.logarithmic)
        return model::failure(axis.place, fmt::format("found {}..{} without steps, expected how many values: "
                                                      "{}..{}:5",
                                                      range.from, range.to, range.from, range.to));
    const double steps = range.to - range.from + 1;
    return steps > static_cast<double>(mostPoints) ? mostPoints + 1 : static_cast<std::size_t>(steps);
}

tl::unexpected<model::Error> tooMany(const std::string& place, const std::string& found) {
    return model::failure(place, fmt::format("found {} points, expected at most {}", found, mostPoints));
}

/// Of one axis in a grid, each once.
model::Result<std::vector<std::string>> gridValues(const Axis& axis) {
    if (!axis.range) return axis.values;
    if (const auto checked = checkRange(axis); !checked) return tl::unexpected(checked.error());
    const auto steps = stepsOf(axis);
    if (!steps) return tl::unexpected(steps.error());
    if (*steps > mostPoints)
        return tooMany(axis.place, fmt::format("{}{}", *steps, axis.range->count ? "" : " or more"));
    std::vector<std::string> values;
    for (std::size_t at = 0; at < *steps; ++at) {
        const double number = along(*axis.range, static_cast<double>(at) / static_cast<double>(*steps - 1));
        std::string value =
            numberAsJson(axis.range->whole || !axis.range->count ? std::round(number) : number);
        if (values.empty() || values.back() != value) values.push_back(std::move(value));
    }
    return values;
}

/// The order in which an axis visits its parts.
std::vector<std::size_t> shuffled(std::size_t count, RandomStream& stream) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t left = count; left > 1; --left)
        std::swap(order[left - 1], order[stream.below(static_cast<std::uint32_t>(left))]);
    return order;
}

std::string sampledValue(const Axis& axis, double share) {
    if (!axis.range) {
        const auto at = static_cast<std::size_t>(share * static_cast<double>(axis.values.size()));
        return axis.values[std::min(at, axis.values.size() - 1)];
    }
    const AxisRange& range = *axis.range;
    if (!range.whole) return numberAsJson(along(range, share));
    // Each whole number gets the same part of the axis, or of the ratio.
    AxisRange wide = range;
    if (range.logarithmic)
        return numberAsJson(std::clamp(std::round(along(range, share)), range.from, range.to));
    wide.to = range.to + 1;
    return numberAsJson(std::min(std::floor(along(wide, share)), range.to));
}

}  // namespace

model::Result<std::vector<Point>> gridOf(const std::vector<Axis>& axes) {
    std::vector<std::vector<std::string>> values;
    double count = 1;
    for (const Axis& axis : axes) {
        auto of = gridValues(axis);
        if (!of) return tl::unexpected(of.error());
        if (of->empty()) return model::failure(axis.place, "found no value, expected at least one");
        count *= static_cast<double>(of->size());
        if (count > static_cast<double>(mostPoints))
            return tooMany(axis.place, fmt::format("{:.0f} or more", count));
        values.push_back(std::move(*of));
    }
    std::vector<Point> points;
    for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
        Point point(axes.size());
        std::size_t rest = number;
        for (std::size_t axis = axes.size(); axis-- > 0; rest /= values[axis].size())
            point[axis] = values[axis][rest % values[axis].size()];
        points.push_back(std::move(point));
    }
    return points;
}

model::Result<std::vector<Point>> latinHypercube(const std::vector<Axis>& axes, std::size_t count,
                                                 std::uint64_t seed) {
    if (count > mostPoints) return tooMany("", fmt::format("{}", count));
    std::vector<Point> points(count, Point(axes.size()));
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (!axes[axis].range && axes[axis].values.empty())
            return model::failure(axes[axis].place, "found no value, expected at least one");
        if (axes[axis].range)
            if (const auto checked = checkRange(axes[axis]); !checked) return tl::unexpected(checked.error());
        RandomStream stream(seed, entityKey(axes[axis].place, entityKey("sweep ")), Purpose::Choice, 0);
        const std::vector<std::size_t> order = shuffled(count, stream);
        for (std::size_t at = 0; at < count; ++at) {
            const double share =
                (static_cast<double>(order[at]) + stream.uniform()) / static_cast<double>(count);
            points[at][axis] = sampledValue(axes[axis], share);
        }
    }
    return points;
}

}  // namespace simulator
