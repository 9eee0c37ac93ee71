#include "app/canvas/diagram_geometry.h"

#include <QFontMetricsF>
#include <QLineF>
#include <algorithm>
#include <cmath>
#include <map>

#include "app/canvas/label_placement.h"
#include "app/diagram/regions.h"
#include "app/theme/theme.h"

namespace app {
namespace {

/// Beyond these, edges are not led around nodes: it would take longer than a blink.
constexpr std::size_t mostNodesForDetours = 400;
constexpr std::size_t mostEdgesForDetours = 800;
/// Up to here all edges are routed anew at each step of a drag.
constexpr std::size_t mostEdgesRoutedLive = 400;

/// Where the straight line from the rectangle's centre to a point leaves it.
QPointF leavingPoint(const QRectF& rect, const QPointF& towards) {
    const QPointF way = towards - rect.center();
    const double horizontally = std::abs(way.x()) > 1e-9 ? rect.width() / 2 / std::abs(way.x()) : 1e9;
    const double vertically = std::abs(way.y()) > 1e-9 ? rect.height() / 2 / std::abs(way.y()) : 1e9;
    return rect.center() + way * std::min({horizontally, vertically, 1.0});
}

}  // namespace

DiagramGeometry::DiagramGeometry() : m_nodeGrid(256), m_edgeGrid(512), m_obstacleGrid(256) {}

void DiagramGeometry::setDiagram(const Diagram& diagram) {
    m_diagram = diagram;
    m_dragging = false;
    index();
    m_joinsRegions =
        std::any_of(m_diagram.edges.begin(), m_diagram.edges.end(),
                    [this](const DiagramEdge& edge) { return m_regionIndex.contains(edge.from); });
    rebuildGrids();
    routeAll();
    bundle();
}

void DiagramGeometry::index() {
    m_nodeIndex.clear();
    m_regionIndex.clear();
    m_edgeIndex.clear();
    for (int i = 0; i < int(m_diagram.nodes.size()); ++i) m_nodeIndex.insert(m_diagram.nodes[i].key, i);
    for (int i = 0; i < int(m_diagram.regions.size()); ++i) m_regionIndex.insert(m_diagram.regions[i].key, i);
    for (int i = 0; i < int(m_diagram.edges.size()); ++i) m_edgeIndex.insert(m_diagram.edges[i].key, i);
}

void DiagramGeometry::rebuildGrids() {
    m_rects.clear();
    m_nodeGrid.clear();
    for (const DiagramNode& node : m_diagram.nodes) {
        m_nodeGrid.insert(int(m_rects.size()), node.rect());
        m_rects.push_back(node.rect());
    }
    updateObstacles();
}

/// The frames around those that edges join: the edges run in them.
QSet<QString> DiagramGeometry::regionsAroundEnds() const {
    QSet<QString> around;
    for (const DiagramEdge& edge : m_diagram.edges)
        for (const QString& end : {edge.from, edge.to})
            for (int at = regionIndex(end); at >= 0; at = regionIndex(m_diagram.regions[at].parent))
                around.insert(m_diagram.regions[at].parent);
    return around;
}

void DiagramGeometry::updateObstacles() {
    m_obstacles.clear();
    m_obstacleGrid.clear();
    m_obstacleIndex.clear();
    const auto add = [this](const QString& key, const QRectF& rect) {
        m_obstacleIndex.insert(key, int(m_obstacles.size()));
        m_obstacleGrid.insert(int(m_obstacles.size()), rect);
        m_obstacles.push_back(rect);
    };
    if (m_joinsRegions) {
        const QSet<QString> passed = regionsAroundEnds();
        for (const DiagramRegion& region : m_diagram.regions)
            if (!passed.contains(region.key)) add(region.key, region.rect);
    }
    for (std::size_t i = 0; i < m_rects.size(); ++i)
        if (!m_joinsRegions || !m_regionIndex.contains(m_diagram.nodes[i].region))
            add(m_diagram.nodes[i].key, m_rects[i]);
}

std::optional<QRectF> DiagramGeometry::rectOfEnd(const QString& key) const {
    if (const int node = nodeIndex(key); node >= 0) return m_rects[node];
    if (const int region = regionIndex(key); region >= 0) return m_diagram.regions[region].rect;
    return std::nullopt;
}

EdgeEnds DiagramGeometry::endsOf(const DiagramEdge& edge) const {
    return {rectOfEnd(edge.from).value_or(QRectF()), rectOfEnd(edge.to).value_or(QRectF()),
            m_obstacleIndex.value(edge.from, -1), m_obstacleIndex.value(edge.to, -1)};
}

void DiagramGeometry::routeAll() {
    std::vector<EdgeEnds> ends;
    std::vector<int> whole;
    for (int i = 0; i < int(m_diagram.edges.size()); ++i) {
        const DiagramEdge& edge = m_diagram.edges[i];
        if (!rectOfEnd(edge.from) || !rectOfEnd(edge.to)) continue;
        whole.push_back(i);
        ends.push_back(endsOf(edge));
    }
    const bool detours =
        !m_dragging && m_diagram.nodes.size() <= mostNodesForDetours && ends.size() <= mostEdgesForDetours;
    std::vector<EdgeRoute> routes = EdgeRouter(m_obstacles, m_obstacleGrid).route(ends, detours);
    m_routes.assign(m_diagram.edges.size(), {});
    for (std::size_t i = 0; i < whole.size(); ++i) m_routes[whole[i]] = std::move(routes[i]);
    placeLabels();
}

/// What has moved is filed anew and its edges are routed; what the grids still know of the places before does
/// no harm.
void DiagramGeometry::moveLightly(const QHash<QString, QPointF>& moved) {
    for (auto it = moved.begin(); it != moved.end(); ++it) {
        const int node = nodeIndex(it.key());
        if (node < 0) continue;
        m_rects[node] = m_diagram.nodes[node].rect();
        m_nodeGrid.insert(node, m_rects[node]);
        const int obstacle = m_obstacleIndex.value(it.key(), -1);
        if (obstacle < 0) continue;
        m_obstacles[obstacle] = m_rects[node];
        m_obstacleGrid.insert(obstacle, m_rects[node]);
    }
    const EdgeRouter router(m_obstacles, m_obstacleGrid);
    for (std::size_t i = 0; i < m_diagram.edges.size(); ++i) {
        const DiagramEdge& edge = m_diagram.edges[i];
        if (!moved.contains(edge.from) && !moved.contains(edge.to)) continue;
        if (!rectOfEnd(edge.from) || !rectOfEnd(edge.to)) continue;
        m_routes[i] = router.routeAlone(endsOf(edge));
        for (int piece = 1; piece < m_routes[i].line.size(); ++piece)
            m_edgeGrid.insert(int(i),
                              QRectF(m_routes[i].line[piece - 1], m_routes[i].line[piece]).normalized());
    }
}

void DiagramGeometry::placeLabels() {
    LabelPlacement placement(m_obstacles, m_obstacleGrid);
    m_edgeGrid.clear();
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        EdgeRoute& route = m_routes[i];
        if (route.line.isEmpty()) continue;
        if (!m_diagram.edges[i].label.isEmpty())
            placement.place(route, labelChipSize(m_diagram.edges[i].label));
        for (int piece = 1; piece < route.line.size(); ++piece)
            m_edgeGrid.insert(int(i), QRectF(route.line[piece - 1], route.line[piece]).normalized());
    }
}

