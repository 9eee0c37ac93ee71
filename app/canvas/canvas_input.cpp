#include "app/canvas/canvas_input.h"

#include <QLineF>
#include <QMouseEvent>
#include <QScrollBar>
#include <cmath>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"
#include "app/canvas/snapping.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"

namespace app {
namespace {

/// How far the mouse must go before a press becomes a drag [px].
constexpr int dragThreshold = 4;
constexpr double handleReach = 9;
constexpr double guideReach = 5;
constexpr double gripReach = 6;

bool isNodeKey(const DiagramScene& scene, const QString& key) {
    return scene.geometry.nodeIndex(key) >= 0;
}
bool isRegionKey(const DiagramScene& scene, const QString& key) {
    return scene.geometry.regionIndex(key) >= 0;
}

}  // namespace

QPointF CanvasInput::toScene(const QPointF& viewportPoint) const {
    return m_view.viewportTransform().inverted().map(viewportPoint);
}

bool CanvasInput::canConnectFrom(const QString& key) const {
    if (!m_view.isEditable() || key.isEmpty()) return false;
    if (const int node = m_scene.geometry.nodeIndex(key); node >= 0)
        return m_scene.geometry.node(node).connects;
    const int region = m_scene.geometry.regionIndex(key);
    return region >= 0 && m_scene.geometry.region(region).connects;
}

QString CanvasInput::hoveredAt(const QPointF& at) const {
    // The handles stick out of the element: it stays hovered while the mouse is on one.
    if (isOnHandle(at)) return m_scene.marks.hovered;
    if (const int node = m_scene.geometry.nodeAt(at, 2 / m_view.zoom()); node >= 0)
        return m_scene.geometry.node(node).key;
    if (const int region = m_scene.geometry.regionAt(at);
        region >= 0 && m_scene.geometry.region(region).handles)
        return m_scene.geometry.region(region).key;
    if (const int edge = m_scene.geometry.edgeAt(at, 6 / m_view.zoom()); edge >= 0 && m_view.zoom() >= 0.4)
        return m_scene.geometry.diagram().edges[edge].key;
    return {};
}

bool CanvasInput::isOnHandle(const QPointF& at) const {
    if (!m_scene.marks.handles || m_view.zoom() < 0.4) return false;
    const QRectF rect = m_scene.geometry.rectOf(m_scene.marks.hovered);
    if (rect.isNull()) return false;
    for (const QPointF& handle :
         DiagramPainter::handlesOf(DiagramPainter::handleRect(m_scene.marks, rect, m_view.zoom())))
        if (QLineF(handle, at).length() <= handleReach / m_view.zoom()) return true;
    return false;
}

void CanvasInput::hover(const QPointF& at) {
    m_way.hover(at);
    const QString hovered = hoveredAt(at);
    const bool handles = canConnectFrom(hovered) && m_view.tool() == selectTool;
    if (hovered != m_scene.marks.hovered || handles != m_scene.marks.handles) {
        m_scene.marks.hovered = hovered;
        m_scene.marks.handles = handles;
        m_view.viewport()->update();
    }
    if (const QString foldable = foldableAt(at); foldable != m_scene.marks.foldable) {
        m_scene.marks.foldable = foldable;
        m_view.viewport()->update();
    }
    updateCursor();
    if (m_view.tool() != selectTool || m_spaceHeld) return;
    markEditing();
    const DiagramNode* gripped = grippedNode();
    const auto grip = gripped ? gripAt(gripped->rect(), at, gripReach / m_view.zoom()) : std::nullopt;
    if (grip)
        m_view.viewport()->setCursor(cursorOf(*grip));
    else if (!foldSpotAt(at).isEmpty())
        m_view.viewport()->setCursor(Qt::PointingHandCursor);
    else if (isOnHandle(at))
        m_view.viewport()->setCursor(Qt::CrossCursor);
}

void CanvasInput::updateCursor() {
    QWidget* viewport = m_view.viewport();
    if (m_gesture == Gesture::Pan)
        viewport->setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld)
        viewport->setCursor(Qt::OpenHandCursor);
    else if (m_view.tool() != selectTool)
        viewport->setCursor(Qt::CrossCursor);
    else
        viewport->setCursor(Qt::ArrowCursor);
}

