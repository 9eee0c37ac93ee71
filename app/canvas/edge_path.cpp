#include "app/canvas/edge_path.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace app {
namespace {

using model::EdgeShape;

/// How far an orthogonal edge leaves its node before it turns.
constexpr double stubLength = 20;

QPainterPath curveBetween(const EdgeEnds& edge, const Docking& docking) {
    const QPointF start = portOf(edge.from, docking.from, docking.fromShift);
    const QPointF end = portOf(edge.to, docking.to, docking.toShift);
    QPainterPath path(start);
    const bool straight =
        docking.from != docking.to && isHorizontal(docking.from) == isHorizontal(docking.to) &&
        (isHorizontal(docking.from) ? std::abs(start.y() - end.y()) : std::abs(start.x() - end.x())) < 1;
    if (straight) {
        path.lineTo(end);
        return path;
    }
    const double distance = QLineF(start, end).length();
    double pull = std::clamp(distance * 0.42, 18.0, 160.0);
    // A loop on one side bulges little however long it is.
    if (docking.from == docking.to) pull = std::clamp(distance * 0.25, 28.0, 56.0);
    path.cubicTo(start + outward(docking.from) * pull, end + outward(docking.to) * pull, end);
    return path;
}

/// A smooth curve through all points that leaves and arrives squarely.
QPainterPath curveThrough(const EdgeEnds& edge, const Docking& docking) {
    std::vector<QPointF> points{portOf(edge.from, docking.from, docking.fromShift)};
    points.insert(points.end(), edge.way.begin(), edge.way.end());
    points.push_back(portOf(edge.to, docking.to, docking.toShift));
    const std::size_t last = points.size() - 1;
    const auto reach = [&](std::size_t a, std::size_t b) { return QLineF(points[a], points[b]).length(); };
    std::vector<QPointF> tangents(points.size());
    tangents.front() = outward(docking.from) * reach(0, 1);
    tangents.back() = -outward(docking.to) * reach(last - 1, last);
    for (std::size_t i = 1; i < last; ++i) {
        const QPointF way = points[i + 1] - points[i - 1];
        const double length = std::hypot(way.x(), way.y());
        // No longer than the shorter of both legs: the curve does not swing beyond its points.
        const double strength = std::min(reach(i - 1, i), reach(i, i + 1));
        tangents[i] = length < 1e-6 ? QPointF() : way / length * strength;
    }
    QPainterPath path(points.front());
    for (std::size_t i = 0; i < last; ++i)
        path.cubicTo(points[i] + tangents[i] / 3, points[i + 1] - tangents[i + 1] / 3, points[i + 1]);
    return path;
}

/// Where two axes cross between a point that is left along one axis and one that is reached along the other.
QPointF cornerBetween(const QPointF& from, const QPointF& to, bool horizontallyFirst) {
    return horizontallyFirst ? QPointF(to.x(), from.y()) : QPointF(from.x(), to.y());
}

bool isAhead(const QPointF& from, const QPointF& direction, const QPointF& point) {
    return QPointF::dotProduct(point - from, direction) > 0;
}

/// Between two sides of the same direction: there and back, or across the middle between both.
std::vector<QPointF> acrossTheMiddle(const QPointF& start, const QPointF& end, const Docking& docking) {
    const bool horizontal = isHorizontal(docking.from);
    const auto along = [horizontal](const QPointF& point) { return horizontal ? point.x() : point.y(); };
    const QPointF out = outward(docking.from);
    double middle = (along(start) + along(end)) / 2;
    if (docking.from == docking.to) {
        const double sign = along(out);
        middle = sign * std::max(sign * along(start), sign * along(end)) + sign * stubLength;
    }
    // Edges that leave side by side do not lie on each other where they turn.
    middle += docking.fromShift / 2;
    const auto at = [&](const QPointF& point) {
        return horizontal ? QPointF(middle, point.y()) : QPointF(point.x(), middle);
    };
    return {start, at(start), at(end), end};
}

std::vector<QPointF> squareWay(const QPointF& start, const QPointF& end, const Docking& docking) {
    const QPointF out = outward(docking.from), in = outward(docking.to);
    const bool parallel = isHorizontal(docking.from) == isHorizontal(docking.to);
    if (docking.from == docking.to) return acrossTheMiddle(start, end, docking);
    if (parallel && isAhead(start, out, end)) return acrossTheMiddle(start, end, docking);
    const QPointF first = start + out * stubLength, last = end + in * stubLength;
    if (!parallel) {
        const QPointF corner = cornerBetween(start, end, isHorizontal(docking.from));
        if (isAhead(start, out, corner) && isAhead(end, in, corner)) return {start, corner, end};
        return {start, first, cornerBetween(first, last, !isHorizontal(docking.from)), last, end};
    }
    // Away from each other: out, across between both, and back.
    const QPointF middle = (first + last) / 2;
    const bool horizontal = isHorizontal(docking.from);
    return {start, first, cornerBetween(first, middle, !horizontal), cornerBetween(last, middle, !horizontal),
            last,  end};
}

std::vector<QPointF> squareThrough(const EdgeEnds& edge, const Docking& docking) {
    const QPointF end = portOf(edge.to, docking.to, docking.toShift);
    std::vector<QPointF> points{portOf(edge.from, docking.from, docking.fromShift)};
    bool horizontally = isHorizontal(docking.from);
    for (const QPointF& point : edge.way) {
        const QPointF corner = cornerBetween(points.back(), point, horizontally);
        points.push_back(corner);
        points.push_back(point);
        // Goes on as it arrived, so that a point in a straight line makes no corner.
        if (corner != point) horizontally = std::abs(corner.y() - point.y()) < 1e-6;
    }
    points.push_back(cornerBetween(points.back(), end, !isHorizontal(docking.to)));
    points.push_back(end);
    return points;
}

/// Where the line from a point in the rectangle leaves it.
QPointF exitOf(const QRectF& rect, const QPointF& inside, const QPointF& way) {
    const auto share = [](double from, double step, double low, double high) {
        return std::abs(step) < 1e-9 ? 1e9 : ((step > 0 ? high : low) - from) / step;
    };
    return inside + way * std::min({share(inside.x(), way.x(), rect.left(), rect.right()),
                                    share(inside.y(), way.y(), rect.top(), rect.bottom()), 1.0});
}

/// How far beside the straight line between the centres the edge runs.
QPointF laneShift(const EdgeEnds& edge) {
    const QLineF line(edge.from.center(), edge.to.center());
    if (!edge.way.empty() || edge.lane == 0 || line.length() < 1e-6) return {};
    const double room =
        std::min({edge.from.width(), edge.from.height(), edge.to.width(), edge.to.height()}) / 2 - 4;
    const double lane = std::clamp(edge.lane, -std::max(0.0, room), std::max(0.0, room));
    // To the same side for both directions of an edge.
    const bool forward = std::pair(edge.from.x(), edge.from.y()) < std::pair(edge.to.x(), edge.to.y());
    return QPointF(-line.dy(), line.dx()) / line.length() * (forward ? lane : -lane);
}

std::vector<QPointF> straightWay(const EdgeEnds& edge) {
    const QPointF aside = laneShift(edge);
    const QPointF from = edge.from.center() + aside, to = edge.to.center() + aside;
    const QPointF first = edge.way.empty() ? to : edge.way.front();
    const QPointF last = edge.way.empty() ? from : edge.way.back();
    std::vector<QPointF> points{exitOf(edge.from, from, first - from)};
    points.insert(points.end(), edge.way.begin(), edge.way.end());
    points.push_back(exitOf(edge.to, to, last - to));
    return points;
}

/// Out of the right side and around the corner into the top.
QPainterPath loopPath(const EdgeEnds& edge) {
    const QRectF& rect = edge.from;
    const double reach = 30 + std::abs(edge.lane);
    const QPointF start(rect.right(), rect.top() + rect.height() * 0.4);
    const QPointF end(rect.right() - std::min(28.0, rect.width() / 3), rect.top());
    if (edge.shape != EdgeShape::Curved)
        return roundedWay({start,
                           {start.x() + reach, start.y()},
                           {start.x() + reach, end.y() - reach},
                           {end.x(), end.y() - reach},
                           end});
    QPainterPath path(start);
    path.cubicTo(start + QPointF(reach * 1.7, 0), end - QPointF(0, reach * 1.7), end);
    return path;
}

QPainterPath polygonPath(const std::vector<QPointF>& points) {
    QPainterPath path(points.front());
    for (std::size_t i = 1; i < points.size(); ++i) path.lineTo(points[i]);
    return path;
}

}  // namespace

