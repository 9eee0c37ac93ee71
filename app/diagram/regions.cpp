#include "app/diagram/regions.h"

#include "app/diagram/node_sizes.h"

namespace app {

QRectF frameAround(const QRectF& content) {
    return content.marginsAdded(frameMargins);
}

QRectF emptyFrame(const QPointF& centre) {
    return {centre - QPointF(emptyFrameSize.width() / 2, emptyFrameSize.height() / 2), emptyFrameSize};
}

void fitRegions(Diagram& diagram) {
    QHash<QString, QRectF> contents;
    for (const DiagramNode& node : diagram.nodes) {
        if (node.region.isEmpty()) continue;
        QRectF& content = contents[node.region];
        content = content.isNull() ? node.rect() : content.united(node.rect());
    }
    for (DiagramRegion& region : diagram.regions) {
        const auto content = contents.constFind(region.key);
        region.rect = content == contents.constEnd() ? emptyFrame(region.centre) : frameAround(*content);
        region.centre = region.rect.center();
    }
}

model::Layout withPlaces(model::Layout layout, const QString& diagram,
                         const QHash<QString, QPointF>& centres) {
    std::vector<model::SharedMap<model::NodePlace>::Entry> places;
    for (auto centre = centres.begin(); centre != centres.end(); ++centre)
        places.emplace_back(centre.key().toStdString(),
                            model::NodePlace{centre.value().x(), centre.value().y()});
    model::DiagramLayout& changed = layout.diagrams[diagram.toStdString()];
    changed.nodes = changed.nodes.with(std::move(places));
    return layout;
}

}  // namespace app
