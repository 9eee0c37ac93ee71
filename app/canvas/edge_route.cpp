#include "app/canvas/edge_route.h"

#include <QLineF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace app {

double EdgeRoute::length() const {
    double sum = 0;
    for (int i = 1; i < line.size(); ++i) sum += QLineF(line[i - 1], line[i]).length();
    return sum;
}

QPointF EdgeRoute::pointAt(double share) const {
    double left = length() * share;
    for (int i = 1; i < line.size(); ++i) {
        const QLineF piece(line[i - 1], line[i]);
        if (left <= piece.length() && piece.length() > 0) return piece.pointAt(left / piece.length());
        left -= piece.length();
    }
    return tip();
}

double EdgeRoute::distanceTo(const QPointF& point) const {
    double best = std::numeric_limits<double>::max();
    for (int i = 1; i < line.size(); ++i) {
        const QPointF along = line[i] - line[i - 1];
        const double square = QPointF::dotProduct(along, along);
        const double share =
            square > 0 ? std::clamp(QPointF::dotProduct(point - line[i - 1], along) / square, 0.0, 1.0) : 0;
        const QPointF gap = point - (line[i - 1] + along * share);
        best = std::min(best, std::hypot(gap.x(), gap.y()));
    }
    return best;
}

double EdgeRoute::shareNear(const QPointF& point) const {
    double before = 0, best = 0, nearest = std::numeric_limits<double>::max();
    for (int i = 1; i < line.size(); ++i) {
        const QPointF along = line[i] - line[i - 1];
        const double piece = std::hypot(along.x(), along.y());
        const double share =
            piece > 0 ? std::clamp(QPointF::dotProduct(point - line[i - 1], along) / piece / piece, 0.0, 1.0)
                      : 0;
        const QPointF gap = point - (line[i - 1] + along * share);
        if (const double distance = std::hypot(gap.x(), gap.y()); distance < nearest) {
            nearest = distance;
            best = before + share * piece;
        }
        before += piece;
    }
    return before > 0 ? best / before : 0;
}

bool EdgeRoute::touches(const QRectF& rect) const {
    if (!bounds.adjusted(-1, -1, 1, 1).intersects(rect)) return false;
    for (int i = 1; i < line.size(); ++i)
        if (crosses(rect, line[i - 1], line[i])) return true;
    return false;
}

bool crosses(const QRectF& rect, const QPointF& a, const QPointF& b) {
    double enter = 0, leave = 1;
    const QPointF way = b - a;
    const auto clip = [&](double from, double step, double low, double high) {
        if (std::abs(step) < 1e-12) return from >= low && from <= high;
        double first = (low - from) / step, second = (high - from) / step;
        if (first > second) std::swap(first, second);
        enter = std::max(enter, first);
        leave = std::min(leave, second);
        return enter <= leave;
    };
    return clip(a.x(), way.x(), rect.left(), rect.right()) && clip(a.y(), way.y(), rect.top(), rect.bottom());
}

EdgeRoute routeAlong(const QPainterPath& path) {
    EdgeRoute route;
    route.path = path;
    constexpr int pieces = 12;
    QPointF before;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.type == QPainterPath::CurveToElement) {
            const QPointF first = element, second = path.elementAt(i + 1), end = path.elementAt(i + 2);
            for (int step = 1; step <= pieces; ++step) {
                const double t = double(step) / pieces, u = 1 - t;
                route.line << before * (u * u * u) + first * (3 * u * u * t) + second * (3 * u * t * t) +
                                  end * (t * t * t);
            }
            before = end;
            i += 2;
        } else {
            before = element;
            route.line << before;
        }
    }
    route.bounds = route.line.boundingRect();
    return route;
}

}  // namespace app
