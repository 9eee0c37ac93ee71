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
