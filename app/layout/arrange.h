// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/graph.h"

namespace layout {

/// The frame around the boxes of a group.
Box frameOf(const std::vector<Box>& boxes, const Margins& margins);

/// Moves each centre by the same amount, so that the boxes' top left corner is the origin.
void moveToOrigin(const std::vector<Size>& sizes, Centres& centres);

/// Packs boxes in rows, about `aspect` times as wide as high; gives their centres.
Centres packInRows(const std::vector<Size>& sizes, double gap, double aspect);

/// Pulls whole groups and lone nodes to the left, then up, as far as they come: what was beside or below
/// another stays there, `gap` apart.
void compact(const Graph& graph, Centres& centres, double gap);

/// Moves whole groups and lone nodes to the right or down until no frame overlaps another or a stray node.
/// Positions become multiples of 8.
void separate(const Graph& graph, Centres& centres, double gap);

}  // namespace layout
