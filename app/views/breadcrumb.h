#pragma once

#include <QWidget>
#include <memory>

#include "app/views/view_list.h"

class QHBoxLayout;
class QMenu;

namespace app {

/// Where we are: the diagrams around the one that is shown, each with a menu of those beside it.
class Breadcrumb : public QWidget {
    Q_OBJECT

public:
    explicit Breadcrumb(QWidget* parent);

    /// Shows the way to that diagram; what is the same as before stays as it is.
    void setPlace(const QString& room, const DiagramPlace& place,
                  std::shared_ptr<const model::Project> project);

signals:
    void placeChosen(const app::DiagramPlace& place);
    /// There are more diagrams than a menu can show.
    void allRequested();

private:
    void rebuild(const QString& room);
    void addCrumb(const ListedView& view, bool isLast);
    void fill(QMenu* menu, const DiagramPlace& place);

    QHBoxLayout* m_line;
    QStringList m_shown;  ///< What the widgets were made from
    std::vector<ListedView> m_path;
    std::shared_ptr<const model::Project> m_project;
};

}  // namespace app
