#include "exporters/exporter.h"
#include "exporters/kubernetes/consistency.h"
#include "exporters/kubernetes/documents.h"
#include "exporters/kubernetes/network_policies.h"
#include "exporters/kubernetes/objects.h"

namespace exporters {

namespace {

using kube::System;
using kube::Workload;

/// A file of manifests.
struct ManifestFile {
    std::string name;
    std::vector<Yaml> objects;
};

ManifestFile manifestOf(const System& system, const Workload& workload) {
    const Yaml config = kube::configMap(system, workload);
    ManifestFile file{workload.names.resource + ".yaml",
                      {kube::serviceAccount(system, workload), config,
                       kube::deployment(system, workload, config), kube::service(system, workload)}};
    if (auto autoscaler = kube::autoscaler(system, workload)) file.objects.push_back(std::move(*autoscaler));
    if (auto sizer = kube::verticalAutoscaler(system, workload)) file.objects.push_back(std::move(*sizer));
    if (auto budget = kube::disruptionBudget(system, workload)) file.objects.push_back(std::move(*budget));
    return file;
}

std::vector<ManifestFile> manifestsOf(const System& system) {
    std::vector<ManifestFile> files = {{"namespace.yaml", {kube::namespaceObject(system)}},
                                       {"network-policies.yaml", kube::networkPolicies(system)}};
    for (const Workload& workload : system.workloads) files.push_back(manifestOf(system, workload));
    return files;
}

std::vector<File> filesOf(const System& system, const std::vector<ManifestFile>& manifests) {
    const std::string folder = "gen/kubernetes/";
    std::vector<File> files;
    std::vector<std::string> resources;
    for (const ManifestFile& manifest : manifests) {
        resources.push_back(manifest.name);
        files.push_back({folder + manifest.name, kube::generatedNotice() + writeYaml(manifest.objects)});
    }
    files.push_back({folder + "kustomization.yaml", kube::kustomization(resources)});
    files.push_back({folder + "README.md", kube::readme(system)});
    files.push_back(
        {"kubernetes/kustomization.yaml", kube::overlayKustomization(system), Ownership::Scaffold});
    if (kube::hasExternals(system))
        files.push_back({"kubernetes/externals.yaml", kube::overlayExternals(system), Ownership::Scaffold});
    return files;
}

model::Result<std::vector<File>> renderKubernetes(const model::Project& project) {
    const System system = kube::systemOf(project);
    if (auto error = kube::firstImpossible(system)) return tl::unexpected(std::move(*error));
    const std::vector<ManifestFile> manifests = manifestsOf(system);
    std::vector<Yaml> objects;
    for (const ManifestFile& manifest : manifests)
        objects.insert(objects.end(), manifest.objects.begin(), manifest.objects.end());
    if (auto error = kube::firstDisagreement(system, objects)) return tl::unexpected(std::move(*error));
    return filesOf(system, manifests);
}

}  // namespace

Exporter kubernetes() {
    return {"kubernetes", "Kubernetes manifests",
            "Namespace, ServiceAccount, ConfigMap, Deployment, Service, HorizontalPodAutoscaler "
            "or KEDA ScaledObject, VerticalPodAutoscaler, PodDisruptionBudget and "
            "NetworkPolicy of each service, for Kustomize; Pod Security profile `restricted`. Checked by "
            "strict schemas, "
            "and across objects for selectors, ports, probes and limits.",
            Tier::One, renderKubernetes};
}

}  // namespace exporters
