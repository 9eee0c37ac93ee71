#include "app/presenting/flow_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

QToolButton* stepButton(const QString& tip, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

FlowBar::FlowBar(QWidget* canvas)
    : QFrame(canvas),
      m_caption(nameLabel({}, this)),
      m_remark(secondaryLabel({}, this)),
      m_previous(stepButton(tr("The step before (,)"), this)),
      m_next(stepButton(tr("The next step (.)"), this)),
      m_close(stepButton(tr("Leave the flow (Esc)"), this)) {
    setLook(this, "floating");
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Flow"));
    m_caption->setTextFormat(Qt::PlainText);
    m_remark->setTextFormat(Qt::PlainText);
    m_caption->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_caption);
    words->addWidget(m_remark);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(10, 8, 10, 8);
    line->setSpacing(10);
    line->addWidget(m_previous);
    line->addLayout(words, 1);
    line->addWidget(m_next);
    line->addWidget(m_close);
    connect(m_previous, &QToolButton::clicked, this, &FlowBar::previousRequested);
    connect(m_next, &QToolButton::clicked, this, &FlowBar::nextRequested);
    connect(m_close, &QToolButton::clicked, this, &FlowBar::closeRequested);
    canvas->installEventFilter(this);
    hide();
}

void FlowBar::showStep(const QString& caption, const QString& remark, bool hasPrevious, bool hasNext) {
    m_caption->setText(caption);
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
    m_previous->setEnabled(hasPrevious);
    m_next->setEnabled(hasNext);
    setAccessibleDescription(caption);
    // In the colours that the window has just now.
    const QColor ink = palette().color(QPalette::WindowText);
    m_previous->setIcon(icon(QStringLiteral("chevron-left"), ink));
    m_next->setIcon(icon(QStringLiteral("chevron-right"), ink));
    m_close->setIcon(icon(QStringLiteral("close"), ink));
    show();
    place();
    raise();
}

QString FlowBar::caption() const {
    return m_caption->text();
}

/// Its width stays from step to step, so that the buttons stay below the pointer.
void FlowBar::place() {
    const QWidget& canvas = *parentWidget();
    setFixedWidth(std::min(680, canvas.width() - 32));
    const int needed =
        layout()->hasHeightForWidth() ? layout()->heightForWidth(width()) : sizeHint().height();
    setFixedHeight(std::max(52, needed));
    move((canvas.width() - width()) / 2, canvas.height() - height() - 16);
}

bool FlowBar::pressed(int key) {
    switch (key) {
        case Qt::Key_Period:
            emit nextRequested();
            return true;
        case Qt::Key_Comma:
            emit previousRequested();
            return true;
        case Qt::Key_Home:
            emit firstRequested();
            return true;
        case Qt::Key_End:
            emit lastRequested();
            return true;
        case Qt::Key_Escape:
            emit closeRequested();
            return true;
        default:
            return false;
    }
}

bool FlowBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && isVisible()) place();
    if (event->type() == QEvent::KeyPress && isVisible()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (!(key->modifiers() & ~Qt::KeypadModifier) && pressed(key->key())) return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace app
