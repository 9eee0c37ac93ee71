#pragma once

#include <QString>

#include "simulator/estimate/estimate.h"

/// What the status line tells, as rich text made of escaped parts with bold values.
namespace app {

/// `12 services  4 contexts  3 stores`
QString countsText(const model::Project& project);
/// `Last run 280 rps  p99 41 ms ± 2  busiest order 62 %  312 USD a month`; empty without journeys.
QString runText(const simulator::RunResult& result);
/// `Estimate 280 rps  p99 41 ms  bottleneck order  312 USD a month`; empty without journeys.
QString estimateText(const simulator::Estimate& estimate);

}  // namespace app
