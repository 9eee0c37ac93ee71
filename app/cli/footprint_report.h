#pragma once

#include <string>

#include "app/cli/json_writer.h"
#include "simulator/run_result.h"

namespace app {

/// Costs, energy and carbon as text for people: a table and what it does not contain.
std::string footprintText(const simulator::FootprintResult& footprint);

/// The same as a member `footprint` of the open object.
void writeFootprint(JsonWriter& json, const simulator::FootprintResult& footprint);

}  // namespace app
