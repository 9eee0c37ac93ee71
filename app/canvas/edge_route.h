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
    QSizeF labelSize;         ///< Of its chip; smaller than the text where there is little room
    bool labelShown = false;  ///< False when there is no room for it: then only while it is looked at

    QPointF start() const { return line.isEmpty() ? QPointF() : line.first(); }
    QPointF tip() const { return line.isEmpty() ? QPointF() : line.last(); }
    /// The point at a share of the length, 0 to 1.
    QPointF pointAt(double share) const;
    double length() const;
    /// The share of the length where the line is nearest to the point.
    double shareNear(const QPointF& point) const;
    /// Whether some of it may lie in the rectangle.
    bool touches(const QRectF& rect) const;
    double distanceTo(const QPointF& point) const;
};

/// Whether some of the line from a to b lies in the rectangle.
bool crosses(const QRectF& rect, const QPointF& a, const QPointF& b);

/// Takes the straight pieces and bounds from the path.
EdgeRoute routeAlong(const QPainterPath& path);

}  // namespace app
