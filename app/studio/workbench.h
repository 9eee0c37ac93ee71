#pragma once

#include <QWidget>

#include "app/design/diagram_mode.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/model_tree.h"
#include "app/studio/studio_context.h"
#include "app/views/view_stack.h"

class QSplitter;

namespace app {

class DiagramLens;
class FilterBar;
class FindPopup;
class PanelDock;

/// Where models are edited: the tree, the canvas of the mode, the inspector, and the panels below and beside
/// the canvas.
class Workbench : public QWidget {
    Q_OBJECT

public:
    Workbench(StudioContext& context, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Follows the document while it is looked at.
    void setActive(bool active);
    /// The diagram that is shown: the current one of the views.
    DiagramMode& current() { return *m_diagram; }
    ViewStack& views() { return *m_views; }
    ModelTree& tree() { return *m_tree; }
    Inspector& inspector() { return *m_inspector; }
    StudioContext& context() { return m_context; }
    /// How the diagrams are looked at.
    DiagramLens& lens() { return *m_lens; }
    FilterBar& filterBar() { return *m_filterBar; }
    FindPopup& find() { return *m_find; }
    /// Opens the panel of that id, or closes it when it is open.
    void toggle(const QString& panel);
    /// The panels that are open, by id, and what the parts measure: to be restored.
    QStringList openPanels() const;
    QByteArray sizes() const;
    void restore(const QStringList& panels, const QByteArray& sizes);
    void open(const QString& panel);
    /// Selects the element and brings it into view.
    void reveal(const QString& key);

signals:
    /// Which panel of a side is open now; empty when none is.
    void panelChanged(const QString& panel);
    void refused(const model::Error& error);

private:
    void arrange();
    void addLens();
    void connectParts(StudioContext& context);

    StudioContext& m_context;
    ViewStack* m_views;
    DiagramMode* m_diagram;
    ModelTree* m_tree;
    Inspector* m_inspector;
    QSplitter* m_columns;
    QSplitter* m_rows;
    PanelDock* m_below;
    PanelDock* m_beside;
    DiagramLens* m_lens;
    FilterBar* m_filterBar = nullptr;
    FindPopup* m_find = nullptr;
};

}  // namespace app
