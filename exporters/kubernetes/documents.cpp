#include "exporters/kubernetes/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "exporters/kubernetes/neighbours.h"
#include "exporters/yaml/yaml.h"

namespace exporters::kube {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string result;
    for (const std::string& word : words) result += (result.empty() ? "" : ", ") + word;
    return result.empty() ? "-" : result;
}

std::string neighbourTable(const System& system) {
    const std::vector<Neighbour> neighbours = neighboursOf(system);
    if (neighbours.empty())
        return "Nothing: no service talks to a data store, a broker or an external service.\n";
    std::string table = "| address | what | where | used by |\n|---|---|---|---|\n";
    for (const Neighbour& neighbour : neighbours)
        table += fmt::format(
            "| `{}:{}` | {} | {} | {} |\n", neighbour.resource, neighbour.port, neighbour.what,
            neighbour.isOutside ? "outside of the cluster" : "this namespace", joined(neighbour.usedBy));
    return table;
}

std::vector<std::string> resourcesOf(const System& system, const std::set<model::ServiceId>& services) {
    std::vector<std::string> resources;
    for (const model::ServiceId& id : services) resources.push_back(system.names.services.at(id).resource);
    std::sort(resources.begin(), resources.end());
    return resources;
}

std::string serviceTable(const System& system) {
    std::string table = "| service | replicas | image | called by | calls |\n|---|---|---|---|---|\n";
    for (const Workload& workload : system.workloads) {
        const model::Deployment& deployment = workload.deployment;
        const std::string replicas = deployment.autoscaling
                                         ? fmt::format("{} to {}", deployment.autoscaling->minReplicas,
                                                       deployment.autoscaling->maxReplicas)
                                         : std::to_string(deployment.replicas);
        std::vector<std::string> callers = resourcesOf(system, workload.contacts.callers);
        if (workload.contacts.calledByUsers) callers.insert(callers.begin(), "everyone");
        table += fmt::format("| {} | {} | `{}` | {} | {} |\n", workload.names.resource, replicas,
                             workload.names.image, joined(callers),
                             joined(resourcesOf(system, workload.contacts.callees)));
    }
    return table;
}

constexpr const char* readmeText = R"(# Kubernetes manifests of {system}

Generated; the next export overwrites this folder. What people change belongs into the overlay in `kubernetes/` beside
`gen/`, which is written once.

## Apply

    kubectl apply -k kubernetes

(from the folder that holds `gen/`; `kubectl apply -k gen/kubernetes` applies the manifests without the overlay).
Look first: `kubectl kustomize kubernetes`, then `kubectl diff -k kubernetes`.

Needed of the cluster: Kubernetes 1.30 or newer (the pause before a stop), a network plug-in that enforces
NetworkPolicy, and the metrics server where a service scales by itself; KEDA where one scales by the backlog of a
channel (a ScaledObject): the topic is called as the channel, a RabbitMQ queue `<channel>.<group>`, and a
TriggerAuthentication with the name of the RabbitMQ broker, which you write, gives its `host`, the
address of the management API with the password: `http://user:password@broker:15672/vhost`. Where replicas are sized
by what they use (a VerticalPodAutoscaler), the Vertical Pod Autoscaler and the metrics server; the percentile, the
margin, the half-life and the interval of the model are flags of its recommender and its updater, for the whole cluster:
`--target-cpu-percentile`, `--recommendation-margin-fraction`, `--cpu-histogram-decay-half-life`,
`--recommender-interval`, `--updater-interval`. Where the model has a blue-green or a canary roll-out, these manifests go
replica by replica. Forecasts of load, pools of nodes, meshes and discovery of the model are not in them. Images are
pulled always; an overlay patch turns that off for a laptop cluster into which images are loaded.

## Services

{services}
Those that everyone may call admit requests from anywhere on their port; put an ingress or a gateway before them. Each
pod passes the Pod Security profile `restricted`: no root, no privileges, a read-only file system with a writable
`/tmp`. Readiness asks the gRPC health service of the service by its name, start and liveness ask that of the process.

