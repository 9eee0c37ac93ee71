#pragma once

#include <vector>

#include "exporters/exporter.h"

namespace exporters {

/// What all C++ skeletons share, below `gen/cpp/lintel_runtime/`: the server with health, reflection and
/// drain; channels with call policies; admission of requests to workers; the execution of modelled behaviour.
std::vector<File> cppRuntimeFiles();

}  // namespace exporters
