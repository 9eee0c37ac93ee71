#pragma once

#include <QHash>
#include <QLineF>
#include <QSet>
#include <vector>

#include "app/canvas/edge_field.h"
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
/// bundles, and grids to find things by place. A next version of a big diagram costs what differs; its edges
/// are routed when they are first looked at.
class DiagramGeometry {
public:
    DiagramGeometry();

    void setDiagram(const Diagram& diagram);
    const Diagram& diagram() const { return m_diagram; }
    const DiagramNode& node(int index) const { return m_diagram.nodes[index]; }
    const DiagramRegion& region(int index) const { return m_diagram.regions[index]; }
    const EdgeRoute& route(int edge) const { return m_edges.route(ground(), edge); }
    const std::vector<EdgeBundle>& bundles() const;

    /// -1 when there is none of that key.
    int nodeIndex(const QString& key) const { return m_nodeIndex.value(key, -1); }
    int regionIndex(const QString& key) const { return m_regionIndex.value(key, -1); }
    int edgeIndex(const QString& key) const { return m_edgeIndex.value(key, -1); }
    /// Nodes that may touch the rectangle and edges that do, in ascending order; with places for their labels
    /// unless these are not wanted.
    std::vector<int> nodesIn(const QRectF& rect) const { return m_nodeGrid.in(rect); }
    std::vector<int> edgesIn(const QRectF& rect, bool labels = true) const {
        return m_edges.in(ground(), rect, labels);
    }
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
    /// Gives an edge other points to pass while one of them is dragged.
    void bend(int edge, const std::vector<QPointF>& way);
    /// Gives a node that rectangle while it is made larger or smaller.
    void resize(const QString& key, const QRectF& rect);

private:
    EdgeGround ground() const {
        return {m_diagram.edges, m_places, m_obstacles, m_obstacleGrid, m_obstacleOf};
    }
    bool isSmall() const;
    bool hasSameParts(const Diagram& diagram) const;
    void follow(const Diagram& diagram);
    void rebuild(const Diagram& diagram);
    void reuse(const DiagramGeometry& before, EdgeField&& edges);
    void moveTo(const std::vector<int>& places, bool lightly);
    void restart(bool detours);
    void blockTitles();
    QRectF placeOf(int place) const;
    int placeIndex(const QString& key) const;
    void index();
    void rebuildGrids();
    QSet<QString> regionsAroundEnds() const;
    void updateObstacles();
    std::vector<EdgeField::Ends> endsOfEdges() const;
    std::optional<QRectF> rectOfEnd(const QString& key) const;
    void bundle() const;

    Diagram m_diagram;
    QHash<QString, int> m_nodeIndex, m_regionIndex, m_edgeIndex;
    std::vector<QRectF> m_places;  ///< Of nodes, then of regions
    SpatialGrid m_nodeGrid;
    /// What edges and labels keep clear of: nodes, or the frames of regions where edges join regions.
    std::vector<QRectF> m_obstacles;
    std::vector<int> m_obstacleOf;  ///< By place
    SpatialGrid m_obstacleGrid;
    bool m_joinsRegions = false;
    mutable EdgeField m_edges;
    mutable std::vector<EdgeBundle> m_bundles;
    mutable bool m_bundled = false;
    std::vector<int> m_dragged;  ///< Places that were moved lightly
    std::vector<int> m_bent;     ///< Edges that were bent
};

}  // namespace app
