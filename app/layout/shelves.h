// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/candidates.h"

namespace layout {

/// Centres of the blocks: groups in rows about as wide as a screen is, tops aligned, in the order that makes
/// the edges between them shortest; lone nodes beside what they are joined to, where room is left. `first`
/// are the centres of the blocks in another drawing.
Centres layOutInShelves(const Graph& graph, const Blocks& blocks, const Centres& first);

/// How long an edge seems: people read from the left to the right and downwards.
double lengthOf(const Point& from, const Point& to);

}  // namespace layout
