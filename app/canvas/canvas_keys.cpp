#include "app/canvas/canvas_keys.h"

#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/canvas/diagram_scene.h"
#include "app/diagram/node_sizes.h"
#include "app/preferences/key_choices.h"

namespace app {

namespace {

bool rename(CanvasView& view) {
    const QStringList selection = view.selection();
    if (selection.size() != 1) return false;
    view.startRename(selection.first());
    return true;
}

/// Opens the diagram of what is selected; what has none is renamed.
bool openOrRename(CanvasView& view) {
    const QStringList selection = view.selection();
    const int node = selection.size() == 1 ? view.geometry().nodeIndex(selection.first()) : -1;
    if (node < 0 || !view.geometry().node(node).opens) return view.isEditable() && rename(view);
    emit view.activated(selection.first());
    return true;
}

bool removeSelection(CanvasView& view) {
    const QStringList selection = view.selection();
    if (!selection.isEmpty()) emit view.removeRequested(selection);
    return true;
}

bool duplicateSelection(CanvasView& view) {
    const QStringList selection = view.selection();
    if (!selection.isEmpty()) emit view.duplicateRequested(selection);
    return true;
}

bool layOutSelection(CanvasView& view) {
    emit view.layoutRequested(view.selection());
    return true;
}

/// For what always means something.
template <auto act>
bool always(CanvasView& view) {
    (view.*act)();
    return true;
}

bool zoomToWhole(CanvasView& view) {
    view.setZoom(1);
    return true;
}

}  // namespace

const std::vector<CanvasKey>& canvasKeys() {
    using namespace Qt;
    // A key with Shift arrives as the character that the user's keyboard has there.
    static const std::vector<CanvasKey> keys{
        {"view.open", {Key_Return, Key_Enter}, false, openOrRename},
        {"edit.rename", {Key_F2}, true, rename},
        {"edit.hide", {Key_Delete, Key_Backspace}, true, nullptr},
        {"edit.remove", {SHIFT | Key_Delete}, true, removeSelection},
        {"edit.copy", {CTRL | Key_C}, false, nullptr},
        {"edit.cut", {CTRL | Key_X}, true, nullptr},
        {"edit.paste", {CTRL | Key_V}, true, nullptr},
        {"edit.pasteLink", {CTRL | SHIFT | Key_V}, true, nullptr},
        {"edit.group", {CTRL | Key_G}, true, nullptr},
        {"edit.lock", {CTRL | ALT | Key_L}, true, nullptr},
        {"view.collapse", {Key_Minus}, true, nullptr},
        {"view.expand", {Key_Plus, SHIFT | Key_Plus}, true, nullptr},
        {"view.showHidden", {SHIFT | Key_H}, true, nullptr},
        {"add.note", {Key_N}, true, nullptr},
        {"edit.connectKeys", {Key_C}, true, always<&CanvasView::connectByKeys>},
        {"edit.duplicate", {CTRL | Key_D}, true, duplicateSelection},
        {"edit.layoutSelection", {CTRL | Key_L}, true, layOutSelection},
        {"edit.selectAll", {CTRL | Key_A}, false, always<&CanvasView::selectAll>},
        {"view.zoom", {CTRL | Key_0}, false, zoomToWhole},
        {"view.zoomIn",
         {CTRL | Key_Plus, CTRL | Key_Equal, CTRL | SHIFT | Key_Plus, CTRL | SHIFT | Key_Equal},
         false,
         always<&CanvasView::zoomIn>},
        {"view.zoomOut", {CTRL | Key_Minus}, false, always<&CanvasView::zoomOut>},
        {"view.fit", {SHIFT | Key_1, SHIFT | Key_Exclam}, false, always<&CanvasView::fitAll>},
        {"view.fitSelection",
         {SHIFT | Key_2, SHIFT | Key_At, SHIFT | Key_QuoteDbl},
         false,
         always<&CanvasView::fitSelection>}};
    return keys;
}

QList<QKeySequence> keysOnCanvas(const QString& command) {
    QList<QKeySequence> sequences;
    for (const CanvasKey& key : canvasKeys())
        if (command == QLatin1String(key.command))
            for (const QKeyCombination combination : key.keys) sequences << QKeySequence(combination);
    return sequences;
}

/// Keys that the user chose stand in place of those of the table.
const CanvasKey* canvasKeyFor(const QKeyEvent& event) {
    const QKeyCombination pressed(event.modifiers() & ~Qt::KeypadModifier, Qt::Key(event.key()));
    for (const CanvasKey& key : canvasKeys()) {
        const auto chosen = keyChoices().of(QLatin1String(key.command));
        if (chosen ? chosen->contains(QKeySequence(pressed)) : key.keys.contains(pressed)) return &key;
    }
    return nullptr;
}

void CanvasInput::nudge(const QPointF& way, bool far) {
    const QPointF shift = way * (far ? gridStep * 4 : gridStep);
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

bool CanvasInput::escape() {
    m_view.showHint({});
    if (isBusy())
        cancel();
    else if (m_view.tool() != selectTool)
        m_view.setTool(selectTool);
    else
        m_view.setSelection({});
    return true;
}

bool CanvasInput::keyPress(QKeyEvent* event) {
    if (m_keyConnection.isActive()) return keyConnect(event);
    const bool removes = event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace;
    if (removes && !isBusy() && m_way.removeHovered()) return true;
    if (const CanvasKey* key = canvasKeyFor(*event)) {
        if (key->edits && (!m_view.isEditable() || isBusy())) return false;
        if (key->run) return key->run(m_view);
        emit m_view.commandWanted(QString::fromLatin1(key->command));
        return true;
    }
    switch (event->key()) {
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) m_spaceHeld = true;
            updateCursor();
            return true;
        case Qt::Key_Escape:
            return escape();
        case Qt::Key_Left:
            return arrow({-1, 0}, event->modifiers());
        case Qt::Key_Right:
            return arrow({1, 0}, event->modifiers());
        case Qt::Key_Up:
            return arrow({0, -1}, event->modifiers());
        case Qt::Key_Down:
            return arrow({0, 1}, event->modifiers());
        case Qt::Key_F10:
            if (!(event->modifiers() & Qt::ShiftModifier) || isBusy()) return false;
            m_view.askMenu();
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
