#pragma once

#include <QHash>
#include <QLineF>
#include <QSet>
#include <vector>

#include "app/canvas/edge_route.h"
#include "app/canvas/edge_router.h"
#include "app/canvas/spatial_grid.h"
#include "app/diagram/diagram.h"

namespace app {

/// All edges between two contexts (or nodes outside of any), as one line: what is drawn from far away.
struct EdgeBundle {
    QString from, to;
    int count = 0;
    QLineF line;  ///< From border to border
};

/// A diagram with everything that painting it and pointing at it needs: routes of edges, places of labels,
/// bundles, and grids to find things by place.
class DiagramGeometry {
public:
    DiagramGeometry();

    void setDiagram(const Diagram& diagram);
    const Diagram& diagram() const { return m_diagram; }
    const DiagramNode& node(int index) const { return m_diagram.nodes[index]; }
    const DiagramRegion& region(int index) const { return m_diagram.regions[index]; }
    const std::vector<EdgeRoute>& routes() const { return m_routes; }
    const std::vector<EdgeBundle>& bundles() const { return m_bundles; }

    /// -1 when there is none of that key.
    int nodeIndex(const QString& key) const { return m_nodeIndex.value(key, -1); }
    int regionIndex(const QString& key) const { return m_regionIndex.value(key, -1); }
    int edgeIndex(const QString& key) const { return m_edgeIndex.value(key, -1); }
    /// Nodes and edges that may touch the rectangle, in ascending order.
    std::vector<int> nodesIn(const QRectF& rect) const { return m_nodeGrid.in(rect); }
    std::vector<int> edgesIn(const QRectF& rect) const { return m_edgeGrid.in(rect); }
    int nodeAt(const QPointF& point, double margin = 0) const;
    int regionAt(const QPointF& point) const;
    int edgeAt(const QPointF& point, double tolerance) const;
    /// The nodes in the region and in all regions within it.
    std::vector<int> nodesOf(const QString& region) const;
    /// The region and all within it, from the outside to the inside.
    QStringList regionsWithin(const QString& region) const;
    /// Of everything; empty when there is nothing.
    QRectF bounds() const;
    /// The rectangle of a node, region or edge; null when there is none of that key.
    QRectF rectOf(const QString& key) const;

    /// Moves nodes and empty regions while they are dragged. With `keepFrames` the frames of regions stay as
    /// they are.
    void move(const QHash<QString, QPointF>& centres, bool keepFrames);
    /// Gives a node that rectangle while it is made larger or smaller.
    void resize(const QString& key, const QRectF& rect);

private:
    void index();
    void rebuildGrids();
    QSet<QString> regionsAroundEnds() const;
    void updateObstacles();
    EdgeEnds endsOf(const DiagramEdge& edge) const;
    std::optional<QRectF> rectOfEnd(const QString& key) const;
    void routeAll();
    void moveLightly(const QHash<QString, QPointF>& moved);
    void placeLabels();
    void bundle();
    void alignBundles();

    Diagram m_diagram;
    QHash<QString, int> m_nodeIndex, m_regionIndex, m_edgeIndex;
    std::vector<QRectF> m_rects;  ///< Of nodes
    SpatialGrid m_nodeGrid, m_edgeGrid;
    /// What edges and labels keep clear of: nodes, or the frames of regions where edges join regions.
    std::vector<QRectF> m_obstacles;
    QHash<QString, int> m_obstacleIndex;
    SpatialGrid m_obstacleGrid;
    bool m_joinsRegions = false;
    std::vector<EdgeRoute> m_routes;
    std::vector<EdgeBundle> m_bundles;
    bool m_dragging = false;
};

/// The size of the chip that an edge's label stands on.
QSizeF labelChipSize(const QString& label);

}  // namespace app
