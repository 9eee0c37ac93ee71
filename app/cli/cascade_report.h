#pragma once

#include <string>

#include "simulator/cascade/cascade.h"

namespace app {

/// What happened, in the order of time, one sentence a paragraph.
std::string cascadeReport(const simulator::Cascade& cascade, const simulator::RunResult& result);
/// The same as one JSON document.
std::string cascadeDocument(const simulator::Cascade& cascade, const simulator::RunResult& result);
/// The graph of causes in the language of Graphviz.
std::string cascadeGraph(const simulator::Cascade& cascade);

}  // namespace app
