#include "app/canvas/way_gesture.h"

#include <QLineF>
#include <cmath>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"
#include "app/diagram/node_sizes.h"

namespace app {

namespace {

/// How near the mouse must be [px].
constexpr double wayPointReach = 8;
constexpr double wayLineReach = 5;
/// How far it must go before a press on the line adds a point [px].
constexpr double wayDragThreshold = 4;

QPointF onWayGrid(const QPointF& point) {
    return {std::round(point.x() / gridStep) * gridStep, std::round(point.y() / gridStep) * gridStep};
}

}  // namespace

int WayGesture::selectedEdge() const {
    if (!m_view.isEditable() || m_scene.marks.selection.size() != 1) return -1;
    if (detailAt(m_view.zoom()) != Detail::Full) return -1;
    return m_scene.geometry.edgeIndex(*m_scene.marks.selection.begin());
}

int WayGesture::pointAt(int edge, const QPointF& at) const {
    if (edge < 0) return -1;
    const std::vector<QPointF>& way = m_scene.geometry.diagram().edges[std::size_t(edge)].way;
    for (std::size_t i = 0; i < way.size(); ++i)
        if (QLineF(way[i], at).length() <= wayPointReach / m_view.zoom()) return int(i);
    return -1;
}

/// Behind the points that the edge passes before that place.
std::size_t WayGesture::placeInWay(int edge, const QPointF& at) const {
    const EdgeRoute& route = m_scene.geometry.route(edge);
    const std::vector<QPointF>& way = m_scene.geometry.diagram().edges[std::size_t(edge)].way;
    const double share = route.shareNear(at);
    std::size_t place = 0;
    while (place < way.size() && route.shareNear(way[place]) < share) ++place;
    return place;
}

bool WayGesture::press(const QPointF& at, bool pointsOnly) {
    const int edge = selectedEdge();
    if (edge < 0) return false;
    const int point = pointAt(edge, at);
    // What lies over the line is what is meant.
    const bool onLine = point < 0 && !pointsOnly && m_scene.geometry.nodeAt(at) < 0 &&
                        m_scene.geometry.route(edge).distanceTo(at) <= wayLineReach / m_view.zoom();
    if (point < 0 && !onLine) return false;
    m_edge = edge;
    m_key = m_scene.geometry.diagram().edges[std::size_t(edge)].key;
    m_pressed = at;
    m_moved = false;
    m_adds = onLine;
    m_point = onLine ? placeInWay(edge, at) : std::size_t(point);
    return true;
}

QPointF WayGesture::squared(const QPointF& at) const {
    const std::vector<QPointF>& way = m_scene.geometry.diagram().edges[std::size_t(m_edge)].way;
    const EdgeRoute& route = m_scene.geometry.route(m_edge);
    const QPointF before = m_point == 0 ? route.start() : way[m_point - 1];
    const QPointF after = m_point + 1 < way.size() ? way[m_point + 1] : route.tip();
    QPointF place = at;
    place.setX(std::abs(at.x() - before.x()) < std::abs(at.x() - after.x()) ? before.x() : after.x());
    QPointF other = at;
    other.setY(std::abs(at.y() - before.y()) < std::abs(at.y() - after.y()) ? before.y() : after.y());
    return QLineF(place, at).length() < QLineF(other, at).length() ? place : other;
}

void WayGesture::drag(const QPointF& at, bool square, bool free) {
    if (!m_moved && QLineF(at, m_pressed).length() * m_view.zoom() < wayDragThreshold) return;
    std::vector<QPointF> way = m_scene.geometry.diagram().edges[std::size_t(m_edge)].way;
    if (!m_moved && m_adds) way.insert(way.begin() + std::ptrdiff_t(m_point), at);
    if (!m_moved && m_adds) m_scene.geometry.bend(m_edge, way);
    m_moved = true;
    way[m_point] = square ? squared(at) : free ? at : onWayGrid(at);
    m_scene.geometry.bend(m_edge, way);
    m_scene.marks.bend = int(m_point);
    m_view.viewport()->update();
}

void WayGesture::tell(int edge, std::vector<QPointF> way) const {
    const QString key = m_scene.geometry.diagram().edges[std::size_t(edge)].key;
    emit m_view.bent(key, way);
}

void WayGesture::release() {
    const int edge = std::exchange(m_edge, -1);
    if (edge < 0 || !m_moved) return;
    tell(edge, m_scene.geometry.diagram().edges[std::size_t(edge)].way);
}

void WayGesture::cancel() {
    const int edge = std::exchange(m_edge, -1);
    if (edge < 0 || !m_moved) return;
    m_scene.geometry.bend(edge, m_scene.shown.edges[std::size_t(edge)].way);
    m_view.viewport()->update();
}

void WayGesture::hover(const QPointF& at) {
    const int point = pointAt(selectedEdge(), at);
    if (point == m_scene.marks.bend) return;
    m_scene.marks.bend = point;
    m_view.viewport()->update();
}

bool WayGesture::removeAt(const QPointF& at) {
    const int edge = selectedEdge();
    const int point = pointAt(edge, at);
    if (point < 0) return false;
    std::vector<QPointF> way = m_scene.geometry.diagram().edges[std::size_t(edge)].way;
    way.erase(way.begin() + point);
    m_scene.marks.bend = -1;
    tell(edge, std::move(way));
    return true;
}

bool WayGesture::removeHovered() {
    const int edge = selectedEdge();
    if (edge < 0 || m_scene.marks.bend < 0) return false;
    const std::vector<QPointF>& way = m_scene.geometry.diagram().edges[std::size_t(edge)].way;
    return m_scene.marks.bend < int(way.size()) && removeAt(way[std::size_t(m_scene.marks.bend)]);
}

}  // namespace app
