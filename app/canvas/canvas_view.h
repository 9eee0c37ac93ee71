#pragma once

#include <QGraphicsView>
#include <functional>
#include <memory>
#include <optional>

#include "app/canvas/canvas_tool.h"
#include "app/diagram/diagram.h"
#include "app/diagram/diagram_overlay.h"
#include "app/theme/theme.h"

class QLabel;
class QPushButton;

namespace app {

class CanvasInput;
class DiagramGeometry;
class DiagramScene;
class Minimap;
class NameField;
class NoteField;
class ToolPalette;

/// The canvas: shows any diagram, lets the user look around, select, drag, connect and create, and tells what
/// the user wants. It never changes a model itself.
class CanvasView : public QGraphicsView {
    Q_OBJECT

public:
    explicit CanvasView(QWidget* parent = nullptr);
    ~CanvasView() override;

    void setTheme(const Theme& theme);
    /// Shows the diagram; selection, zoom and the place looked at stay as they are.
    void setDiagram(const Diagram& diagram);
    const Diagram& diagram() const;
    void setOverlay(const Overlay& overlay);
    /// Lays it over the diagram, in place of the one with the same id; an empty one takes that away.
    void setLayer(const DiagramOverlay& layer);
    /// All that is laid over it, as one.
    const DiagramOverlay& layer() const;
    /// Rings what was found; `current` is the one that is gone to.
    void setHits(const QStringList& keys, const QString& current);
    /// Without editing: selection only (Simulate mode).
    void setEditable(bool editable);

    /// What the user can add here, besides selecting and connecting.
    void setTools(const std::vector<CanvasTool>& tools);
    /// By id: one of those, `selectTool` or `connectTool`.
    void setTool(const QString& tool);
    QString tool() const;

    QStringList selection() const;
    void setSelection(const QStringList& keys);
    /// Brings the element into view and selects it.
    void reveal(const QString& key);
    /// Opens the name field on the element.
    void startRename(const QString& key);
    /// What can be typed there, by key of the element.
    void setSuggestions(const std::function<QStringList(const QString&)>& suggestions);

    void fitAll();
    void fitSelection();
    void setZoom(double factor);
    void zoomIn();
    void zoomOut();
    void selectAll();
    double zoom() const;

    /// Where everything lies, as it is shown just now.
    const DiagramGeometry& geometry() const;
    bool isEditable() const { return m_editable; }
    const Theme& theme() const { return m_theme; }
    /// The element at a point of the viewport: a node, else an edge, else a region; empty when there is none.
    QString elementAt(const QPoint& viewportPoint) const;
    /// Asks what to add at that point of the diagram; the answer arrives as `createRequested`.
    void offerTypes(const QPointF& at);
    /// Where the mouse is in the diagram, or the middle of what is seen when it is elsewhere.
    QPointF pointedAt() const;
    /// A line at the lower border that says what can be done or why something cannot; gone with the next
    /// gesture, or with an empty text.
    void showHint(const QString& text);
    QString hint() const;
    /// Asks for the menu of the selection, as the menu key does.
    void askMenu();
    /// Begins a connection from the selected element that keys lead to its end.
    void connectByKeys();

signals:
    void selectionChanged(const QStringList& keys);
    void zoomChanged(double factor);
    void toolChanged(const QString& tool);
    /// A drag has ended: new centres, by key. A region's move is told as the moves of its nodes.
    void moved(const QHash<QString, QPointF>& centres);
    /// Nodes were dragged into a region, or (empty key) out of all.
    void movedIntoRegion(const QStringList& keys, const QString& region);
    /// The user made an edge pass these points.
    void bent(const QString& edge, const std::vector<QPointF>& way);
    void connectRequested(const QString& from, const QString& to);
    /// A connection was dropped on the empty canvas: create there and connect.
    void connectToNewRequested(const QString& from, const QPointF& at);
    void createRequested(const QString& tool, const QPointF& at);
    void renameRequested(const QString& key, const QString& name);
    void removeRequested(const QStringList& keys);
    void duplicateRequested(const QStringList& keys);
    void layoutRequested(const QStringList& keys);
    void activated(const QString& key);
    /// A key asks for what the command of that id does with the selection.
    void commandWanted(const QString& command);
    /// The menu of what is selected, at a point of the screen.
    void menuWanted(const QPoint& at);
    /// A node was made larger or smaller.
    void resized(const QString& key, const QRectF& rect);
    /// Frames shall be collapsed, or (false) groups expanded.
    void foldRequested(const QStringList& keys, bool collapse);
    void textRequested(const QString& note, const QString& text);
    /// The end of an edge was dragged to another element.
    void reattachRequested(const QString& edge, const QString& from, const QString& to);
    /// What would become of a connection is to be told by a hint.
    void connectionConsidered(const QString& from, const QString& to);

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fitInView(const QRectF& rect, double mostZoom);
    bool isHiddenByMinimap() const;
    void zoomAbout(const QPointF& viewportPoint, double factor);
    void arrangeTools();
    void showOverview();
    void refresh();
    void showHidden();
    void styleEdgeWidgets();
    void placeEdgeWidgets();
    void showMarks();
    void tellReaders();
    QString wayOut() const;

    DiagramScene* m_scene;
    std::unique_ptr<CanvasInput> m_input;
    ToolPalette* m_palette;
    Minimap* m_minimap;
    NameField* m_nameField;
    NoteField* m_noteField;
    QLabel* m_hint;
    QPushButton* m_hidden;
    std::optional<QPointF> m_pointer;  ///< Of the mouse, in the viewport
    Theme m_theme;
    std::vector<CanvasTool> m_tools;
    std::function<QStringList(const QString&)> m_suggestions;
    QString m_tool = selectTool;
    QStringList m_hits;
    QString m_hit;
    bool m_editable = true;
};

}  // namespace app
