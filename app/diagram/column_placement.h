#pragma once

#include <vector>

#include "app/diagram/diagram.h"

namespace app {

/// Columns of nodes, by their positions in the diagram, from the left to the right.
using NodeColumns = std::vector<std::vector<int>>;

/// Gives all nodes places in columns: those of the column `anchor` in their order, those of the others beside
/// what they are connected to. A long column is parted into several.
void placeInColumns(Diagram& diagram, const NodeColumns& columns, std::size_t anchor);

/// Takes the places of the layout; a diagram of which the layout has none stands in columns.
void placeInColumns(Diagram& diagram, const model::Layout& layout, const NodeColumns& columns,
                    std::size_t anchor);

}  // namespace app
