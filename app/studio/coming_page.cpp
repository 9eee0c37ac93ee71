#include "app/studio/coming_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "app/theme/icon.h"
#include "app/theme/widgets.h"

namespace app {

namespace {

constexpr int textWidth = 520;

struct ComingText {
    QString lead;
    QStringList items;
    QString until;
    Mode instead = Mode::Design;
    QString button;
};

ComingText textOf(Mode) {
    return {
        ComingPage::tr(
            "An event-storming board: what happens in the domain, in the order in which it happens."),
        {ComingPage::tr(
             "Notes for events, commands, actors, policies and hotspots, typed as fast as they are said"),
         ComingPage::tr("Pivotal events and boundaries that become bounded contexts"),
         ComingPage::tr("Services derived from the board as a difference, never as an overwrite")},
        ComingPage::tr("The board is not part of this version. Until it is, contexts are drawn directly."),
        Mode::Decompose,
        ComingPage::tr("Draw contexts in Decompose")};
}

}  // namespace

ComingPage::ComingPage(Mode mode, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_mode(mode), m_picture(new QLabel(this)) {
    setProperty("look", QStringLiteral("canvas"));
    setAttribute(Qt::WA_StyledBackground);
    const ComingText text = textOf(mode);
    auto* column = new QWidget(this);
    column->setFixedWidth(textWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* title = new QLabel(modeTitle(mode), column);
    title->setFont(interFont(24, QFont::DemiBold));
    auto* lead = new QLabel(text.lead, column);
    lead->setFont(interFont(14));
    lead->setWordWrap(true);
    layout->addWidget(m_picture);
    layout->addSpacing(4);
    layout->addWidget(title);
    layout->addWidget(lead);
    layout->addSpacing(12);
    layout->addWidget(sectionHead(tr("What comes here"), column));
    auto* items = new QGridLayout;
    items->setHorizontalSpacing(10);
    items->setVerticalSpacing(6);
    items->setColumnStretch(1, 1);
    for (const QString& item : text.items) {
        auto* mark = new QLabel(column);
        auto* words = new QLabel(item, column);
        words->setWordWrap(true);
        m_marks.push_back(mark);
        items->addWidget(mark, items->rowCount(), 0, Qt::AlignTop);
        items->addWidget(words, items->rowCount() - 1, 1);
    }
    layout->addLayout(items);
    layout->addSpacing(12);
    auto* until = secondaryLabel(text.until, column);
    until->setWordWrap(true);
    layout->addWidget(until);
    layout->addSpacing(4);
    auto* button = new QPushButton(text.button, column);
    layout->addWidget(button, 0, Qt::AlignLeft);
    connect(button, &QPushButton::clicked, this,
            [this, instead = text.instead] { emit modeRequested(instead); });

    auto* across = new QHBoxLayout;
    across->addStretch();
    across->addWidget(column);
    across->addStretch();
    auto* centre = new QVBoxLayout(this);
    centre->addStretch(2);
    centre->addLayout(across);
    centre->addStretch(3);
    setTheme(theme);
}

void ComingPage::setTheme(const Theme& theme) {
    m_picture->setPixmap(icon(modeWord(m_mode), theme.accent).pixmap(QSize(36, 36), devicePixelRatioF()));
    for (QLabel* mark : m_marks)
        mark->setPixmap(
            icon(QStringLiteral("clock"), theme.faint).pixmap(QSize(16, 16), devicePixelRatioF()));
}

}  // namespace app
