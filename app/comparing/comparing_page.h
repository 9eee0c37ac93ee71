#pragma once

#include <QWidget>
#include <optional>

#include "app/comparing/changes_view.h"
#include "app/comparing/compared_side.h"
#include "app/diagram/diagram_kind.h"
#include "app/studio/studio_context.h"
#include "model/diff.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace app {

class CalmComboBox;
class CanvasView;
class DifferenceLegend;

/// Compare mode: what differs between two versions, on a diagram of both and as a list.
class ComparingPage : public QWidget {
    Q_OBJECT

public:
    ComparingPage(StudioContext& studio, QWidget* parent);

    /// Follows the document while it is looked at.
    void setActive(bool active);
    void setSides(const ComparedSide& before, const ComparedSide& after);
    void swapSides();
    /// Goes to the next difference, or with -1 to the one before.
    void step(int direction);
    /// Brings what is current in the list into the open model, as it is on the other side.
    void takeCurrent();
    /// Opens the sheet that measures both sides by a scenario.
    void measure();
    void showDiagram(const QString& kind);
    void setOnlyDifferences(bool only);

    CanvasView& canvas() { return *m_canvas; }
    ChangesView& list() { return *m_list; }
    ChangesModel& changes() { return m_changes; }
    const model::Difference& difference() const { return m_difference; }
    /// What stands in the place of diagram and list; empty when something differs.
    QString emptyText() const;
    /// Whether both sides are found.
    bool isReady() const {
        return m_before && m_after && !m_readers[0]->isReading() && !m_readers[1]->isReading();
    }

private:
    QWidget* topBar();
    QWidget* stage();
    QWidget* listPane();
    QWidget* footer();
    QWidget* emptyPage();
    void connectParts();
    void setTheme(const Theme& theme);
    void chooseFirstSides();
    void read(int side);
    void take(int side, const Version& version);
    void tellFailure(int side, const QString& why);
    void compare();
    void showEmpty(const QString& title, const QString& text);
    void drawDiagram();
    void fit();
    void showCurrent();
    void refreshFooter();
    /// The side that is not the open model, when the other one is.
    const std::optional<Version>* source() const;

    StudioContext& m_studio;
    SideButton* m_sides[2];
    SideReader* m_readers[2];
    std::optional<Version> m_before;
    std::optional<Version> m_after;
    model::Difference m_difference;
    ChangesModel m_changes;
    DiagramPlace m_place{QStringLiteral("services"), {}};
    QToolButton* m_swap;
    CalmComboBox* m_kinds;
    QPushButton* m_only;
    QPushButton* m_measure;
    CanvasView* m_canvas;
    DifferenceLegend* m_legend;
    ChangesView* m_list;
    QLineEdit* m_filter;
    QToolButton* m_previous;
    QToolButton* m_next;
    QLabel* m_where;
    QPushButton* m_take;
    QStackedWidget* m_pages;
    QLabel* m_emptyTitle;
    QLabel* m_emptyText;
    bool m_active = false;
    bool m_chosen = false;  ///< Which sides there are
    bool m_fitted = false;
    bool m_following = false;
    bool m_onDiagram = true;  ///< Whether what is current can be seen
};

}  // namespace app