void DiagramGeometry::bundle() {
    const auto endOf = [this](const QString& key) {
        const int node = nodeIndex(key);
        return node >= 0 && m_regionIndex.contains(m_diagram.nodes[node].region)
                   ? m_diagram.nodes[node].region
                   : key;
    };
    std::map<std::pair<QString, QString>, int> counts;
    for (const DiagramEdge& edge : m_diagram.edges) {
        QString from = endOf(edge.from), to = endOf(edge.to);
        if (from == to || !rectOfEnd(from) || !rectOfEnd(to)) continue;
        if (to < from) std::swap(from, to);
        ++counts[{from, to}];
    }
    m_bundles.clear();
    for (const auto& [ends, count] : counts) m_bundles.push_back({ends.first, ends.second, count, {}});
    alignBundles();
}

void DiagramGeometry::alignBundles() {
    for (EdgeBundle& bundle : m_bundles) {
        const QRectF from = rectOf(bundle.from), to = rectOf(bundle.to);
        bundle.line = {leavingPoint(from, to.center()), leavingPoint(to, from.center())};
    }
}

void DiagramGeometry::move(const QHash<QString, QPointF>& centres, bool keepFrames) {
    m_dragging = true;
    for (auto it = centres.begin(); it != centres.end(); ++it) {
        if (const int node = nodeIndex(it.key()); node >= 0) m_diagram.nodes[node].centre = it.value();
        if (const int region = regionIndex(it.key()); region >= 0) {
            DiagramRegion& moved = m_diagram.regions[region];
            moved.rect.moveCenter(it.value());
            moved.centre = it.value();
        }
    }
    if (!keepFrames) fitRegions(m_diagram);
    if (m_diagram.edges.size() <= mostEdgesRoutedLive && m_diagram.nodes.size() <= mostEdgesRoutedLive) {
        rebuildGrids();
        routeAll();
    } else {
        moveLightly(centres);
    }
    alignBundles();
}

