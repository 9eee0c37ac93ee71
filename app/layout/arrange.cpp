// SPDX-License-Identifier: MIT
#include "app/layout/arrange.h"

#include <cmath>
#include <limits>

namespace layout {
namespace {

constexpr double step = 8;

double rounded(double value) {
    return std::round(value / step) * step;
}
double roundedUp(double value) {
    return std::ceil(value / step) * step;
}

/// A group with its frame, or a node outside of all groups: what moves as one.
struct Block {
    Box box;
    std::vector<int> nodes;
    Point from = {};  ///< Where its centre was before
};

std::vector<Block> blocksOf(const Graph& graph, const Centres& centres) {
    std::vector<std::vector<int>> members(std::size_t(graph.groupCount));
    std::vector<Block> blocks;
    for (int i = 0; i < int(graph.sizes.size()); ++i) {
        if (graph.groups[i] < 0)
            blocks.push_back({{centres[i], graph.sizes[i]}, {i}, {}});
        else
            members[graph.groups[i]].push_back(i);
    }
    for (const std::vector<int>& nodes : members) {
        if (nodes.empty()) continue;
        std::vector<Box> boxes;
        for (const int node : nodes) boxes.push_back({centres[node], graph.sizes[node]});
        blocks.push_back({frameOf(boxes, graph.frame), nodes, {}});
    }
    return blocks;
}

/// Moves the block to the right or down, whichever is nearer, past the first one that it overlaps.
bool pushPast(Block& block, const std::vector<Block>& placed, double gap) {
    for (const Block& other : placed) {
        if (!block.box.overlaps(other.box, gap)) continue;
        const double right = roundedUp(other.box.right() + gap - block.box.left());
        const double down = roundedUp(other.box.bottom() + gap - block.box.top());
        if (right <= down)
            block.box.centre.x += right;
        else
            block.box.centre.y += down;
        return true;
    }
    return false;
}

/// Pulls blocks towards the border, the nearest first, until they meet what is there already.
void pull(std::vector<Block>& blocks, bool toTheLeft, double gap) {
    const auto near = [=](const Block& block) { return toTheLeft ? block.box.left() : block.box.top(); };
    const auto far = [=](const Block& block) { return toTheLeft ? block.box.right() : block.box.bottom(); };
    const auto inTheWay = [=](const Block& one, const Block& other) {
        return toTheLeft
                   ? one.box.top() < other.box.bottom() + gap && other.box.top() < one.box.bottom() + gap
                   : one.box.left() < other.box.right() + gap && other.box.left() < one.box.right() + gap;
    };
    std::stable_sort(blocks.begin(), blocks.end(),
                     [&](const Block& a, const Block& b) { return near(a) < near(b); });
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        double border = near(blocks.front());
        for (std::size_t before = 0; before < i; ++before)
            if (inTheWay(blocks[i], blocks[before])) border = std::max(border, far(blocks[before]) + gap);
        const double way = std::min(0.0, border - near(blocks[i]));
        (toTheLeft ? blocks[i].box.centre.x : blocks[i].box.centre.y) += way;
    }
}

}  // namespace

Box frameOf(const std::vector<Box>& boxes, const Margins& margins) {
    double left = std::numeric_limits<double>::max(), top = left, right = -left, bottom = -left;
    for (const Box& box : boxes) {
        left = std::min(left, box.left());
        top = std::min(top, box.top());
        right = std::max(right, box.right());
        bottom = std::max(bottom, box.bottom());
    }
    left -= margins.left;
    top -= margins.top;
    right += margins.right;
    bottom += margins.bottom;
    return {{(left + right) / 2, (top + bottom) / 2}, {right - left, bottom - top}};
}

void moveToOrigin(const std::vector<Size>& sizes, Centres& centres) {
    if (centres.empty()) return;
    double left = std::numeric_limits<double>::max(), top = left;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        left = std::min(left, centres[i].x - sizes[i].width / 2);
        top = std::min(top, centres[i].y - sizes[i].height / 2);
    }
    for (Point& centre : centres) centre = {centre.x - left, centre.y - top};
}

Centres packInRows(const std::vector<Size>& sizes, double gap, double aspect) {
    double area = 0, widest = 0;
    for (const Size& size : sizes) {
        area += (size.width + gap) * (size.height + gap);
        widest = std::max(widest, size.width);
    }
    const double width = std::max(widest, std::sqrt(area * aspect));
    Centres centres;
    double x = 0, y = 0, rowHeight = 0;
    for (const Size& size : sizes) {
        if (x > 0 && x + size.width > width + 1) {
            x = 0;
            y += rowHeight + gap;
            rowHeight = 0;
        }
        centres.push_back({x + size.width / 2, y + size.height / 2});
        x += size.width + gap;
        rowHeight = std::max(rowHeight, size.height);
    }
    return centres;
}

void compact(const Graph& graph, Centres& centres, double gap) {
    std::vector<Block> blocks = blocksOf(graph, centres);
    if (blocks.size() < 2) return;
    for (Block& block : blocks) block.from = block.box.centre;
    pull(blocks, true, gap);
    pull(blocks, false, gap);
    for (const Block& block : blocks)
        for (const int node : block.nodes)
            centres[node] = {centres[node].x + block.box.centre.x - block.from.x,
                             centres[node].y + block.box.centre.y - block.from.y};
}

void separate(const Graph& graph, Centres& centres, double gap) {
    for (Point& centre : centres) centre = {rounded(centre.x), rounded(centre.y)};
    std::vector<Block> blocks = blocksOf(graph, centres);
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) {
        return a.box.left() + a.box.top() < b.box.left() + b.box.top();
    });
    std::vector<Block> placed;
    for (Block& block : blocks) {
        const Point before = block.box.centre;
        while (pushPast(block, placed, gap)) {
        }
        const Point shift{block.box.centre.x - before.x, block.box.centre.y - before.y};
        for (const int node : block.nodes)
            centres[node] = {centres[node].x + shift.x, centres[node].y + shift.y};
        placed.push_back(block);
    }
}

}  // namespace layout