QString CanvasInput::foldableAt(const QPointF& at) const {
    if (!m_view.isEditable()) return {};
    const double above = 9 / m_view.zoom();
    const auto& regions = m_scene.geometry.diagram().regions;
    for (auto region = regions.rbegin(); region != regions.rend(); ++region)
        if (region->rect.adjusted(0, -above, 0, 0).contains(at)) return region->key;
    return {};
}

void CanvasInput::leave() {
    if (m_gesture != Gesture::None) return;
    m_scene.marks.hovered.clear();
    m_scene.marks.foldable.clear();
    m_scene.marks.handles = false;
    m_view.viewport()->update();
}

void CanvasInput::startPan(const QPoint& at) {
    m_gesture = Gesture::Pan;
    m_pressedView = at;
    updateCursor();
}

void CanvasInput::pan(const QPoint& at) {
    const QPoint way = at - m_pressedView;
    m_pressedView = at;
    m_view.horizontalScrollBar()->setValue(m_view.horizontalScrollBar()->value() - way.x());
    m_view.verticalScrollBar()->setValue(m_view.verticalScrollBar()->value() - way.y());
}

void CanvasInput::press(QMouseEvent* event) {
    if (isBusy()) return;
    if (m_keyConnection.isActive()) cancel();
    const QPointF at = toScene(event->position());
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld))
        return startPan(event->position().toPoint());
    if (event->button() != Qt::LeftButton) return;
    m_pressedView = event->position().toPoint();
    m_pressed = at;
    hover(at);
    if (m_view.isEditable() && m_view.tool() == selectTool && pressShape(at)) return;
    if (m_view.isEditable() && isOnHandle(at)) return startConnection(m_scene.marks.hovered);
    if (m_view.tool() == selectTool && m_way.press(at, event->modifiers() != Qt::NoModifier)) return;
    if (m_view.tool() == selectTool) return pressSelect(event, at);
    if (m_view.tool() != connectTool) {
        m_gesture = Gesture::Create;
        return;
    }
    const QString key = m_view.elementAt(m_pressedView);
    if (canConnectFrom(key)) startConnection(key);
}

void CanvasInput::pressSelect(QMouseEvent* event, const QPointF&) {
    const bool add = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    m_pressedKey = m_view.elementAt(m_pressedView);
    m_selectionBefore = add ? m_scene.marks.selection : QSet<QString>();
    m_toggleOnRelease = m_deselectOnRelease = false;
    const bool isSelected = m_scene.marks.selection.contains(m_pressedKey);
    const bool grabsRegion = isRegionKey(m_scene, m_pressedKey);
    if (m_pressedKey.isEmpty() || (grabsRegion && add)) {
        m_gesture = Gesture::RubberBand;
        if (!add) m_view.setSelection({});
        return;
    }
    m_gesture = Gesture::PressedNode;
    if (add && isSelected)
        m_toggleOnRelease = true;
    else if (add)
        m_view.setSelection(QStringList(m_scene.marks.selection.values()) << m_pressedKey);
    else if (isSelected)
        m_deselectOnRelease = true;
    else
        m_view.setSelection({m_pressedKey});
}

void CanvasInput::move(QMouseEvent* event) {
    const QPointF at = toScene(event->position());
    if (m_way.isBusy())
        return m_way.drag(at, event->modifiers() & Qt::ShiftModifier, event->modifiers() & Qt::AltModifier);
    const bool far = (event->position().toPoint() - m_pressedView).manhattanLength() >= dragThreshold;
    switch (m_gesture) {
        case Gesture::None:
            return hover(at);
        case Gesture::Pan:
            return pan(event->position().toPoint());
        case Gesture::PressedNode:
            if (!far || !m_view.isEditable()) return;
            startMove();
            if (m_gesture == Gesture::Move) dragTo(at, event->modifiers());
            return;
        case Gesture::Move:
            return dragTo(at, event->modifiers());
        case Gesture::RubberBand:
            if (far || m_scene.traces.rubberBand) dragRubberBand(at);
            return;
        case Gesture::Connect:
            return dragConnection(at);
        case Gesture::Resize:
            return resizeTo(at, event->modifiers());
        case Gesture::Attach:
            return dragAttach(at);
        case Gesture::Create:
            return;
    }
}

