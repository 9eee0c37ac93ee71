#pragma once

#include <QWidget>
#include <optional>

#include "app/design/diagram_editor.h"
#include "app/design/layout_preview.h"
#include "app/layouting/layout_client.h"
#include "app/layouting/layout_request.h"

namespace app {

class LayoutBar;

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
    /// Seeks new places for the elements (all, when none is named), in its own time, and shows them. What is
    /// locked and all else stays where it is.
    void layOut(const QStringList& keys);
    /// The same for what had no place when the model was opened or last saved.
    void layOutNew();
    /// The places that are shown become those of the document; one undo step.
    void acceptLayout();
    /// Stops what runs, and takes back what is shown.
    void cancelLayout();
    LayoutPreview& preview() { return m_preview; }
    LayoutBar& layoutBar() { return *m_layoutBar; }
    LayoutClient& layouting() { return m_layouting; }
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
    const Diagram& standing() const;
    Places ownPlaces() const;
    void showBar();
    void forgetSights();
    void fitWhenShown();
    void connectLayout();
    void startLayout(const LayoutRequest& request);
    void takeLayout(const Places& places, const QString& why);
    void showLayout(const Places& places, const QString& remark);
    void refuseLayout(const QString& why);
    void stopLayout();
    void dropLayout();
    void settle();

    Document& m_document;
    CanvasView* m_canvas;
    DiagramEditor* m_editor;
    LayoutClient m_layouting;
    LayoutPreview m_preview;
    LayoutBar* m_layoutBar;
    LayoutRequest m_request;
    bool m_layoutRuns = false;
    QStringList m_movable;                           ///< What the layout moves
    std::shared_ptr<const model::Layout> m_settled;  ///< As it was opened or last saved
    QHash<QString, Sight> m_sights;                  ///< By name of the diagram
    QHash<QString, QWidget*> m_bars;                 ///< By kind
    bool m_fitted = false;
    bool m_active = false;
};

}  // namespace app
