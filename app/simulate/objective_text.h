#pragma once

#include <QString>

#include "model/scenario.h"
#include "simulator/run_result.h"

namespace app {

/// `p99 at most 500 ms`, `at least 99.9 %`, `at most 500 USD/month`: what an objective asks for.
QString goalText(const model::Objective& objective, const std::string& currency);
/// `3.0 s ± 0.1, should be at most 500 ms`: what was observed, and the limit.
QString observedText(const simulator::ObjectiveResult& objective);
/// The interval of what was observed, or why there is none.
QString observedTip(const simulator::ObjectiveResult& objective);

}  // namespace app
