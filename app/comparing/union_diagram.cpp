#include "app/comparing/union_diagram.h"

#include "app/diagram/element_nodes.h"
#include "app/diagram/placement.h"
#include "app/diagram/regions.h"
#include "model/references.h"

namespace app {

namespace {

template <class Part>
QSet<QString> partKeys(const std::vector<Part>& parts) {
    QSet<QString> keys;
    for (const Part& part : parts) keys.insert(part.key);
    return keys;
}

bool standsOnOther(const Diagram& diagram, const DiagramNode& node) {
    return std::any_of(diagram.nodes.begin(), diagram.nodes.end(), [&](const DiagramNode& other) {
        return other.rect().adjusted(-4, -4, 4, 4).intersects(node.rect());
    });
}

/// Lays the two over each other; the signs of what is in one only are noted.
class Uniting {
public:
    Uniting(const Diagram& before, Diagram after) : m_before(before), m_union{std::move(after), {}} {
        m_union.overlay.id = QStringLiteral("differences");
    }

    UnionDiagram united() {
        addRegions();
        addNodes();
        addEdges();
        return std::move(m_union);
    }

private:
    template <class Part>
    void sign(const std::vector<Part>& older, const std::vector<Part>& newer) {
        const QSet<QString> was = partKeys(older), is = partKeys(newer);
        for (const QString& key : is)
            if (!was.contains(key)) m_union.overlay.signs.insert(key, DiagramSign::Added);
        for (const QString& key : was)
            if (!is.contains(key)) m_union.overlay.signs.insert(key, DiagramSign::Removed);
    }

    template <class Part>
    bool isGone(const Part& part) const {
        return m_union.overlay.signs.value(part.key, DiagramSign::Changed) == DiagramSign::Removed;
    }

    void addRegions() {
        sign(m_before.regions, m_union.diagram.regions);
        for (const DiagramRegion& region : m_before.regions)
            if (isGone(region)) m_union.diagram.regions.push_back(region);
    }

    void addNodes() {
        sign(m_before.nodes, m_union.diagram.nodes);
        QSet<QString> placed;
        for (const DiagramRegion& region : m_union.diagram.regions) placed.insert(region.key);
        for (DiagramNode& node : m_union.diagram.nodes) node.placed = true;
        bool crowded = false;
        for (DiagramNode node : m_before.nodes) {
            if (!isGone(node)) continue;
            node.placed = !standsOnOther(m_union.diagram, node);
            node.connects = node.opens = false;
            crowded |= !node.placed;
            m_union.diagram.nodes.push_back(std::move(node));
        }
        if (crowded)
            placeNewNodes(m_union.diagram, placed);
        else
            fitRegions(m_union.diagram);
    }

    void addEdges() {
        sign(m_before.edges, m_union.diagram.edges);
        QHash<QString, QString> labels;
        for (const DiagramEdge& edge : m_before.edges) {
            labels.insert(edge.key, edge.label);
            if (isGone(edge)) m_union.diagram.edges.push_back(edge);
        }
        for (const DiagramEdge& edge : m_union.diagram.edges)
            if (labels.value(edge.key, edge.label) != edge.label && !m_union.overlay.signs.contains(edge.key))
                m_union.overlay.signs.insert(edge.key, DiagramSign::Changed);
    }

    const Diagram& m_before;
    UnionDiagram m_union;
};

/// The service or workload that an element belongs to, as a key; empty when it stands for itself.
QString ownerKeyOf(const model::Project& project, const model::ElementId& element) {
    if (const auto* operation = std::get_if<model::OperationId>(&element))
        if (const auto* service = model::serviceOf(project, *operation)) return elementKey(service->id);
    if (const auto* journey = std::get_if<model::JourneyId>(&element))
        if (const auto* workload = model::workloadOf(project, *journey)) return elementKey(workload->id);
    if (const auto* deployment = std::get_if<model::DeploymentId>(&element))
        if (const auto* found = project.deployments.find(*deployment)) return elementKey(found->service);
    return {};
}

QStringList keysOfElement(const Diagram& diagram, const QString& key) {
    QStringList keys;
    const auto add = [&](const auto& parts) {
        for (const auto& part : parts)
            if (part.key == key || elementOfKey(part.key) == key) keys << part.key;
    };
    add(diagram.nodes);
    add(diagram.regions);
    add(diagram.edges);
    return keys;
}

void signChanges(UnionDiagram& both, const Version& before, const Version& after,
                 const model::Difference& difference) {
    for (const model::Change& change : difference.changes) {
        const QString key = QString::fromStdString(model::elementKey(change.element));
        for (const QString& shown : shownKeys(both.diagram, before, after, key))
            if (!both.overlay.signs.contains(shown)) both.overlay.signs.insert(shown, DiagramSign::Changed);
    }
}

/// Blended with a card as tints are, these are #D5E8D4, #F8CECC and #FFE6CC in the light.
QColor tintOf(DiagramSign sign) {
    return sign == DiagramSign::Added     ? QColor(64, 151, 60)
           : sign == DiagramSign::Removed ? QColor(223, 32, 23)
                                          : QColor(255, 141, 23);
}

void tintNodes(UnionDiagram& both) {
    for (const DiagramNode& node : both.diagram.nodes)
        if (const auto sign = both.overlay.signs.constFind(node.key); sign != both.overlay.signs.constEnd())
            both.overlay.tints.insert(node.key, tintOf(*sign));
}

/// Everything but what has a sign, the ends of such edges, and the frames around it.
QSet<QString> withoutSigns(const UnionDiagram& both) {
    QSet<QString> seen;
    for (auto sign = both.overlay.signs.begin(); sign != both.overlay.signs.end(); ++sign)
        seen.insert(sign.key());
    for (const DiagramEdge& edge : both.diagram.edges)
        if (both.overlay.signs.contains(edge.key)) seen << edge.from << edge.to;
    for (const DiagramNode& node : both.diagram.nodes)
        if (seen.contains(node.key)) seen << node.region;
    for (auto region = both.diagram.regions.rbegin(); region != both.diagram.regions.rend(); ++region)
        if (seen.contains(region->key)) seen << region->parent;
    QSet<QString> rest = partKeys(both.diagram.nodes) | partKeys(both.diagram.regions);
    for (const DiagramEdge& edge : both.diagram.edges) rest.insert(edge.key);
    return rest - seen;
}

}  // namespace

QStringList shownKeys(const Diagram& diagram, const Version& before, const Version& after,
                      const QString& key) {
    QStringList keys = keysOfElement(diagram, key);
    if (!keys.isEmpty()) return keys;
    const auto element = model::elementFromKey(key.toStdString());
    if (!element) return {};
    QString home = ownerKeyOf(*after.project, *element);
    if (home.isEmpty()) home = ownerKeyOf(*before.project, *element);
    return home.isEmpty() ? QStringList() : keysOfElement(diagram, home);
}

UnionDiagram unionDiagram(const DiagramPlace& place, const Version& before, const Version& after,
                          const model::Difference& difference, bool onlyDifferences) {
    const Diagram was = makeDiagram(place, *before.project, *before.layout);
    UnionDiagram both = Uniting(was, makeDiagram(place, *after.project, *after.layout)).united();
    signChanges(both, before, after, difference);
    tintNodes(both);
    if (onlyDifferences) both.overlay.dimmed = withoutSigns(both);
    return both;
}

}  // namespace app
