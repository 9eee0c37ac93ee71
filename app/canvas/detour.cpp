#include "app/canvas/detour.h"

#include <QLineF>
#include <QPoint>
#include <algorithm>
#include <array>
#include <cmath>
#include <queue>
#include <unordered_map>

#include "app/canvas/edge_path.h"

namespace app {
namespace {

constexpr double detourCell = 12;
constexpr double detourClearance = 10;
constexpr int detourEffort = 40'000;  ///< Cells looked at before giving up
constexpr int turnCost = 6;

struct DetourState {
    int x, y, heading;  ///< Heading: index of `headings`
};
constexpr std::array<std::pair<int, int>, 4> headings{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

int headingOf(const QPointF& direction) {
    for (int i = 0; i < 4; ++i)
        if (headings[i].first == int(std::lround(direction.x())) &&
            headings[i].second == int(std::lround(direction.y())))
            return i;
    return 0;
}

std::uint64_t keyOf(const DetourState& state) {
    return (std::uint64_t(std::uint32_t(state.x + (1 << 20))) << 24 | std::uint32_t(state.y + (1 << 20))) *
               4 +
           std::uint64_t(state.heading);
}

}  // namespace

std::optional<QPainterPath> Detour::find(const End& from, const End& to) const {
    const QPointF origin = from.port + from.outward * 18;
    const QPointF target = to.port + to.outward * 22;
    const auto place = [&](int x, int y) { return origin + QPointF(x, y) * detourCell; };
    const auto blocked = [&](const QPointF& point) {
        bool hit = false;
        m_grid.visit(QRectF(point, QSizeF(0, 0))
                         .adjusted(-detourClearance, -detourClearance, detourClearance, detourClearance),
                     [&](int item) {
                         hit = m_obstacles[item]
                                   .adjusted(-detourClearance, -detourClearance, detourClearance,
                                             detourClearance)
                                   .contains(point);
                         return !hit;
                     });
        return hit;
    };
    const int goalX = int(std::lround((target.x() - origin.x()) / detourCell));
    const int goalY = int(std::lround((target.y() - origin.y()) / detourCell));
    const int goalHeading = headingOf(-to.outward);

    struct Entry {
        int cost, estimate;
        DetourState state;
        bool operator<(const Entry& other) const { return estimate > other.estimate; }
    };
    std::priority_queue<Entry> open;
    std::unordered_map<std::uint64_t, std::pair<int, DetourState>> reached;  // cost and where from
    const DetourState start{0, 0, headingOf(from.outward)};
    open.push({0, 0, start});
    reached[keyOf(start)] = {0, start};
    int effort = 0;
    std::optional<DetourState> arrived;
    while (!open.empty() && ++effort < detourEffort) {
        const Entry entry = open.top();
        open.pop();
        const DetourState at = entry.state;
        if (entry.cost > reached[keyOf(at)].first) continue;
        if (at.x == goalX && at.y == goalY && at.heading == goalHeading) {
            arrived = at;
            break;
        }
        for (int heading = 0; heading < 4; ++heading) {
            if ((heading + 2) % 4 == at.heading) continue;
            const DetourState next{at.x + headings[heading].first, at.y + headings[heading].second, heading};
            const bool isGoal = next.x == goalX && next.y == goalY;
            if (!isGoal && blocked(place(next.x, next.y))) continue;
            const int cost = entry.cost + 1 + (heading == at.heading ? 0 : turnCost);
            const auto known = reached.find(keyOf(next));
            if (known != reached.end() && known->second.first <= cost) continue;
            reached[keyOf(next)] = {cost, at};
            const int ahead = std::abs(next.x - goalX) + std::abs(next.y - goalY);
            open.push({cost, cost + ahead, next});
        }
    }
    if (!arrived) return std::nullopt;

    std::vector<QPointF> points{to.port, target};
    for (DetourState at = *arrived; at.x != 0 || at.y != 0;) {
        points.push_back(place(at.x, at.y));
        at = reached[keyOf(at)].second;
    }
    points.push_back(origin);
    points.push_back(from.port);
    std::reverse(points.begin(), points.end());
    // The grid starts at `origin`: the last grid point and the target differ by a rounding, which the line
    // before the target takes up.
    const std::size_t last = points.size() - 3;
    if (points.size() > 4) {
        const bool comesHorizontally = to.outward.x() != 0;
        for (std::size_t i = last; i > 1; --i) {
            const double from0 = comesHorizontally ? points[i].y() : points[i].x();
            (comesHorizontally ? points[i].ry() : points[i].rx()) =
                comesHorizontally ? target.y() : target.x();
            const double before = comesHorizontally ? points[i - 1].y() : points[i - 1].x();
            if (std::abs(before - from0) > 1e-6) break;
        }
    }
    return roundedWay(cornersOf(points));
}

}  // namespace app
