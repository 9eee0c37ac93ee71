#pragma once

#include <QFrame>

#include "app/theme/theme.h"
#include "simulator/simulate.h"

class QAction;
class QLabel;
class QProgressBar;
class QToolButton;

namespace app {

/// The tools that float on the canvas: run, cancel, how far it is, how fast the engine goes.
class RunBar : public QFrame {
    Q_OBJECT

public:
    explicit RunBar(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    QAction* runAction() const { return m_run; }
    QAction* cancelAction() const { return m_cancel; }

    /// Nothing was run yet; `sentence` says what a run would do.
    void showReady(const QString& sentence, bool canRun);
    void showRunning();
    void showProgress(const simulator::Progress& progress);
    void showFinished(const simulator::RunResult& result);

private:
    void setRunning(bool running);

    QAction* m_run;
    QAction* m_cancel;
    QToolButton* m_runButton;
    QToolButton* m_cancelButton;
    QProgressBar* m_progress;
    QLabel* m_text;
    QLabel* m_speed;
};

}  // namespace app