void CanvasInput::startMove() {
    m_startCentres.clear();
    m_draggedRegions.clear();
    for (const QString& key : m_scene.marks.selection) {
        if (const int node = m_scene.geometry.nodeIndex(key);
            node >= 0 && !m_scene.geometry.node(node).locked)
            m_startCentres.insert(key, m_scene.geometry.node(node).centre);
        const int region = m_scene.geometry.regionIndex(key);
        if (region < 0) continue;
        for (const QString& within : m_scene.geometry.regionsWithin(key)) {
            m_draggedRegions.insert(within);
            const int inner = m_scene.geometry.regionIndex(within);
            if (m_scene.geometry.nodesOf(within).empty())
                m_startCentres.insert(within, m_scene.geometry.region(inner).centre);
        }
        for (const int node : m_scene.geometry.nodesOf(key))
            if (!m_scene.geometry.node(node).locked)
                m_startCentres.insert(m_scene.geometry.node(node).key, m_scene.geometry.node(node).centre);
    }
    if (m_startCentres.isEmpty()) {
        m_draggedRegions.clear();
        return;
    }
    m_dragsRegion = !m_draggedRegions.isEmpty();
    m_gesture = Gesture::Move;
}

QPointF CanvasInput::snappedShift(const QPointF& shift, bool free) {
    m_scene.traces.guides.clear();
    m_scene.traces.gaps.clear();
    if (free) return shift;
    const QString primary =
        m_startCentres.contains(m_pressedKey) ? m_pressedKey : m_startCentres.begin().key();
    const QPointF goal = m_startCentres.value(primary) + shift;
    const QPointF grid(std::round(goal.x() / gridStep) * gridStep - goal.x(),
                       std::round(goal.y() / gridStep) * gridStep - goal.y());
    QRectF rect;
    QSet<QString> dragged;
    for (auto it = m_startCentres.begin(); it != m_startCentres.end(); ++it) {
        dragged.insert(it.key());
        const int node = m_scene.geometry.nodeIndex(it.key());
        const QSizeF size =
            node >= 0 ? m_scene.geometry.node(node).size : m_scene.geometry.rectOf(it.key()).size();
        const QRectF at(it.value() + shift - QPointF(size.width() / 2, size.height() / 2), size);
        rect = rect.isNull() ? at : rect.united(at);
    }
    const Snap snap = snapped({m_scene.geometry, dragged, guideReach / std::min(1.0, m_view.zoom())}, rect);
    // Along the grid where nothing draws it.
    const QPointF rest(snap.across ? 0 : grid.x(), snap.down ? 0 : grid.y());
    for (const QLineF& guide : snap.guides) {
        const bool upright = guide.x1() == guide.x2();
        m_scene.traces.guides.push_back(guide.translated(upright ? QPointF() : QPointF(rest.x(), 0)));
    }
    for (const QLineF& gap : snap.gaps)
        m_scene.traces.gaps.push_back(
            gap.translated(gap.y1() == gap.y2() ? QPointF(0, rest.y()) : QPointF(rest.x(), 0)));
    return shift + snap.shift + rest;
}

