#pragma once

#include <QWidget>
#include <optional>

#include "app/design/diagram_editor.h"
#include "app/layouting/layout_client.h"

namespace app {

/// A diagram of any kind with its canvas and its editing.
class DiagramMode : public QWidget {
    Q_OBJECT

public:
    DiagramMode(Document& document, Selection& selection, const DiagramPlace& place, QWidget* parent);

    CanvasView& canvas() { return *m_canvas; }
    DiagramEditor& editor() { return *m_editor; }
    void setTheme(const Theme& theme);
    /// Shows that diagram: as it was left, or as a whole when it was not shown yet.
    void showDiagram(const DiagramPlace& place);
    /// Follows the document from now on; the first time, everything is brought into view.
    void setActive(bool active);
    /// Places the elements (all, when none is named) anew, in its own time; one undo step.
    void layOut(const QStringList& keys);
    void cancelLayout();
    /// Opens the diagram of what is selected, where it has one.
    void openSelection();
    /// What is seen of the diagram; nothing before it was looked at.
    std::optional<model::Camera> camera() const;
    void setCamera(const model::Camera& camera);
    /// Puts a bar right above the canvas. When it comes and goes, the diagram stays where it is.
    void addBar(QWidget* bar);

signals:
    void refused(const model::Error& error);
    void zoomChanged(double factor);
    /// A layout has begun, or (false) ended.
    void layingOut(bool running);
    /// An element was opened into a diagram of its own.
    void opened(const app::DiagramPlace& place);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What was seen of a diagram.
    struct Sight {
        QPointF centre;
        double zoom = 1;
    };

    void connectCanvas();
    void open(const QString& key);
    QHash<QString, QPointF> ownPlaces() const;
    void showBar();
    void forgetSights();
    void fitWhenShown();
    void takeLayout(const QHash<QString, QPointF>& places);

    Document& m_document;
    CanvasView* m_canvas;
    DiagramEditor* m_editor;
    LayoutClient m_layouting;
    QStringList m_layoutKeys;
    QHash<QString, Sight> m_sights;   ///< By name of the diagram
    QHash<QString, QWidget*> m_bars;  ///< By kind
    bool m_fitted = false;
    bool m_active = false;
};

}  // namespace app
