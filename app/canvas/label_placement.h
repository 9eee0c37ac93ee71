#pragma once

#include <vector>

#include "app/canvas/edge_route.h"
#include "app/canvas/spatial_grid.h"

namespace app {

/// Puts labels on their edges where they lie on no node, no title and no other label: along the line, beside
/// it, then the same with less of the text. Where there is no room a label is only shown while its edge is
/// looked at.
class LabelPlacement {
public:
    LabelPlacement() : m_taken(128), m_titleGrid(256) {}

    /// Forgets all labels of so many edges.
    void clear(std::size_t edges);
    /// What labels keep clear of besides nodes.
    void setTitles(std::vector<QRectF> titles);
    /// Sets the place in the route of that edge.
    void place(int edge, EdgeRoute& route, const QSizeF& size, const std::vector<QRectF>& nodes,
               const SpatialGrid& grid);
    /// Takes the place that the route has.
    void keep(int edge, const EdgeRoute& route);
    void remove(int edge) { m_labels[std::size_t(edge)] = {}; }

private:
    struct Ground {
        const std::vector<QRectF>& nodes;
        const SpatialGrid& grid;
    };
    bool isFree(const QRectF& rect, const Ground& ground) const;
    bool placeAlong(EdgeRoute& route, const QSizeF& size, const Ground& ground) const;

    SpatialGrid m_taken;
    std::vector<QRectF> m_labels;  ///< By edge; null where none is shown
    SpatialGrid m_titleGrid;
    std::vector<QRectF> m_titles;
};

}  // namespace app
