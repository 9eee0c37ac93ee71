#include "app/design/layout_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>

#include "app/theme/widgets.h"

namespace app {

LayoutBar::LayoutBar(QWidget* canvas)
    : QFrame(canvas),
      m_text(new QLabel(this)),
      m_directions(new SegmentedControl({tr("Best"), tr("Left to right"), tr("Top to bottom")}, this)),
      m_accept(primaryButton(tr("Accept"), this)) {
    setLook(this, "floating");
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Layout"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(16, 8, 8, 8);
    line->setSpacing(12);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    for (QWidget* part : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_directions),
                          static_cast<QWidget*>(cancel), static_cast<QWidget*>(m_accept)})
        line->addWidget(part);
    m_directions->setToolTip(tr("Where connections lead to (Right, Down)"));
    m_accept->setToolTip(tr("Keep these places (Enter)"));
    cancel->setToolTip(tr("Leave all where it was (Esc)"));
    m_accept->setObjectName(QStringLiteral("acceptLayout"));
    cancel->setObjectName(QStringLiteral("cancelLayout"));
    connect(m_accept, &QPushButton::clicked, this, &LayoutBar::accepted);
    connect(cancel, &QPushButton::clicked, this, &LayoutBar::cancelled);
    connect(m_directions, &SegmentedControl::currentChanged, this,
            [this] { emit directionChosen(direction()); });
    canvas->installEventFilter(this);
    hide();
}

void LayoutBar::showWorking() {
    show(tr("Laying out…"), false, false);
}

void LayoutBar::showResult(const QString& remark, bool hasDirections) {
    show(remark.isEmpty() ? tr("Nothing has changed yet") : remark, true, hasDirections);
}

void LayoutBar::show(const QString& text, bool hasResult, bool hasDirections) {
    m_hasResult = hasResult;
    m_text->setText(text);
    m_directions->setVisible(hasDirections);
    m_accept->setVisible(hasResult);
    QFrame::show();
    place();
    raise();
}

QString LayoutBar::text() const {
    return m_text->text();
}

LayoutDirection LayoutBar::direction() const {
    return static_cast<LayoutDirection>(m_directions->current());
}

void LayoutBar::setDirection(LayoutDirection direction) {
    const QSignalBlocker quiet(m_directions);
    m_directions->setCurrent(static_cast<int>(direction));
}

void LayoutBar::place() {
    const QWidget& canvas = *parentWidget();
    m_text->setMaximumWidth(std::max(120, canvas.width() - 460));
    m_text->setWordWrap(m_text->sizeHint().width() > m_text->maximumWidth());
    adjustSize();
    move((canvas.width() - width()) / 2, canvas.height() - height() - 16);
}

bool LayoutBar::pressed(int key) {
    switch (key) {
        case Qt::Key_Escape:
            emit cancelled();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_hasResult) emit accepted();
            return true;
        case Qt::Key_Right:
        case Qt::Key_Down:
            if (!m_directions->isVisible()) return true;
            setDirection(key == Qt::Key_Right ? LayoutDirection::Right : LayoutDirection::Down);
            emit directionChosen(direction());
            return true;
        default:
            return false;
    }
}

/// The keys of the canvas are the bar's as long as it is shown.
bool LayoutBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) place();
    if (isVisible() && event->type() == QEvent::KeyPress && pressed(static_cast<QKeyEvent*>(event)->key()))
        return true;
    return QFrame::eventFilter(watched, event);
}

}  // namespace app