bool isHorizontal(RectSide side) {
    return side == RectSide::Left || side == RectSide::Right;
}

QPointF outward(RectSide side) {
    switch (side) {
        case RectSide::Left:
            return {-1, 0};
        case RectSide::Right:
            return {1, 0};
        case RectSide::Top:
            return {0, -1};
        case RectSide::Bottom:
            return {0, 1};
    }
    return {};
}

QPointF portOf(const QRectF& rect, RectSide side, double shift) {
    switch (side) {
        case RectSide::Left:
            return {rect.left(), rect.center().y() + shift};
        case RectSide::Right:
            return {rect.right(), rect.center().y() + shift};
        case RectSide::Top:
            return {rect.center().x() + shift, rect.top()};
        case RectSide::Bottom:
            return {rect.center().x() + shift, rect.bottom()};
    }
    return {};
}

double sideLength(const QRectF& rect, RectSide side) {
    return isHorizontal(side) ? rect.height() : rect.width();
}

RectSide sideTowards(const QRectF& rect, const QPointF& point) {
    const QPointF way = point - rect.center();
    const bool sideways = std::abs(way.x()) * rect.height() > std::abs(way.y()) * rect.width();
    if (sideways) return way.x() < 0 ? RectSide::Left : RectSide::Right;
    return way.y() < 0 ? RectSide::Top : RectSide::Bottom;
}