## What is not deployed here

{neighbours}
Data stores and brokers are addressed, not deployed: each service finds the address in its ConfigMap, under the name
above. Run one in this namespace with the label `app.kubernetes.io/name: <name>` on its pods and a Service of that name
(most charts and operators do so), and the network policies let its users through. What lies outside of the cluster is
reached on its port at public addresses only; `kubernetes/externals.yaml` gives it its host name, and a NetworkPolicy
of your own lets private addresses through. Passwords are in no file here: add a Secret in the overlay.
)";

/// `registry/name:tag@digest` -> `registry/name`
std::string untagged(const std::string& image) {
    const std::string name = image.substr(0, image.find('@'));
    const auto colon = name.rfind(':');
    return colon == std::string::npos || name.find('/', colon) != std::string::npos ? name
                                                                                    : name.substr(0, colon);
}

std::string replaced(std::string text, const std::string& mark, const std::string& value) {
    return text.replace(text.find(mark), mark.size(), value);
}

}  // namespace

std::string generatedNotice() {
    return "# Generated by Lintel: the next export overwrites this file.\n";
}

std::string kustomization(const std::vector<std::string>& resources) {
    Yaml::List list;
    for (const std::string& resource : resources) list.push_back(resource);
    return generatedNotice() + writeYaml(Yaml::Map{{"apiVersion", "kustomize.config.k8s.io/v1beta1"},
                                                   {"kind", "Kustomization"},
                                                   {"resources", std::move(list)}});
}

std::string readme(const System& system) {
    std::string text = replaced(readmeText, "{system}", system.names.system);
    text = replaced(std::move(text), "{services}", serviceTable(system));
    return replaced(std::move(text), "{neighbours}", neighbourTable(system));
}

bool hasExternals(const System& system) {
    const std::vector<Neighbour> neighbours = neighboursOf(system);
    return std::any_of(neighbours.begin(), neighbours.end(),
                       [](const Neighbour& one) { return one.isOutside; });
}

std::string overlayKustomization(const System& system) {
    Yaml::List resources = {"../gen/kubernetes"};
    if (hasExternals(system)) resources.push_back("externals.yaml");
    const std::string body = writeYaml(Yaml::Map{{"apiVersion", "kustomize.config.k8s.io/v1beta1"},
                                                 {"kind", "Kustomization"},
                                                 {"resources", std::move(resources)}});
    const bool empty = system.workloads.empty();
    const std::string name = empty ? "orders" : system.workloads.front().names.resource;
    const std::string image =
        empty ? system.names.registry + "/orders" : untagged(system.workloads.front().names.image);
    return "# Yours: written once, never overwritten. Put images, patches and resources of your own here.\n" +
           body +
           fmt::format(R"(
# The image that a pipeline has built, by its digest:
# images:
#   - name: {0}
#     newName: registry.example.com/{1}
#     digest: sha256:...
#
# A change of one object:
# patches:
#   - target:
#       kind: Deployment
#       name: {1}
#     patch: |-
#       - op: replace
#         path: /spec/template/spec/containers/0/imagePullPolicy
#         value: IfNotPresent
)",
                       image, name);
}

std::string overlayExternals(const System& system) {
    std::vector<Yaml> services;
    for (const Neighbour& neighbour : neighboursOf(system)) {
        if (!neighbour.isOutside) continue;
        services.push_back(Yaml::Map{
            {"apiVersion", "v1"},
            {"kind", "Service"},
            {"metadata", Yaml::Map{{"name", neighbour.resource}, {"namespace", system.names.system}}},
            {"spec",
             Yaml::Map{{"type", "ExternalName"}, {"externalName", neighbour.resource + ".example.com"}}}});
    }
    return "# Yours: written once, never overwritten. State the host name of each service that lies outside "
           "of the\n"
           "# cluster; example.com stands for what only you know.\n" +
           writeYaml(services);
}

}  // namespace exporters::kube
