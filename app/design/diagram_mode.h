#pragma once

#include <QWidget>

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
    /// Follows the document from now on; the first time, everything is brought into view.
    void setActive(bool active);
    /// Places the elements (all, when none is named) anew, in its own time; one undo step.
    void layOut(const QStringList& keys);

signals:
    void refused(const model::Error& error);
    void zoomChanged(double factor);
    /// A layout has begun, or (false) ended.
    void layingOut(bool running);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitWhenShown();
    void takeLayout(const QHash<QString, QPointF>& places);

    Document& m_document;
    CanvasView* m_canvas;
    DiagramEditor* m_editor;
    LayoutClient m_layouting;
    QStringList m_layoutKeys;
    bool m_fitted = false;
    bool m_active = false;
};

}  // namespace app
