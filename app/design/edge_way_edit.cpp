#include "app/design/edge_way_edit.h"

#include <QCoreApplication>

namespace app {

namespace {

/// Changes what the layout says of each of the edges; what says nothing any more goes.
template <class Change>
model::Layout changedWays(model::Layout layout, const QString& diagram, const QStringList& edges,
                          const Change& change) {
    if (edges.isEmpty()) return layout;
    model::DiagramLayout& looks = layout.diagrams[diagram.toStdString()];
    for (const QString& edge : edges) {
        const std::string key = edge.toStdString();
        const model::EdgeWay* known = looks.ways.find(key);
        model::EdgeWay way = known ? *known : model::EdgeWay{};
        change(way);
        if (way == model::EdgeWay{})
            looks.ways = looks.ways.without(key);
        else
            looks.ways = looks.ways.with(key, std::move(way));
    }
    return layout;
}

}  // namespace

model::Layout withWay(model::Layout layout, const QString& diagram, const QString& edge,
                      const std::vector<QPointF>& points) {
    return changedWays(std::move(layout), diagram, {edge}, [&points](model::EdgeWay& way) {
        way.points.clear();
        for (const QPointF& point : points) way.points.push_back({point.x(), point.y()});
    });
}

model::Layout withShape(model::Layout layout, const QString& diagram, const QStringList& edges,
                        model::EdgeShape shape) {
    if (edges.isEmpty()) {
        const bool silent = !layout.diagrams.contains(diagram.toStdString());
        if (silent && shape == model::EdgeShape::Curved) return layout;
        layout.diagrams[diagram.toStdString()].edges = shape;
        return layout;
    }
    return changedWays(std::move(layout), diagram, edges,
                       [shape](model::EdgeWay& way) { way.shape = shape; });
}

model::Layout straightened(model::Layout layout, const QString& diagram, const QStringList& edges) {
    return changedWays(std::move(layout), diagram, edges, [](model::EdgeWay& way) { way.points.clear(); });
}

QString edgeShapeTitle(model::EdgeShape shape) {
    switch (shape) {
        case model::EdgeShape::Curved:
            return QCoreApplication::translate("EdgeShape", "Curved edges");
        case model::EdgeShape::Orthogonal:
            return QCoreApplication::translate("EdgeShape", "Orthogonal edges");
        case model::EdgeShape::Straight:
            return QCoreApplication::translate("EdgeShape", "Straight edges");
    }
    return {};
}

}  // namespace app