void DiagramGeometry::resize(const QString& key, const QRectF& rect) {
    const int node = nodeIndex(key);
    if (node < 0) return;
    m_diagram.nodes[node].size = rect.size();
    move({{key, rect.center()}}, true);
}

int DiagramGeometry::nodeAt(const QPointF& point, double margin) const {
    int found = -1;
    m_nodeGrid.visit(QRectF(point, QSizeF(0, 0)).adjusted(-margin, -margin, margin, margin), [&](int node) {
        // What is painted last lies on top.
        if (m_rects[node].adjusted(-margin, -margin, margin, margin).contains(point))
            found = std::max(found, node);
        return true;
    });
    return found;
}

int DiagramGeometry::regionAt(const QPointF& point) const {
    // Those within others come later.
    for (int i = int(m_diagram.regions.size()) - 1; i >= 0; --i)
        if (m_diagram.regions[i].rect.contains(point)) return i;
    return -1;
}

int DiagramGeometry::edgeAt(const QPointF& point, double tolerance) const {
    int found = -1;
    double nearest = tolerance;
    m_edgeGrid.visit(QRectF(point, QSizeF(0, 0)).adjusted(-tolerance, -tolerance, tolerance, tolerance),
                     [&](int edge) {
                         const double distance = m_routes[edge].distanceTo(point);
                         if (distance <= nearest) {
                             nearest = distance;
                             found = edge;
                         }
                         return true;
                     });
    return found;
}

std::vector<int> DiagramGeometry::nodesOf(const QString& region) const {
    const QStringList within = regionsWithin(region);
    std::vector<int> nodes;
    for (int i = 0; i < int(m_diagram.nodes.size()); ++i)
        if (within.contains(m_diagram.nodes[i].region)) nodes.push_back(i);
    return nodes;
}

QStringList DiagramGeometry::regionsWithin(const QString& region) const {
    QStringList within{region};
    for (const DiagramRegion& each : m_diagram.regions)
        if (!each.parent.isEmpty() && within.contains(each.parent)) within << each.key;
    return within;
}

QRectF DiagramGeometry::bounds() const {
    QRectF bounds;
    for (const QRectF& rect : m_rects) bounds = bounds.united(rect);
    for (const DiagramRegion& region : m_diagram.regions) bounds = bounds.united(region.rect);
    for (const EdgeRoute& route : m_routes)
        if (!route.line.isEmpty()) bounds = bounds.united(route.bounds);
    return bounds;
}

QRectF DiagramGeometry::rectOf(const QString& key) const {
    if (const auto rect = rectOfEnd(key)) return *rect;
    const int edge = edgeIndex(key);
    return edge >= 0 ? m_routes[edge].bounds : QRectF();
}

QSizeF labelChipSize(const QString& label) {
    static const QFontMetricsF metrics(interFont(11));
    return {std::min(metrics.horizontalAdvance(label), 180.0) + 10, 18};
}

}  // namespace app
