#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace app {

/// Floats over a canvas while a flow is stepped through: what happens now, the step before, the next one.
class FlowBar : public QFrame {
    Q_OBJECT

public:
    explicit FlowBar(QWidget* canvas);

    void showStep(const QString& caption, const QString& remark, bool hasPrevious, bool hasNext);
    QString caption() const;

signals:
    void nextRequested();
    void previousRequested();
    void firstRequested();
    void lastRequested();
    void closeRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    bool pressed(int key);

    QLabel* m_caption;
    QLabel* m_remark;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_close;
};

}  // namespace app
