#include "app/canvas/name_field.h"

#include <QCompleter>
#include <QKeyEvent>

#include "app/theme/theme.h"

namespace app {

NameField::NameField(QWidget* parent) : QLineEdit(parent) {
    setFont(interFont(13, QFont::DemiBold));
    setMaxLength(500);
    setAccessibleName(tr("Name"));
    hide();
}

void NameField::start(const QString& key, const QString& name, const QRect& place) {
    m_key = key;
    m_before = name;
    setText(name);
    setGeometry(place);
    show();
    raise();
    selectAll();
    setFocus(Qt::OtherFocusReason);
}

void NameField::suggest(const QStringList& names) {
    if (names.isEmpty()) return setCompleter(nullptr);
    auto* completer = new QCompleter(names, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    setCompleter(completer);
}

void NameField::cancel() {
    if (!m_key.isEmpty()) finish(false);
}

void NameField::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
            finish(false);
            emit closedByKey();
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            finish(true);
            emit closedByKey();
            break;
        default:
            QLineEdit::keyPressEvent(event);
    }
    event->accept();
}

void NameField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) finish(true);
}

void NameField::finish(bool take) {
    if (m_key.isEmpty()) return;
    const QString key = std::exchange(m_key, {});
    const QString name = text().trimmed();
    hide();
    if (take && !name.isEmpty() && name != m_before) emit named(key, name);
}

}  // namespace app
