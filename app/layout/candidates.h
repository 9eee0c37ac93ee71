// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/engine.h"
#include "app/layout/graph.h"

namespace layout {

/// A graph with each group laid out by itself, from top to bottom: groups and lone nodes are the nodes of an
/// upper graph.
struct Blocks {
    Graph upper;
    std::size_t groups = 0;  ///< So many of its nodes, the first ones, are groups
    std::vector<int> of;     ///< The upper node of each node
    Centres inner;           ///< Of each node, relative to the centre of its block

    /// The centres of all nodes when the blocks stand there.
    Centres spread(const Centres& outer) const {
        Centres centres;
        for (std::size_t i = 0; i < of.size(); ++i)
            centres.push_back({outer[of[i]].x + inner[i].x, outer[of[i]].y + inner[i].y});
        return centres;
    }
    /// Where the blocks stand in a drawing of all nodes.
    Centres centresIn(const Centres& drawing) const {
        Centres outer(upper.sizes.size());
        for (std::size_t i = 0; i < drawing.size(); ++i)
            outer[of[i]] = {drawing[i].x - inner[i].x, drawing[i].y - inner[i].y};
        return outer;
    }
};
Blocks blocksIn(const Graph& graph, const Engine& engine);

/// The blocks laid out like nodes of one graph.
Centres layOutInTwoLevels(const Graph& graph, const Blocks& blocks, Direction direction,
                          const Engine& engine);
/// How bad a layout looks on a wide screen: long edges, edges through nodes, crossings, a tall or very flat
/// outline.
double badness(const Graph& graph, const Centres& centres);

/// The best of several layouts. No two nodes overlap; no frame overlaps another frame or a node that is not
/// its own.
Centres layOut(const Graph& graph, const Engine& engine);

}  // namespace layout
