#include "app/design/free_place.h"

#include <algorithm>
#include <optional>

#include "app/diagram/node_sizes.h"

namespace app {
namespace {

constexpr double breathingSpace = 24;
constexpr double searchStep = 5 * gridStep;
constexpr int farthestRing = 100;

bool isFree(const Diagram& diagram, const DiagramTool& tool, const QPointF& centre) {
    const QSizeF size = tool.size + QSizeF(2 * breathingSpace, 2 * breathingSpace);
    const QRectF rect(centre - QPointF(size.width() / 2, size.height() / 2), size);
    for (const DiagramNode& node : diagram.nodes)
        if (node.rect().intersects(rect)) return false;
    if (!tool.isRegion) return true;
    return std::none_of(diagram.regions.begin(), diagram.regions.end(),
                        [&](const DiagramRegion& region) { return region.rect.intersects(rect); });
}

/// The steps from the centre of a square ring to the places on it, nearest first.
std::vector<QPoint> placesOn(int ring) {
    std::vector<QPoint> places;
    for (int across = -ring; across <= ring; ++across)
        for (int down = -ring; down <= ring; ++down)
            if (std::max(std::abs(across), std::abs(down)) == ring) places.emplace_back(across, down);
    std::stable_sort(places.begin(), places.end(), [](const QPoint& one, const QPoint& other) {
        return QPoint::dotProduct(one, one) < QPoint::dotProduct(other, other);
    });
    return places;
}

}  // namespace

QPointF freePlace(const Diagram& diagram, const DiagramTool& tool, const QPointF& wish) {
    for (int ring = 0; ring <= farthestRing; ++ring)
        for (const QPoint& step : placesOn(ring))
            if (const QPointF at = wish + QPointF(step) * searchStep; isFree(diagram, tool, at)) return at;
    return wish;
}

}  // namespace app
