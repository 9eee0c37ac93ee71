#pragma once

#include <string>

#include "app/cli/json_writer.h"
#include "simulator/run_result.h"

namespace app {

/// Whether the hypothesis of a scenario held, as text for people: nothing where none was stated.
std::string steadyStateText(const simulator::SteadyStateResult& steady);

/// The same as a member `steady_state` of the open object.
void writeSteadyState(JsonWriter& json, const simulator::SteadyStateResult& steady);

}  // namespace app
