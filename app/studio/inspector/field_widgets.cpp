#include "app/studio/inspector/field_widgets.h"

#include <QKeyEvent>
#include <QPainter>

namespace app {

HintLineEdit::HintLineEdit(const Theme& theme, QWidget* parent) : QLineEdit(parent), m_colour(theme.faint) {}

void HintLineEdit::setHint(const QString& hint) {
    m_hint = hint;
    const int width = hint.isEmpty() ? 0 : QFontMetrics(interFont(12)).horizontalAdvance(hint) + 6;
    setTextMargins(0, 0, std::min(width, 120), 0);
    update();
}

void HintLineEdit::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_hint.isEmpty()) return;
    QPainter painter(this);
    painter.setFont(interFont(12));
    painter.setPen(m_colour);
    painter.drawText(rect().adjusted(0, 0, -9, 0), Qt::AlignVCenter | Qt::AlignRight, m_hint);
}

void HintLineEdit::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit escaped();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

NoteEdit::NoteEdit(const Theme& theme, QWidget* parent) : QPlainTextEdit(parent), m_theme(theme) {
    setObjectName(QStringLiteral("note"));
    setTabChangesFocus(true);
    setFixedHeight(64);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NoteEdit::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    emit finished();
}

/// The frame lies on the viewport, which would cover one of the style sheet.
void NoteEdit::paintEvent(QPaintEvent* event) {
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? m_theme.accent : m_theme.strongLine, width));
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2),
                            6, 6);
}

LinkRowButton::LinkRowButton(const Theme& theme, QWidget* parent) : QPushButton(parent), m_theme(theme) {
    setProperty("look", QStringLiteral("row"));
    setCursor(Qt::PointingHandCursor);
}

void LinkRowButton::setWords(const QString& name, const QString& hint) {
    m_name = name;
    m_hint = hint;
    setAccessibleName(hint.isEmpty() ? name : QStringLiteral("%1, %2").arg(name, hint));
    update();
}

void LinkRowButton::paintEvent(QPaintEvent* event) {
    QPushButton::paintEvent(event);
    QPainter painter(this);
    const QRect area = rect().adjusted(12, 0, -12, 0);
    painter.setFont(interFont(12));
    const int hintWidth = std::min(painter.fontMetrics().horizontalAdvance(m_hint), area.width() / 2);
    painter.setPen(m_theme.faint);
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight,
                     painter.fontMetrics().elidedText(m_hint, Qt::ElideRight, hintWidth + 1));
    painter.setFont(interFont(13));
    painter.setPen(underMouse() ? m_theme.accent : m_theme.text);
    const int width = area.width() - hintWidth - 8;
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(m_name, Qt::ElideRight, width));
}

}  // namespace app
