#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace model {

/// A directed graph of the nodes 0 to `size` - 1. Edges may repeat and may lead back to their own node.
struct Digraph {
    std::size_t size = 0;
    std::vector<std::pair<std::size_t, std::size_t>> edges;
};

/// One shortest cycle of each strongly connected part that has any: it starts at a smallest node of the part
/// that lies on a cycle of that length, and lists each node once. Ordered by first node. O(nodes x edges).
/// Strongly connected parts: Tarjan, Depth-first search and linear graph algorithms, 1972.
std::vector<std::vector<std::size_t>> shortestCycles(const Digraph& graph);

}  // namespace model
