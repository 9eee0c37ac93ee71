#include <QCoreApplication>

#include "app/diagram/diagram.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/placement.h"

namespace app {
namespace {

using model::ContextPattern;

/// What a pattern writes at the upstream end, at the downstream end, and on the line.
struct PatternSigns {
    QString upstream, downstream, line;
    bool directed = true;
    EdgeStyle style = EdgeStyle::Relation;
};

PatternSigns signsOf(ContextPattern pattern) {
    const auto words = [](const char* text) { return QCoreApplication::translate("Diagram", text); };
    switch (pattern) {
        case ContextPattern::Partnership:
            return {{}, {}, words("Partnership"), false, EdgeStyle::Relation};
        case ContextPattern::SharedKernel:
            return {{}, {}, QStringLiteral("SK"), false, EdgeStyle::SharedKernel};
        case ContextPattern::CustomerSupplier:
            return {{}, {}, words("Customer/Supplier"), true, EdgeStyle::Relation};
        case ContextPattern::Conformist:
            return {{}, QStringLiteral("CF"), {}, true, EdgeStyle::Relation};
        case ContextPattern::AnticorruptionLayer:
            return {{}, QStringLiteral("ACL"), {}, true, EdgeStyle::Relation};
        case ContextPattern::OpenHostService:
            return {QStringLiteral("OHS"), {}, {}, true, EdgeStyle::Relation};
        case ContextPattern::PublishedLanguage:
            return {QStringLiteral("PL"), {}, {}, true, EdgeStyle::Relation};
        case ContextPattern::SeparateWays:
            return {{}, {}, words("Separate Ways"), false, EdgeStyle::SeparateWays};
        case ContextPattern::BigBallOfMud:
            return {QStringLiteral("BBoM"), {}, {}, true, EdgeStyle::Relation};
    }
    return {};
}

DiagramEdge relationEdge(const model::ContextRelationship& relationship) {
    DiagramEdge edge;
    edge.key = QStringLiteral("relationship:") + QString::fromStdString(relationship.id.value());
    edge.from = elementKey(relationship.upstream);
    edge.to = elementKey(relationship.downstream);
    edge.style = EdgeStyle::Relation;
    bool directed = relationship.patterns.empty();
    QStringList upstream, downstream, line;
    for (const ContextPattern pattern : relationship.patterns) {
        const PatternSigns signs = signsOf(pattern);
        directed = directed || signs.directed;
        if (signs.style != EdgeStyle::Relation) edge.style = signs.style;
        if (!signs.upstream.isEmpty()) upstream << signs.upstream;
        if (!signs.downstream.isEmpty()) downstream << signs.downstream;
        if (!signs.line.isEmpty()) line << signs.line;
    }
    if (directed) {
        upstream.prepend(QStringLiteral("U"));
        downstream.prepend(QStringLiteral("D"));
    }
    if (!relationship.exposed.empty()) line << QString::fromStdString(relationship.exposed);
    edge.fromTag = upstream.join(u' ');
    edge.toTag = downstream.join(u' ');
    edge.label = line.join(QStringLiteral(" · "));
    return edge;
}

}  // namespace

Diagram contextMap(const model::Project& project, const model::Layout& layout) {
    Diagram diagram;
    diagram.name = QStringLiteral("contexts");
    diagram.spacing = {72, 216};  // Relationships carry signs at both ends and a name
    const ContextColours colours(project);
    diagram.regions = contextRegions(project);
    for (const model::Service& service : project.services)
        diagram.nodes.push_back(serviceNode(project, service, colours));
    for (DiagramNode& node : diagram.nodes) node.connects = false;
    for (DiagramRegion& region : diagram.regions) region.handles = true;
    for (const model::ContextRelationship& relationship : project.relationships)
        if (project.contexts.contains(relationship.upstream) &&
            project.contexts.contains(relationship.downstream))
            diagram.edges.push_back(relationEdge(relationship));
    placeNewNodes(diagram, takePlaces(diagram, layout));
    return diagram;
}

}  // namespace app
