#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"
#include "app/diagram/node_sizes.h"

namespace app {

void CanvasInput::nudge(int key, bool far) {
    const double step = far ? gridStep * 4 : gridStep;
    QPointF shift;
    if (key == Qt::Key_Left) shift = {-step, 0};
    if (key == Qt::Key_Right) shift = {step, 0};
    if (key == Qt::Key_Up) shift = {0, -step};
    if (key == Qt::Key_Down) shift = {0, step};
    startMove();
    if (m_gesture != Gesture::Move) return;
    QHash<QString, QPointF> centres;
    for (auto it = m_startCentres.begin(); it != m_startCentres.end(); ++it)
        centres.insert(it.key(), it.value() + shift);
    m_scene.geometry.move(centres, false);
    const Diagram nudged = m_scene.geometry.diagram();
    endGesture();
    m_scene.geometry.setDiagram(nudged);
    m_view.viewport()->update();
    emit m_view.moved(centres);
}

bool CanvasInput::selectNext(bool forward) {
    const Diagram& diagram = m_scene.geometry.diagram();
    if (diagram.nodes.empty()) return false;
    std::vector<const DiagramNode*> order;
    for (const DiagramNode& node : diagram.nodes) order.push_back(&node);
    // Rows of half a card's height are read from left to right.
    std::sort(order.begin(), order.end(), [](const DiagramNode* a, const DiagramNode* b) {
        const int rowA = int(std::floor(a->centre.y() / 40)), rowB = int(std::floor(b->centre.y() / 40));
        return rowA != rowB ? rowA < rowB : a->centre.x() < b->centre.x();
    });
    const QStringList selection = m_view.selection();
    const QString current = selection.isEmpty() ? QString() : selection.first();
    const auto at = std::find_if(order.begin(), order.end(),
                                 [&](const DiagramNode* node) { return node->key == current; });
    const DiagramNode* next = nullptr;
    if (at == order.end())
        next = forward ? order.front() : order.back();
    else if (forward && at + 1 != order.end())
        next = *(at + 1);
    else if (!forward && at != order.begin())
        next = *(at - 1);
    if (!next) return false;
    m_view.reveal(next->key);
    return true;
}

bool CanvasInput::keyPress(QKeyEvent* event) {
    const bool ctrl = event->modifiers() & Qt::ControlModifier;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const QStringList selection = m_view.selection();
    switch (event->key()) {
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) m_spaceHeld = true;
            updateCursor();
            return true;
        case Qt::Key_Escape:
            if (isBusy()) {
                cancel();
            } else if (m_view.tool() != CanvasView::Tool::Select) {
                m_view.setTool(CanvasView::Tool::Select);
            } else {
                m_view.setSelection({});
            }
            return true;
        case Qt::Key_0:
            if (ctrl) m_view.setZoom(1);
            return ctrl;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            if (ctrl) m_view.setZoom(m_view.zoom() * 1.25);
            return ctrl;
        case Qt::Key_Minus:
            if (ctrl) m_view.setZoom(m_view.zoom() / 1.25);
            return ctrl;
        case Qt::Key_1:
        case Qt::Key_Exclam:
            if (shift) m_view.fitAll();
            return shift;
        case Qt::Key_2:
        case Qt::Key_At:
        case Qt::Key_QuoteDbl:
            if (shift) m_view.fitSelection();
            return shift;
        case Qt::Key_A: {
            if (!ctrl) return false;
            QStringList all;
            for (const DiagramNode& node : m_scene.geometry.diagram().nodes) all << node.key;
            m_view.setSelection(all);
            return true;
        }
        default:
            break;
    }
    if (!m_view.isEditable() || isBusy()) return false;
    switch (event->key()) {
        case Qt::Key_F2:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (selection.size() != 1) return false;
            m_view.startRename(selection.first());
            return true;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (!selection.isEmpty()) emit m_view.removeRequested(selection);
            return true;
        case Qt::Key_D:
            if (ctrl && !selection.isEmpty()) emit m_view.duplicateRequested(selection);
            return ctrl;
        case Qt::Key_L:
            if (ctrl) emit m_view.layoutRequested(selection);
            return ctrl;
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (selection.isEmpty()) return false;
            nudge(event->key(), shift);
            return true;
        default:
            return false;
    }
}

bool CanvasInput::keyRelease(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) return false;
    m_spaceHeld = false;
    updateCursor();
    return true;
}

}  // namespace app
