#pragma once

#include <QWidget>

#include "app/finding/document_index.h"
#include "app/finding/element_uses.h"
#include "app/finding/grouped_list.h"
#include "app/theme/theme.h"

class QLabel;
class QListView;

namespace app {

class StudioContext;

/// Where the selected element is used: who refers to it, what it refers to, where it is shown. Each entry is
/// gone to with a click or Enter.
class UsesPanel : public QWidget {
    Q_OBJECT

public:
    UsesPanel(StudioContext& studio, QWidget* parent);
    const std::vector<UseGroup>& groups() const { return m_groups; }
    void goTo(const UseEntry& entry);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void refreshLater();
    void setTheme(const Theme& theme);

    StudioContext& m_studio;
    DocumentIndex m_index;
    GroupedListModel m_model;
    std::vector<UseGroup> m_groups;
    std::vector<const UseEntry*> m_rows;  ///< Null for heads
    QString m_key;
    bool m_stale = true;
    QLabel* m_subject;
    QLabel* m_none;
    QListView* m_list;
};

}  // namespace app
