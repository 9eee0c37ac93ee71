#pragma once

#include <QWidget>

class QVBoxLayout;

namespace app {

/// A card over the dimmed window; Esc or a click beside it closes it. No event loop of its own.
class Sheet : public QWidget {
    Q_OBJECT

public:
    Sheet(const QString& title, int width, QWidget* window);

signals:
    void closed();

protected:
    QVBoxLayout* content() const { return m_content; }
    QWidget* card() const { return m_card; }
    void close();
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void place();

    QWidget* m_card;
    QVBoxLayout* m_content;
};

}  // namespace app
