#pragma once

#include <QHash>
#include <QWidget>

#include "app/document/document.h"
#include "app/studio/inspector/row.h"
#include "app/studio/selection.h"
#include "app/theme/theme.h"
#include "model/lint/rule.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace app {

class RowWidget;

/// The panel at the right: what the selected elements say, as fields that edit the document.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(Document& document, Selection& selection, const Theme& theme, QWidget* parent = nullptr);
    ~Inspector() override;

    void setTheme(const Theme& theme);
    /// What the checks found; shown with the element that it is about.
    void setFindings(const std::vector<model::Finding>& findings);
    /// Shows the model as it is now, keeping fields, focus and scroll position where the shape is the same.
    void refresh();
    /// Opens the section of that name, or closes it.
    void setFold(const QString& section, bool open) { fold(section, open); }
    /// The widget of the row with that label, the first one; for tests and shortcuts.
    RowWidget* find(const QString& label) const;

private:
    void followSelection();
    void appendFindings(Inspection& inspection) const;
    /// The rows that are to be seen: those in closed sections are not.
    std::vector<Row> visibleRows(std::vector<Row> rows) const;
    void rebuild(const std::vector<Row>& rows);
    void fold(const QString& section, bool open);
    void commit(RowWidget* widget, const QString& entered);

    Document& m_document;
    Selection& m_selection;
    Theme m_theme;
    std::vector<model::Finding> m_findings;
    QLabel* m_title;
    QLabel* m_kind;
    QScrollArea* m_scroll;
    QWidget* m_form = nullptr;
    std::vector<RowWidget*> m_rows;
    QHash<QString, bool> m_folds;  ///< What the user has opened and closed
};

}  // namespace app
