// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace layout {

struct Point {
    double x = 0, y = 0;
};

struct Size {
    double width = 0, height = 0;
};

/// A rectangle by its centre; y grows downwards.
struct Box {
    Point centre;
    Size size;

    double left() const { return centre.x - size.width / 2; }
    double right() const { return centre.x + size.width / 2; }
    double top() const { return centre.y - size.height / 2; }
    double bottom() const { return centre.y + size.height / 2; }
    bool overlaps(const Box& other, double gap) const {
        return left() < other.right() + gap && other.left() < right() + gap && top() < other.bottom() + gap &&
               other.top() < bottom() + gap;
    }
};

/// How much a group's frame is larger than what it encloses.
struct Margins {
    double left = 24, top = 40, right = 24, bottom = 24;
};

/// Where edges lead to.
enum class Direction { LeftToRight, TopToBottom };

/// What is to be laid out: rectangles, some of them in groups, and the edges between them.
struct Graph {
    std::vector<Size> sizes;
    std::vector<int> groups;  ///< Of each node; -1 for none
    int groupCount = 0;
    std::vector<std::pair<int, int>> edges;
    Margins frame;
    double blockGap = 48;                     ///< Between groups side by side
    double rankGap = 80;                      ///< Between groups one after the other
    std::optional<Direction> direction = {};  ///< None: whichever looks better
};

using Centres = std::vector<Point>;

}  // namespace layout
