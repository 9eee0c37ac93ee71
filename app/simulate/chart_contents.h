#pragma once

#include <string>

#include "app/simulate/chart.h"
#include "app/simulate/run_names.h"
#include "simulator/run_result.h"

/// What the charts of a run show: values made from a result.
namespace app {

/// The flow that the charts are about: a journey or operation, or all journeys together when empty.
ChartContent throughputContent(const simulator::RunResult& result, const RunNames& names,
                               const std::string& flow, const Theme& theme);
/// Of the busiest journey when the flow is empty: quantiles do not add up.
ChartContent latencyContent(const simulator::RunResult& result, const RunNames& names,
                            const std::string& flow, const Theme& theme);
ChartContent errorContent(const simulator::RunResult& result, const RunNames& names, const std::string& flow,
                          const Theme& theme);
/// The stations that were busiest in their worst interval.
ChartContent utilisationContent(const simulator::RunResult& result, const RunNames& names,
                                const Theme& theme);

}  // namespace app
