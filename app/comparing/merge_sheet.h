#pragma once

#include "app/comparing/changes_model.h"
#include "app/studio/sheet.h"
#include "app/theme/theme.h"
#include "model/json/merge.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace app {

class ChangesView;

/// Brings the open model and its file together: says what is taken unasked, asks about what both changed, and
/// shows what will change here.
class MergeSheet : public Sheet {
    Q_OBJECT

public:
    /// `name` is that of the file.
    MergeSheet(const QString& name, Version base, Version ours, Version theirs, const Theme& theme,
               QWidget* window);

    const model::Merge& merge() const { return m_merge; }
    const ChangesModel& preview() const { return m_preview; }
    /// Decides a conflict.
    void choose(const std::string& place, model::Side side);
    void chooseAll(model::Side side);
    void accept();

signals:
    void merged(const model::Project& project, const model::Layout& layout);

private:
    QWidget* conflictRow(const model::MergeConflict& conflict);
    QWidget* choices(const model::MergeConflict& conflict, QWidget* row);
    QString valueText(const model::MergeConflict& conflict, const std::string& value) const;
    void build(const Theme& theme);
    void remerge();
    void showConflicts();
    void showPreview();
    QString summary() const;

    Version m_base, m_ours, m_theirs;
    model::Layout m_layout;
    model::MergeChoices m_choices;
    model::Merge m_merge;
    std::vector<model::MergeConflict> m_shown;
    ChangesModel m_preview;
    QLabel* m_summary;
    QScrollArea* m_conflicts;
    ChangesView* m_list;
};

}  // namespace app
