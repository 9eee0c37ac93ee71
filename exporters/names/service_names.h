#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "model/project.h"

namespace exporters {

/// Where something that a service talks to is found.
struct AddressNames {
    std::string resource;  ///< DNS label: the name of its Kubernetes Service and of its pods' label
    std::int32_t port = 0;
    std::string addressVariable;  ///< Environment variable with `resource:port`: `LEDGER_STORE_ADDRESS`

    /// `ledger:5432`
    std::string address() const { return resource + ":" + std::to_string(port); }
};

/// How a stop takes its time [s]: the pre-stop pause, then SIGTERM and the drain, then SIGKILL.
struct StopTimes {
    std::int64_t preStop = 5;  ///< Until load balancers have taken the pod out
    std::int64_t drain = 20;   ///< For requests that are being served
    std::int64_t grace = 30;   ///< At least preStop + drain
};

/// What one service is called in every artefact of an export: contracts, skeletons and manifests agree by it.
struct ServiceNames {
    std::string resource;         ///< DNS label of at most 52: Deployment, Service, ... and `folder`
    std::string folder;           ///< Below `gen/<target>/` and below the scaffold: the same as `resource`
    std::string image;            ///< Container image with its tag: `acme/orders:0.1.0`
    std::int32_t port = 8080;     ///< Where gRPC is served
    std::string protoPackage;     ///< `acme.ordering.v1`
    std::string protoService;     ///< `OrdersService`
    std::string addressVariable;  ///< Where callers find it: `ORDERS_ADDRESS`
    std::string configMap;        ///< `orders-config`; its keys are environment variables of the container
    StopTimes stop;

    /// The health service that the skeleton registers (beside the empty one) and that probes ask for:
    /// `acme.ordering.v1.OrdersService`.
    std::string healthService() const { return protoPackage + "." + protoService; }
    /// `orders:8080`
    std::string address() const { return resource + ":" + std::to_string(port); }
};

/// All names of one system. They come from ids, so that renaming an entity changes no contract.
struct SystemNames {
    std::string organisation;  ///< First part of packages: `acme`
    std::string registry;      ///< First part of images, a DNS label: `acme`
    std::string system;        ///< DNS label: Kubernetes namespace, `app.kubernetes.io/part-of`
    std::map<model::ServiceId, ServiceNames> services;  ///< External ones included
    std::map<model::ContextId, std::string> packages;   ///< `acme.ordering.v1`
    std::map<model::DataStoreId, AddressNames> stores;
    std::map<model::Broker, AddressNames> brokers;        ///< Those that channels use
    std::map<model::CallPolicyId, std::string> policies;  ///< `POLICY_FAST`: see below
};

SystemNames namesOf(const model::Project& project);

/// Environment variables that every exported container understands. For each call policy that a service uses
/// there are also `<POLICY>_TIMEOUT_MS` and `<POLICY>_DEADLINE_MS`, where the policy has them.
namespace variables {
inline constexpr const char* port = "PORT";                   ///< Where to listen
inline constexpr const char* drainSeconds = "DRAIN_SECONDS";  ///< StopTimes::drain
inline constexpr const char* workers = "WORKERS";             ///< Requests served at the same time
}  // namespace variables

/// A time as variables and configuration state it: whole milliseconds, rounded up, at least one.
std::int64_t wholeMilliseconds(model::Duration duration);

}  // namespace exporters
