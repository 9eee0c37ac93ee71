#include "app/design/edge_bending.h"

#include <QCoreApplication>

#include "app/design/diagram_editor.h"
#include "app/design/edge_way_edit.h"
#include "app/diagram/regions.h"

namespace app {

namespace {

/// The layout with a place for all that is shown: what an edge was bent around stays there.
model::Layout pinnedLayout(const model::Layout& layout, const QString& name, const Diagram& diagram) {
    const auto known = layout.diagrams.find(name.toStdString());
    QHash<QString, QPointF> loose;
    for (const DiagramNode& node : diagram.nodes)
        if (known == layout.diagrams.end() || !known->second.nodes.contains(node.key.toStdString()))
            loose.insert(node.key, node.centre);
    return loose.isEmpty() ? layout : withPlaces(layout, name, loose);
}

}  // namespace

void followBending(DiagramEditor& editor, CanvasView& canvas, Document& document) {
    QObject::connect(
        &canvas, &CanvasView::bent, &editor, [&](const QString& edge, const std::vector<QPointF>& way) {
            const QString name = editor.diagramName();
            document.apply(
                withWay(pinnedLayout(document.layout(), name, canvas.diagram()), name, edge, way),
                QCoreApplication::translate("EdgeShape", "Bend %1").arg(namesOf(document.project(), {edge})));
        });
}

}  // namespace app
