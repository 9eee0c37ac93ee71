#include "model/graph/digraph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace model {

namespace {

using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Nodes = std::vector<std::size_t>;
constexpr std::size_t unseenNode = ~std::size_t{0};

Nodes wayBack(std::size_t start, std::size_t last, const Nodes& cameFrom) {
    Nodes way;
    for (std::size_t node = last; node != start; node = cameFrom[node]) way.push_back(node);
    way.push_back(start);
    std::reverse(way.begin(), way.end());
    return way;
}

/// The shortest way from `start` back to itself, breadth first within its strongly connected part; empty when
/// there is none.
Nodes shortestCycleFrom(std::size_t start, const BoostGraph& graph, const std::vector<int>& parts) {
    Nodes cameFrom(boost::num_vertices(graph), unseenNode);
    Nodes queue{start};
    for (std::size_t next = 0; next < queue.size(); ++next) {
        auto [edge, end] = boost::out_edges(queue[next], graph);
        for (; edge != end; ++edge) {
            const std::size_t to = boost::target(*edge, graph);
            if (to == start) return wayBack(start, queue[next], cameFrom);
            if (parts[to] != parts[start] || cameFrom[to] != unseenNode) continue;
            cameFrom[to] = queue[next];
            queue.push_back(to);
        }
    }
    return {};
}

}  // namespace

std::vector<Nodes> shortestCycles(const Digraph& graph) {
    const BoostGraph boostGraph(graph.edges.begin(), graph.edges.end(), graph.size);
    std::vector<int> parts(graph.size, 0);
    if (graph.size == 0) return {};
    const int count = boost::strong_components(
        boostGraph,
        boost::make_iterator_property_map(parts.begin(), boost::get(boost::vertex_index, boostGraph)));
    std::vector<Nodes> shortest(static_cast<std::size_t>(count));
    for (std::size_t node = 0; node < graph.size; ++node) {
        Nodes& best = shortest[static_cast<std::size_t>(parts[node])];
        if (best.size() == 1) continue;
        Nodes cycle = shortestCycleFrom(node, boostGraph, parts);
        if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
    }
    std::erase_if(shortest, [](const Nodes& cycle) { return cycle.empty(); });
    std::sort(shortest.begin(), shortest.end());
    return shortest;
}

}  // namespace model
