#pragma once

#include <vector>

#include "app/canvas/edge_path.h"
#include "app/canvas/edge_route.h"
#include "app/canvas/spatial_grid.h"

namespace app {

/// Routes single edges around rectangles: from side to side in the edge's shape where that is free, else by a
/// way through the gaps (A* on a coarse grid) with rounded corners. Where the user gave points to pass,
/// nothing is led around anything.
class EdgeRouter {
public:
    EdgeRouter(const std::vector<QRectF>& obstacles, const SpatialGrid& grid)
        : m_obstacles(obstacles), m_grid(grid) {}

    /// The sides that suit the edge, without any shift. Without `thorough` what lies in the way is not looked
    /// at.
    Docking docking(const EdgeEnds& edge, bool thorough) const;
    EdgeRoute route(const EdgeEnds& edge, const Docking& docking, bool detours) const;

private:
    const std::vector<QRectF>& m_obstacles;
    const SpatialGrid& m_grid;
};

/// One end of an edge at a side of a rectangle.
struct Berth {
    int edge = 0;
    bool atStart = false;
    double towards = 0;  ///< Where the other end lies, along the side
    double shift = 0;    ///< Where it is put, from the middle of the side
};

/// Spreads the ends along a side of that length, in the order of where they lead.
void spread(std::vector<Berth>& berths, double length);

}  // namespace app
