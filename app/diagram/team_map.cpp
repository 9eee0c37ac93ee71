#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "app/diagram/diagram.h"
#include "app/diagram/element_nodes.h"
#include "app/diagram/nested_placement.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/team_map.h"
#include "model/references.h"

namespace app {
namespace {

/// Calls and their counts stand on the lines between frames.
constexpr double teamGap = 128;

QString teamTr(const char* words) {
    return QCoreApplication::translate("TeamMap", words);
}

RegionLook lookOf(model::TeamType type) {
    switch (type) {
        case model::TeamType::StreamAligned:
            return RegionLook::StreamAligned;
        case model::TeamType::Platform:
            return RegionLook::Platform;
        case model::TeamType::Enabling:
            return RegionLook::Enabling;
        case model::TeamType::ComplicatedSubsystem:
            return RegionLook::ComplicatedSubsystem;
    }
    return {};
}

QString typeWord(model::TeamType type) {
    switch (type) {
        case model::TeamType::StreamAligned:
            return teamTr("stream-aligned");
        case model::TeamType::Platform:
            return teamTr("platform");
        case model::TeamType::Enabling:
            return teamTr("enabling");
        case model::TeamType::ComplicatedSubsystem:
            return teamTr("complicated subsystem");
    }
    return {};
}

class TeamMap {
public:
    explicit TeamMap(const model::Project& project) : m_project(project), m_colours(project) {}

    Diagram make(const model::Layout& layout) {
        m_diagram.name = QStringLiteral("teams");
        m_diagram.spacing = {96, 160};
        for (const model::Team& team : m_project.teams) addTeam(team);
        std::map<model::ContextId, int> services;
        for (const model::Service& service : m_project.services)
            if (goesWithContext(service)) ++services[*service.context];
        for (const model::BoundedContext& context : m_project.contexts)
            addContext(context, services[context.id]);
        for (const model::Service& service : m_project.services)
            if (!goesWithContext(service)) addService(service);
        addUnowned();
        addEdges();
        placeNested(m_diagram, takePlaces(m_diagram, layout), teamGap);
        return std::move(m_diagram);
    }

private:
    void addTeam(const model::Team& team) {
        DiagramRegion region;
        region.key = elementKey(team.id);
        region.title = nameOr(team.name, team.id.value());
        region.subtitle = typeWord(team.type);
        region.look = lookOf(team.type);
        region.connects = false;
        m_diagram.regions.push_back(region);
    }

    /// A frame of its own for what has no owner: it is a finding, not a detail.
    void addUnowned() {
        const bool needed = std::any_of(m_diagram.nodes.begin(), m_diagram.nodes.end(),
                                        [](const DiagramNode& node) { return node.region == unownedKey; });
        if (!needed) return;
        DiagramRegion region;
        region.key = unownedKey;
        region.title = teamTr("Without a team");
        region.look = RegionLook::Boundary;
        region.connects = false;
        m_diagram.regions.push_back(region);
    }

    QString regionOf(const std::optional<model::TeamId>& team) const {
        return team && m_project.teams.contains(*team) ? elementKey(*team) : unownedKey;
    }

    /// Its context stands for it, since both have the same owner.
    bool goesWithContext(const model::Service& service) const {
        const model::BoundedContext* context =
            service.context ? m_project.contexts.find(*service.context) : nullptr;
        return context && model::ownerOf(m_project, service) == context->team;
    }

    void addContext(const model::BoundedContext& context, int services) {
        DiagramNode node;
        node.key = elementKey(context.id);
        node.shape = NodeShape::Group;
        node.title = nameOr(context.name, context.id.value());
        node.subtitle = services == 1 ? teamTr("1 service") : teamTr("%1 services").arg(services);
        node.context = m_colours.of(context.id);
        node.region = regionOf(context.team);
        node.size = cardSize;
        node.placed = false;
        node.connects = false;
        m_diagram.nodes.push_back(std::move(node));
    }

    void addService(const model::Service& service) {
        DiagramNode node = serviceNode(m_project, service, m_colours);
        node.corner.clear();
        node.region = regionOf(model::ownerOf(m_project, service));
        node.connects = false;
        m_diagram.nodes.push_back(std::move(node));
    }

    using Ends = std::pair<QString, QString>;
    struct Traffic {
        int calls = 0, events = 0;
    };

    /// Calls from team to team; an event goes from each publisher's team to each consumer's.
    std::map<Ends, Traffic> trafficOf() const {
        std::map<Ends, Traffic> traffic;
        std::map<model::ChannelId, std::vector<QString>> publishers, consumers;
        for (const model::Interaction& interaction : model::interactionsOf(m_project)) {
            const QString from = teamOf(m_project.services.find(interaction.service));
            if (interaction.kind == model::Interaction::Kind::Publish)
                publishers[interaction.channel].push_back(from);
            if (interaction.kind == model::Interaction::Kind::Consume)
                consumers[interaction.channel].push_back(from);
            if (interaction.kind != model::Interaction::Kind::Call) continue;
            const QString to = teamOf(model::serviceOf(m_project, interaction.callee));
            if (from != to) ++traffic[{from, to}].calls;
        }
        for (const auto& [channel, from] : publishers)
            for (const QString& publisher : from)
                for (const QString& consumer : consumers[channel])
                    if (publisher != consumer) ++traffic[{publisher, consumer}].events;
        return traffic;
    }

    QString teamOf(const model::Service* service) const {
        return service ? regionOf(model::ownerOf(m_project, *service)) : unownedKey;
    }

    void addEdges() {
        for (const auto& [ends, traffic] : trafficOf()) {
            DiagramEdge edge;
            edge.key = ends.first + u'>' + ends.second;
            edge.from = ends.first;
            edge.to = ends.second;
            edge.style = traffic.calls > 0 ? EdgeStyle::Call : EdgeStyle::Event;
            QStringList words;
            if (traffic.calls > 0)
                words << (traffic.calls == 1 ? teamTr("1 call") : teamTr("%1 calls").arg(traffic.calls));
            if (traffic.events > 0)
                words << (traffic.events == 1 ? teamTr("1 event") : teamTr("%1 events").arg(traffic.events));
            edge.label = words.join(QStringLiteral(" · "));
            m_diagram.edges.push_back(std::move(edge));
        }
    }

    const model::Project& m_project;
    ContextColours m_colours;
    Diagram m_diagram;
};

}  // namespace

Diagram teamMap(const model::Project& project, const model::Layout& layout) {
    return TeamMap(project).make(layout);
}

}  // namespace app
