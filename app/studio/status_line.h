#pragma once

#include <QWidget>

class QLabel;
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
    /// Hidden when not positive.
    void setZoom(double factor);
    /// Which of the panels is open, by id; empty for none.
    void setOpenPanel(const QString& panel);

signals:
    void problemsRequested();
    void historyRequested();
    void zoomRequested();

private:
    QLabel* m_figures;
    QPushButton* m_problems;
    QPushButton* m_history;
    QLabel* m_saved;
    QPushButton* m_zoom;
};

}  // namespace app
