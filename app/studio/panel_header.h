#pragma once

#include <QWidget>

class QLabel;
class QHBoxLayout;

namespace app {

/// The head of a panel: its name at the left, a word or a chip at the right, a line below.
class PanelHeader : public QWidget {
    Q_OBJECT

public:
    explicit PanelHeader(QWidget* parent);

    QLabel* title() const { return m_title; }
    QLabel* addBadge();
    QLabel* addFigure();
    QSize sizeHint() const override { return {160, 36}; }

private:
    QHBoxLayout* m_line;
    QLabel* m_title;
};

}  // namespace app
