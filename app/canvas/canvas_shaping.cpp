// How sizes and ends of edges are dragged, and frames collapsed.
#include <QLineF>
#include <cmath>

#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"
#include "app/canvas/message_painter.h"
#include "app/canvas/snapping.h"
#include "app/canvas/trace_painter.h"
#include "app/diagram/appearance.h"
#include "app/diagram/node_sizes.h"

namespace app {
namespace {

/// How near the mouse must come to a grip or the end of an edge [px].
constexpr double shapeReach = 6;
constexpr double endReach = 8;
constexpr double sizeReach = 5;

double toGrid(double value) {
    return std::round(value / gridStep) * gridStep;
}

}  // namespace

const DiagramNode* CanvasInput::grippedNode() const {
    const int node = m_scene.geometry.nodeIndex(m_scene.marks.gripped);
    return m_scene.marks.gripped.isEmpty() || node < 0 ? nullptr : &m_scene.geometry.node(node);
}

void CanvasInput::markEditing() {
    CanvasMarks& marks = m_scene.marks;
    marks.editable = m_view.isEditable();
    marks.gripped.clear();
    marks.attachable.clear();
    if (!m_view.isEditable() || m_view.tool() != selectTool || marks.selection.size() != 1 ||
        detailAt(m_view.zoom()) != Detail::Full)
        return;
    const QString key = *marks.selection.begin();
    const int node = m_scene.geometry.nodeIndex(key), edge = m_scene.geometry.edgeIndex(key);
    if (node >= 0 && !m_scene.geometry.node(node).locked && !isMessage(m_scene.geometry.node(node).shape))
        marks.gripped = key;
    else if (edge >= 0 && m_scene.geometry.diagram().edges[edge].style != EdgeStyle::About)
        marks.attachable = key;
}

/// Whether the press takes hold of something else than elements.
bool CanvasInput::pressShape(const QPointF& at) {
    if (const QString key = foldSpotAt(at); !key.isEmpty()) {
        emit m_view.foldRequested({key}, m_scene.geometry.regionIndex(key) >= 0);
        return true;
    }
    markEditing();
    return startResize(at) || startAttach(at);
}

QString CanvasInput::foldSpotAt(const QPointF& at) const {
    if (m_view.zoom() < 0.25) return {};
    const double reach = foldSpotRadius / m_view.zoom();
    const auto isOn = [&](const QRectF& rect) {
        return QLineF(foldSpotOf(rect, m_view.zoom()), at).length() <= reach;
    };
    if (const int node = m_scene.geometry.nodeAt(at, reach); node >= 0)
        if (m_scene.geometry.node(node).folded && isOn(m_scene.geometry.node(node).rect()))
            return m_scene.geometry.node(node).key;
    const int region = m_scene.geometry.regionIndex(m_scene.marks.foldable);
    return region >= 0 && isOn(m_scene.geometry.region(region).rect) ? m_scene.marks.foldable : QString();
}

bool CanvasInput::startResize(const QPointF& at) {
    const DiagramNode* node = grippedNode();
    const auto grip = node ? gripAt(node->rect(), at, shapeReach / m_view.zoom()) : std::nullopt;
    if (!grip) return false;
    m_gesture = Gesture::Resize;
    m_grip = *grip;
    m_shaped = node->key;
    m_rectBefore = node->rect();
    return true;
}

void CanvasInput::resizeTo(const QPointF& at, Qt::KeyboardModifiers modifiers) {
    const int index = m_scene.geometry.nodeIndex(m_shaped);
    if (index < 0) return cancel();
    const Resizing how{m_grip, leastSize(m_scene.geometry.node(index)), bool(modifiers & Qt::ShiftModifier),
                       bool(modifiers & Qt::AltModifier)};
    QRectF rect = resized(m_rectBefore, how, at - m_pressed);
    if (!how.keepsRatio) {
        // The size of a neighbour, else one of the grid; the shift that leads there.
        const QSizeF near =
            snappedSize({m_scene.geometry, {m_shaped}, sizeReach / std::min(1.0, m_view.zoom())}, rect);
        const QSizeF size(near.width() != rect.width() ? near.width() : toGrid(rect.width()),
                          near.height() != rect.height() ? near.height() : toGrid(rect.height()));
        const double twice = how.fromCentre ? 2 : 1;
        rect = resized(m_rectBefore, how,
                       {m_grip.across * (size.width() - m_rectBefore.width()) / twice,
                        m_grip.down * (size.height() - m_rectBefore.height()) / twice});
    }
    m_scene.geometry.resize(m_shaped, rect);
    m_scene.traces.remark = QStringLiteral("%1 × %2").arg(qRound(rect.width())).arg(qRound(rect.height()));
    m_scene.traces.remarkAt = {rect.center().x(), rect.bottom()};
    m_view.viewport()->update();
}

void CanvasInput::finishResize() {
    const QString key = m_shaped;
    const QRectF rect = m_scene.geometry.rectOf(key), before = m_rectBefore;
    endGesture();
    m_scene.geometry.setDiagram(m_scene.shown);
    m_view.viewport()->update();
    if (rect != before && !rect.isNull()) emit m_view.resized(key, rect);
}

/// The right and lower borders go by one step of the grid.
void CanvasInput::resizeByKeys(const QPointF& way) {
    markEditing();
    const DiagramNode* node = grippedNode();
    if (!node) return;
    const Resizing how{{1, 1}, leastSize(*node), false, false};
    const QRectF before = node->rect();
    const QRectF rect = resized(before, how, way * gridStep);
    if (rect != before) emit m_view.resized(QString(node->key), rect);
}

bool CanvasInput::startAttach(const QPointF& at) {
    const int edge = m_scene.geometry.edgeIndex(m_scene.marks.attachable);
    if (m_scene.marks.attachable.isEmpty() || edge < 0) return false;
    const EdgeRoute& route = m_scene.geometry.route(edge);
    if (route.line.size() < 2) return false;
    const double reach = endReach / m_view.zoom();
    const bool start = QLineF(route.start(), at).length() <= reach;
    if (!start && QLineF(route.tip(), at).length() > reach) return false;
    const DiagramEdge& held = m_scene.geometry.diagram().edges[edge];
    m_gesture = Gesture::Attach;
    m_attachesStart = start;
    m_shaped = held.key;
    m_from = start ? held.to : held.from;
    m_pressed = start ? route.tip() : route.start();
    dragAttach(at);
    return true;
}

void CanvasInput::dragAttach(const QPointF& at) {
    m_scene.traces.connection = QLineF(m_pressed, at);
    const QString target = targetAt(at);
    m_scene.marks.dropTarget = target == m_from ? QString() : target;
    m_view.viewport()->update();
}

void CanvasInput::finishAttach() {
    const QString edge = m_shaped, kept = m_from, target = m_scene.marks.dropTarget;
    const bool start = m_attachesStart;
    const int index = m_scene.geometry.edgeIndex(edge);
    endGesture();
    m_view.viewport()->update();
    if (target.isEmpty() || index < 0) return;
    const DiagramEdge& held = m_scene.geometry.diagram().edges[index];
    if (target == (start ? held.from : held.to)) return;
    emit m_view.reattachRequested(edge, start ? target : kept, start ? kept : target);
}

}  // namespace app
