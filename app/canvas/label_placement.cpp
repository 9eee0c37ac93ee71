#include "app/canvas/label_placement.h"

#include <array>

namespace app {
namespace {

constexpr std::array labelShares{0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3,
                                 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85};
/// Room that a label leaves around itself.
constexpr double labelClearance = 2;
/// A label is not cut below this.
constexpr double leastLabelWidth = 44;

bool overlapsAny(const QRectF& rect, const std::vector<QRectF>& rects, const SpatialGrid& grid) {
    bool hit = false;
    grid.visit(rect, [&](int item) {
        hit = rects[std::size_t(item)].intersects(rect);
        return !hit;
    });
    return hit;
}

std::array<QPointF, labelShares.size()> pointsAlong(const EdgeRoute& route) {
    std::array<QPointF, labelShares.size()> points;
    for (std::size_t i = 0; i < labelShares.size(); ++i) points[i] = route.pointAt(labelShares[i]);
    return points;
}

}  // namespace

void LabelPlacement::clear(std::size_t edges) {
    m_taken.clear();
    m_labels.assign(edges, {});
}

void LabelPlacement::setTitles(std::vector<QRectF> titles) {
    m_titles = std::move(titles);
    m_titleGrid.clear();
    for (std::size_t i = 0; i < m_titles.size(); ++i) m_titleGrid.insert(int(i), m_titles[i]);
}

bool LabelPlacement::isFree(const QRectF& rect, const Ground& ground) const {
    return !overlapsAny(rect, ground.nodes, ground.grid) && !overlapsAny(rect, m_labels, m_taken) &&
           !overlapsAny(rect, m_titles, m_titleGrid);
}

bool LabelPlacement::placeAlong(EdgeRoute& route, const QSizeF& size, const Ground& ground) const {
    const auto points = pointsAlong(route);
    const double beside = size.width() / 2 + 6;
    const std::array<QPointF, 7> offsets{
        {{0, 0}, {0, -14}, {0, 14}, {0, -24}, {0, 24}, {beside, 0}, {-beside, 0}}};
    for (const QPointF& offset : offsets)
        for (const QPointF& point : points) {
            QRectF rect({}, size);
            rect.moveCenter(point + offset);
            if (!isFree(rect.adjusted(-labelClearance, -labelClearance, labelClearance, labelClearance),
                        ground))
                continue;
            route.labelCentre = rect.center();
            route.labelSize = size;
            route.labelShown = true;
            return true;
        }
    return false;
}

void LabelPlacement::place(int edge, EdgeRoute& route, const QSizeF& size, const std::vector<QRectF>& nodes,
                           const SpatialGrid& grid) {
    remove(edge);
    route.labelShown = false;
    route.labelCentre = route.pointAt(0.5);
    route.labelSize = size;
    for (const double share : {1.0, 0.7, 0.45}) {
        const QSizeF cut(size.width() * share, size.height());
        if (share < 1 && cut.width() < leastLabelWidth) break;
        if (placeAlong(route, cut, {nodes, grid})) return keep(edge, route);
    }
}

void LabelPlacement::keep(int edge, const EdgeRoute& route) {
    if (!route.labelShown) return;
    QRectF rect({}, route.labelSize);
    rect.moveCenter(route.labelCentre);
    m_labels[std::size_t(edge)] = rect;
    m_taken.insert(edge, rect);
}

}  // namespace app
