#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace app {

/// The bar at the top: the program, the file, where we are, the way to every command, the scenario.
class TopBar : public QWidget {
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent);

    void setFile(const QString& title, bool modified);
    void setPlace(const QString& place);
    /// Hidden when the name is empty.
    void setScenario(const QString& name);

signals:
    void searchRequested();
    void scenarioRequested();
    void menuRequested(const QPoint& at);

private:
    QPushButton* m_menu;
    QLabel* m_file;
    QLabel* m_place;
    QPushButton* m_search;
    QPushButton* m_scenario;
};

}  // namespace app
