#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

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

/// What the diagram shows of one service.
struct ServicePart {
    DiagramNode node;  ///< Without what its deployment says
    std::vector<DiagramEdge> edges;
    std::vector<model::DataStoreId> queried;
};

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

/// The parts of all services of the project that was drawn last. Most versions differ from the one before in
/// one service: only its part is made anew.
class ServiceParts {
public:
    /// Those of that project, in its order.
    const std::vector<ServicePart>& of(const model::Project& project) {
        const bool reusable = isFrameSame(project) && areNamesSame(project);
        std::vector<ServicePart> before = std::exchange(m_parts, {});
        const auto old = std::exchange(m_project, project).services.pointers();
        const auto& now = m_project.services.pointers();
        const ContextColours colours(m_project);
        m_dangling = m_dangling && reusable;
        m_parts.reserve(now.size());
        std::size_t at = 0;
        for (const auto& service : now) {
            while (at < old.size() && old[at]->id < service->id) ++at;
            if (reusable && at < old.size() && old[at] == service)
                m_parts.push_back(std::move(before[at]));
            else
                m_parts.push_back(partOf(*service, colours));
        }
        return m_parts;
    }

private:
    using Services = std::vector<model::Collection<model::Service>::Pointer>;

    /// Whether all is the same that is shown of a service besides what it and other services say.
    bool isFrameSame(const model::Project& project) const {
        return !m_parts.empty() && project.contexts.sharesAllWith(m_project.contexts) &&
               project.stores.sharesAllWith(m_project.stores) &&
               project.channels.sharesAllWith(m_project.channels) &&
               project.messages.sharesAllWith(m_project.messages);
    }

    /// Whether the operations that others call have the names that they had.
    bool areNamesSame(const model::Project& project) const {
        const Services& old = m_project.services.pointers();
        const Services& now = project.services.pointers();
        std::size_t at = 0;
        for (const auto& before : old) {
            while (at < now.size() && now[at]->id < before->id) {
                if (m_dangling && !now[at]->operations.empty()) return false;
                ++at;
            }
            const bool there = at < now.size() && now[at]->id == before->id;
            if (!(there ? now[at] == before || offersTheSame(*before, *now[at]) : before->operations.empty()))
                return false;
            if (there) ++at;
        }
        return !m_dangling || std::all_of(now.begin() + std::ptrdiff_t(at), now.end(),
                                          [](const auto& added) { return added->operations.empty(); });
    }

    bool offersTheSame(const model::Service& before, const model::Service& after) const {
        if (before.operations.sharesAllWith(after.operations)) return true;
        if (m_dangling && before.operations.size() != after.operations.size()) return false;
        return std::all_of(before.operations.begin(), before.operations.end(),
                           [&](const model::Operation& operation) {
                               const model::Operation* now = after.operations.find(operation.id);
                               return now && now->name == operation.name;
                           });
    }

    ServicePart partOf(const model::Service& service, const ContextColours& colours) {
        ServicePart part;
        part.node = serviceNode(service, nullptr, colours);
        model::Project alone;
        alone.services = alone.services.with(service);
        std::map<Ends, Bond> bonds;
        std::vector<Ends> order;
        for (const Interaction& interaction : interactionsOf(alone)) {
            if (interaction.kind == Interaction::Kind::Query) part.queried.push_back(interaction.store);
            const Ends ends = endsOf(interaction);
            if (ends.first == ends.second || ends.first.isEmpty() || ends.second.isEmpty()) continue;
            const auto [bond, fresh] = bonds.try_emplace(ends);
            if (fresh) order.push_back(ends);
            add(bond->second, m_project, interaction);
        }
        for (const Ends& ends : order) {
            const Bond& bond = bonds.at(ends);
            part.edges.push_back({ends.first + ">" + ends.second,
                                  ends.first,
                                  ends.second,
                                  bond.style,
                                  labelOf(m_project, bond),
                                  {},
                                  {}});
        }
        return part;
    }

    template <class Entity>
    static QString keyIn(const model::Collection<Entity>& entities, const model::Id<Entity>& id) {
        return entities.contains(id) ? elementKey(id) : QString();
    }

    /// Empty where there is nothing of that id.
    Ends endsOf(const Interaction& interaction) {
        const QString service = elementKey(interaction.service);
        switch (interaction.kind) {
            case Interaction::Kind::Call: {
                const model::Service* callee = serviceOf(m_project, interaction.callee);
                m_dangling |= callee == nullptr;
                return {service, callee ? elementKey(callee->id) : QString()};
            }
            case Interaction::Kind::Publish:
                return {service, keyIn(m_project.channels, interaction.channel)};
            case Interaction::Kind::Consume:
                return {keyIn(m_project.channels, interaction.channel), service};
            case Interaction::Kind::Query:
                return {service, keyIn(m_project.stores, interaction.store)};
        }
        return {};
    }

    model::Project m_project;
    std::vector<ServicePart> m_parts;
    bool m_dangling = false;  ///< A call leads to an operation that is not there, and may come to be
};

using DeploymentsByService = std::unordered_map<std::string_view, const model::Deployment*>;

/// By service; of several the first.
DeploymentsByService deploymentsOf(const model::Project& project) {
    DeploymentsByService deployments;
    deployments.reserve(project.deployments.size());
    for (const model::Deployment& deployment : project.deployments)
        deployments.try_emplace(deployment.service.value(), &deployment);
    return deployments;
}

using Users = std::map<model::DataStoreId, std::set<std::size_t>>;

/// The owner of the store, else the only service that queries it.
const model::Service* homeOf(const model::Project& project, const model::DataStore& store,
                             const Users& users) {
    if (store.owner) return project.services.find(*store.owner);
    const auto found = users.find(store.id);
    return found != users.end() && found->second.size() == 1 ? &project.services.at(*found->second.begin())
                                                             : nullptr;
}

}  // namespace

Diagram serviceDiagram(const model::Project& project, const model::Layout& layout) {
    thread_local ServiceParts memory;
    const std::vector<ServicePart>& parts = memory.of(project);
    Diagram diagram;
    diagram.name = QStringLiteral("services");
    diagram.regions = contextRegions(project);
    diagram.nodes.reserve(parts.size() + project.stores.size() + project.channels.size());
    const DeploymentsByService deployments = deploymentsOf(project);
    Users users;
    std::size_t edges = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        diagram.nodes.push_back(parts[i].node);
        const auto deployment = deployments.find(project.services.at(i).id.value());
        if (deployment != deployments.end()) showDeployment(diagram.nodes.back(), *deployment->second);
        for (const model::DataStoreId& store : parts[i].queried) users[store].insert(i);
        edges += parts[i].edges.size();
    }
    const ContextColours colours(project);
    for (const model::DataStore& store : project.stores)
        diagram.nodes.push_back(storeNode(store, homeOf(project, store, users), colours));
    for (const model::Channel& channel : project.channels) diagram.nodes.push_back(channelNode(channel));
    diagram.edges.reserve(edges);
    for (const ServicePart& part : parts)
        diagram.edges.insert(diagram.edges.end(), part.edges.begin(), part.edges.end());
    placeNewNodes(diagram, takePlaces(diagram, layout));
    return diagram;
}

}  // namespace app