void CanvasInput::dragTo(const QPointF& at, Qt::KeyboardModifiers modifiers) {
    const QPointF shift = snappedShift(at - m_pressed, modifiers & Qt::AltModifier);
    QHash<QString, QPointF> centres;
    for (auto it = m_startCentres.begin(); it != m_startCentres.end(); ++it)
        centres.insert(it.key(), it.value() + shift);
    // Frames stand still while nodes are dragged, so that it shows which one they leave or enter.
    m_scene.geometry.move(centres, !m_dragsRegion);
    m_scene.marks.dropTarget.clear();
    if (!m_dragsRegion && isNodeKey(m_scene, m_pressedKey)) {
        const QString region = regionAfterDrop(m_pressedKey);
        if (region != m_scene.geometry.node(m_scene.geometry.nodeIndex(m_pressedKey)).region)
            m_scene.marks.dropTarget = region;
    }
    m_view.viewport()->update();
}

QString CanvasInput::regionAfterDrop(const QString& key) const {
    const DiagramNode& node = m_scene.geometry.node(m_scene.geometry.nodeIndex(key));
    if (node.shape == NodeShape::Note) return node.region;
    const int under = m_scene.geometry.regionAt(node.centre);
    if (under >= 0) return m_scene.geometry.region(under).key;
    // It leaves its own region only when it lies outside of it as a whole: otherwise the frame grows.
    const int own = m_scene.geometry.regionIndex(node.region);
    if (own >= 0 && m_scene.geometry.region(own).rect.intersects(node.rect())) return node.region;
    return {};
}

void CanvasInput::finishMove(const QPointF&) {
    QHash<QString, QPointF> centres;
    QHash<QString, QStringList> changed;
    for (auto it = m_startCentres.begin(); it != m_startCentres.end(); ++it) {
        const int node = m_scene.geometry.nodeIndex(it.key());
        const QPointF centre = node >= 0
                                   ? m_scene.geometry.node(node).centre
                                   : m_scene.geometry.region(m_scene.geometry.regionIndex(it.key())).centre;
        if (centre != it.value()) centres.insert(it.key(), centre);
        if (node < 0 || m_draggedRegions.contains(m_scene.geometry.node(node).region)) continue;
        const QString region = regionAfterDrop(it.key());
        if (region != m_scene.geometry.node(node).region) changed[region] << it.key();
    }
    // Shown as it will be: frames fitted, edges routed in full.
    Diagram dropped = m_scene.geometry.diagram();
    fitRegions(dropped);
    endGesture();
    m_scene.geometry.setDiagram(dropped);
    m_view.viewport()->update();
    if (!centres.isEmpty()) emit m_view.moved(centres);
    for (auto it = changed.begin(); it != changed.end(); ++it) {
        it->sort();
        emit m_view.movedIntoRegion(*it, it.key());
    }
}

void CanvasInput::startConnection(const QString& from) {
    m_gesture = Gesture::Connect;
    m_from = from;
    m_scene.marks.handles = false;
    dragConnection(m_pressed);
}

void CanvasInput::dragConnection(const QPointF& at) {
    const QRectF rect = m_scene.geometry.rectOf(m_from);
    const QPointF start(std::clamp(m_pressed.x(), rect.left(), rect.right()),
                        std::clamp(m_pressed.y(), rect.top(), rect.bottom()));
    m_scene.traces.connection = QLineF(start, at);
    const QString target = targetAt(at);
    m_scene.marks.dropTarget = target == m_from ? QString() : target;
    m_view.viewport()->update();
}

/// What a connection that is pulled out of an element would end at: a frame leads to frames, collapsed or
/// not.
QString CanvasInput::targetAt(const QPointF& at) const {
    const DiagramGeometry& geometry = m_scene.geometry;
    const int from = geometry.nodeIndex(m_from), node = geometry.nodeAt(at, 4),
              region = geometry.regionAt(at);
    const bool fromFrame = isRegionKey(m_scene, m_from) || (from >= 0 && geometry.node(from).folded);
    const bool fromNote = from >= 0 && geometry.node(from).shape == NodeShape::Note;
    const QString frame = region >= 0 ? geometry.region(region).key : QString();
    if (fromFrame) return node >= 0 && geometry.node(node).folded ? geometry.node(node).key : frame;
    if (node >= 0) return geometry.node(node).key;
    return fromNote ? frame : QString();
}

