#pragma once

#include <QPainterPath>
#include <QPolygonF>
#include <QRectF>
#include <vector>

namespace app {

/// How an edge runs from border to border.
struct EdgeRoute {
    QPainterPath path;  ///< Smooth
    QPolygonF line;     ///< The same in straight pieces, for hit tests and bounds
    QRectF bounds;
    QPointF labelCentre;
    bool labelShown = false;  ///< False when it would lie on a node

    QPointF start() const { return line.isEmpty() ? QPointF() : line.first(); }
    QPointF tip() const { return line.isEmpty() ? QPointF() : line.last(); }
    /// The point at a share of the length, 0 to 1.
    QPointF pointAt(double share) const;
    double length() const;
    double distanceTo(const QPointF& point) const;
};

/// Takes the straight pieces and bounds from the path.
EdgeRoute routeAlong(const QPainterPath& path);

}  // namespace app
