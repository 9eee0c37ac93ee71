#pragma once

#include <QWidget>

#include "app/decompose/decompose_mode.h"
#include "app/design/diagram_mode.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/model_tree.h"
#include "app/studio/studio_context.h"

class QSplitter;
class QStackedWidget;

namespace app {

class PanelDock;

/// Where models are edited: the tree, the canvas of the mode, the inspector, and the panels below and beside
/// the canvas.
class Workbench : public QWidget {
    Q_OBJECT

public:
    Workbench(StudioContext& context, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Design or Decompose; otherwise both canvases rest.
    void showDiagram(bool design, bool decompose);
    DiagramMode& current();
    DiagramMode& design() { return *m_design; }
    DiagramMode& decompose() { return *m_decompose; }
    ModelTree& tree() { return *m_tree; }
    Inspector& inspector() { return *m_inspector; }
    /// Opens the panel of that id, or closes it when it is open.
    void toggle(const QString& panel);
    /// Selects the element and brings it into view.
    void reveal(const QString& key);

signals:
    /// Which panel of a side is open now; empty when none is.
    void panelChanged(const QString& panel);
    void refused(const model::Error& error);

private:
    void arrange();
    void connectParts(StudioContext& context);

    Selection& m_selection;
    DiagramMode* m_design;
    DecomposeMode* m_decompose;
    ModelTree* m_tree;
    Inspector* m_inspector;
    QStackedWidget* m_canvases;
    QSplitter* m_columns;
    QSplitter* m_rows;
    PanelDock* m_below;
    PanelDock* m_beside;
};

}  // namespace app
