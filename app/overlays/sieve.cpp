#include "app/overlays/sieve.h"

#include "app/overlays/focus.h"

namespace app {

bool asksNothing(const model::ViewFilter& filter) {
    return queryOf(filter).empty();
}

Sifted sifted(const Diagram& diagram, const ElementIndex& index, const model::ViewFilter& filter) {
    Sifted result;
    result.total = int(diagram.nodes.size());
    result.shown = result.total;
    const FindQuery query = queryOf(filter);
    if (query.empty()) return result;
    const QSet<QString> wanted = index.keysOf(query);
    QSet<QString> passed;
    const auto passes = [&](const QString& key) {
        const QString element = elementOfKey(key);
        return wanted.contains(element) || index.indexOf(element) < 0;
    };
    for (const DiagramNode& node : diagram.nodes) {
        if (passes(node.key))
            passed << node.key;
        else
            result.rest << node.key;
    }
    result.shown = int(passed.size());
    const QSet<QString> around = framesAround(diagram, passed);
    for (const DiagramRegion& region : diagram.regions)
        if (!around.contains(region.key) && !wanted.contains(elementOfKey(region.key)))
            result.rest << region.key;
    return result;
}

Diagram without(Diagram diagram, const QSet<QString>& keys) {
    const auto gone = [&keys](const auto& part) { return keys.contains(part.key); };
    std::erase_if(diagram.nodes, gone);
    std::erase_if(diagram.regions, gone);
    for (DiagramNode& node : diagram.nodes)
        if (keys.contains(node.region)) node.region.clear();
    for (DiagramRegion& region : diagram.regions)
        if (keys.contains(region.parent)) region.parent.clear();
    std::erase_if(diagram.edges, [&keys](const DiagramEdge& edge) {
        return keys.contains(edge.from) || keys.contains(edge.to);
    });
    return diagram;
}

}  // namespace app
