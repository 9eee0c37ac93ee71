#include "app/studio/sheet.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "app/theme/theme.h"

namespace app {

Sheet::Sheet(const QString& title, int width, QWidget* window)
    : QWidget(window), m_card(new QWidget(this)), m_content(new QVBoxLayout(m_card)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    m_card->setObjectName(QStringLiteral("sheet"));
    m_card->setAttribute(Qt::WA_StyledBackground);
    m_card->setFixedWidth(width);
    m_content->setContentsMargins(24, 20, 24, 20);
    m_content->setSpacing(10);
    auto* head = new QLabel(title, m_card);
    head->setFont(interFont(16, QFont::DemiBold));
    head->setWordWrap(true);
    m_content->addWidget(head);
    window->installEventFilter(this);
}

void Sheet::place() {
    setGeometry(parentWidget()->rect());
    m_card->adjustSize();
    const int height =
        std::min(m_card->heightForWidth(m_card->width()) > 0 ? m_card->heightForWidth(m_card->width())
                                                             : m_card->sizeHint().height(),
                 this->height() - 32);
    m_card->setGeometry((width() - m_card->width()) / 2, std::max(16, (this->height() - height) / 3),
                        m_card->width(), height);
}

void Sheet::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    place();
    raise();
    if (!isAncestorOf(window()->focusWidget())) setFocus(Qt::PopupFocusReason);
}

void Sheet::close() {
    hide();
    emit closed();
    deleteLater();
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

/// The focus stays within the sheet.
bool Sheet::focusNextPrevChild(bool next) {
    QWidget* at = focusWidget() ? focusWidget() : this;
    QWidget* to = at;
    do {
        to = next ? to->nextInFocusChain() : to->previousInFocusChain();
        const bool takes = (to->focusPolicy() & Qt::TabFocus) && to->isVisible() && to->isEnabled();
        if (takes && isAncestorOf(to)) break;
    } while (to != at);
    to->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return close();
    QWidget::keyPressEvent(event);
}

void Sheet::mousePressEvent(QMouseEvent* event) {
    if (!m_card->geometry().contains(event->pos())) close();
}

void Sheet::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), QColor(10, 12, 16, 110));
}

}  // namespace app
