#pragma once

#include <string>

#include "simulator/experiment/sweep.h"

namespace app {

/// A sweep as a table for people: the parameters and the most important figures of each point.
std::string sweepReport(const simulator::Sweep& sweep, const simulator::SweepTable& table);
/// All figures as comma-separated values (RFC 4180).
std::string sweepCsv(const simulator::Sweep& sweep, const simulator::SweepTable& table);
/// All figures as a JSON document.
std::string sweepDocument(const simulator::Sweep& sweep, const simulator::SweepTable& table);

}  // namespace app
