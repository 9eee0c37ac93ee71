#pragma once

#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "model/layout.h"

namespace app {

enum class RectSide { Left, Right, Top, Bottom };

bool isHorizontal(RectSide side);
/// Unit vector away from the rectangle.
QPointF outward(RectSide side);
/// The point on that side, so far from its middle.
QPointF portOf(const QRectF& rect, RectSide side, double shift);
double sideLength(const QRectF& rect, RectSide side);
/// Where a line from the rectangle's centre to that point leaves it.
RectSide sideTowards(const QRectF& rect, const QPointF& point);
/// Where the straight line from the rectangle's centre to a point leaves it.
QPointF leavingPoint(const QRectF& rect, const QPointF& towards);

/// An edge between two rectangles, as it is routed. Indices are of the obstacles, or -1 for a rectangle that
/// is none (a region).
struct EdgeEnds {
    QRectF from, to;
    int fromObstacle = -1, toObstacle = -1;
    model::EdgeShape shape = model::EdgeShape::Curved;
    std::vector<QPointF> way = {};  ///< Points to pass, in order
    double lane = 0;                ///< How far beside the others between the same two it runs
    bool loop = false;              ///< From a rectangle to itself
};

/// Where an edge leaves and arrives: the side, and how far from its middle.
struct Docking {
    RectSide from = RectSide::Right, to = RectSide::Left;
    double fromShift = 0, toShift = 0;
};

/// The way of an edge as its shape, its points and the docking say; what lies in the way is not looked at.
QPainterPath edgePath(const EdgeEnds& edge, const Docking& docking);
/// Straight pieces with rounded corners.
QPainterPath roundedWay(const std::vector<QPointF>& corners);
/// Without the points in the middle of straight lines.
std::vector<QPointF> cornersOf(const std::vector<QPointF>& points);

}  // namespace app
