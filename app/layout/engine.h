// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "app/layout/graph.h"

namespace layout {

/// What is told about the distances in one drawing.
struct RankOptions {
    Direction direction = Direction::LeftToRight;
    double nodeGap = 32;    ///< Within a rank
    double rankGap = 72;    ///< Between ranks
    bool clusters = false;  ///< Groups as clusters of one drawing; else they are not heeded
};

/// Who lays out a single drawing in ranks: Graphviz, or our own.
struct Engine {
    std::function<Centres(const Graph&, const RankOptions&)> layOut;
    bool drawsClusters = false;
};

}  // namespace layout
