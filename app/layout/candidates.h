// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/dot.h"
#include "app/layout/graph.h"

namespace layout {

/// Lays out each group by itself from top to bottom, then the groups and lone nodes like nodes of one graph.
Centres layOutInTwoLevels(const Graph& graph, Direction direction);

/// How bad a layout looks on a wide screen: long edges, edges through nodes, crossings, a tall or very flat
/// outline.
double badness(const Graph& graph, const Centres& centres);

/// The best of several layouts. No two nodes overlap; no frame overlaps another frame or a node that is not
/// its own.
Centres layOut(const Graph& graph);

}  // namespace layout
