#include <QCoreApplication>
#include <QSet>
#include <map>
#include <set>

#include "app/diagram/diagram.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/placement.h"
#include "model/references.h"

namespace app {
namespace {

using model::Interaction;

/// What all interactions between two elements come to.
struct Bond {
    EdgeStyle style = EdgeStyle::Call;
    std::set<model::OperationId> operations;  ///< Called ones
    QString message;
};
using Ends = std::pair<QString, QString>;

Ends endsOf(const model::Project& project, const Interaction& interaction) {
    const QString service = elementKey(interaction.service);
    switch (interaction.kind) {
        case Interaction::Kind::Call: {
            const model::Service* callee = serviceOf(project, interaction.callee);
            return {service, callee ? elementKey(callee->id) : QString()};
        }
        case Interaction::Kind::Publish:
            return {service, elementKey(interaction.channel)};
        case Interaction::Kind::Consume:
            return {elementKey(interaction.channel), service};
        case Interaction::Kind::Query:
            return {service, elementKey(interaction.store)};
    }
    return {};
}

QString messageName(const model::Project& project, const model::ChannelId& id) {
    const model::Channel* channel = project.channels.find(id);
    if (!channel || !channel->message) return {};
    const model::Message* message = project.messages.find(*channel->message);
    return message ? QString::fromStdString(message->name) : QString();
}

void add(Bond& bond, const model::Project& project, const Interaction& interaction) {
    switch (interaction.kind) {
        case Interaction::Kind::Call:
            bond.operations.insert(interaction.callee);
            break;
        case Interaction::Kind::Publish:
            bond.style = EdgeStyle::Event;
            bond.message = messageName(project, interaction.channel);
            break;
        case Interaction::Kind::Consume:
            bond.style = EdgeStyle::Event;
            break;
        case Interaction::Kind::Query:
            bond.style = EdgeStyle::Query;
            break;
    }
}

QString labelOf(const model::Project& project, const Bond& bond) {
    if (bond.style != EdgeStyle::Call) return bond.message;
    if (bond.operations.size() > 1)
        return QCoreApplication::translate("Diagram", "%1 calls").arg(int(bond.operations.size()));
    const model::Operation* operation = findOperation(project, *bond.operations.begin());
    return operation ? QString::fromStdString(operation->name) : QString();
}

std::vector<DiagramEdge> edgesOf(const model::Project& project, const std::vector<Interaction>& interactions,
                                 const QSet<QString>& known) {
    std::map<Ends, Bond> bonds;
    std::vector<Ends> order;
    for (const Interaction& interaction : interactions) {
        const Ends ends = endsOf(project, interaction);
        if (ends.first == ends.second || !known.contains(ends.first) || !known.contains(ends.second))
            continue;
        const auto [bond, fresh] = bonds.try_emplace(ends);
        if (fresh) order.push_back(ends);
        add(bond->second, project, interaction);
    }
    std::vector<DiagramEdge> edges;
    for (const Ends& ends : order) {
        const Bond& bond = bonds.at(ends);
        edges.push_back({ends.first + ">" + ends.second,
                         ends.first,
                         ends.second,
                         bond.style,
                         labelOf(project, bond),
                         {},
                         {}});
    }
    return edges;
}

/// The owner of the store, else the only service that queries it.
const model::Service* homeOf(const model::Project& project, const model::DataStore& store,
                             const std::vector<Interaction>& interactions) {
    if (store.owner) return project.services.find(*store.owner);
    std::set<model::ServiceId> users;
    for (const Interaction& interaction : interactions)
        if (interaction.kind == Interaction::Kind::Query && interaction.store == store.id)
            users.insert(interaction.service);
    return users.size() == 1 ? project.services.find(*users.begin()) : nullptr;
}

}  // namespace

Diagram serviceDiagram(const model::Project& project, const model::Layout& layout) {
    Diagram diagram;
    diagram.name = QStringLiteral("services");
    const std::vector<Interaction> interactions = interactionsOf(project);
    const ContextColours colours(project);
    diagram.regions = contextRegions(project);
    for (const model::Service& service : project.services)
        diagram.nodes.push_back(serviceNode(project, service, colours));
    for (const model::DataStore& store : project.stores)
        diagram.nodes.push_back(storeNode(store, homeOf(project, store, interactions), colours));
    for (const model::Channel& channel : project.channels) diagram.nodes.push_back(channelNode(channel));

    QSet<QString> known;
    for (const DiagramNode& node : diagram.nodes) known.insert(node.key);
    diagram.edges = edgesOf(project, interactions, known);
    placeNewNodes(diagram, takePlaces(diagram, layout));
    return diagram;
}

}  // namespace app
