#include "app/studio/notice_bar.h"

#include <QAccessible>
#include <QHBoxLayout>

#include "app/theme/icon.h"

namespace app {

NoticeBar::NoticeBar(const Theme& theme, QWidget* parent)
    : QFrame(parent),
      m_theme(theme),
      m_sign(new QLabel(this)),
      m_text(new QLabel(this)),
      m_line(new QHBoxLayout(this)),
      m_close(new QPushButton(this)) {
    setObjectName(QStringLiteral("notice"));
    setAttribute(Qt::WA_StyledBackground);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setProperty("look", QStringLiteral("link"));
    m_close->setAccessibleName(tr("Close the message"));
    m_line->setContentsMargins(14, 7, 10, 7);
    m_line->setSpacing(10);
    m_line->addWidget(m_sign);
    m_line->addWidget(m_text, 1);
    m_line->addWidget(m_close);
    m_passing.setSingleShot(true);
    connect(&m_passing, &QTimer::timeout, this, &QWidget::hide);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::clearActions() {
    for (QPushButton* action : m_actions) {
        action->hide();  // At once: it may be the one that was clicked, and lives until that is done
        action->deleteLater();
    }
    m_actions.clear();
}

void NoticeBar::say(Tone tone, const QString& text, std::vector<Action> actions, bool passing) {
    clearActions();
    const QColor colour = tone == Tone::Bad       ? m_theme.bad
                          : tone == Tone::Warning ? m_theme.warning
                          : tone == Tone::Good    ? m_theme.good
                                                  : m_theme.accent;
    const char* sign = tone == Tone::Bad       ? "error"
                       : tone == Tone::Warning ? "warning"
                       : tone == Tone::Good    ? "check"
                                               : "info";
    m_sign->setPixmap(icon(QLatin1String(sign), colour).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_close->setIcon(icon(QStringLiteral("close"), m_theme));
    m_text->setText(text.size() > 600 ? text.left(600) + QStringLiteral("…") : text);
    for (Action& action : actions) {
        QPushButton* button = linkButton(action.title, this);
        connect(button, &QPushButton::clicked, this, [this, run = std::move(action.run)] {
            hide();
            run();
        });
        m_line->insertWidget(m_line->count() - 1, button);
        button->show();  // A layout shows it only later when the message stands there already
        m_actions.push_back(button);
    }
    setAccessibleName(text);
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
    m_passing.stop();
    if (passing) m_passing.start(8000);
    show();
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

}  // namespace app
