#pragma once

#include <QObject>
#include <QVariantAnimation>

#include "app/canvas/canvas_view.h"
#include "app/layouting/layout_job.h"

namespace app {

/// Shows on a canvas where things would stand: they move there, and back when it comes to nothing. The
/// document knows nothing of it.
class LayoutPreview : public QObject {
    Q_OBJECT

public:
    explicit LayoutPreview(CanvasView& canvas, QObject* parent = nullptr);

    /// Moves what has a place there from where it is seen now; the whole is brought into view with `fit`.
    void show(const Places& places, bool fit);
    bool isShown() const { return m_shown; }
    /// The diagram as it was before.
    const Diagram& before() const { return m_before; }
    const Places& places() const { return m_places; }
    /// Everything goes back.
    void takeBack();
    /// It is over; whoever says so shows another diagram.
    void end();

signals:
    void shownChanged(bool shown);

private:
    void step(double share);
    void present(const Places& places);
    Places seenPlaces() const;

    CanvasView& m_canvas;
    QVariantAnimation m_motion;
    Diagram m_before;
    Places m_from, m_places;
    bool m_shown = false;
    bool m_editable = true;  ///< As the canvas was
};

}  // namespace app
