#pragma once

#include <QObject>

namespace app {

class CanvasView;
class DiagramLens;
class FindPopup;
class LensTools;
class OverlayLegend;
class StudioContext;

/// What floats over the canvas besides its own tools: the search at the top left, the ways to look at the
/// diagram at the top right with the legend of the overlay below.
class CanvasFurniture : public QObject {
    Q_OBJECT

public:
    CanvasFurniture(StudioContext& studio, DiagramLens& lens, FindPopup& find, CanvasView& canvas);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrange();
    void refreshLegend();

    DiagramLens& m_lens;
    FindPopup& m_find;
    CanvasView& m_canvas;
    LensTools* m_tools;
    OverlayLegend* m_legend;
};

}  // namespace app
