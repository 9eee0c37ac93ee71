#include "app/canvas/edge_router.h"

#include <QLineF>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/canvas/detour.h"

namespace app {
namespace {

constexpr std::array allSides{RectSide::Left, RectSide::Right, RectSide::Top, RectSide::Bottom};

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
            const EdgeRoute route = routeAlong(edgePath(edge, candidates[rank]));
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

    /// All there are, the one that seems best first.
    static std::array<Docking, 16> inOrder(const EdgeEnds& edge) {
        std::array<Docking, 16> candidates;
        std::array<std::pair<double, int>, 16> order;
        std::size_t n = 0;
        for (const RectSide from : allSides)
            for (const RectSide to : allSides) candidates[n++] = {from, to, 0, 0};
        for (std::size_t i = 0; i < n; ++i) {
            const QLineF straight(portOf(edge.from, candidates[i].from, 0),
                                  portOf(edge.to, candidates[i].to, 0));
            order[i] = {straight.length() + preference(edge, candidates[i]), int(i)};
        }
        std::sort(order.begin(), order.end());
        std::array<Docking, 16> sorted;
        for (std::size_t i = 0; i < n; ++i) sorted[i] = candidates[std::size_t(order[i].second)];
        return sorted;
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
        const QPointF start = portOf(edge.from, docking.from, 0), end = portOf(edge.to, docking.to, 0);
        const QPointF way = end - start;
        double cost = 0;
        if (QPointF::dotProduct(way, outward(docking.from)) < 12) cost += 140;
        if (QPointF::dotProduct(way, outward(docking.to)) > -12) cost += 140;
        if (docking.from == docking.to) cost -= 90;
        if (isHorizontal(docking.from) != isHorizontal(docking.to)) cost += 60;
        return cost;
    }

    const std::vector<QRectF>& m_obstacles;
    const SpatialGrid& m_grid;
};

/// As near to the point as the side allows: the first piece of the way then runs straight.
double shiftTowards(const QRectF& rect, RectSide side, const QPointF& point) {
    const QPointF way = point - rect.center();
    const double most = std::max(0.0, sideLength(rect, side) / 2 - 10);
    return std::clamp(isHorizontal(side) ? way.y() : way.x(), -most, most);
}

Docking dockingAlong(const EdgeEnds& edge) {
    Docking docking;
    docking.from = sideTowards(edge.from, edge.way.front());
    docking.to = sideTowards(edge.to, edge.way.back());
    docking.fromShift = shiftTowards(edge.from, docking.from, edge.way.front());
    docking.toShift = shiftTowards(edge.to, docking.to, edge.way.back());
    return docking;
}

}  // namespace

Docking EdgeRouter::docking(const EdgeEnds& edge, bool thorough) const {
    if (!edge.way.empty()) return dockingAlong(edge);
    if (edge.loop) return {RectSide::Right, RectSide::Top, 0, 0};
    if (edge.shape == model::EdgeShape::Straight)
        return {sideTowards(edge.from, edge.to.center()), sideTowards(edge.to, edge.from.center()), 0, 0};
    const RoutePlanner planner(m_obstacles, m_grid);
    return thorough ? planner.bestDocking(edge) : planner.inOrder(edge).front();
}

EdgeRoute EdgeRouter::route(const EdgeEnds& edge, const Docking& docking, bool detours) const {
    EdgeRoute route = routeAlong(edgePath(edge, docking));
    const bool free = edge.shape != model::EdgeShape::Straight && edge.way.empty() && !edge.loop;
    if (!detours || !free) return route;
    const RoutePlanner planner(m_obstacles, m_grid);
    const int hits = planner.collisions(edge, route.line);
    if (hits == 0) return route;
    const auto way = Detour(m_obstacles, m_grid)
                         .find({portOf(edge.from, docking.from, docking.fromShift), outward(docking.from)},
                               {portOf(edge.to, docking.to, docking.toShift), outward(docking.to)});
    if (!way) return route;
    EdgeRoute around = routeAlong(*way);
    return planner.collisions(edge, around.line) < hits ? around : route;
}

void spread(std::vector<Berth>& berths, double length) {
    std::stable_sort(berths.begin(), berths.end(),
                     [](const Berth& a, const Berth& b) { return a.towards < b.towards; });
    const double space = std::min(18.0, (length - 16) / double(std::max<std::size_t>(1, berths.size())));
    for (std::size_t i = 0; i < berths.size(); ++i)
        berths[i].shift = (double(i) - double(berths.size() - 1) / 2) * space;
}

}  // namespace app
