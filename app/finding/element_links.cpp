#include "app/finding/element_links.h"

#include <QCoreApplication>

#include "model/references.h"

namespace app {
namespace {

using Visit = std::function<void(const ElementLink&)>;

struct RelationWords {
    const char* there;
    const char* back;
};

/// In the order of `Relation`.
constexpr RelationWords relationWords[] = {
    {QT_TRANSLATE_NOOP("ElementLinks", "Calls"), QT_TRANSLATE_NOOP("ElementLinks", "Called by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Publishes to"), QT_TRANSLATE_NOOP("ElementLinks", "Published by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Consumes"), QT_TRANSLATE_NOOP("ElementLinks", "Consumed by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Stores used"), QT_TRANSLATE_NOOP("ElementLinks", "Used by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Owns"), QT_TRANSLATE_NOOP("ElementLinks", "Owner")},
    {QT_TRANSLATE_NOOP("ElementLinks", "In the context"), QT_TRANSLATE_NOOP("ElementLinks", "In it")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Team"), QT_TRANSLATE_NOOP("ElementLinks", "Answers for")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Downstream"), QT_TRANSLATE_NOOP("ElementLinks", "Upstream")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Relates"), QT_TRANSLATE_NOOP("ElementLinks", "Relationships")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Carries"), QT_TRANSLATE_NOOP("ElementLinks", "Carried by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Feeds"), QT_TRANSLATE_NOOP("ElementLinks", "Fed by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Dead letters go to"),
     QT_TRANSLATE_NOOP("ElementLinks", "Takes dead letters of")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Takes"), QT_TRANSLATE_NOOP("ElementLinks", "Request of")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Answers with"), QT_TRANSLATE_NOOP("ElementLinks", "Response of")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Call policies"), QT_TRANSLATE_NOOP("ElementLinks", "Followed by")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Requests"), QT_TRANSLATE_NOOP("ElementLinks", "Requested by users")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Workloads"), QT_TRANSLATE_NOOP("ElementLinks", "Scenarios")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Faults"), QT_TRANSLATE_NOOP("ElementLinks", "Scenarios")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Objectives"), QT_TRANSLATE_NOOP("ElementLinks", "Scenarios")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Hits"), QT_TRANSLATE_NOOP("ElementLinks", "Hit by faults")},
    {QT_TRANSLATE_NOOP("ElementLinks", "About"), QT_TRANSLATE_NOOP("ElementLinks", "Objectives")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Runs in"), QT_TRANSLATE_NOOP("ElementLinks", "Runs there")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Region"), QT_TRANSLATE_NOOP("ElementLinks", "Zones")},
    {QT_TRANSLATE_NOOP("ElementLinks", "Contains"), QT_TRANSLATE_NOOP("ElementLinks", "Contained in")}};

QString relationTr(const char* words) {
    return QCoreApplication::translate("ElementLinks", words);
}

template <class Target>
void linkTo(const Visit& visit, const model::ElementId& from, Relation relation,
            const std::optional<Target>& to) {
    if (to) visit({from, relation, *to});
}

void visitInteractions(const model::Project& project, const Visit& visit) {
    using Kind = model::Interaction::Kind;
    for (const model::Interaction& interaction : model::interactionsOf(project)) {
        switch (interaction.kind) {
            case Kind::Call:
                visit({interaction.operation, Relation::Calls, interaction.callee});
                linkTo(visit, interaction.operation, Relation::Follows, interaction.policy);
                break;
            case Kind::Publish:
                visit({interaction.operation, Relation::Publishes, interaction.channel});
                break;
            case Kind::Consume:
                visit({interaction.operation, Relation::Consumes, interaction.channel});
                break;
            case Kind::Query:
                visit({interaction.operation, Relation::Queries, interaction.store});
                break;
        }
    }
}

void visitServices(const model::Project& project, const Visit& visit) {
    for (const model::Service& service : project.services) {
        linkTo(visit, service.id, Relation::LiesIn, service.context);
        linkTo(visit, service.id, Relation::OwnedBy, model::ownerOf(project, service));
        for (const model::Operation& operation : service.operations) {
            linkTo(visit, operation.id, Relation::Takes, operation.request);
            linkTo(visit, operation.id, Relation::Answers, operation.response);
        }
    }
    for (const model::Deployment& deployment : project.deployments) {
        linkTo(visit, deployment.service, Relation::RunsIn, deployment.nodePool);
        for (const model::ZoneId& zone : deployment.zones)
            visit({deployment.service, Relation::RunsIn, zone});
    }
}

