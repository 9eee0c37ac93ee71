#pragma once

#include <QSortFilterProxyModel>
#include <QTreeView>

#include "app/comparing/changes_model.h"
#include "app/theme/theme.h"

namespace app {

/// The list of what differs: a tree with both values, to be filtered and walked through by keys.
class ChangesView : public QTreeView {
    Q_OBJECT

public:
    ChangesView(ChangesModel& model, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    void setFilter(const QString& words);
    /// Makes the next element (or, with -1, the one before) the current line; after the last comes the first.
    void step(int direction);
    /// Makes the element's line the current one, where it has one.
    void show(const QString& key);
    const ChangeEntry* current() const;
    /// Which of the elements that are shown is the current one, from 1, and how many there are.
    std::pair<int, int> place() const;

signals:
    void currentEntryChanged();
    void takeRequested();

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void keyPressEvent(QKeyEvent* event) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;

private:
    std::vector<QModelIndex> elements() const;
    void openAll();

    ChangesModel& m_changes;
    QSortFilterProxyModel m_filter;
    Theme m_theme;
};

}  // namespace app
