// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>

#include "app/layout/graph.h"

/// What lintel-layout reads and writes: lines of ASCII words.
///
///     lintel-layout 1
///     frame 24 40 24 24     how far a group's frame stands off its nodes: left, top, right, bottom
///     spacing 48 80         how far groups stand apart: side by side, one after the other
///     direction right       where edges lead to: right or down; either, when the line is missing
///     groups 2              how many groups there are
///     node 164 58 0         width, height, and the group (or -1); the first node is number 0
///     node 130 48 -1
///     edge 0 1              from node to node
///     end
///
/// The answer has one line for each node, in their order, with its centre (y grows downwards), or one line
/// that says what is wrong, with exit code 1:
///
///     at 82 69              error line 4: ...
///     at 300 69
///     end
namespace layout {

inline constexpr int mostNodes = 20'000;
inline constexpr int mostEdges = 200'000;
inline constexpr double largestSize = 10'000;

/// Input that does not keep to the format; the text says where and what was expected.
struct BadInput : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws BadInput.
Graph readGraph(std::istream& input);
void writeCentres(std::ostream& output, const Centres& centres);

}  // namespace layout
