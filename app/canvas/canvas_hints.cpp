// What lies at the borders of a canvas: hints, what is hidden, and where the menu of the selection opens.
#include <QContextMenuEvent>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "app/canvas/canvas_input.h"
#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_scene.h"
#include "app/canvas/tool_palette.h"

namespace app {

void CanvasView::styleEdgeWidgets() {
    const QString frame = QStringLiteral(
        "background: %1; border: 1px solid %2; border-radius: 6px; "
        "padding: 4px 10px; font-size: 12px; color: %3;");
    m_hint->setStyleSheet(
        QStringLiteral("QLabel { %1 }")
            .arg(frame.arg(m_theme.panel.name(), m_theme.strongLine.name(), m_theme.text.name())));
    m_hidden->setStyleSheet(
        QStringLiteral("QPushButton { %1 } QPushButton:hover, QPushButton:focus { border-color: %2; }")
            .arg(frame.arg(m_theme.panel.name(), m_theme.line.name(), m_theme.secondary.name()),
                 m_theme.accent.name()));
}

void CanvasView::showHidden() {
    const int hidden = m_scene->shown.hidden;
    m_hidden->setVisible(hidden > 0 && m_editable);
    m_hidden->setText(tr("%1 hidden – show all").arg(hidden));
    m_hidden->setAccessibleName(tr("%1 elements are hidden in this diagram: show all").arg(hidden));
}

void CanvasView::placeEdgeWidgets() {
    m_hidden->adjustSize();
    m_hidden->move(12, height() - m_hidden->height() - 12);
    const int most = std::max(120, width() - 32);
    m_hint->setMaximumWidth(most);
    m_hint->adjustSize();
    const int above = m_palette->isVisibleTo(this) ? m_palette->height() + 8 : 12;
    m_hint->move((width() - m_hint->width()) / 2, height() - above - m_hint->height());
}

void CanvasView::showHint(const QString& text) {
    if (text == hint()) return;
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_hint->raise();
    placeEdgeWidgets();
}

QString CanvasView::hint() const {
    return m_hint->text();
}

QPointF CanvasView::pointedAt() const {
    return viewportTransform().inverted().map(m_pointer.value_or(QPointF(viewport()->rect().center())));
}

void CanvasView::askMenu() {
    QRectF marked;
    for (const QString& key : std::as_const(m_scene->marks.selection))
        marked = marked.united(m_scene->geometry.rectOf(key));
    const QRect shown = marked.isNull() ? QRect() : mapFromScene(marked).boundingRect();
    const QPoint at = viewport()->rect().intersected(shown).center();
    emit menuWanted(viewport()->mapToGlobal(shown.isNull() ? viewport()->rect().center() : at));
}

void CanvasView::connectByKeys() {
    m_input->startKeyConnection();
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event) {
    event->accept();
    if (m_input->isBusy()) return;
    if (event->reason() != QContextMenuEvent::Mouse) return askMenu();
    const QString key = elementAt(viewport()->mapFromGlobal(event->globalPos()));
    if (!m_scene->marks.selection.contains(key))
        setSelection(key.isEmpty() ? QStringList() : QStringList{key});
    emit menuWanted(event->globalPos());
}

}  // namespace app
