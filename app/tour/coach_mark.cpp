#include "app/tour/coach_mark.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int markWidth = 320;
constexpr int ringRoom = 4;
constexpr int markDistance = 14;

}  // namespace

CoachRing::CoachRing(QWidget* window) : QWidget(window), m_theme(Theme::of(Scheme::Light)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void CoachRing::setTheme(const Theme& theme) {
    m_theme = theme;
    update();
}

void CoachRing::surround(const QRect& area) {
    setGeometry(area.adjusted(-ringRoom, -ringRoom, ringRoom, ringRoom).intersected(parentWidget()->rect()));
}

void CoachRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

CoachMark::CoachMark(QWidget* window)
    : QFrame(window),
      m_count(secondaryLabel({}, this)),
      m_title(nameLabel({}, this)),
      m_text(new QLabel(this)),
      m_end(linkButton(tr("End the tour"), this)),
      m_back(new QPushButton(tr("Back"), this)),
      m_next(primaryButton({}, this)) {
    setObjectName(QStringLiteral("coachMark"));
    setFixedWidth(markWidth);
    m_title->setFont(interFont(15, QFont::DemiBold));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_next->setObjectName(QStringLiteral("next"));
    m_end->setObjectName(QStringLiteral("end"));
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_end);
    line->addStretch();
    line->addWidget(m_back);
    line->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->setSpacing(6);
    layout->addWidget(m_count);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(6);
    layout->addLayout(line);
    connect(m_end, &QPushButton::clicked, this, &CoachMark::endRequested);
    connect(m_back, &QPushButton::clicked, this, &CoachMark::backRequested);
    connect(m_next, &QPushButton::clicked, this, &CoachMark::nextRequested);
    hide();
}

void CoachMark::setWords(const QString& count, const QString& title, const QString& text) {
    m_count->setText(count);
    m_title->setText(title);
    m_text->setText(text);
    setAccessibleName(title);
    setAccessibleDescription(text);
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

void CoachMark::setTask(bool isTask, bool isLast) {
    m_next->setText(isLast ? tr("Done") : isTask ? tr("Skip") : tr("Next"));
    setLook(m_next, isTask ? "" : "primary");
    m_end->setVisible(!isLast);
}

void CoachMark::placeBy(const QRect& area) {
    const int text = m_text->heightForWidth(markWidth - 36);
    m_text->setFixedHeight(text);
    layout()->activate();
    const QSize size(markWidth, sizeHint().height());
    const QRect room = parentWidget()->rect().adjusted(8, 8, -8, -32);
    const auto fits = [&](const QPoint& at) { return room.contains(QRect(at, size)); };
    QPoint at = {area.right() + markDistance, area.top()};
    if (!fits(at)) at = {area.left(), area.bottom() + markDistance};
    if (!fits(at)) at = {area.right() - size.width(), area.top() - markDistance - size.height()};
    if (!fits(at)) at = {area.left() - markDistance - size.width(), area.top()};
    // Inside of what fills the window, at the bottom, where least is.
    if (!fits(at)) at = {area.left() + 24, area.bottom() - 24 - size.height()};
    at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - size.width())));
    at.setY(std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - size.height())));
    setGeometry(QRect(at, size));
}

void CoachMark::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        emit endRequested();
    else
        QFrame::keyPressEvent(event);
}

}  // namespace app
