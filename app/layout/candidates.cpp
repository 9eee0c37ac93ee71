// SPDX-License-Identifier: MIT
#include "app/layout/candidates.h"

#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "app/layout/arrange.h"
#include "app/layout/layered.h"
#include "app/layout/shelves.h"

namespace layout {
namespace {

/// Beyond these, Graphviz would take too long: clusters as one drawing; and a single drawing at all.
constexpr std::size_t mostClusteredNodes = 120;
constexpr std::size_t mostClusteredEdges = 400;
/// Clusters stretch with the distance between ranks: with a large one they become straggling.
constexpr double mostClusterRankGap = 120;
constexpr std::size_t mostDrawnNodes = 600;
constexpr std::size_t mostDrawnEdges = 600;
/// Beyond this, edges are not compared with each other.
constexpr std::size_t mostComparedEdges = 1500;
/// More blocks than these are not laid out in rows.
constexpr std::size_t mostShelvedBlocks = 60;

std::vector<int> componentsOf(std::size_t nodes, const std::vector<std::pair<int, int>>& edges, int& count) {
    std::vector<int> parent(nodes);
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](int node) {
        while (parent[node] != node) node = parent[node] = parent[parent[node]];
        return node;
    };
    for (const auto& [from, to] : edges) parent[root(from)] = root(to);
    std::vector<int> component(nodes, -1), numbers(nodes, -1);
    count = 0;
    for (int i = 0; i < int(nodes); ++i) {
        const int top = root(i);
        if (numbers[top] < 0) numbers[top] = count++;
        component[i] = numbers[top];
    }
    return component;
}

/// The part of a graph that consists of those nodes, without groups.
Graph partOf(const Graph& graph, const std::vector<int>& nodes,
             const std::vector<std::vector<int>>& successors) {
    Graph part;
    std::map<int, int> number;
    for (const int node : nodes) {
        number[node] = int(part.sizes.size());
        part.sizes.push_back(graph.sizes[node]);
        part.groups.push_back(-1);
    }
    for (const int node : nodes)
        for (const int next : successors[node])
            if (const auto found = number.find(next); found != number.end())
                part.edges.emplace_back(number[node], found->second);
    return part;
}

Centres layOutConnected(const Graph& graph, const RankOptions& options, const Engine& engine) {
    if (graph.sizes.size() == 1) return {{0, 0}};
    if (graph.sizes.size() > mostDrawnNodes || graph.edges.size() > mostDrawnEdges)
        return layOutInLayers(graph, options);
    return engine.layOut(graph, options);
}

/// Each connected part by itself, and the parts packed in rows.
Centres layOutFlat(const Graph& graph, const RankOptions& options, double aspect, const Engine& engine) {
    int count = 0;
    const std::vector<int> component = componentsOf(graph.sizes.size(), graph.edges, count);
    std::vector<std::vector<int>> members(count), successors(graph.sizes.size());
    for (int i = 0; i < int(component.size()); ++i) members[component[i]].push_back(i);
    for (const auto& [from, to] : graph.edges) successors[from].push_back(to);
    std::vector<Centres> parts;
    std::vector<Size> sizes;
    for (const std::vector<int>& nodes : members) {
        const Graph part = partOf(graph, nodes, successors);
        Centres centres = layOutConnected(part, options, engine);
        moveToOrigin(part.sizes, centres);
        Size size;
        for (std::size_t i = 0; i < centres.size(); ++i)
            size = {std::max(size.width, centres[i].x + part.sizes[i].width / 2),
                    std::max(size.height, centres[i].y + part.sizes[i].height / 2)};
        parts.push_back(std::move(centres));
        sizes.push_back(size);
    }
    const Centres places = packInRows(sizes, options.nodeGap, aspect);
    Centres centres(graph.sizes.size());
    for (std::size_t p = 0; p < parts.size(); ++p)
        for (std::size_t i = 0; i < parts[p].size(); ++i)
            centres[members[p][i]] = {places[p].x - sizes[p].width / 2 + parts[p][i].x,
                                      places[p].y - sizes[p].height / 2 + parts[p][i].y};
    return centres;
}

struct Segment {
    Point from, to;
    int a, b;  ///< The nodes at its ends
};

double cross(const Point& origin, const Point& a, const Point& b) {
    return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x);
}

bool cross(const Segment& one, const Segment& two) {
    if (one.a == two.a || one.a == two.b || one.b == two.a || one.b == two.b) return false;
    return cross(one.from, one.to, two.from) * cross(one.from, one.to, two.to) < 0 &&
           cross(two.from, two.to, one.from) * cross(two.from, two.to, one.to) < 0;
}

bool passesThrough(const Segment& segment, const Box& box) {
    constexpr int samples = 24;
    for (int i = 1; i < samples; ++i) {
        const double t = double(i) / samples;
        const Point point{segment.from.x + (segment.to.x - segment.from.x) * t,
                          segment.from.y + (segment.to.y - segment.from.y) * t};
        if (point.x > box.left() && point.x < box.right() && point.y > box.top() && point.y < box.bottom())
            return true;
    }
    return false;
}

