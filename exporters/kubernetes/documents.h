#pragma once

#include <string>
#include <vector>

#include "exporters/kubernetes/system.h"

/// The files beside the objects.
namespace exporters::kube {

/// The first line of every generated file.
std::string generatedNotice();
/// What Kustomize puts together: the resources, by file name.
std::string kustomization(const std::vector<std::string>& resources);
/// How to apply it, what it needs of the cluster, what each service may talk to.
std::string readme(const System& system);

/// The people's overlay: where their patches, images and addresses go.
std::string overlayKustomization(const System& system);
/// Names for what lies outside of the cluster, to be filled in by people.
std::string overlayExternals(const System& system);
/// Whether anything lies outside of the cluster.
bool hasExternals(const System& system);

}  // namespace exporters::kube
