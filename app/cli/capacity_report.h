#pragma once

#include <string>

#include "simulator/experiment/capacity.h"

namespace app {

/// The plan, what binds and what it costs, or why there is none, as text for people.
std::string capacityReport(const simulator::Capacity& plan);
/// The same as one JSON document.
std::string capacityDocument(const simulator::Capacity& plan);

}  // namespace app
