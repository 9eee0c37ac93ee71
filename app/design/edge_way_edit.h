#pragma once

#include <QPointF>
#include <QStringList>
#include <vector>

#include "model/layout.h"

namespace app {

/// The layout in which that edge passes these points on the diagram.
model::Layout withWay(model::Layout layout, const QString& diagram, const QString& edge,
                      const std::vector<QPointF>& points);
/// The layout in which these edges have that shape; without edges, all of the diagram that have none of their
/// own.
model::Layout withShape(model::Layout layout, const QString& diagram, const QStringList& edges,
                        model::EdgeShape shape);
/// The layout in which these edges pass no points.
model::Layout straightened(model::Layout layout, const QString& diagram, const QStringList& edges);
/// `Curved edges`
QString edgeShapeTitle(model::EdgeShape shape);

}  // namespace app
