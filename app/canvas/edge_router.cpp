#include "app/canvas/edge_router.h"

#include <QLineF>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "app/canvas/detour.h"

namespace app {
namespace {

enum class Side { Left, Right, Top, Bottom };
constexpr std::array allSides{Side::Left, Side::Right, Side::Top, Side::Bottom};

bool isHorizontal(Side side) {
    return side == Side::Left || side == Side::Right;
}

QPointF outward(Side side) {
    switch (side) {
        case Side::Left:
            return {-1, 0};
        case Side::Right:
            return {1, 0};
        case Side::Top:
            return {0, -1};
        case Side::Bottom:
            return {0, 1};
    }
    return {};
}

QPointF port(const QRectF& rect, Side side, double shift) {
    switch (side) {
        case Side::Left:
            return {rect.left(), rect.center().y() + shift};
        case Side::Right:
            return {rect.right(), rect.center().y() + shift};
        case Side::Top:
            return {rect.center().x() + shift, rect.top()};
        case Side::Bottom:
            return {rect.center().x() + shift, rect.bottom()};
    }
    return {};
}

double sideLength(const QRectF& rect, Side side) {
    return isHorizontal(side) ? rect.height() : rect.width();
}

/// Where an edge leaves and arrives.
struct Docking {
    Side from = Side::Right, to = Side::Left;
    double fromShift = 0, toShift = 0;
};

QPainterPath curveBetween(const EdgeEnds& edge, const Docking& docking) {
    const QPointF start = port(edge.from, docking.from, docking.fromShift);
    const QPointF end = port(edge.to, docking.to, docking.toShift);
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

class RoutePlanner {
public:
    RoutePlanner(const std::vector<QRectF>& obstacles, const SpatialGrid& grid)
        : m_obstacles(obstacles), m_grid(grid) {}

    /// How much of the line lies on nodes [points of the line].
    int collisions(const EdgeEnds& edge, const QPolygonF& line) const {
        int count = 0;
        for (int i = 1; i < line.size(); ++i) {
            const QLineF piece(line[i - 1], line[i]);
            const int parts = std::max(1, int(piece.length() / 24));
            for (int part = 0; part < parts; ++part) {
                const bool last = i + 1 == line.size() && part + 1 == parts;
                if (!last && isOnNode(edge, piece.pointAt(double(part + 1) / parts))) ++count;
            }
        }
        return count;
    }

    Docking bestDocking(const EdgeEnds& edge) const {
        const std::array<Docking, 16> candidates = inOrder(edge);
        Docking best = candidates.front();
        double bestCost = std::numeric_limits<double>::max();
        for (std::size_t rank = 0; rank < candidates.size(); ++rank) {
            const EdgeRoute route = routeAlong(curveBetween(edge, candidates[rank]));
            const int hits = collisions(edge, route.line);
            if (rank == 0 && hits == 0) return candidates[rank];
            const double cost = route.length() + preference(edge, candidates[rank]) + 90.0 * hits;
            if (cost < bestCost) {
                bestCost = cost;
                best = candidates[rank];
            }
        }
        return best;
    }

private:
    bool isOnNode(const EdgeEnds& edge, const QPointF& point) const {
        constexpr double clearance = 6;
        bool hit = false;
        m_grid.visit(QRectF(point, QSizeF(0, 0)).adjusted(-clearance, -clearance, clearance, clearance),
                     [&](int item) {
                         const bool own = item == edge.fromObstacle || item == edge.toObstacle;
                         const double margin = own ? -1 : clearance;
                         hit = m_obstacles[item].adjusted(-margin, -margin, margin, margin).contains(point);
                         return !hit;
                     });
        return hit;
    }

    /// What a docking costs beside its length: loops and ways against the direction look worse.
    static double preference(const EdgeEnds& edge, const Docking& docking) {
        const QPointF start = port(edge.from, docking.from, 0), end = port(edge.to, docking.to, 0);
        const QPointF way = end - start;
        double cost = 0;
        if (QPointF::dotProduct(way, outward(docking.from)) < 12) cost += 140;
        if (QPointF::dotProduct(way, outward(docking.to)) > -12) cost += 140;
        if (docking.from == docking.to) cost -= 90;
        if (isHorizontal(docking.from) != isHorizontal(docking.to)) cost += 60;
        return cost;
    }

    static std::array<Docking, 16> inOrder(const EdgeEnds& edge) {
        std::array<Docking, 16> candidates;
        std::array<std::pair<double, int>, 16> order;
        std::size_t n = 0;
        for (const Side from : allSides)
            for (const Side to : allSides) candidates[n++] = {from, to, 0, 0};
        for (std::size_t i = 0; i < n; ++i) {
            const QLineF straight(port(edge.from, candidates[i].from, 0), port(edge.to, candidates[i].to, 0));
            order[i] = {straight.length() + preference(edge, candidates[i]), int(i)};
        }
        std::sort(order.begin(), order.end());
        std::array<Docking, 16> sorted;
        for (std::size_t i = 0; i < n; ++i) sorted[i] = candidates[order[i].second];
        return sorted;
    }

    const std::vector<QRectF>& m_obstacles;
    const SpatialGrid& m_grid;
};

/// One end of an edge at a side of a rectangle.
struct Berth {
    int edge;
    bool atStart;
    double towards;  ///< Where the other end lies, along the side
};

/// The rectangle's corner and the side, which together name a quay.
using Quay = std::tuple<double, double, int>;

Quay quayOf(const QRectF& rect, Side side) {
    return {rect.left(), rect.top(), int(side)};
}

void spreadAlong(const std::vector<EdgeEnds>& edges, std::vector<Docking>& dockings) {
    std::map<Quay, std::vector<Berth>> quays;
    for (int i = 0; i < int(edges.size()); ++i) {
        const Docking& docking = dockings[i];
        const QPointF start = edges[i].from.center(), end = edges[i].to.center();
        const auto along = [](Side side, const QPointF& point) {
            return isHorizontal(side) ? point.y() : point.x();
        };
        quays[quayOf(edges[i].from, docking.from)].push_back({i, true, along(docking.from, end)});
        quays[quayOf(edges[i].to, docking.to)].push_back({i, false, along(docking.to, start)});
    }
    for (auto& [quay, berths] : quays) {
        std::stable_sort(berths.begin(), berths.end(),
                         [](const Berth& a, const Berth& b) { return a.towards < b.towards; });
        const Berth& first = berths.front();
        const Side side = Side(std::get<2>(quay));
        const QRectF& rect = first.atStart ? edges[first.edge].from : edges[first.edge].to;
        const double space = std::min(18.0, (sideLength(rect, side) - 16) / double(berths.size()));
        for (std::size_t i = 0; i < berths.size(); ++i) {
            const double shift = (double(i) - double(berths.size() - 1) / 2) * space;
            Docking& docking = dockings[berths[i].edge];
            (berths[i].atStart ? docking.fromShift : docking.toShift) = shift;
        }
    }
    // An end that has its side for itself moves so that the edge runs straight.
    for (int i = 0; i < int(edges.size()); ++i) {
        Docking& docking = dockings[i];
        if (docking.from == docking.to || isHorizontal(docking.from) != isHorizontal(docking.to)) continue;
        const QPointF offset = port(edges[i].to, docking.to, docking.toShift) -
                               port(edges[i].from, docking.from, docking.fromShift);
        const double skew = isHorizontal(docking.from) ? offset.y() : offset.x();
        const auto alone = [&](const QRectF& rect, Side side) {
            return quays[quayOf(rect, side)].size() == 1;
        };
        const auto fits = [&](const QRectF& rect, Side side, double shift) {
            return std::abs(shift) <= sideLength(rect, side) / 2 - 12;
        };
        if (alone(edges[i].to, docking.to) && fits(edges[i].to, docking.to, docking.toShift - skew))
            docking.toShift -= skew;
        else if (alone(edges[i].from, docking.from) &&
                 fits(edges[i].from, docking.from, docking.fromShift + skew))
            docking.fromShift += skew;
    }
}

}  // namespace

std::vector<EdgeRoute> EdgeRouter::route(const std::vector<EdgeEnds>& edges, bool detours) const {
    const RoutePlanner planner(m_obstacles, m_grid);
    std::vector<Docking> dockings;
    dockings.reserve(edges.size());
    for (const EdgeEnds& edge : edges) dockings.push_back(planner.bestDocking(edge));
    spreadAlong(edges, dockings);
    std::vector<EdgeRoute> routes;
    routes.reserve(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        EdgeRoute route = routeAlong(curveBetween(edges[i], dockings[i]));
        const int hits = detours ? planner.collisions(edges[i], route.line) : 0;
        if (hits > 0) {
            const Docking& docking = dockings[i];
            const Detour detour(m_obstacles, m_grid);
            const auto way =
                detour.find({port(edges[i].from, docking.from, docking.fromShift), outward(docking.from)},
                            {port(edges[i].to, docking.to, docking.toShift), outward(docking.to)});
            if (way) {
                EdgeRoute around = routeAlong(*way);
                if (planner.collisions(edges[i], around.line) < hits) route = std::move(around);
            }
        }
        routes.push_back(std::move(route));
    }
    return routes;
}

EdgeRoute EdgeRouter::routeAlone(const EdgeEnds& edge) const {
    return routeAlong(curveBetween(edge, RoutePlanner(m_obstacles, m_grid).bestDocking(edge)));
}

}  // namespace app
