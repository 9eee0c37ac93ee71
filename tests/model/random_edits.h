#pragma once

#include <random>

#include "model/check.h"
#include "model/edit.h"

/// A model that is changed at random, and stays whole: fields, elements that come and go, calls.
namespace examples {

inline std::vector<model::ElementId> allElements(const model::Project& project) {
    std::vector<model::ElementId> all;
    const auto add = [&](const auto& entities) {
        for (const auto& entity : entities) all.push_back(entity.id);
    };
    add(project.teams), add(project.contexts), add(project.relationships), add(project.messages);
    add(project.services), add(project.channels), add(project.stores), add(project.policies);
    add(project.deployments), add(project.workloads), add(project.faultPlans), add(project.objectives);
    add(project.scenarios), add(project.network.regions), add(project.network.zones);
    add(project.network.nodePools);
    for (const auto& service : project.services) add(service.operations);
    for (const auto& workload : project.workloads) add(workload.journeys);
    return all;
}

class RandomEdits {
public:
    explicit RandomEdits(unsigned seed) : m_random(seed) {}

    model::Project edited(model::Project project, int edits) {
        while (edits-- > 0)
            if (auto next = one(project); next && model::check(*next).empty()) project = std::move(*next);
        return project;
    }

private:
    int pick(std::size_t count) {
        return std::uniform_int_distribution<int>(0, static_cast<int>(count) - 1)(m_random);
    }
    std::string word() { return "w" + std::to_string(pick(30)); }

    model::Result<model::Project> one(const model::Project& project) {
        switch (pick(7)) {
            case 0:
                return add(project);
            case 1:
                return model::remove(project, any(project));
            case 2:
                return model::rename(project, any(project), word());
            case 3:
                return connect(project);
            case 4:
                return redeploy(project);
            case 5:
                return model::renameProject(project, word());
            default:
                return describe(project);
        }
    }

    model::ElementId any(const model::Project& project) {
        const auto all = allElements(project);
        return all[static_cast<std::size_t>(pick(all.size()))];
    }

    template <class E>
    const E* anyOf(const model::Collection<E>& entities) {
        return entities.empty() ? nullptr : &entities.at(static_cast<std::size_t>(pick(entities.size())));
    }

    model::Result<model::Project> add(const model::Project& project) {
        model::Service service;
        service.id = model::ServiceId(word());
        if (project.services.contains(service.id)) return project;
        service.name = word();
        return model::put(project, service);
    }

    model::Result<model::Project> connect(const model::Project& project) {
        const auto* from = anyOf(project.services);
        const auto* to = anyOf(project.services);
        const auto* store = anyOf(project.stores);
        const auto* channel = anyOf(project.channels);
        if (!from || from == to) return project;
        if (pick(3) == 0 && store) return model::connectQuery(project, from->id, store->id);
        if (pick(2) == 0 && channel) return model::connectPublish(project, from->id, channel->id);
        return model::connectCall(project, from->id, to->id);
    }

    model::Result<model::Project> redeploy(const model::Project& project) {
        const auto* found = anyOf(project.deployments);
        if (!found) return project;
        model::Deployment deployment = *found;
        (pick(2) == 0 ? deployment.replicas : deployment.workers) = 1 + pick(20);
        return model::put(project, deployment);
    }

    model::Result<model::Project> describe(const model::Project& project) {
        const auto* found = anyOf(project.services);
        if (!found) return project;
        model::Service service = *found;
        (pick(2) == 0 ? service.description : service.technology) = word();
        if (pick(3) == 0) service.tags = {word(), word()};
        return model::put(project, service);
    }

    std::mt19937 m_random;
};

}  // namespace examples
