#pragma once

#include <string>
#include <vector>

#include "exporters/exporter.h"
#include "model/project.h"

/// Models that the tests of contracts and skeletons export.
namespace projects {

/// What one target makes of a model, whole or not.
inline model::Result<std::vector<exporters::File>> exported(const model::Project& project,
                                                            const std::string& target) {
    for (const exporters::Exporter& exporter : exporters::exporterList())
        if (exporter.id == target) return exporter.render(project);
    return model::failure("", "there is no such target");
}

inline model::Field field(const std::string& name, int number, model::FieldType type, bool repeated = false,
                          bool optional = false, const std::string& description = "") {
    return {name, number, std::move(type), repeated, optional, description, {}};
}

inline model::FieldType of(const std::string& message) {
    return model::MessageId(message);
}

inline model::Message message(const std::string& id, const std::string& name, const std::string& context,
                              std::vector<model::Field> fields) {
    model::Message result;
    result.id = model::MessageId(id);
    result.name = name;
    if (!context.empty()) result.context = model::ContextId(context);
    result.fields = std::move(fields);
    return result;
}

inline model::Operation operation(const std::string& id, const std::string& name,
                                  const std::string& request = "", const std::string& response = "",
                                  model::Behaviour behaviour = {}) {
    model::Operation result;
    result.id = model::OperationId(id);
    result.name = name;
    if (!request.empty()) result.request = model::MessageId(request);
    if (!response.empty()) result.response = model::MessageId(response);
    result.behaviour = std::move(behaviour);
    return result;
}

inline model::Service service(const std::string& id, const std::string& name, const std::string& context,
                              std::vector<model::Operation> operations) {
    model::Service result;
    result.id = model::ServiceId(id);
    result.name = name;
    if (!context.empty()) result.context = model::ContextId(context);
    result.operations = model::Collection<model::Operation>(std::move(operations));
    return result;
}

inline model::Step step(decltype(model::Step::action) action) {
    return {std::move(action), {}};
}

inline model::Step call(const std::string& callee, const std::string& policy = "") {
    model::Call result{model::OperationId(callee), {}};
    if (!policy.empty()) result.policy = model::CallPolicyId(policy);
    return step(result);
}

inline model::Step compute(double milliseconds) {
    return step(model::Compute{model::Distribution::constant(model::milliseconds(milliseconds))});
}

inline model::BoundedContext context(const std::string& id, const std::string& name) {
    model::BoundedContext result;
    result.id = model::ContextId(id);
    result.name = name;
    return result;
}

inline model::CallPolicy policy(const std::string& id, double timeoutMs, int attempts) {
    model::CallPolicy result;
    result.id = model::CallPolicyId(id);
    result.name = id;
    result.timeout = model::milliseconds(timeoutMs);
    if (attempts < 2) return result;
    result.retry = model::RetryPolicy{};
    result.retry->maxAttempts = attempts;
    result.retry->delay = model::milliseconds(20);
    result.retry->maxDelay = model::milliseconds(200);
    return result;
}

inline std::vector<model::Message> shopMessages() {
    using model::ScalarType;
    model::Message order =
        message("order", "Order", "ordering",
                {field("order_id", 1, ScalarType::String, false, false, "Given by the shop."),
                 field("lines", 2, of("order-line"), true), field("placed_at", 4, ScalarType::Timestamp),
                 field("note", 5, ScalarType::String, false, true)});
    order.reserved = {{3, "total", {}}};
    order.description = "What a customer wants.\nOne delivery.";
    return {
        order,
        message("order-line", "OrderLine", "ordering",
                {field("sku", 1, ScalarType::String), field("quantity", 2, ScalarType::Int32)}),
        message("place-order-request", "PlaceOrderRequest", "ordering",
                {field("order", 1, of("order")), field("card", 2, ScalarType::String)}),
        message("order-placed", "OrderPlaced", "ordering", {field("order", 1, of("order"))}),
        message("reservation", "Reservation", "inventory",
                {field("reservation_id", 1, ScalarType::String), field("lines", 2, of("order-line"), true)}),
        message("payment", "Payment", "payment",
                {field("cents", 1, ScalarType::Int64), field("authorised", 2, ScalarType::Bool)})};
}

inline std::vector<model::Service> shopServices() {
    using model::Behaviour;
    Behaviour placing = {
        compute(2),
        call("inventory.reserve", "fast"),
        step(model::Parallel{{{call("payments.charge", "careful")}, {compute(1)}}, model::Join::All, 1}),
        step(model::Loop{2, {compute(1)}}),
        step(model::Fail{0}),
        step(model::Fallback{{call("payments.charge", "careful")}, {compute(1)}}),
        step(model::Publish{model::ChannelId("order-placed")})};
    model::Operation status = operation("orders.status", "OrderStatus", "order-line", "order",
                                        {step(model::StoreQuery{model::DataStoreId("orders-db"), {}, {}})});
    status.idempotent = true;
    status.protocol = model::Protocol::Rest;
    status.description = "Where an order is.";
    using model::Distribution, model::milliseconds;
    model::Operation slow =
        operation("orders.slow-report", "SlowReport", "", "",
                  {compute(1500),
                   {model::Compute{Distribution::ofSamples({milliseconds(0.1), milliseconds(0.2)})}, {}},
                   {model::Compute{Distribution::ofHistogram({milliseconds(0), milliseconds(1)}, {3})}, {}},
                   {model::Compute{Distribution::byQuantiles(
                        model::DistributionKind::LogNormal,
                        {{0.5, milliseconds(0.1), {}}, {0.99, milliseconds(0.8), {}}})},
                    {}}});
    model::Operation reserve =
        operation("inventory.reserve", "Reserve", "reservation", "reservation", {compute(1)});
    reserve.idempotent = true;
    model::Operation shipped = operation("shipping.on-order-placed", "on order placed", "", "", {compute(1)});
    shipped.protocol = model::Protocol::Messaging;
    shipped.subscription = model::Subscription{model::ChannelId("order-placed"), "", 1, {}};
    model::Service bank =
        service("bank", "Bank", "", {operation("bank.transfer", "transfer", "payment", "payment")});
    bank.kind = model::ServiceKind::External;
    return {
        service("orders", "Orders", "ordering",
                {operation("orders.place-order", "PlaceOrder", "place-order-request", "order", placing),
                 status, slow}),
        service("baskets", "Baskets", "ordering", {operation("baskets.add", "add line", "order-line", "")}),
        service("inventory", "Inventory", "inventory", {reserve}),
        service("payments", "Payment service", "payment",
                {operation("payments.charge", "Charge", "payment", "payment",
                           {call("bank.transfer", "careful")})}),
        service("shipping", "Shipping", "shipping", {shipped}),
        bank};
}

/// Orders are placed, reserved, paid and shipped.
inline model::Project shop() {
    model::Project project;
    project.name = "Shop";
    project.organisation = "Acme";
    project.contexts = model::Collection<model::BoundedContext>(
        {context("ordering", "Ordering"), context("inventory", "Inventory"), context("payment", "Payment"),
         context("shipping", "Shipping")});
    project.messages = model::Collection<model::Message>(shopMessages());
    project.services = model::Collection<model::Service>(shopServices());
    model::Channel placed;
    placed.id = model::ChannelId("order-placed");
    placed.name = "Order placed";
    placed.message = model::MessageId("order-placed");
    placed.context = model::ContextId("ordering");
    project.channels = model::Collection<model::Channel>({placed});
    model::DataStore database;
    database.id = model::DataStoreId("orders-db");
    database.name = "Orders";
    project.stores = model::Collection<model::DataStore>({database});
    project.policies =
        model::Collection<model::CallPolicy>({policy("fast", 2000, 3), policy("careful", 800, 9)});
    model::Deployment deployment;
    deployment.id = model::DeploymentId("orders");
    deployment.service = model::ServiceId("orders");
    deployment.gracePeriod = model::seconds(10);
    deployment.port = 9090;
    project.deployments = model::Collection<model::Deployment>({deployment});
    return project;
}

/// Texts that end comments, strings, templates and paths in one language or another.
inline std::vector<std::string> hostileTexts() {
    return {"*/ int x; /*",
            "end\"; option evil = true; //",
            "line\nbreak: message Evil {}",
            "carriage\rreturn\r\nbreak",
            "next\xC2\x85line\xE2\x80\xA8separator\xE2\x80\xA9paragraph\v\fend",
            "backslash \\",
            "trigraph ?\?/\nint x;",
            "${HOME} $(touch x) `touch x` @PROJECT@ {{ value }} %s %n",
            "../../etc/passwd",
            std::string("nul\0byte", 8),
            "\xFF\xFE malformed \xC0\x80",
            "buf:lint:ignore COMMENT_MESSAGE",
            "   \t ",
            "\xE6\xB3\xA8\xE6\x96\x87",
            "3D View",
            ")delimiter\" R\"(",
            "class",
            "message",
            "HTTPServer",
            "Service",
            std::string(3000, 'x')};
}

/// Every name and description is a hostile text, in contexts that use each other's messages both ways.
inline model::Project hostile() {
    model::Project project = shop();
    const std::vector<std::string> texts = hostileTexts();
    project.name = texts[1];
    project.description = texts[0];
    project.organisation = "google";
    std::vector<model::BoundedContext> contexts = {context("google", "Google"), context("class", texts[2])};
    std::vector<model::Message> messages;
    std::vector<model::Operation> first;
    std::vector<model::Operation> second;
    for (std::size_t n = 0; n < texts.size(); ++n) {
        const std::string id = "m" + std::to_string(n);
        const std::string next = "m" + std::to_string((n + 1) % texts.size());
        model::Message hostileMessage = message(
            id, texts[n], n % 2 ? "google" : "class",
            {field(texts[n], 1, model::ScalarType::String, false, true, texts[n]),
             field("has_" + texts[n], 2, model::ScalarType::Bool), field(texts[n], 3, of(next), true),
             field("class", 4, model::ScalarType::Int32), field("descriptor", 5, model::ScalarType::Int32),
             field("line1", 6, model::ScalarType::Int32), field("line_1", 7, model::ScalarType::Int32)});
        hostileMessage.description = texts[n];
        hostileMessage.reserved = {{8, texts[n], {}}, {9, "class", {}}, {9, "gone\"; x", {}}};
        messages.push_back(hostileMessage);
        for (auto* operations : {&first, &second}) {
            const std::string owner = operations == &first ? "first" : "second";
            model::Operation hostileOperation =
                operation(owner + ".o" + std::to_string(n), texts[n], id, next, {compute(0.1)});
            hostileOperation.description = texts[n];
            if (operations == &first)
                hostileOperation.behaviour.push_back(call("second.o" + std::to_string(n)));
            operations->push_back(hostileOperation);
        }
    }
    first.push_back(operation("first.get-a", "GetThing"));
    first.push_back(operation("first.get-b", "AsyncGetThing"));
    first.push_back(operation("first.get-c", "get thing"));
    second.push_back(operation("second.get", "get-thing"));
    messages.push_back(message("wrapper", "GetThingRequest", "google", {}));
    messages.push_back(message("unused", "Alone", "", {field("self", 1, of("unused"))}));
    project.contexts = model::Collection<model::BoundedContext>(contexts);
    project.messages = model::Collection<model::Message>(messages);
    model::Service one = service("first", texts[1], "google", first);
    one.description = texts[2];
    model::Service two = service("second", texts[0], "class", second);
    two.description = texts[12];
    model::Service same = service("third", texts[12], "google", {operation("third.get", "GetThing")});
    project.services = model::Collection<model::Service>({one, two, same});
    project.channels = {};
    project.stores = {};
    project.deployments = {};
    return project;
}

}  // namespace projects
