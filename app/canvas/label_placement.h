#pragma once

#include <vector>

#include "app/canvas/edge_route.h"
#include "app/canvas/spatial_grid.h"

namespace app {

/// Puts labels on their edges, one after the other, where they lie on no node and on no other label.
class LabelPlacement {
public:
    LabelPlacement(const std::vector<QRectF>& nodes, const SpatialGrid& grid)
        : m_nodes(nodes), m_grid(grid), m_taken(128) {}

    /// Sets the place in the route; the label is not shown where there is no free one.
    void place(EdgeRoute& route, const QSizeF& size);

private:
    bool isFree(const QRectF& rect) const;

    const std::vector<QRectF>& m_nodes;
    const SpatialGrid& m_grid;
    SpatialGrid m_taken;
    std::vector<QRectF> m_labels;
};

}  // namespace app
