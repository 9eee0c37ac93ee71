// How keys walk along edges and make connections.
#include <QKeyEvent>

#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"

namespace app {
namespace {

std::optional<QPointF> arrowWay(int key) {
    switch (key) {
        case Qt::Key_Left:
            return QPointF(-1, 0);
        case Qt::Key_Right:
            return QPointF(1, 0);
        case Qt::Key_Up:
            return QPointF(0, -1);
        case Qt::Key_Down:
            return QPointF(0, 1);
        default:
            return std::nullopt;
    }
}

}  // namespace

bool CanvasInput::tab(bool forward) {
    if (!m_keyConnection.isActive()) return selectNext(forward);
    m_keyConnection.walk(m_scene.geometry, forward);
    considerKeyTarget();
    return true;
}

void CanvasInput::startKeyConnection() {
    const QStringList selection = m_view.selection();
    const QString from = selection.size() == 1 ? selection.first() : QString();
    if (!m_view.isEditable() || isBusy()) return;
    if (!canConnectFrom(from) || m_scene.geometry.edgeIndex(from) >= 0)
        return m_view.showHint(
            CanvasView::tr("Select one element that connections may start from, then press C."));
    if (!m_keyConnection.start(m_scene.geometry, from))
        return m_view.showHint(CanvasView::tr("There is nothing here that it could be connected to."));
    m_view.showHint(
        CanvasView::tr("Connect to: arrows or Tab choose, typing finds by name, Enter connects, Esc ends"));
    m_view.viewport()->update();
}

/// Shows the connection as it would be, and asks what would become of it.
void CanvasInput::considerKeyTarget() {
    const QString from = m_keyConnection.from(), to = m_keyConnection.to();
    const QRectF start = m_scene.geometry.rectOf(from), end = m_scene.geometry.rectOf(to);
    m_scene.traces.connection.reset();
    m_scene.marks.dropTarget = to;
    if (to.isEmpty()) {
        m_view.showHint(CanvasView::tr("Nothing here is called “%1”").arg(m_keyConnection.typed()));
    } else {
        m_scene.traces.connection = QLineF(start.center(), end.center());
        const QRectF seen = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
        if (!seen.contains(end)) m_view.centerOn(end.center());
        emit m_view.connectionConsidered(from, to);
    }
    m_view.viewport()->update();
}

/// While keys make a connection all of them are about it.
bool CanvasInput::keyConnect(QKeyEvent* event) {
    if (m_scene.geometry.rectOf(m_keyConnection.from()).isNull()) {
        cancel();
        return false;
    }
    if (const auto way = arrowWay(event->key())) {
        m_keyConnection.go(m_scene.geometry, *way);
    } else if (event->key() == Qt::Key_Escape) {
        cancel();
        return true;
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const QString from = m_keyConnection.from(), to = m_keyConnection.to();
        if (to.isEmpty()) return true;
        cancel();
        emit m_view.connectRequested(from, to);
        return true;
    } else if (event->key() == Qt::Key_Backspace) {
        m_keyConnection.erase(m_scene.geometry);
    } else if (!event->text().isEmpty() && event->text().front().isPrint() &&
               !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
        m_keyConnection.type(m_scene.geometry, event->text());
    } else {
        return false;
    }
    considerKeyTarget();
    return true;
}

bool CanvasInput::arrow(const QPointF& way, Qt::KeyboardModifiers modifiers) {
    const bool ctrl = modifiers & Qt::ControlModifier, alt = modifiers & Qt::AltModifier;
    if (ctrl && !alt) return walkEdges(way);
    if (!m_view.isEditable() || isBusy() || m_view.selection().isEmpty()) return false;
    if (alt && !ctrl) return false;
    if (ctrl)
        resizeByKeys(way);
    else
        nudge(way, modifiers & Qt::ShiftModifier);
    return true;
}

/// Selects what an edge leads to, or comes from, in that direction.
bool CanvasInput::walkEdges(const QPointF& way) {
    const QStringList selection = m_view.selection();
    if (selection.size() != 1 || isBusy()) return false;
    const QString key = selection.first();
    const QString next = nearestTowards(m_scene.geometry, neighboursByEdge(m_scene.geometry, key),
                                        m_scene.geometry.rectOf(key).center(), way);
    if (!next.isEmpty()) m_view.reveal(next);
    return true;
}

}  // namespace app
