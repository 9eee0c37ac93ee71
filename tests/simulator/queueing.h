#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "model/project.h"

/// Small models for the simulator's tests, built in code.
namespace queueing {

using namespace model;

inline Distribution exponentially(double milliseconds) {
    return Distribution::exponential(model::milliseconds(milliseconds));
}
inline Step compute(const Distribution& time) {
    return {Compute{time}, {}};
}
inline Step call(const std::string& operation, std::optional<std::string> policy = {}) {
    return {Call{OperationId(operation), policy ? std::optional(CallPolicyId(*policy)) : std::nullopt}, {}};
}
inline Step branch(double probability, Behaviour steps) {
    return {Branch{{Alternative{probability, std::move(steps), {}}}}, {}};
}
inline Step query(const std::string& store, StoreAccess access = StoreAccess::Read) {
    return {StoreQuery{DataStoreId(store), access, {}}, {}};
}
inline Step publish(const std::string& channel) {
    return {Publish{ChannelId(channel)}, {}};
}

/// Retries without jitter.
inline RetryPolicy retries(std::int32_t attempts, BackoffKind backoff = BackoffKind::Constant,
                           Duration delay = {}, double factor = 1, Duration most = {}) {
    RetryPolicy retry;
    retry.maxAttempts = attempts;
    retry.backoff = backoff;
    retry.delay = delay;
    retry.factor = factor;
    retry.maxDelay = most;
    retry.jitter = Jitter::None;
    return retry;
}

/// Whether a kill comes while there is another one of the same target, and one of both takes all, or both are
/// the same.
inline bool killsAgain(const std::vector<Fault>& faults, const Fault& fault) {
    const auto* kill = std::get_if<KillFault>(&fault.effect);
    const auto isOver = [](const Fault& one, const Fault& other) {
        return one.length && one.start + *one.length <= other.start;
    };
    return kill && std::any_of(faults.begin(), faults.end(), [&](const Fault& other) {
               const auto* before = std::get_if<KillFault>(&other.effect);
               return before && other.target == fault.target &&
                      (before->replicas == 0 || kill->replicas == 0 || other == fault) &&
                      !isOver(other, fault) && !isOver(fault, other);
           });
}

/// A model that grows by one line for each element.
class Builder {
public:
    Builder() { project.name = "Test"; }

    /// A service with one operation, `NAME.do`.
    Deployment& service(const std::string& name, std::int32_t workers, Behaviour behaviour) {
        Service service;
        service.id = ServiceId(name);
        service.name = name;
        Operation operation;
        operation.id = OperationId(name + ".do");
        operation.name = "Do";
        operation.behaviour = std::move(behaviour);
        service.operations = service.operations.with(operation);
        services.push_back(service);
        Deployment deployment;
        deployment.id = DeploymentId(name);
        deployment.service = service.id;
        deployment.workers = workers;
        deployment.startUp = {};
        deployments.push_back(deployment);
        return deployments.back();
    }
    Service& last() { return services.back(); }
    Operation lastOperation() { return services.back().operations.at(0); }

    DataStore& store(const std::string& name, std::int32_t connections, const Distribution& time) {
        DataStore store;
        store.id = DataStoreId(name);
        store.name = name;
        store.poolSize = connections;
        store.readTime = time;
        store.writeTime = time;
        stores.push_back(store);
        return stores.back();
    }

    CallPolicy& policy(const std::string& name) {
        CallPolicy policy;
        policy.id = CallPolicyId(name);
        policy.name = name;
        policies.push_back(policy);
        return policies.back();
    }

    /// One journey, `NAME.journey`, of one request for each operation.
    Workload& load(const std::string& name, const Arrivals& arrivals,
                   const std::vector<std::string>& operations, std::optional<std::string> callPolicy = {}) {
        Workload workload;
        workload.id = WorkloadId(name);
        workload.name = name;
        workload.arrivals = arrivals;
        Journey journey;
        journey.id = JourneyId(name + ".journey");
        journey.name = "Journey";
        for (const std::string& operation : operations) {
            JourneyStep step;
            step.operation = OperationId(operation);
            if (callPolicy) step.policy = CallPolicyId(*callPolicy);
            journey.steps.push_back(step);
        }
        workload.journeys = workload.journeys.with(journey);
        workloads.push_back(workload);
        return workloads.back();
    }

    void fault(const FaultTarget& target, double start, std::optional<double> length,
               const FaultEffect& effect) {
        Fault fault;
        fault.target = target;
        fault.start = seconds(start);
        if (length) fault.length = seconds(*length);
        fault.effect = effect;
        faults.push_back(fault);
    }

    /// Kills so many, all when 0; where some would die twice, nobody.
    void kill(const FaultTarget& target, double start, std::optional<double> length, std::int32_t replicas) {
        fault(target, start, length, KillFault{replicas});
        const Fault last = faults.back();
        faults.pop_back();
        if (!killsAgain(faults, last)) faults.push_back(last);
    }

    /// The model, with the scenario `test` of all workloads and faults.
    Project build(double lengthSeconds, std::optional<double> warmUp = {}) {
        for (const Service& service : services) project.services = project.services.with(service);
        for (const Deployment& deployment : deployments)
            project.deployments = project.deployments.with(deployment);
        for (const DataStore& store : stores) project.stores = project.stores.with(store);
        for (const CallPolicy& policy : policies) project.policies = project.policies.with(policy);
        Scenario scenario;
        scenario.id = ScenarioId("test");
        scenario.name = "Test";
        scenario.length = seconds(lengthSeconds);
        if (warmUp) scenario.warmUp = seconds(*warmUp);
        for (const Workload& workload : workloads) {
            project.workloads = project.workloads.with(workload);
            scenario.workloads.push_back(workload.id);
        }
        if (!faults.empty()) {
            FaultPlan plan;
            plan.id = FaultPlanId("faults");
            plan.name = "Faults";
            plan.faults = faults;
            project.faultPlans = project.faultPlans.with(plan);
            scenario.faults = plan.id;
        }
        for (const Objective& objective : objectives) {
            project.objectives = project.objectives.with(objective);
            scenario.objectives.push_back(objective.id);
        }
        scenario.replications = 2;
        project.scenarios = project.scenarios.with(scenario);
        return project;
    }

    Project project;
    std::vector<Service> services;
    std::deque<Deployment> deployments;
    std::deque<DataStore> stores;
    std::deque<CallPolicy> policies;
    std::vector<Workload> workloads;
    std::vector<Fault> faults;
    std::vector<Objective> objectives;
};

}  // namespace queueing
