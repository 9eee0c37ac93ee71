#pragma once

#include "model/project.h"

/// A shop of nine services, six contexts, five stores and two channels, made in code: what the tests of
/// diagrams draw.
namespace shop {

inline model::Operation operation(const std::string& id, const std::string& name,
                                  std::vector<std::string> calls, std::vector<std::string> stores = {},
                                  std::vector<std::string> channels = {}) {
    model::Operation made;
    made.id = model::OperationId(id);
    made.name = name;
    for (const std::string& call : calls)
        made.behaviour.push_back({model::Call{model::OperationId(call), {}}, {}});
    for (const std::string& store : stores)
        made.behaviour.push_back(
            {model::StoreQuery{model::DataStoreId(store), model::StoreAccess::Read, {}}, {}});
    for (const std::string& channel : channels)
        made.behaviour.push_back({model::Publish{model::ChannelId(channel)}, {}});
    return made;
}

inline model::Operation consumer(const std::string& id, const std::string& name, const std::string& channel,
                                 std::vector<std::string> stores = {}) {
    model::Operation made = operation(id, name, {}, std::move(stores));
    made.protocol = model::Protocol::Messaging;
    model::Subscription subscription;
    subscription.channel = model::ChannelId(channel);
    made.subscription = subscription;
    return made;
}

inline void addContext(model::Project& project, const std::string& id, const std::string& name,
                       const std::string& team) {
    model::BoundedContext context;
    context.id = model::ContextId(id);
    context.name = name;
    context.team = model::TeamId(team);
    project.contexts = project.contexts.with(context);
}

inline void addTeam(model::Project& project, const std::string& id, const std::string& name) {
    model::Team team;
    team.id = model::TeamId(id);
    team.name = name;
    project.teams = project.teams.with(team);
}

inline void addService(model::Project& project, const std::string& id, const std::string& context,
                       const std::string& technology, int replicas, std::vector<model::Operation> operations,
                       model::ServiceKind kind = model::ServiceKind::Service) {
    model::Service service;
    service.id = model::ServiceId(id);
    service.name = id;
    service.kind = kind;
    service.technology = technology;
    if (!context.empty()) service.context = model::ContextId(context);
    service.operations = model::Collection<model::Operation>(std::move(operations));
    project.services = project.services.with(service);
    if (replicas <= 0) return;
    model::Deployment deployment;
    deployment.id = model::DeploymentId(id);
    deployment.service = service.id;
    deployment.replicas = replicas;
    project.deployments = project.deployments.with(deployment);
}

inline void addStore(model::Project& project, const std::string& id, const std::string& owner,
                     model::StoreEngine engine) {
    model::DataStore store;
    store.id = model::DataStoreId(id);
    store.name = id;
    store.engine = engine;
    if (!owner.empty()) store.owner = model::ServiceId(owner);
    project.stores = project.stores.with(store);
}

inline void addChannel(model::Project& project, const std::string& id, int partitions,
                       const std::string& message) {
    model::Channel channel;
    channel.id = model::ChannelId(id);
    channel.name = id;
    channel.partitions = partitions;
    model::Message event;
    event.id = model::MessageId(id + "-event");
    event.name = message;
    project.messages = project.messages.with(event);
    channel.message = event.id;
    project.channels = project.channels.with(channel);
}

inline void relate(model::Project& project, const std::string& upstream, const std::string& downstream,
                   std::vector<model::ContextPattern> patterns) {
    model::ContextRelationship relationship;
    relationship.id = model::RelationshipId(upstream + "-" + downstream);
    relationship.upstream = model::ContextId(upstream);
    relationship.downstream = model::ContextId(downstream);
    relationship.patterns = std::move(patterns);
    project.relationships = project.relationships.with(relationship);
}

inline void addContexts(model::Project& project) {
    addTeam(project, "web", "Web");
    addTeam(project, "checkout", "Checkout");
    addTeam(project, "supply", "Supply");
    addTeam(project, "platform", "Platform");
    addContext(project, "a-storefront", "Storefront", "web");
    addContext(project, "b-ordering", "Ordering", "checkout");
    addContext(project, "c-inventory", "Inventory", "supply");
    addContext(project, "d-payment", "Payment", "checkout");
    addContext(project, "e-shipping", "Shipping", "supply");
    addContext(project, "f-identity", "Identity", "platform");
    using enum model::ContextPattern;
    relate(project, "b-ordering", "a-storefront", {OpenHostService, PublishedLanguage, Conformist});
    relate(project, "c-inventory", "b-ordering", {CustomerSupplier});
    relate(project, "d-payment", "b-ordering", {OpenHostService, AnticorruptionLayer});
    relate(project, "b-ordering", "e-shipping", {PublishedLanguage});
    relate(project, "f-identity", "a-storefront", {SharedKernel});
    relate(project, "d-payment", "e-shipping", {SeparateWays});
}

inline model::Project project() {
    using model::ServiceKind;
    using model::StoreEngine;
    model::Project project;
    project.name = "shop";
    addContexts(project);
    addService(
        project, "web-gateway", "a-storefront", "Kong", 3,
        {operation("web-gateway.checkout", "Checkout", {"order.place-order", "cart.get", "user.login"}),
         operation("web-gateway.browse", "Browse", {"product-catalog.list", "cart.get"})},
        ServiceKind::ApiGateway);
    addService(project, "product-catalog", "a-storefront", "NestJS", 3,
               {operation("product-catalog.list", "ListProducts", {}, {"catalog"})});
    addService(project, "order", "b-ordering", "Go", 4,
               {operation("order.place-order", "PlaceOrder",
                          {"payment.authorize", "inventory.reserve", "cart.get", "cart.clear"}, {"orders"},
                          {"order-placed"})});
    addService(project, "cart", "b-ordering", "Quarkus", 2,
               {operation("cart.get", "GetCart", {}, {"orders"}),
                operation("cart.clear", "ClearCart", {}, {"orders"})});
    addService(project, "payment", "d-payment", "Spring Boot", 3,
               {operation("payment.authorize", "Authorize", {"card-network.charge"}, {"ledger"})});
    addService(project, "inventory", "c-inventory", "Micronaut", 3,
               {operation("inventory.reserve", "Reserve", {}, {"stock"})});
    addService(project, "shipping", "e-shipping", "Go", 2,
               {consumer("shipping.ship", "Ship", "order-placed", {"parcels"})});
    addService(project, "notification", "e-shipping", "NestJS", 2,
               {consumer("notification.send", "Send", "order-placed")}, ServiceKind::Function);
    addService(project, "user", "f-identity", "Go", 2, {operation("user.login", "Login", {})});
    addService(project, "card-network", "", "ISO 8583", 0, {operation("card-network.charge", "Charge", {})},
               ServiceKind::External);
    addStore(project, "catalog", "product-catalog", StoreEngine::PostgreSql);
    addStore(project, "orders", "order", StoreEngine::PostgreSql);
    addStore(project, "ledger", "payment", StoreEngine::PostgreSql);
    addStore(project, "stock", "inventory", StoreEngine::Redis);
    addStore(project, "parcels", "", StoreEngine::MongoDb);
    addChannel(project, "order-placed", 12, "OrderPlaced");
    return project;
}

}  // namespace shop