double edgeBadness(const Graph& graph, const Centres& centres) {
    std::vector<Segment> segments;
    for (const auto& [from, to] : graph.edges)
        if (from != to) segments.push_back({centres[from], centres[to], from, to});
    double sum = 0;
    for (const Segment& segment : segments) sum += lengthOf(segment.from, segment.to);
    if (segments.size() > mostComparedEdges || graph.sizes.size() > mostDrawnNodes) return sum;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        for (int node = 0; node < int(centres.size()); ++node)
            if (node != segments[i].a && node != segments[i].b &&
                passesThrough(segments[i], {centres[node], graph.sizes[node]}))
                sum += 180;
        for (std::size_t j = i + 1; j < segments.size(); ++j)
            if (cross(segments[i], segments[j])) sum += 120;
    }
    return sum;
}

}  // namespace

Blocks blocksIn(const Graph& graph, const Engine& engine) {
    std::vector<std::vector<int>> members(std::size_t(graph.groupCount)), successors(graph.sizes.size());
    for (int i = 0; i < int(graph.sizes.size()); ++i)
        if (graph.groups[i] >= 0) members[graph.groups[i]].push_back(i);
    for (const auto& [from, to] : graph.edges) successors[from].push_back(to);
    Blocks blocks{{}, 0, std::vector<int>(graph.sizes.size(), -1), Centres(graph.sizes.size())};
    Graph& upper = blocks.upper;
    for (const std::vector<int>& nodes : members) {
        if (nodes.empty()) continue;
        const Graph part = partOf(graph, nodes, successors);
        const Centres places = layOutFlat(part, {Direction::TopToBottom, 32, 56, false}, 1.3, engine);
        std::vector<Box> boxes;
        for (std::size_t i = 0; i < nodes.size(); ++i) boxes.push_back({places[i], part.sizes[i]});
        const Box frame = frameOf(boxes, graph.frame);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            blocks.inner[nodes[i]] = {places[i].x - frame.centre.x, places[i].y - frame.centre.y};
            blocks.of[nodes[i]] = int(upper.sizes.size());
        }
        upper.sizes.push_back(frame.size);
    }
    blocks.groups = upper.sizes.size();
    for (std::size_t i = 0; i < graph.sizes.size(); ++i)
        if (blocks.of[i] < 0) {
            blocks.of[i] = int(upper.sizes.size());
            upper.sizes.push_back(graph.sizes[i]);
        }
    upper.groups.assign(upper.sizes.size(), -1);
    std::set<std::pair<int, int>> joined;
    for (const auto& [from, to] : graph.edges)
        if (blocks.of[from] != blocks.of[to] && joined.emplace(blocks.of[from], blocks.of[to]).second)
            upper.edges.emplace_back(blocks.of[from], blocks.of[to]);
    return blocks;
}

Centres layOutInTwoLevels(const Graph& graph, const Blocks& blocks, Direction direction,
                          const Engine& engine) {
    return blocks.spread(
        layOutFlat(blocks.upper, {direction, graph.blockGap, graph.rankGap, false}, 1.6, engine));
}

double badness(const Graph& graph, const Centres& centres) {
    double left = std::numeric_limits<double>::max(), top = left, right = -left, bottom = -left;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        left = std::min(left, centres[i].x - graph.sizes[i].width / 2);
        right = std::max(right, centres[i].x + graph.sizes[i].width / 2);
        top = std::min(top, centres[i].y - graph.sizes[i].height / 2);
        bottom = std::max(bottom, centres[i].y + graph.sizes[i].height / 2);
    }
    const double width = right - left, height = bottom - top;
    // What does not have a screen's shape must be shown smaller.
    const double shrinks = std::max(width / 1.6, height) / std::sqrt(std::max(1.0, width * height / 1.6));
    const double area = std::max(width / 1.6, height);
    return (edgeBadness(graph, centres) + area * std::sqrt(double(centres.size()))) * shrinks;
}

Centres layOut(const Graph& graph, const Engine& engine) {
    if (graph.sizes.empty()) return {};
    const Blocks blocks = blocksIn(graph, engine);
    std::vector<Centres> candidates;
    for (const Direction direction : {Direction::LeftToRight, Direction::TopToBottom}) {
        if (graph.direction.value_or(direction) != direction) continue;
        candidates.push_back(layOutInTwoLevels(graph, blocks, direction, engine));
        if (engine.drawsClusters && graph.groupCount > 0 && graph.rankGap <= mostClusterRankGap &&
            graph.sizes.size() <= mostClusteredNodes && graph.edges.size() <= mostClusteredEdges)
            candidates.push_back(engine.layOut(graph, {direction, 40, 72, true}));
    }
    const std::size_t drawn = candidates.size();
    for (std::size_t i = 0; graph.groupCount > 0 && i < drawn; ++i) {
        candidates.push_back(candidates[i]);
        compact(graph, candidates.back(), graph.rankGap);
    }
    if (!graph.direction && graph.groupCount > 1 && blocks.upper.sizes.size() <= mostShelvedBlocks)
        candidates.push_back(
            blocks.spread(layOutInShelves(graph, blocks, blocks.centresIn(candidates.front()))));
    const Centres* best = nullptr;
    double least = std::numeric_limits<double>::max();
    for (Centres& candidate : candidates) {
        moveToOrigin(graph.sizes, candidate);
        separate(graph, candidate, graph.blockGap / 2);
        const double value = badness(graph, candidate);
        if (value >= least) continue;
        least = value;
        best = &candidate;
    }
    return *best;
}

}  // namespace layout
