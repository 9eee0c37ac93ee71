#pragma once

#include <string>

#include "simulator/experiment/metastable.h"

namespace app {

/// Where the system is stable and where it is not, the smallest trigger, and what heals, as text for people.
std::string metastableReport(const simulator::Metastability& found);
/// The same as one JSON document.
std::string metastableDocument(const simulator::Metastability& found);

}  // namespace app
