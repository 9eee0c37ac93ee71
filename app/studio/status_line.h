#pragma once

#include <QWidget>

#include "app/studio/busy_tasks.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace app {

/// The line at the bottom: what the model holds or the last run found, problems, history, saved or not, zoom.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent);

    /// Figures with their bold values, as rich text made of escaped parts.
    void setFigures(const QString& richText);
    void setProblems(int errors, int warnings);
    /// Problems and history are there only while a model is open.
    void setModelOpen(bool open);
    void setSaved(const QString& words);
    /// What is worked at; hidden when there is nothing.
    void setTasks(const std::vector<BusyTasks::Task>& tasks);
    /// Hidden when not positive.
    void setZoom(double factor);
    /// Which of the panels is open, by id; empty for none.
    void setOpenPanel(const QString& panel);

signals:
    void problemsRequested();
    void historyRequested();
    void zoomRequested();
    void cancelRequested(int task);

private:
    void showKeys();

    QLabel* m_figures;
    QLabel* m_task;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    int m_shownTask = 0;
    QPushButton* m_problems;
    QPushButton* m_history;
    QLabel* m_saved;
    QPushButton* m_zoom;
};

}  // namespace app
