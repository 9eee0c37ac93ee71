#pragma once

#include <QTimer>

#include "app/tour/tour_step.h"

namespace app {

class CoachMark;
class CoachRing;
class MainWindow;

/// The tour of five minutes: notes that point at the real window while the user does the real thing on a
/// sample. It ends anywhere, and goes on where it was left.
class Tour : public QObject {
    Q_OBJECT

public:
    Tour(StudioContext& studio, MainWindow* window);

    /// Opens the sample and shows the step that was left, or the first one.
    void start();
    void end();
    bool isRunning() const { return m_at >= 0; }
    /// Empty while it does not run.
    QString step() const;
    CoachMark& mark() { return *m_mark; }

    /// Whether the user was told of it.
    static bool isKnown();
    static void makeKnown();

private:
    void show(int step);
    void look();
    void place();

    StudioContext& m_studio;
    MainWindow* m_window;
    CoachRing* m_ring;
    CoachMark* m_mark;
    std::vector<TourStep> m_steps;
    TourMemory m_before;
    QTimer m_looking;
    int m_at = -1;
    bool m_starting = false;
};

}  // namespace app
