#pragma once

#include <QGraphicsView>

#include "app/diagram/diagram.h"
#include "app/theme/theme.h"

namespace app {

class DiagramScene;

/// The canvas: shows any diagram, lets the user look around, select, drag, connect and create, and tells what the
/// user wants. It never changes a model itself.
class CanvasView : public QGraphicsView {
    Q_OBJECT

public:
    enum class Tool { Select, Service, Store, Channel, Context, Connect };

    explicit CanvasView(QWidget* parent = nullptr);
    ~CanvasView() override;

    void setTheme(const Theme& theme);
    /// Shows the diagram; selection, zoom and the place looked at stay as they are.
    void setDiagram(const Diagram& diagram);
    const Diagram& diagram() const;
    void setOverlay(const Overlay& overlay);
    /// Without editing: selection only (Simulate mode).
    void setEditable(bool editable);

    void setTool(Tool tool);
    Tool tool() const;

    QStringList selection() const;
    void setSelection(const QStringList& keys);
    /// Brings the element into view and selects it.
    void reveal(const QString& key);
    /// Opens the name field on the element.
    void startRename(const QString& key);

    void fitAll();
    void fitSelection();
    void setZoom(double factor);
    double zoom() const;

signals:
    void selectionChanged(const QStringList& keys);
    void zoomChanged(double factor);
    void toolChanged(app::CanvasView::Tool tool);
    /// A drag has ended: new centres, by key. A region's move is told as the moves of its nodes.
    void moved(const QHash<QString, QPointF>& centres);
    /// Nodes were dragged into a region, or (empty key) out of all.
    void movedIntoRegion(const QStringList& keys, const QString& region);
    void connectRequested(const QString& from, const QString& to);
    /// A connection was dropped on the empty canvas: create there and connect.
    void connectToNewRequested(const QString& from, const QPointF& at);
    void createRequested(app::CanvasView::Tool kind, const QPointF& at);
    void renameRequested(const QString& key, const QString& name);
    void removeRequested(const QStringList& keys);
    void duplicateRequested(const QStringList& keys);
    void layoutRequested(const QStringList& keys);
    void activated(const QString& key);
};

}  // namespace app
