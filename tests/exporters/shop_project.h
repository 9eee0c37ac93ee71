#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/project.h"

/// A shop with everything that manifests are made of: callers and callees, a cache, a store, a broker, an
/// external service, autoscaling, a legacy service without deployment.
namespace shop {

inline model::Step call(const std::string& operation, const std::string& policy = "fast") {
    return {model::Call{model::OperationId(operation), model::CallPolicyId(policy)}, {}};
}
inline model::Step query(const std::string& store) {
    return {model::StoreQuery{model::DataStoreId(store), model::StoreAccess::Write, {}}, {}};
}
inline model::Step publish(const std::string& channel) {
    return {model::Publish{model::ChannelId(channel)}, {}};
}

inline model::Operation operation(const std::string& id, model::Behaviour behaviour = {}) {
    model::Operation result;
    result.id = model::OperationId(id);
    result.name = id.substr(id.find('.') + 1);
    result.behaviour = std::move(behaviour);
    return result;
}

inline model::Service service(const std::string& id, const std::string& context,
                              std::vector<model::Operation> operations) {
    model::Service result;
    result.id = model::ServiceId(id);
    result.name = id;
    if (!context.empty()) result.context = model::ContextId(context);
    result.operations = model::Collection<model::Operation>(std::move(operations));
    return result;
}

inline model::Deployment deployment(const std::string& service, int replicas) {
    model::Deployment result;
    result.id = model::DeploymentId(service);
    result.service = model::ServiceId(service);
    result.replicas = replicas;
    return result;
}

inline model::Service serviceOfKind(model::Service service, model::ServiceKind kind) {
    service.kind = kind;
    return service;
}

inline model::Collection<model::Service> services() {
    using enum model::ServiceKind;
    model::Operation ship = operation("shipping.ship");
    ship.subscription = model::Subscription{model::ChannelId("order-placed"), "shipping", 2, {}};
    model::Service gateway =
        serviceOfKind(service("gateway", "", {operation("gateway.buy", {call("order.place")})}), ApiGateway);
    gateway.description = "The way in: \"quotes\", {{ braces }}, $(HOME) and\nline breaks";
    return model::Collection<model::Service>(
        {gateway,
         service("order", "ordering",
                 {operation("order.place",
                            {query("orders-db"), call("payment.charge"), publish("order-placed")})}),
         service("payment", "paying",
                 {operation("payment.charge", {call("card-network.authorise", "patient")})}),
         service("shipping", "shipping", {ship}),
         serviceOfKind(service("card-network", "", {operation("card-network.authorise")}), External),
         serviceOfKind(service("billing", "paying", {operation("billing.book")}), Legacy)});
}

inline model::Collection<model::Deployment> deployments() {
    model::Deployment order = deployment("order", 3);
    order.autoscaling = model::Autoscaling{3, 10, 60, {}};
    model::Deployment payment = deployment("payment", 2);
    payment.port = 50051;
    payment.image = "registry.example.com:5000/pay/payment:2.4.1";
    payment.gracePeriod = model::seconds(60);
    return model::Collection<model::Deployment>(
        {deployment("gateway", 2), order, payment, deployment("shipping", 1)});
}

inline model::BoundedContext context(const std::string& id) {
    model::BoundedContext result;
    result.id = model::ContextId(id);
    result.name = id;
    result.team = model::TeamId("core");
    return result;
}

inline model::Workload workload() {
    model::Journey buy;
    buy.id = model::JourneyId("shopping.buy");
    buy.name = "buy";
    model::JourneyStep step;
    step.operation = model::OperationId("gateway.buy");
    buy.steps = {step};
    model::Workload result;
    result.id = model::WorkloadId("shopping");
    result.name = "shopping";
    result.journeys = model::Collection<model::Journey>({buy});
    return result;
}

inline model::CallPolicy policy(const std::string& id, double timeout) {
    model::CallPolicy result;
    result.id = model::CallPolicyId(id);
    result.name = id;
    result.timeout = model::milliseconds(timeout);
    return result;
}

inline model::Project project() {
    model::Project shop;
    shop.name = "Web shop";
    shop.organisation = "Acme";
    model::Team team;
    team.id = model::TeamId("core");
    team.name = "Core: the \"first\" team";
    shop.teams = model::Collection<model::Team>({team});
    shop.contexts = model::Collection<model::BoundedContext>(
        {context("ordering"), context("paying"), context("shipping")});
    shop.services = services();
    shop.deployments = deployments();
    model::Channel channel;
    channel.id = model::ChannelId("order-placed");
    channel.name = "order placed";
    shop.channels = model::Collection<model::Channel>({channel});
    model::DataStore store;
    store.id = model::DataStoreId("orders-db");
    store.name = "orders";
    shop.stores = model::Collection<model::DataStore>({store});
    shop.policies = model::Collection<model::CallPolicy>({policy("fast", 250), policy("patient", 1500.5)});
    shop.workloads = model::Collection<model::Workload>({workload()});
    return shop;
}

}  // namespace shop