void CanvasInput::finishConnection(const QPointF& at) {
    const QString from = m_from, to = m_scene.marks.dropTarget;
    const bool far = QLineF(m_pressed, at).length() * m_view.zoom() > 24;
    const bool insideSelf = m_scene.geometry.rectOf(from).adjusted(-8, -8, 8, 8).contains(at);
    endGesture();
    m_view.viewport()->update();
    if (m_view.tool() == connectTool) m_view.setTool(selectTool);
    if (!to.isEmpty())
        emit m_view.connectRequested(from, to);
    else if (far && !insideSelf)
        emit m_view.connectToNewRequested(from, at);
}

void CanvasInput::dragRubberBand(const QPointF& at) {
    const QRectF band = QRectF(m_pressed, at).normalized();
    m_scene.traces.rubberBand = band;
    QSet<QString> selection = m_selectionBefore;
    for (const int index : m_scene.geometry.nodesIn(band))
        if (band.intersects(m_scene.geometry.node(index).rect()))
            selection.insert(m_scene.geometry.node(index).key);
    for (const DiagramRegion& region : m_scene.geometry.diagram().regions)
        if (band.contains(region.rect)) selection.insert(region.key);
    m_view.setSelection(selection.values());
    m_view.viewport()->update();
}

void CanvasInput::finishCreate(const QPointF& at) {
    const QString tool = m_view.tool();
    endGesture();
    m_view.setTool(selectTool);
    emit m_view.createRequested(
        tool, {std::round(at.x() / gridStep) * gridStep, std::round(at.y() / gridStep) * gridStep});
}

void CanvasInput::release(QMouseEvent* event) {
    const QPointF at = toScene(event->position());
    if (m_way.isBusy()) return m_way.release();
    switch (m_gesture) {
        case Gesture::Move:
            return finishMove(at);
        case Gesture::Connect:
            return finishConnection(at);
        case Gesture::Create:
            return finishCreate(at);
        case Gesture::Resize:
            return finishResize();
        case Gesture::Attach:
            return finishAttach();
        case Gesture::PressedNode:
            if (m_deselectOnRelease) m_view.setSelection({m_pressedKey});
            if (m_toggleOnRelease) {
                QSet<QString> rest = m_scene.marks.selection;
                rest.remove(m_pressedKey);
                m_view.setSelection(rest.values());
            }
            break;
        default:
            break;
    }
    endGesture();
    hover(at);
    m_view.viewport()->update();
}

void CanvasInput::endGesture() {
    m_gesture = Gesture::None;
    m_scene.traces = {};
    m_scene.marks.dropTarget.clear();
    m_startCentres.clear();
    m_draggedRegions.clear();
    m_from.clear();
    m_shaped.clear();
    updateCursor();
}

void CanvasInput::cancel() {
    const bool moved = m_gesture == Gesture::Move || m_gesture == Gesture::Resize;
    m_way.cancel();
    if (m_keyConnection.isActive()) m_view.showHint({});
    m_keyConnection.stop();
    endGesture();
    if (moved) m_scene.geometry.setDiagram(m_scene.shown);
    m_view.viewport()->update();
}

void CanvasInput::doubleClick(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const QPointF at = toScene(event->position());
    if (m_way.removeAt(at)) return;
    if (m_view.isEditable() && !foldSpotAt(at).isEmpty()) return;
    const QString key = m_view.elementAt(event->position().toPoint());
    const int node = m_scene.geometry.nodeIndex(key);
    if (node >= 0 && m_view.isEditable() && m_scene.geometry.node(node).folded)
        return void(emit m_view.foldRequested({key}, false));
    if (node >= 0 && m_scene.geometry.node(node).shape == NodeShape::Note) return m_view.startRename(key);
    const bool emptyPlace = key.isEmpty() || (isRegionKey(m_scene, key) && m_view.zoom() >= 0.4);
    if (!emptyPlace) {
        emit m_view.activated(key);
    } else if (m_view.isEditable() && m_view.tool() == selectTool) {
        m_view.offerTypes(toScene(event->position()));
    }
}

}  // namespace app
