#include "app/canvas/hit_painter.h"

#include "app/canvas/node_painter.h"

namespace app {
namespace {

/// From the outline to the ring, in pixels of the screen.
constexpr double hitGap = 5;

QPainterPath ringAround(const DiagramGeometry& geometry, const QString& key, double gap) {
    if (const int node = geometry.nodeIndex(key); node >= 0)
        return NodePainter::outline(geometry.node(node).shape, geometry.node(node).rect(), gap);
    QPainterPath ring;
    if (const QRectF rect = geometry.rectOf(key); !rect.isNull())
        ring.addRoundedRect(rect.adjusted(-gap, -gap, gap, gap), 14 + gap, 14 + gap);
    return ring;
}

}  // namespace

void paintHits(QPainter& painter, const DiagramGeometry& geometry, const HitMarks& marks) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, marks.keys.size() < 1500);
    painter.setBrush(Qt::NoBrush);
    const double ratio = painter.device()->devicePixelRatioF();
    const double gap = hitGap / marks.zoom;
    const QRectF exposed = marks.exposed.adjusted(-2 * gap, -2 * gap, 2 * gap, 2 * gap);
    for (const QString& key : marks.keys) {
        if (!geometry.rectOf(key).intersects(exposed)) continue;
        painter.setPen(cosmeticPen(marks.theme.warning, 2 * ratio));
        painter.drawPath(ringAround(geometry, key, gap));
        if (key == marks.current) painter.drawPath(ringAround(geometry, key, 1.9 * gap));
    }
    painter.restore();
}

}  // namespace app
