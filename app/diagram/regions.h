#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The frame around what lies in a region.
QRectF frameAround(const QRectF& content);
/// The frame of a region that has no nodes.
QRectF emptyFrame(const QPointF& centre);
/// Computes each region's rectangle from its nodes, or from its centre where it has none.
void fitRegions(Diagram& diagram);

/// The layout with these centres on that diagram; all other places stay.
model::Layout withPlaces(model::Layout layout, const QString& diagram,
                         const QHash<QString, QPointF>& centres);

}  // namespace app
