#pragma once

#include <QFrame>

#include "app/layouting/layout_job.h"

class QLabel;
class QPushButton;

namespace app {

class SegmentedControl;

/// Floats over a canvas while a layout is made and looked at: try another way, take it, or leave all as it
/// was.
class LayoutBar : public QFrame {
    Q_OBJECT

public:
    explicit LayoutBar(QWidget* canvas);

    /// While places are sought there is nothing to accept yet. `remark` says what is to be known of them.
    void showWorking();
    void showResult(const QString& remark, bool hasDirections);
    LayoutDirection direction() const;
    void setDirection(LayoutDirection direction);
    QString text() const;

signals:
    void accepted();
    void cancelled();
    void directionChosen(app::LayoutDirection direction);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool pressed(int key);
    void show(const QString& text, bool hasResult, bool hasDirections);
    void place();

    QLabel* m_text;
    SegmentedControl* m_directions;
    QPushButton* m_accept;
    bool m_hasResult = false;
};

}  // namespace app
