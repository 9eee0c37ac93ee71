#include "app/studio/mode_bar.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/theme/icon.h"

namespace app {

ModeBar::ModeBar(const Theme& theme, QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("modeBar"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(88);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 8, 4, 8);
    layout->setSpacing(4);
    for (const Mode mode : allModes) {
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("mode"));
        button->setText(modeTitle(mode));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setIconSize({20, 20});
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setFixedSize(80, 60);
        button->setFont(interFont(12));
        connect(button, &QToolButton::clicked, this, [this, mode, button] {
            button->setChecked(true);
            emit modeChosen(mode);
        });
        layout->addWidget(button);
        m_buttons[static_cast<std::size_t>(mode)] = button;
    }
    layout->addStretch();
    setTheme(theme);
    showKeys();
    connect(&keyChoices(), &KeyChoices::changed, this, &ModeBar::showKeys);
}

void ModeBar::showKeys() {
    for (const Mode mode : allModes)
        m_buttons[static_cast<std::size_t>(mode)]->setToolTip(
            withKey(modeTitle(mode), QStringLiteral("mode.") + modeWord(mode)));
}

void ModeBar::setTheme(const Theme& theme) {
    for (const Mode mode : allModes)
        m_buttons[static_cast<std::size_t>(mode)]->setIcon(icon(modeWord(mode), theme));
}

void ModeBar::setMode(std::optional<Mode> mode) {
    for (const Mode each : allModes) {
        QToolButton* button = m_buttons[static_cast<std::size_t>(each)];
        button->setChecked(each == mode);
        button->setFont(interFont(12, each == mode ? QFont::DemiBold : QFont::Normal));
    }
}

}  // namespace app
