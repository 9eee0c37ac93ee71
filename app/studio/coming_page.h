#pragma once

#include <QWidget>

#include "app/studio/mode.h"
#include "app/theme/theme.h"

class QLabel;

namespace app {

/// Says what a room will hold that is not furnished yet, and which room helps until then.
class ComingPage : public QWidget {
    Q_OBJECT

public:
    ComingPage(Mode mode, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);

signals:
    void modeRequested(app::Mode mode);

private:
    Mode m_mode;
    QLabel* m_picture;
    std::vector<QLabel*> m_marks;
};

}  // namespace app
