#pragma once

#include <QWidget>
#include <array>

#include "app/studio/mode.h"
#include "app/theme/theme.h"

class QToolButton;

namespace app {

/// The bar at the left: six rooms, each with its icon and its name.
class ModeBar : public QWidget {
    Q_OBJECT

public:
    ModeBar(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setMode(std::optional<Mode> mode);

signals:
    void modeChosen(app::Mode mode);

private:
    void showKeys();

    std::array<QToolButton*, allModes.size()> m_buttons{};
};

}  // namespace app
