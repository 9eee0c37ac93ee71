#pragma once

#include <QWidget>

#include "app/finding/grouped_list.h"
#include "app/theme/theme.h"

class QLabel;
class QListView;

namespace app {

class StudioContext;

/// The saved views and the bookmarks of the model: open, rename, update, remove.
class SavedViewsPanel : public QWidget {
    Q_OBJECT

public:
    SavedViewsPanel(StudioContext& studio, QWidget* parent);

    /// Lets the user type another name for that view.
    void startRename(const QString& view);
    const GroupedListModel& model() const { return m_model; }

private:
    struct Target {
        QString view;
        int bookmark = -1;
    };
    QWidget* makeTools();
    void refresh();
    void setTheme(const Theme& theme);
    const Target* targetAt(int row) const;
    void open(int row);
    void rename(int row, const QString& name);
    void remove(int row);
    void showMenu(const QPoint& at);

    StudioContext& m_studio;
    GroupedListModel m_model;
    std::vector<Target> m_targets;
    QLabel* m_none;
    QListView* m_list;
};

}  // namespace app
