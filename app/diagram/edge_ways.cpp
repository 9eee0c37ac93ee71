#include <algorithm>
#include <cmath>

#include "app/diagram/diagram_kind.h"

namespace app {

namespace {

/// Where an edge passes; a layout from anywhere may say anything.
std::vector<QPointF> pointsOf(const model::EdgeWay& way) {
    constexpr double farthest = 400'000;
    std::vector<QPointF> points;
    for (const model::NodePlace& point : way.points)
        if (std::isfinite(point.x) && std::isfinite(point.y))
            points.emplace_back(std::clamp(point.x, -farthest, farthest),
                                std::clamp(point.y, -farthest, farthest));
    return points;
}

}  // namespace

Diagram withWays(Diagram diagram, const model::Layout& layout) {
    const auto found = layout.diagrams.find(diagram.name.toStdString());
    if (found == layout.diagrams.end()) return diagram;
    const model::DiagramLayout& looks = found->second;
    if (looks.edges == model::EdgeShape::Curved && looks.ways.empty()) return diagram;
    for (DiagramEdge& edge : diagram.edges) {
        const model::EdgeWay* way = looks.ways.find(edge.key.toStdString());
        edge.shape = way ? way->shape.value_or(looks.edges) : looks.edges;
        if (way) edge.way = pointsOf(*way);
    }
    return diagram;
}

}  // namespace app
