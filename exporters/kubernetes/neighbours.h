#pragma once

#include <string>
#include <vector>

#include "exporters/kubernetes/system.h"

namespace exporters::kube {

/// Something that the services talk to and that these manifests do not deploy.
struct Neighbour {
    std::string resource;  ///< The name under which the services look for it
    std::int32_t port;
    std::string what;  ///< `PostgreSQL`, `Kafka`, `external service`
    bool isOutside;    ///< Of the cluster
    std::vector<std::string> usedBy;
};

/// Stores, brokers and external services that are used, by name.
std::vector<Neighbour> neighboursOf(const System& system);

}  // namespace exporters::kube
