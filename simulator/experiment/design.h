#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/result.h"

/// Which points of a space of parameters are looked at. See sweep.md.
namespace simulator {

/// Numbers from one to another.
struct AxisRange {
    double from = 0;
    double to = 0;
    std::optional<std::size_t> count{};  ///< Of the values in a grid; steps of 1 when absent
    bool logarithmic = false;            ///< Evenly by ratio
    bool whole = false;                  ///< Rounded to whole numbers

    bool operator==(const AxisRange&) const = default;
};

/// One thing that varies: what it is, and the values that it may have.
struct Axis {
    std::string place;                ///< JSON pointer, or `load` for the rate of all journeys together [1/s]
    std::vector<std::string> values;  ///< JSON; not used with a range
    std::optional<AxisRange> range;

    bool operator==(const Axis&) const = default;
};
inline constexpr const char* loadPlace = "load";

/// A value for each axis, as JSON.
using Point = std::vector<std::string>;

inline constexpr std::size_t mostPoints = 100'000;

/// All combinations, those of the last axis first. Fails, naming the axis, on a range that has no steps and
/// on too many points.
model::Result<std::vector<Point>> gridOf(const std::vector<Axis>& axes);

/// A Latin hypercube: of the `count` equal parts of each axis, each is hit once, at a random place, in an
/// order of its own (McKay, Beckman, Conover: A comparison of three methods for selecting values of input
/// variables, Technometrics 21, 1979). Values of a list come equally often, but for the rest of a division.
/// The random numbers of an axis depend on the seed and its place only.
model::Result<std::vector<Point>> latinHypercube(const std::vector<Axis>& axes, std::size_t count,
                                                 std::uint64_t seed);

}  // namespace simulator
