// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/engine.h"

namespace layout {

/// The centres that Graphviz' dot finds; throws std::runtime_error when it finds none.
Centres layOutByDot(const Graph& graph, const RankOptions& options);

Engine dotEngine();

}  // namespace layout
