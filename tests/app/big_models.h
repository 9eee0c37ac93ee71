#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <set>

#include "model/project.h"

/// Models of any size, made from a seed: the same numbers give the same model on every machine.
namespace big {

/// What the acceptance of the canvas is measured with.
inline constexpr std::array sizes{68, 2'000, 10'000};
inline constexpr int servicesInContext = 12;
inline constexpr int callsOfEach = 3;

class ModelMaker {
public:
    ModelMaker(int services, std::uint64_t seed) : m_services(services), m_random(seed) {}

    model::Project make() {
        model::Project project;
        project.name = std::to_string(m_services) + " services";
        addTeams(project);
        addContexts(project);
        std::vector<model::Service> services;
        for (int number = 0; number < m_services; ++number) services.push_back(service(number));
        project.services = model::Collection<model::Service>(std::move(services));
        project.deployments = deployments();
        return project;
    }

private:
    /// A distribution of our own: that of the standard library differs from one to another.
    int below(int limit) { return int(m_random() % std::uint64_t(std::max(1, limit))); }

    template <class Words>
    auto wordOf(const Words& words, int number) {
        return std::string(words[std::size_t(number) % words.size()]);
    }

    int contextCount() const { return (m_services + servicesInContext - 1) / servicesInContext; }
    int teamCount() const { return std::max(1, contextCount() / 2); }
    static model::ContextId contextId(int number) {
        return model::ContextId("context-" + std::to_string(number));
    }
    static model::TeamId teamId(int number) { return model::TeamId("team-" + std::to_string(number)); }
    static model::ServiceId serviceId(int number) {
        return model::ServiceId("service-" + std::to_string(number));
    }
    static model::OperationId operationId(int number) {
        return model::OperationId(serviceId(number).value() + ".handle");
    }

    std::string contextName(int number) {
        static constexpr std::array words{"Catalog", "Pricing", "Cart",     "Ordering", "Payment",
                                          "Billing", "Stock",   "Shipping", "Returns",  "Identity",
                                          "Loyalty", "Reviews", "Search",   "Media",    "Messaging",
                                          "Fraud",   "Tax",     "Support"};
        const std::string word = wordOf(words, number);
        const int round = number / int(words.size());
        return round == 0 ? word : word + " " + std::to_string(round + 1);
    }

    std::string serviceName(int number) {
        static constexpr std::array roles{"api",     "query",  "rules",   "writer", "sync",   "index",
                                          "planner", "router", "gateway", "store",  "worker", "audit"};
        return model::slug(contextName(number / servicesInContext)) + "-" +
               wordOf(roles, number % servicesInContext);
    }

    void addTeams(model::Project& project) {
        std::vector<model::Team> teams;
        for (int number = 0; number < teamCount(); ++number) {
            model::Team& team = teams.emplace_back();
            team.id = teamId(number);
            team.name = "Team " + std::to_string(number + 1);
        }
        project.teams = model::Collection<model::Team>(std::move(teams));
    }

    void addContexts(model::Project& project) {
        std::vector<model::BoundedContext> contexts;
        for (int number = 0; number < contextCount(); ++number) {
            model::BoundedContext& context = contexts.emplace_back();
            context.id = contextId(number);
            context.name = contextName(number);
            context.team = teamId(number / 2 % teamCount());
        }
        project.contexts = model::Collection<model::BoundedContext>(std::move(contexts));
    }

    /// Services that this one calls: most of them near it, and never back, so that no circle arises.
    std::set<int> callees(int number) {
        const int later = m_services - number - 1;
        int calls = std::min(callsOfEach, later);
        // Who comes last has nobody left to call; the first one makes up for them.
        if (number == 0) calls = std::min(later, callsOfEach + callsOfEach * (callsOfEach + 1) / 2);
        std::set<int> chosen;
        while (int(chosen.size()) < calls) {
            const int reach = below(4) > 0 ? std::min(later, 30) : later;
            chosen.insert(number + 1 + below(reach));
        }
        return chosen;
    }

    model::Service service(int number) {
        static constexpr std::array technologies{"Go", "Java", "Kotlin", "Rust", "Node.js", "Python"};
        model::Service service;
        service.id = serviceId(number);
        service.name = serviceName(number);
        service.technology = wordOf(technologies, below(6));
        service.context = contextId(number / servicesInContext);
        model::Operation operation;
        operation.id = operationId(number);
        operation.name = "Handle";
        for (const int callee : callees(number))
            operation.behaviour.push_back({model::Call{operationId(callee), {}}, {}});
        service.operations = service.operations.with(std::move(operation));
        return service;
    }

    model::Collection<model::Deployment> deployments() {
        std::vector<model::Deployment> made;
        for (int number = 0; number < m_services; ++number) {
            model::Deployment& deployment = made.emplace_back();
            deployment.id = model::DeploymentId(serviceId(number).value());
            deployment.service = serviceId(number);
            deployment.replicas = 1 + below(4);
        }
        return model::Collection<model::Deployment>(std::move(made));
    }

    int m_services;
    std::mt19937_64 m_random;
};

/// So many services in contexts of twelve with three calls for each of them.
inline model::Project project(int services, std::uint64_t seed = 1) {
    return ModelMaker(services, seed).make();
}

}  // namespace big
