#include "exporters/names/service_names.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "exporters/names/names.h"

namespace exporters {

namespace {

/// Parts of packages that would hide or break what generated code refers to: keywords of C++, and the
/// packages of the well-known types (inside `acme.google.v1`, `google.protobuf.Timestamp` means another
/// thing).
const std::set<std::string_view>& reservedParts() {
    static const std::set<std::string_view> words = {
        "alignas",  "alignof",  "and",       "asm",     "auto",     "bool",     "break",    "case",
        "catch",    "char",     "class",     "concept", "const",    "continue", "decltype", "default",
        "delete",   "do",       "double",    "else",    "enum",     "explicit", "export",   "extern",
        "false",    "float",    "for",       "friend",  "goto",     "if",       "inline",   "int",
        "long",     "mutable",  "namespace", "new",     "noexcept", "not",      "nullptr",  "operator",
        "or",       "private",  "protected", "public",  "register", "requires", "return",   "short",
        "signed",   "sizeof",   "static",    "struct",  "switch",   "template", "this",     "throw",
        "true",     "try",      "typedef",   "typeid",  "typename", "union",    "unsigned", "using",
        "virtual",  "void",     "volatile",  "while",   "xor",      "google",   "grpc",     "std",
        "protobuf", "internal", "linux",     "unix",    "main",     "absl",     "boost",    "errno",
        "stdin",    "stdout",   "stderr",    "import",  "package",  "message",  "service",  "rpc",
        "option"};
    return words;
}

std::string packagePart(std::string_view text, std::string_view fallback, std::string_view suffix) {
    std::string part = snakeCase(text, fallback);
    return reservedParts().count(part) ? part + "_" + std::string(suffix) : part;
}

/// `payment-service` and `payment` -> `PaymentService`; `checkoutservice` -> `CheckoutService`.
std::string protoServiceName(const std::string& id) {
    constexpr std::string_view suffix = "service";
    std::string_view stem = id;
    if (stem.size() > suffix.size() && stem.substr(stem.size() - suffix.size()) == suffix)
        stem.remove_suffix(suffix.size());
    return camelCase(stem) + "Service";
}

std::int64_t wholeSeconds(model::Duration duration) {
    return std::max<std::int64_t>(1, (duration.count() + 999'999'999) / 1'000'000'000);
}

StopTimes stopTimesOf(const model::Deployment& deployment) {
    StopTimes stop;
    const std::int64_t grace = std::max<std::int64_t>(3, wholeSeconds(deployment.gracePeriod));
    stop.preStop = std::clamp<std::int64_t>(grace / 4, 1, 5);
    stop.drain = std::max<std::int64_t>(1, grace - stop.preStop - std::clamp<std::int64_t>(grace / 6, 1, 5));
    stop.grace = grace;
    return stop;
}

std::int32_t portOf(model::StoreEngine engine) {
    switch (engine) {
        case model::StoreEngine::PostgreSql:
            return 5432;
        case model::StoreEngine::MySql:
            return 3306;
        case model::StoreEngine::MongoDb:
            return 27017;
        case model::StoreEngine::Cassandra:
            return 9042;
        case model::StoreEngine::Redis:
            return 6379;
        case model::StoreEngine::Memcached:
            return 11211;
        case model::StoreEngine::DynamoDb:
            return 8000;
        case model::StoreEngine::ElasticSearch:
            return 9200;
        case model::StoreEngine::ObjectStorage:
            return 9000;
        case model::StoreEngine::Other:
            break;
    }
    return 5000;
}

struct BrokerName {
    const char* resource;
    std::int32_t port;
};

BrokerName nameOf(model::Broker broker) {
    switch (broker) {
        case model::Broker::Kafka:
            return {"kafka", 9092};
        case model::Broker::RabbitMq:
            return {"rabbitmq", 5672};
        case model::Broker::CloudQueue:
            break;
    }
    return {"cloud-queue", 443};
}

/// Gives out the names of one project, each once.
class Namer {
public:
    explicit Namer(const model::Project& project) : m_project(project) {
        // Files and objects of the export itself, objects that every cluster has, devices of Windows.
        for (const char* name : {"namespace", "kustomization", "network-policies", "default-deny",
                                 "allow-dns", "default", "kubernetes", "readme", "con", "prn", "aux", "nul"})
            m_resources.reserve(name);
        for (const char* name : {variables::port, variables::drainSeconds, variables::workers})
            m_variables.reserve(name);
    }

    SystemNames names() {
        m_names.organisation = packagePart(m_project.organisation, "company", "org");
        m_names.registry = dnsLabel(m_project.organisation, maxWorkloadNameLength, "company");
        m_names.system = systemName();
        namePackages();
        for (const model::Service& service : m_project.services) nameService(service);
        for (const model::DataStore& store : m_project.stores)
            m_names.stores[store.id] = addressNames(store.id.value(), portOf(store.engine), "_STORE_ADDRESS");
        for (const model::Channel& channel : m_project.channels) nameBroker(channel.broker);
        for (const model::CallPolicy& policy : m_project.policies)
            m_names.policies[policy.id] = m_policies.take("POLICY_" + upperSnakeCase(policy.id.value()),
                                                          policy.id.value(), "_", model::maxIdLength + 32);
        return std::move(m_names);
    }

private:
    /// The namespace: never one of those that belong to the cluster.
    std::string systemName() const {
        std::string name = dnsLabel(m_project.name, maxLabelLength, "system");
        const bool belongsToCluster = name == "default" || name.substr(0, 5) == "kube-";
        return belongsToCluster ? dnsLabel("app-" + name) : name;
    }

    void namePackages() {
        UniqueNames parts;
        for (const model::BoundedContext& context : m_project.contexts)
            m_names.packages[context.id] =
                package(parts.take(packagePart(context.id.value(), "context", "context"), context.id.value(),
                                   "_h", model::maxIdLength + 32));
    }

    std::string package(const std::string& part) const { return m_names.organisation + "." + part + ".v1"; }

    std::string packageOf(const model::Service& service) const {
        if (service.context)
            if (const auto found = m_names.packages.find(*service.context); found != m_names.packages.end())
                return found->second;
        return package(packagePart(service.id.value(), "service", "context"));
    }

    void nameService(const model::Service& service) {
        const std::string& id = service.id.value();
        const model::Deployment* found = deploymentOf(service);
        const model::Deployment deployment = found ? *found : model::Deployment{};
        ServiceNames names;
        names.resource =
            m_resources.take(dnsLabel(id, maxWorkloadNameLength), id, "-", maxWorkloadNameLength);
        names.folder = names.resource;
        names.image =
            deployment.image.empty() ? m_names.registry + "/" + names.resource + ":0.1.0" : deployment.image;
        names.port = service.kind == model::ServiceKind::External && !found ? 443 : deployment.port;
        names.protoPackage = packageOf(service);
        names.protoService =
            m_protoServices[names.protoPackage].take(protoServiceName(id), id, "H", model::maxIdLength);
        if (const std::string& name = names.protoService;
            name.size() < 7 || name.substr(name.size() - 7) != "Service")
            names.protoService += "Service";
        names.addressVariable = variable(id, "_ADDRESS");
        names.configMap = names.resource + "-config";
        names.stop = stopTimesOf(deployment);
        m_names.services[service.id] = std::move(names);
    }

    const model::Deployment* deploymentOf(const model::Service& service) const {
        for (const model::Deployment& deployment : m_project.deployments)
            if (deployment.service == service.id) return &deployment;
        return nullptr;
    }

    void nameBroker(model::Broker broker) {
        const auto [resource, port] = nameOf(broker);
        if (!m_names.brokers.count(broker))
            m_names.brokers[broker] = addressNames(resource, port, "_BROKER_ADDRESS");
    }

    AddressNames addressNames(const std::string& id, std::int32_t port, const std::string& suffix) {
        const std::string label = dnsLabel(id, maxWorkloadNameLength);
        return {m_resources.take(label, id + suffix, "-", maxWorkloadNameLength), port, variable(id, suffix)};
    }

    std::string variable(const std::string& id, const std::string& suffix) {
        return m_variables.take(upperSnakeCase(id) + suffix, id, "_", model::maxIdLength + 64);
    }

    const model::Project& m_project;
    SystemNames m_names;
    UniqueNames m_resources;
    UniqueNames m_variables;
    UniqueNames m_policies;
    std::map<std::string, UniqueNames> m_protoServices;
};

}  // namespace

SystemNames namesOf(const model::Project& project) {
    return Namer(project).names();
}

std::int64_t wholeMilliseconds(model::Duration duration) {
    return std::max<std::int64_t>(1, (duration.count() + 999'999) / 1'000'000);
}

}  // namespace exporters
