#include "exporters/kubernetes/objects.h"
#include "exporters/names/names.h"
#include "exporters/yaml/utf8.h"

namespace exporters::kube {

namespace {

/// Annotations of one object may have 256 KiB in all.
constexpr std::size_t longestAnnotation = 2000;

const char* componentOf(model::ServiceKind kind) {
    switch (kind) {
        case model::ServiceKind::Service:
            return "service";
        case model::ServiceKind::ApiGateway:
            return "api-gateway";
        case model::ServiceKind::BackendForFrontend:
            return "backend-for-frontend";
        case model::ServiceKind::Function:
            return "function";
        case model::ServiceKind::External:
            return "external";
        case model::ServiceKind::Legacy:
            return "legacy";
    }
    return "service";
}

/// The tag of an image, when it may be the value of a label.
std::string versionOf(const std::string& image) {
    const std::string tagged = image.substr(0, image.find('@'));
    const auto colon = tagged.rfind(':');
    if (colon == std::string::npos || tagged.find('/', colon) != std::string::npos) return {};
    const std::string tag = tagged.substr(colon + 1);
    return isLabelValue(tag) ? tag : std::string();
}

void addAnnotation(Yaml::Map& annotations, const char* key, const std::string& value) {
    if (!value.empty()) annotations.push_back({key, shortened(value, longestAnnotation)});
}

Yaml::Map annotationsOf(const System& system, const Workload& workload) {
    const model::Project& project = *system.project;
    Yaml::Map annotations;
    addAnnotation(annotations, "kubernetes.io/description", workload.service->description);
    if (const auto owner = model::ownerOf(project, *workload.service))
        if (const model::Team* team = project.teams.find(*owner))
            addAnnotation(annotations, "lintel/owner", team->name);
    addAnnotation(annotations, "lintel/service", workload.service->name);
    return annotations;
}

}  // namespace

Yaml::Map selectorLabels(const System& system, const std::string& resource) {
    return {{"app.kubernetes.io/name", resource}, {"app.kubernetes.io/part-of", system.names.system}};
}

Yaml::Map systemLabels(const System& system) {
    return {{"app.kubernetes.io/part-of", system.names.system}, {"app.kubernetes.io/managed-by", "lintel"}};
}

Yaml object(const char* apiVersion, const char* kind, Yaml metadata) {
    return Yaml::Map{{"apiVersion", apiVersion}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

Yaml metadata(const System& system, const Workload& workload, const std::string& name) {
    Yaml::Map labels = selectorLabels(system, workload.names.resource);
    if (const std::string version = versionOf(workload.names.image); !version.empty())
        labels.push_back({"app.kubernetes.io/version", version});
    labels.push_back({"app.kubernetes.io/component", componentOf(workload.service->kind)});
    labels.push_back({"app.kubernetes.io/managed-by", "lintel"});
    Yaml::Map entries = {{"name", name}, {"namespace", system.names.system}, {"labels", std::move(labels)}};
    if (Yaml::Map annotations = annotationsOf(system, workload); !annotations.empty())
        entries.push_back({"annotations", std::move(annotations)});
    return entries;
}

Yaml namespaceObject(const System& system) {
    Yaml::Map labels = systemLabels(system);
    for (const char* mode : {"enforce", "audit", "warn"}) {
        labels.push_back({std::string("pod-security.kubernetes.io/") + mode, "restricted"});
        labels.push_back({std::string("pod-security.kubernetes.io/") + mode + "-version", "latest"});
    }
    return object("v1", "Namespace", Yaml::Map{{"name", system.names.system}, {"labels", std::move(labels)}});
}

Yaml serviceAccount(const System& system, const Workload& workload) {
    Yaml account = object("v1", "ServiceAccount", metadata(system, workload, workload.names.resource));
    account.add("automountServiceAccountToken", false);
    return account;
}

Yaml service(const System& system, const Workload& workload) {
    Yaml result = object("v1", "Service", metadata(system, workload, workload.names.resource));
    const Yaml::Map port = {{"name", portName},
                            {"port", workload.names.port},
                            {"targetPort", portName},
                            {"protocol", "TCP"},
                            {"appProtocol", "kubernetes.io/h2c"}};
    result.add("spec", Yaml::Map{{"type", "ClusterIP"},
                                 {"selector", selectorLabels(system, workload.names.resource)},
                                 {"ports", Yaml::List{port}}});
    return result;
}

}  // namespace exporters::kube
