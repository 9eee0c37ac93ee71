#include "app/canvas/note_field.h"

#include <QKeyEvent>
#include <utility>

#include "app/theme/theme.h"

namespace app {

NoteField::NoteField(QWidget* parent) : QPlainTextEdit(parent) {
    setFont(interFont(12));
    setAccessibleName(tr("Text of the note"));
    setToolTip(tr("Ctrl+Enter takes the text, Esc leaves it as it was"));
    setTabChangesFocus(true);
    hide();
}

void NoteField::start(const QString& key, const QString& text, const QRect& place) {
    m_key = key;
    m_before = text;
    setPlainText(text);
    setGeometry(place);
    show();
    raise();
    selectAll();
    setFocus(Qt::OtherFocusReason);
}

void NoteField::cancel() {
    if (!m_key.isEmpty()) finish(false);
}

void NoteField::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool take = enter && (event->modifiers() & Qt::ControlModifier);
    if (take || event->key() == Qt::Key_Escape) {
        finish(take);
        emit closedByKey();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
    event->accept();
}

void NoteField::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) finish(true);
}

void NoteField::finish(bool take) {
    if (m_key.isEmpty()) return;
    const QString key = std::exchange(m_key, {});
    const QString text = toPlainText();
    hide();
    if (take && text.trimmed() != m_before.trimmed()) emit written(key, text);
}

}  // namespace app
