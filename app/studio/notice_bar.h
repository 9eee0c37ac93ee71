#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>
#include <vector>

#include "app/theme/widgets.h"

class QHBoxLayout;

namespace app {

/// A message across the top of the work area, with what can be done about it; never in the way.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    struct Action {
        QString title;
        std::function<void()> run;
    };

    NoticeBar(const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme) { m_theme = theme; }
    /// Passing messages go by themselves after a while.
    void say(Tone tone, const QString& text, std::vector<Action> actions = {}, bool passing = false);
    QString text() const;

private:
    void clearActions();

    Theme m_theme;
    QLabel* m_sign;
    QLabel* m_text;
    QHBoxLayout* m_line;
    QPushButton* m_close;
    std::vector<QPushButton*> m_actions;
    QTimer m_passing;
};

}  // namespace app
