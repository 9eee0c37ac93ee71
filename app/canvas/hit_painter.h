#pragma once

#include <QPainter>

#include "app/canvas/diagram_geometry.h"
#include "app/theme/theme.h"

namespace app {

/// What was found on a diagram, and how it is looked at.
struct HitMarks {
    const QStringList& keys;
    const QString& current;
    QRectF exposed;
    double zoom;
    const Theme& theme;
};

/// Rings around nodes, frames and edges, in the diagram's units; a double one around the current one.
void paintHits(QPainter& painter, const DiagramGeometry& geometry, const HitMarks& marks);

}  // namespace app
