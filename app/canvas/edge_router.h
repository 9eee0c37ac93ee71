#pragma once

#include <vector>

#include "app/canvas/edge_route.h"
#include "app/canvas/spatial_grid.h"

namespace app {

/// An edge between two rectangles, as the router sees it. Indices are of `obstacles`, or -1 for a rectangle
/// that is none (a region).
struct EdgeEnds {
    QRectF from, to;
    int fromObstacle = -1, toObstacle = -1;
};

/// Routes edges around rectangles: smooth curves from side to side where they are free, else a way through
/// the gaps (A* on a coarse grid) with rounded corners. Edges that share a side of a rectangle are spread
/// along it.
class EdgeRouter {
public:
    EdgeRouter(const std::vector<QRectF>& obstacles, const SpatialGrid& grid)
        : m_obstacles(obstacles), m_grid(grid) {}

    std::vector<EdgeRoute> route(const std::vector<EdgeEnds>& edges, bool detours) const;
    /// One edge by itself, without spreading: while something is dragged in a big diagram.
    EdgeRoute routeAlone(const EdgeEnds& edge) const;

private:
    const std::vector<QRectF>& m_obstacles;
    const SpatialGrid& m_grid;
};

}  // namespace app
