#include "app/diagram/regions.h"

#include "app/diagram/appearance.h"
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
    // From the innermost outwards: a region stands before those in it.
    for (auto region = diagram.regions.rbegin(); region != diagram.regions.rend(); ++region) {
        const auto content = contents.constFind(region->key);
        region->rect = content == contents.constEnd() ? emptyFrame(region->centre) : frameAround(*content);
        region->centre = region->rect.center();
        if (region->parent.isEmpty()) continue;
        QRectF& around = contents[region->parent];
        around = around.isNull() ? region->rect : around.united(region->rect);
    }
}

model::Layout withPlaces(model::Layout layout, const QString& diagram,
                         const QHash<QString, QPointF>& centres) {
    std::vector<model::SharedMap<model::NodePlace>::Entry> places;
    model::DiagramLayout& changed = layout.diagrams[diagram.toStdString()];
    for (auto centre = centres.begin(); centre != centres.end(); ++centre) {
        const std::string key = centre.key().toStdString();
        // What is locked keeps the place that it has.
        if (!changed.locked.empty() && changed.locked.contains(key) &&
            (isNote(centre.key()) || changed.nodes.contains(key)))
            continue;
        const model::NodePlace place{centre.value().x(), centre.value().y()};
        if (!isNote(centre.key())) {
            places.emplace_back(key, place);
        } else if (const model::Note* found = changed.notes.find(noteId(centre.key()))) {
            model::Note note = *found;
            note.place = place;
            changed.notes = changed.notes.with(std::move(note));
        }
    }
    changed.nodes = changed.nodes.with(std::move(places));
    return layout;
}

}  // namespace app
