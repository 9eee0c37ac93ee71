#pragma once

#include <cstddef>
#include <optional>

#include "app/diagram/diagram.h"
#include "app/simulate/run_names.h"
#include "simulator/run_result.h"

namespace app {

/// What the colours on the diagram stand for.
enum class HeatQuantity { Utilisation, Latency, Errors };

/// A station above this utilisation is alarming.
inline constexpr double alarmingUtilisation = 0.9;
/// An edge of which this share of the attempts fails is drawn as failing.
inline constexpr double failingShare = 0.01;

/// The run on the diagram: of the whole run, or in one interval of its series.
Overlay overlayOf(const simulator::RunResult& result, const RunNames& names, HeatQuantity quantity,
                  std::optional<std::size_t> interval = {});

/// The place of a latency on the heat scale: 1 ms is 0, 10 s is 1, logarithmic.
double latencyHeat(double milliseconds);
/// The place of a share of errors on the heat scale: 0.01 % is 0, 1 % is 0.5, 100 % is 1, logarithmic.
double errorHeat(double share);

}  // namespace app
