#include "app/picture_export/picture_part.h"

#include <QSet>
#include <algorithm>

#include "app/diagram/regions.h"

namespace app {

Diagram selectedPart(const Diagram& diagram, const QStringList& keys) {
    QSet<QString> wanted(keys.begin(), keys.end());
    for (const DiagramEdge& edge : diagram.edges)
        if (keys.contains(edge.key)) wanted << edge.from << edge.to;
    const auto isWanted = [&wanted](const QString& key) {
        return wanted.contains(key) || wanted.contains(elementOfKey(key));
    };
    Diagram part = diagram;
    QSet<QString> frames, shown;
    // A frame stands before those in it.
    for (const DiagramRegion& region : diagram.regions)
        if (isWanted(region.key) || frames.contains(region.parent)) frames << region.key;
    std::erase_if(part.regions, [&](const DiagramRegion& region) { return !frames.contains(region.key); });
    std::erase_if(part.nodes, [&](const DiagramNode& node) {
        return !isWanted(node.key) && !frames.contains(node.region);
    });
    for (DiagramRegion& region : part.regions)
        if (!frames.contains(region.parent)) region.parent.clear();
    for (DiagramNode& node : part.nodes) {
        if (!frames.contains(node.region)) node.region.clear();
        shown << node.key;
    }
    shown.unite(frames);
    std::erase_if(part.edges, [&](const DiagramEdge& edge) {
        return !shown.contains(edge.from) || !shown.contains(edge.to);
    });
    fitRegions(part);
    return part;
}

}  // namespace app
