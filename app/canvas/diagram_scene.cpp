#include "app/canvas/diagram_scene.h"

#include <QPainter>

#include "app/canvas/node_painter.h"

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
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(cosmeticPen(theme.accent));
    for (const QLineF& guide : traces.guides) painter.drawLine(guide);
    if (traces.connection) {
        painter.setPen(cosmeticPen(theme.accent, 2));
        painter.drawLine(*traces.connection);
        painter.setBrush(theme.accent);
        const double scale = painter.worldTransform().m11();
        painter.drawEllipse(traces.connection->p2(), 4 / scale, 4 / scale);
    }
    if (traces.rubberBand) {
        painter.setPen(cosmeticPen(theme.accent));
        painter.setBrush(withAlpha(theme.accent, 0.08));
        painter.drawRect(*traces.rubberBand);
    }
}

}  // namespace app
