#include "app/canvas/diagram_scene.h"

#include <QPainter>

#include "app/canvas/trace_painter.h"

namespace app {

DiagramScene::DiagramScene(QObject* parent) : QGraphicsScene(parent) {
    // Room enough for any layout; the view never scrolls by itself when content grows.
    setSceneRect(-500'000, -500'000, 1'000'000, 1'000'000);
    setItemIndexMethod(NoIndex);
}

PaintCounts DiagramScene::paint(QPainter& painter, const QRectF& exposed, double zoom, const Theme& theme) {
    painter.fillRect(exposed, theme.canvas);
    return m_painter.paint(painter, geometry, {theme, overlay, marks, exposed, zoom, layer});
}

void DiagramScene::paintTraces(QPainter& painter, const Theme& theme) const {
    TracePainter(*this, painter, theme).paint();
}

}  // namespace app
