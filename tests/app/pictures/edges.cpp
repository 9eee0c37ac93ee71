#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/design/edge_way_edit.h"
#include "app/studio/workbench.h"
#include "tests/app/big_models.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

/// The first edge that is long enough to be bent in sight.
QString longEdge(Stage& stage) {
    const app::DiagramGeometry& geometry = stage.canvas().geometry();
    const auto& edges = geometry.diagram().edges;
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (geometry.route(int(i)).length() > 400) return edges[i].key;
    return edges.front().key;
}

void takeBent(Stage& stage) {
    app::Document& document = stage.window().document();
    const QString key = longEdge(stage);
    const QRectF rect = stage.canvas().geometry().rectOf(key);
    document.apply(app::withWay(document.layout(), "services", key,
                                {rect.center() + QPointF(0, -60), rect.center() + QPointF(120, 80)}),
                   "Bend");
    stage.canvas().setSelection({key});
    stage.take("edges-bent");
    document.undoStack().undo();
    stage.canvas().setSelection({});
}

}  // namespace

/// The shapes of edges, one with points that it passes, and labels where there is little room.
Picture edges() {
    return {"edges", [](Stage& stage) {
                for (const QString& sample : {QStringLiteral("shop"), QStringLiteral("online-boutique")}) {
                    stage.openSample(sample);
                    for (const auto& [shape, word] : {std::pair{model::EdgeShape::Curved, "curved"},
                                                      {model::EdgeShape::Orthogonal, "orthogonal"},
                                                      {model::EdgeShape::Straight, "straight"}}) {
                        app::Document& document = stage.window().document();
                        document.apply(app::withShape(document.layout(), "services", {}, shape), "Shape");
                        stage.canvas().fitAll();
                        stage.take(QStringLiteral("edges-%1-%2").arg(sample, word));
                    }
                    stage.window().document().undoStack().setIndex(0);
                }
                takeBent(stage);
                stage.openModel(big::project(68));
                stage.canvas().setZoom(1);
                stage.canvas().setSelection({stage.canvas().diagram().edges.front().key});
                stage.take("edges-crowded");
            }};
}

}  // namespace pictures