QPointF leavingPoint(const QRectF& rect, const QPointF& towards) {
    const QPointF way = towards - rect.center();
    const double horizontally = std::abs(way.x()) > 1e-9 ? rect.width() / 2 / std::abs(way.x()) : 1e9;
    const double vertically = std::abs(way.y()) > 1e-9 ? rect.height() / 2 / std::abs(way.y()) : 1e9;
    return rect.center() + way * std::min({horizontally, vertically, 1.0});
}

std::vector<QPointF> cornersOf(const std::vector<QPointF>& points) {
    std::vector<QPointF> corners;
    for (const QPointF& point : points) {
        if (!corners.empty() && QLineF(corners.back(), point).length() < 1e-6) continue;
        if (corners.size() >= 2) {
            const QPointF one = corners.back() - corners[corners.size() - 2], two = point - corners.back();
            if (std::abs(one.x() * two.y() - one.y() * two.x()) < 1e-6 && QPointF::dotProduct(one, two) >= 0)
                corners.pop_back();
        }
        corners.push_back(point);
    }
    return corners;
}

QPainterPath roundedWay(const std::vector<QPointF>& corners) {
    QPainterPath path(corners.front());
    for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
        const QLineF in(corners[i], corners[i - 1]), out(corners[i], corners[i + 1]);
        const double radius = std::min({16.0, in.length() / 2, out.length() / 2});
        if (radius < 0.5) continue;
        path.lineTo(in.pointAt(radius / in.length()));
        path.quadTo(corners[i], out.pointAt(radius / out.length()));
    }
    path.lineTo(corners.back());
    return path;
}

QPainterPath edgePath(const EdgeEnds& edge, const Docking& docking) {
    if (edge.loop && edge.way.empty()) return loopPath(edge);
    switch (edge.shape) {
        case EdgeShape::Straight:
            return polygonPath(straightWay(edge));
        case EdgeShape::Orthogonal: {
            const QPointF start = portOf(edge.from, docking.from, docking.fromShift);
            const QPointF end = portOf(edge.to, docking.to, docking.toShift);
            return roundedWay(
                cornersOf(edge.way.empty() ? squareWay(start, end, docking) : squareThrough(edge, docking)));
        }
        default:
            return edge.way.empty() ? curveBetween(edge, docking) : curveThrough(edge, docking);
    }
}

}  // namespace app
