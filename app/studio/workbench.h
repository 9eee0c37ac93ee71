#pragma once

#include <QWidget>

#include "app/decompose/decompose_mode.h"
#include "app/design/diagram_mode.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/model_tree.h"
#include "app/studio/problems_panel.h"

class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace app {

/// Where models are edited: the tree, the canvas of the mode, the inspector, and the panels below.
class Workbench : public QWidget {
    Q_OBJECT

public:
    enum Panel { NoPanel = -1, ProblemsTab, HistoryTab };

    Workbench(Document& document, Selection& selection, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Design or Decompose; otherwise both canvases rest.
    void showDiagram(bool design, bool decompose);
    DiagramMode& current();
    DiagramMode& design() { return *m_design; }
    DiagramMode& decompose() { return *m_decompose; }
    ModelTree& tree() { return *m_tree; }
    Inspector& inspector() { return *m_inspector; }
    ProblemsPanel& problems() { return *m_problems; }
    /// Opens the panel, or closes it when it is open.
    void toggle(Panel panel);
    Panel openPanel() const;
    /// Selects the element and brings it into view.
    void reveal(const QString& key);

signals:
    void panelChanged(int panel);
    void refused(const model::Error& error);

private:
    void buildPanels(Document& document, const Theme& theme);

    Selection& m_selection;
    DiagramMode* m_design;
    DecomposeMode* m_decompose;
    ModelTree* m_tree;
    Inspector* m_inspector;
    ProblemsPanel* m_problems = nullptr;
    QStackedWidget* m_canvases;
    QSplitter* m_columns;
    QSplitter* m_rows;
    QTabWidget* m_panels = nullptr;
};

}  // namespace app
