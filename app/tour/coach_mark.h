#pragma once

#include <QFrame>

#include "app/theme/theme.h"

class QLabel;
class QPushButton;

namespace app {

/// A ring around what the tour points at; the mouse goes through it.
class CoachRing : public QWidget {
    Q_OBJECT

public:
    explicit CoachRing(QWidget* window);
    void setTheme(const Theme& theme);
    void surround(const QRect& area);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme;
};

/// A note beside what it is about. It never takes the focus, and nothing waits for it.
class CoachMark : public QFrame {
    Q_OBJECT

public:
    explicit CoachMark(QWidget* window);

    void setWords(const QString& count, const QString& title, const QString& text);
    /// Whether the user is to do something, or to read only.
    void setTask(bool isTask, bool isLast);
    /// Beside that area of the window, where there is room.
    void placeBy(const QRect& area);

signals:
    void nextRequested();
    void backRequested();
    void endRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLabel* m_count;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_end;
    QPushButton* m_back;
    QPushButton* m_next;
};

}  // namespace app