void visitData(const model::Project& project, const Visit& visit) {
    for (const model::DataStore& store : project.stores) {
        if (store.owner) visit({*store.owner, Relation::Owns, store.id});
        if (store.projection) visit({*store.projection, Relation::Feeds, store.id});
        for (const model::ZoneId& zone : store.zones) visit({store.id, Relation::RunsIn, zone});
    }
    for (const model::Channel& channel : project.channels) {
        linkTo(visit, channel.id, Relation::Carries, channel.message);
        linkTo(visit, channel.id, Relation::LiesIn, channel.context);
        linkTo(visit, channel.id, Relation::GivesUpTo, channel.deadLetter);
    }
    for (const model::Message& message : project.messages) {
        linkTo(visit, message.id, Relation::LiesIn, message.context);
        for (const model::Field& field : message.fields)
            if (const auto* inner = std::get_if<model::MessageId>(&field.type))
                visit({message.id, Relation::Contains, *inner});
    }
}

void visitDomain(const model::Project& project, const Visit& visit) {
    for (const model::BoundedContext& context : project.contexts)
        linkTo(visit, context.id, Relation::OwnedBy, context.team);
    for (const model::ContextRelationship& relationship : project.relationships) {
        visit({relationship.upstream, Relation::Upstream, relationship.downstream});
        visit({relationship.id, Relation::Relates, relationship.upstream});
        visit({relationship.id, Relation::Relates, relationship.downstream});
    }
    for (const model::Zone& zone : project.network.zones)
        linkTo(visit, zone.id, Relation::Within, zone.region);
    for (const model::NodePool& pool : project.network.nodePools)
        for (const model::ZoneId& zone : pool.zones) visit({pool.id, Relation::RunsIn, zone});
}

void visitLoad(const model::Project& project, const Visit& visit) {
    for (const model::Workload& workload : project.workloads)
        for (const model::Journey& journey : workload.journeys)
            for (const model::JourneyStep& step : journey.steps) {
                visit({journey.id, Relation::Requests, step.operation});
                linkTo(visit, journey.id, Relation::Follows, step.policy);
            }
    for (const model::Scenario& scenario : project.scenarios) {
        for (const model::WorkloadId& workload : scenario.workloads)
            visit({scenario.id, Relation::Loads, workload});
        linkTo(visit, scenario.id, Relation::Injects, scenario.faults);
        for (const model::ObjectiveId& objective : scenario.objectives)
            visit({scenario.id, Relation::Demands, objective});
    }
}

void visitTrials(const model::Project& project, const Visit& visit) {
    for (const model::FaultPlan& plan : project.faultPlans)
        for (const model::Fault& fault : plan.faults) {
            std::visit([&](const auto& target) { visit({plan.id, Relation::Hits, target}); }, fault.target);
            linkTo(visit, plan.id, Relation::Hits, model::peerOf(fault.effect));
            linkTo(visit, plan.id, Relation::Hits, model::peerZoneOf(fault.effect));
            if (fault.chance)
                for (const model::ServiceId& also : fault.chance->also)
                    visit({plan.id, Relation::Hits, also});
        }
    for (const model::Objective& objective : project.objectives) {
        if (const auto* journey = std::get_if<model::JourneyId>(&objective.target))
            visit({objective.id, Relation::Judges, *journey});
        if (const auto* operation = std::get_if<model::OperationId>(&objective.target))
            visit({objective.id, Relation::Judges, *operation});
    }
}

}  // namespace

void forEachLink(const model::Project& project, const Visit& visit) {
    visitInteractions(project, visit);
    visitServices(project, visit);
    visitData(project, visit);
    visitDomain(project, visit);
    visitLoad(project, visit);
    visitTrials(project, visit);
}

QString relationTitle(Relation relation) {
    return relationTr(relationWords[std::size_t(relation)].there);
}

QString relationTitleBack(Relation relation) {
    return relationTr(relationWords[std::size_t(relation)].back);
}

}  // namespace app
