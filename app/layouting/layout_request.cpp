#include "app/layouting/layout_request.h"

#include <QSet>

namespace app {
namespace {

/// Nodes, and the frames in which nothing is.
QStringList placedKeys(const Diagram& diagram) {
    QSet<QString> inhabited;
    QStringList keys;
    for (const DiagramNode& node : diagram.nodes) {
        inhabited.insert(node.region);
        keys << node.key;
    }
    for (const DiagramRegion& region : diagram.regions) inhabited.insert(region.parent);
    for (const DiagramRegion& region : diagram.regions)
        if (!inhabited.contains(region.key)) keys << region.key;
    return keys;
}

/// The frames around each node and frame, itself first.
class Surroundings {
public:
    explicit Surroundings(const Diagram& diagram) {
        for (const DiagramRegion& region : diagram.regions) m_around.insert(region.key, region.parent);
        for (const DiagramNode& node : diagram.nodes) m_around.insert(node.key, node.region);
    }
    template <class Test>
    bool any(QString key, const Test& test) const {
        for (int depth = 0; !key.isEmpty() && depth < 64; key = m_around.value(key), ++depth)
            if (test(key)) return true;
        return false;
    }

private:
    QHash<QString, QString> m_around;
};

}  // namespace

QStringList movableKeys(const Diagram& diagram, const model::DiagramLayout& layout,
                        const QStringList& asked) {
    const Surroundings surroundings(diagram);
    const QSet<QString> wanted(asked.begin(), asked.end());
    QSet<QString> notes;
    for (const DiagramNode& node : diagram.nodes)
        if (node.shape == NodeShape::Note) notes.insert(node.key);
    QStringList keys;
    for (const QString& key : placedKeys(diagram)) {
        if (notes.contains(key)) continue;
        const auto isWanted = [&](const QString& each) { return wanted.contains(each); };
        const auto isLocked = [&](const QString& each) { return layout.locked.contains(each.toStdString()); };
        if (!asked.isEmpty() && !surroundings.any(key, isWanted)) continue;
        if (!surroundings.any(key, isLocked)) keys << key;
    }
    return keys;
}

bool areAll(const Diagram& diagram, const QStringList& movable) {
    return placedKeys(diagram).size() == movable.size();
}

QStringList newKeys(const Diagram& diagram, const model::DiagramLayout& before) {
    QStringList keys;
    for (const QString& key : placedKeys(diagram))
        if (!before.nodes.contains(key.toStdString())) keys << key;
    return keys;
}

Places loosePlaces(const Diagram& diagram, const model::DiagramLayout& layout) {
    const QStringList keys = newKeys(diagram, layout);
    const QSet<QString> loose(keys.begin(), keys.end());
    Places places;
    for (const DiagramNode& node : diagram.nodes)
        if (loose.contains(node.key) && node.shape != NodeShape::Note) places.insert(node.key, node.centre);
    for (const DiagramRegion& region : diagram.regions)
        if (loose.contains(region.key)) places.insert(region.key, region.centre);
    return places;
}

const model::DiagramLayout& layoutOf(const model::Layout& layout, const QString& diagram) {
    static const model::DiagramLayout none;
    const auto found = layout.diagrams.find(diagram.toStdString());
    return found == layout.diagrams.end() ? none : found->second;
}

}  // namespace app
