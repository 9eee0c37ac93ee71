// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "app/layout/graph.h"

namespace layout {

enum class Direction { LeftToRight, TopToBottom };

/// What dot is told about the distances.
struct DotOptions {
    Direction direction = Direction::LeftToRight;
    double nodeGap = 32;    ///< Within a rank
    double rankGap = 72;    ///< Between ranks
    bool clusters = false;  ///< Groups as clusters of one drawing; else they are not heeded
};

/// The centres that Graphviz' dot finds; throws std::runtime_error when it finds none.
Centres layOutByDot(const Graph& graph, const DotOptions& options);

}  // namespace layout
