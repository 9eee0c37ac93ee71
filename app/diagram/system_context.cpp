#include "app/diagram/system_context.h"

#include <QCoreApplication>
#include <map>

#include "app/diagram/column_placement.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "model/references.h"

namespace app {
namespace {

QString systemTr(const char* words) {
    return QCoreApplication::translate("SystemContext", words);
}

bool isExternal(const model::Service* service) {
    return service && service->kind == model::ServiceKind::External;
}

DiagramNode systemNode(const model::Project& project) {
    DiagramNode node;
    node.key = systemKey;
    node.title = project.name.empty() ? systemTr("The system") : QString::fromStdString(project.name);
    node.subtitle = systemTr("[software system]");
    node.size = cardSize;
    node.placed = false;
    node.connects = false;
    node.paint = NodePaint::System;
    return node;
}

DiagramNode externalNode(const model::Project& project, const model::Service& service) {
    DiagramNode node = serviceNode(project, service, ContextColours(model::Project()));
    node.subtitle = service.technology.empty()
                        ? systemTr("[external system]")
                        : systemTr("[external system: %1]").arg(QString::fromStdString(service.technology));
    node.corner.clear();
    node.region.clear();
    node.connects = false;
    node.paint = NodePaint::ExternalSystem;
    return node;
}

DiagramEdge verb(const QString& from, const QString& to, const QString& words) {
    DiagramEdge edge;
    edge.key = from + u'>' + to;
    edge.from = from;
    edge.to = to;
    edge.label = words;
    return edge;
}

QString journeysOf(const model::Workload& workload) {
    QStringList names;
    for (const model::Journey& journey : workload.journeys) names << nameOr(journey.name, journey.id.value());
    if (names.size() > 3) return systemTr("%1 journeys").arg(names.size());
    return names.join(QStringLiteral(", "));
}

/// How the system and each external system call each other, by protocol.
std::map<std::pair<QString, QString>, QString> externalCalls(const model::Project& project) {
    std::map<std::pair<QString, QString>, QString> calls;
    for (const model::Interaction& interaction : model::interactionsOf(project)) {
        if (interaction.kind != model::Interaction::Kind::Call) continue;
        const model::Service* caller = project.services.find(interaction.service);
        const model::Service* callee = model::serviceOf(project, interaction.callee);
        if (!callee || isExternal(caller) == isExternal(callee)) continue;
        const QString protocol = protocolName(callee->operations.find(interaction.callee)->protocol);
        calls[{isExternal(caller) ? elementKey(caller->id) : systemKey,
               isExternal(callee) ? elementKey(callee->id) : systemKey}] =
            systemTr("calls [%1]").arg(protocol);
    }
    return calls;
}

}  // namespace

Diagram systemContext(const model::Project& project, const model::Layout& layout) {
    Diagram diagram;
    diagram.name = QStringLiteral("context");
    NodeColumns columns(3);
    const auto add = [&](DiagramNode node, std::size_t column) {
        columns[column].push_back(int(diagram.nodes.size()));
        diagram.nodes.push_back(std::move(node));
    };
    if (!project.services.empty()) add(systemNode(project), 1);
    for (const model::Workload& workload : project.workloads) {
        add(workloadNode(workload), 0);
        if (!project.services.empty())
            diagram.edges.push_back(verb(elementKey(workload.id), systemKey, journeysOf(workload)));
    }
    for (const model::Service& service : project.services)
        if (isExternal(&service)) add(externalNode(project, service), 2);
    for (const auto& [ends, words] : externalCalls(project))
        diagram.edges.push_back(verb(ends.first, ends.second, words));
    placeInColumns(diagram, layout, columns, 1);
    return diagram;
}

}  // namespace app
