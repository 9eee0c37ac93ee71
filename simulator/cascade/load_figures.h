#pragma once

#include <optional>

#include "simulator/cascade/series_scan.h"

namespace simulator {

/// Of a service or a store: what it was asked for in these intervals, against what those of its workers or
/// connections that were there could do. What one takes is seen in the run itself, as the mean number in
/// service over the rate at which they begin (Little's law). Nothing where too little is known.
std::optional<LoadFigures> loadFigures(const model::Project& project, const StationResult& station,
                                       const Stretches& parts, const Normal& normal);

/// How far those that were there were busy, by interval, 0 to 1: dead ones do not count.
std::vector<double> liveUtilisation(const model::Project& project, const StationResult& station);

}  // namespace simulator
