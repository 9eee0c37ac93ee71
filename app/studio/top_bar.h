#pragma once

#include <QWidget>

#include "app/views/breadcrumb.h"

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
    /// In place of the name of a mode: the way to that diagram.
    void setDiagram(const QString& room, const DiagramPlace& place,
                    std::shared_ptr<const model::Project> project);
    /// Hidden when the name is empty.
    void setScenario(const QString& name);

signals:
    void searchRequested();
    void placeChosen(const app::DiagramPlace& place);
    void viewsRequested();
    void scenarioRequested();
    void menuRequested(const QPoint& at);

private:
    QPushButton* m_menu;
    QLabel* m_file;
    QLabel* m_place;
    Breadcrumb* m_crumbs;
    QPushButton* m_search;
    QPushButton* m_scenario;
};

}  // namespace app
