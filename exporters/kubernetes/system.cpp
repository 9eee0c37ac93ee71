#include "exporters/kubernetes/system.h"

namespace exporters::kube {

namespace {

using AllContacts = std::map<model::ServiceId, Contacts>;

void noteCall(const model::Project& project, const model::Interaction& call, AllContacts& contacts) {
    const model::Service* callee = model::serviceOf(project, call.callee);
    if (call.policy && project.policies.contains(*call.policy))
        contacts[call.service].policies.insert(*call.policy);
    if (!callee) return;
    contacts[call.service].callees.insert(callee->id);
    const model::Service* caller = project.services.find(call.service);
    if (caller && runsInCluster(*caller))
        contacts[callee->id].callers.insert(caller->id);
    else
        contacts[callee->id].calledByUsers = true;
}

void note(const model::Project& project, const model::Interaction& interaction, AllContacts& contacts) {
    using Kind = model::Interaction::Kind;
    if (interaction.kind == Kind::Call) {
        noteCall(project, interaction, contacts);
    } else if (interaction.kind == Kind::Query) {
        if (project.stores.contains(interaction.store))
            contacts[interaction.service].stores.insert(interaction.store);
    } else if (const model::Channel* channel = project.channels.find(interaction.channel)) {
        contacts[interaction.service].brokers.insert(channel->broker);
    }
}

AllContacts contactsOf(const model::Project& project) {
    AllContacts contacts;
    for (const model::Interaction& interaction : model::interactionsOf(project))
        note(project, interaction, contacts);
    for (const model::Workload& workload : project.workloads)
        for (const model::Journey& journey : workload.journeys)
            for (const model::JourneyStep& step : journey.steps)
                if (const model::Service* service = model::serviceOf(project, step.operation))
                    contacts[service->id].calledByUsers = true;
    return contacts;
}

Workload workloadOf(const model::Project& project, const model::Service& service, const SystemNames& names,
                    Contacts contacts) {
    Workload workload{&service, {}, false, names.services.at(service.id), std::move(contacts)};
    if (const model::Deployment* deployment = model::deploymentOf(project, service.id)) {
        workload.deployment = *deployment;
        workload.isModelled = true;
    }
    return workload;
}

}  // namespace

bool runsInCluster(const model::Service& service) {
    return service.kind != model::ServiceKind::External;
}

bool isCloudService(const model::DataStore& store) {
    return store.engine == model::StoreEngine::DynamoDb || store.engine == model::StoreEngine::ObjectStorage;
}

bool isCloudService(model::Broker broker) {
    return broker == model::Broker::CloudQueue;
}

System systemOf(const model::Project& project) {
    System system{&project, namesOf(project), {}, {}, {}, {}};
    AllContacts contacts = contactsOf(project);
    for (const model::Service& service : project.services) {
        if (!runsInCluster(service)) continue;
        system.workloads.push_back(
            workloadOf(project, service, system.names, std::move(contacts[service.id])));
        const Contacts& own = system.workloads.back().contacts;
        for (const model::ServiceId& callee : own.callees)
            if (!runsInCluster(*project.services.find(callee))) system.externals.insert(callee);
        system.stores.insert(own.stores.begin(), own.stores.end());
        system.brokers.insert(own.brokers.begin(), own.brokers.end());
    }
    return system;
}

}  // namespace exporters::kube
