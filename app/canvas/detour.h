#pragma once

#include <QPainterPath>
#include <optional>
#include <vector>

#include "app/canvas/spatial_grid.h"

namespace app {

/// A way through the gaps between rectangles: A* on a grid of 12 units, few turns, rounded corners.
class Detour {
public:
    struct End {
        QPointF port;
        QPointF outward;  ///< Unit vector away from the node
    };

    Detour(const std::vector<QRectF>& obstacles, const SpatialGrid& grid)
        : m_obstacles(obstacles), m_grid(grid) {}

    /// Nothing when there is no way, or none within the effort that is worth it.
    std::optional<QPainterPath> find(const End& from, const End& to) const;

private:
    const std::vector<QRectF>& m_obstacles;
    const SpatialGrid& m_grid;
};

}  // namespace app
