#pragma once

#include "model/layout.h"
#include "model/project.h"

/// A shop whose payment fails for a while, with retries: the system that the tests of simulating run.
namespace retry_storm {

inline model::Step compute(double milliseconds) {
    return {model::Compute{model::Distribution::exponential(model::milliseconds(milliseconds))}, {}};
}

inline model::Step call(const std::string& operation) {
    return {model::Call{model::OperationId(operation), model::CallPolicyId("impatient")}, {}};
}

inline model::Operation operation(const std::string& id, const std::string& name,
                                  model::Behaviour behaviour) {
    model::Operation made;
    made.id = model::OperationId(id);
    made.name = name;
    made.behaviour = std::move(behaviour);
    return made;
}

inline void addService(model::Project& project, const std::string& id, const std::string& context,
                       int replicas, int workers, std::vector<model::Operation> operations) {
    if (!project.contexts.contains(model::ContextId(context))) {
        model::BoundedContext made;
        made.id = model::ContextId(context);
        made.name = context;
        project.contexts = project.contexts.with(made);
    }
    model::Service service;
    service.id = model::ServiceId(id);
    service.name = id;
    service.technology = "Go";
    service.context = model::ContextId(context);
    service.operations = model::Collection<model::Operation>(std::move(operations));
    project.services = project.services.with(service);
    model::Deployment deployment;
    deployment.id = model::DeploymentId(id);
    deployment.service = service.id;
    deployment.replicas = replicas;
    deployment.workers = workers;
    project.deployments = project.deployments.with(deployment);
}

inline void addLoad(model::Project& project, const std::string& id, const std::string& name,
                    const std::string& operation, double rate) {
    model::Workload workload;
    workload.id = model::WorkloadId(id);
    workload.name = name;
    workload.arrivals = model::PoissonArrivals{rate};
    model::Journey journey;
    journey.id = model::JourneyId(id + ".visit");
    journey.name = name;
    journey.steps.push_back({model::OperationId(operation), 1.0, {}, {}, {}});
    workload.journeys = workload.journeys.with(journey);
    project.workloads = project.workloads.with(workload);
}

inline void addObjective(model::Project& project, const std::string& id, const std::string& name,
                         const std::string& journey, model::ObjectiveGoal goal) {
    model::Objective objective;
    objective.id = model::ObjectiveId(id);
    objective.name = name;
    objective.target = model::JourneyId(journey);
    objective.goal = goal;
    project.objectives = project.objectives.with(objective);
}

inline void addServices(model::Project& project) {
    addService(project, "web-gateway", "storefront", 3, 64,
               {operation("web-gateway.checkout", "Checkout",
                          {compute(1), call("user.who"), call("order.place-order")}),
                operation("web-gateway.browse", "Browse",
                          {compute(1), call("product-catalog.list"), call("cart.show")})});
    addService(project, "product-catalog", "storefront", 3, 16,
               {operation("product-catalog.list", "List", {compute(6)})});
    addService(project, "order", "ordering", 4, 32,
               {operation("order.place-order", "PlaceOrder",
                          {compute(2), call("inventory.reserve"), call("payment.authorize"),
                           call("shipping.plan")})});
    addService(project, "cart", "ordering", 2, 8, {operation("cart.show", "Show", {compute(4)})});
    addService(project, "payment", "payment", 3, 4,
               {operation("payment.authorize", "Authorize", {compute(30)})});
    addService(project, "user", "identity", 2, 8, {operation("user.who", "Who", {compute(3)})});
    addService(project, "inventory", "inventory", 3, 8,
               {operation("inventory.reserve", "Reserve", {compute(9)})});
    addService(project, "shipping", "shipping", 2, 8, {operation("shipping.plan", "Plan", {compute(5)})});
}

/// `calm` and `retry-storm`; both last `seconds`.
inline model::Project project(double seconds = 60, double rate = 280) {
    model::Project project;
    project.name = "Retry storm";
    model::CallPolicy policy;
    policy.id = model::CallPolicyId("impatient");
    policy.name = "Impatient";
    policy.timeout = model::milliseconds(500);
    policy.retry = model::RetryPolicy{};
    policy.retry->maxAttempts = 2;
    project.policies = project.policies.with(policy);
    addServices(project);
    addLoad(project, "checkout", "checkout", "web-gateway.checkout", rate);
    addLoad(project, "browse", "browse", "web-gateway.browse", rate * 2);
    addObjective(project, "checkout-p99", "Checkout p99", "checkout.visit",
                 model::LatencyObjective{0.99, model::milliseconds(800)});
    addObjective(project, "checkout-availability", "Availability", "checkout.visit",
                 model::AvailabilityObjective{0.999});
    addObjective(project, "browse-p99", "Browse p99", "browse.visit",
                 model::LatencyObjective{0.99, model::milliseconds(200)});

    model::Fault fault;
    fault.target = model::ServiceId("payment");
    fault.start = model::seconds(seconds / 3);
    fault.length = model::seconds(seconds / 6);
    fault.effect = model::SlowFault{20.0, {}};
    model::FaultPlan plan;
    plan.id = model::FaultPlanId("slow-payment");
    plan.name = "Slow payment";
    plan.faults = {fault};
    project.faultPlans = project.faultPlans.with(plan);

    model::Scenario calm;
    calm.id = model::ScenarioId("calm");
    calm.name = "Calm";
    calm.workloads = {model::WorkloadId("checkout"), model::WorkloadId("browse")};
    calm.objectives = {model::ObjectiveId("checkout-p99"), model::ObjectiveId("checkout-availability"),
                       model::ObjectiveId("browse-p99")};
    calm.length = model::seconds(seconds);
    project.scenarios = project.scenarios.with(calm);
    model::Scenario storm = calm;
    storm.id = model::ScenarioId("retry-storm");
    storm.name = "Retry storm";
    storm.description = "Payment is slow for a while; its callers try again.";
    storm.faults = plan.id;
    project.scenarios = project.scenarios.with(storm);
    return project;
}

/// The services where an architect would have put them.
inline model::Layout layout() {
    model::Layout made;
    made.diagrams["services"].nodes =
        model::SharedMap<model::NodePlace>({{"service:web-gateway", {120, 60}},
                                            {"service:product-catalog", {120, 150}},
                                            {"service:order", {380, 60}},
                                            {"service:cart", {380, 150}},
                                            {"service:payment", {640, 60}},
                                            {"service:user", {120, 290}},
                                            {"service:inventory", {380, 290}},
                                            {"service:shipping", {640, 290}}});
    return made;
}

}  // namespace retry_storm
