#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exporters/exporter.h"
#include "exporters/proto/contract.h"

namespace exporters {

/// A call that a service makes: an operation, called with one policy.
struct SkeletonCall {
    const model::Operation* operation = nullptr;
    const model::CallPolicy* policy = nullptr;  ///< Null without one
    std::string function;                       ///< `callInventoryReserve`
    std::string stub;                           ///< Member that makes it: `m_inventory`
    std::string service;                        ///< `acme.inventory.v1.InventoryService`
    const ContractMethod* method = nullptr;
    std::string requestType;   ///< `::acme::inventory::v1::ReserveRequest`
    std::string responseType;  ///< `::acme::inventory::v1::ReserveResponse`
};

/// A client of one service. Two policies for one method need two clients: gRPC keeps policies by method.
struct SkeletonStub {
    const model::Service* callee = nullptr;
    std::string member;    ///< `m_inventory`
    std::string name;      ///< `Inventory`: what its query is called after
    std::string stubType;  ///< `::acme::inventory::v1::InventoryService`
    std::string header;    ///< `acme/inventory/v1/inventory.grpc.pb.h`
    std::string addressVariable;
};

/// What the files of one service's skeleton are written from.
struct Skeleton {
    const model::Project* project = nullptr;
    const model::Service* service = nullptr;
    const SystemNames* system = nullptr;
    ServiceNames names;
    const ContractFile* contract = nullptr;  ///< Null for a service without methods
    std::string space;                       ///< C++ namespace: `orders_service`
    model::Deployment deployment;
    std::vector<SkeletonStub> stubs;
    std::vector<SkeletonCall> calls;
    std::vector<std::string> contracts;         ///< Contracts whose messages are needed, but no method
    std::vector<std::string> serviceContracts;  ///< Contracts whose methods are served or called

    /// The service's name on one line, or its id.
    std::string title() const;
    /// The call with that policy, or null when its callee offers no method.
    const SkeletonCall* callOf(const model::Call& call) const;
    const std::vector<ContractMethod>& methods() const;
    /// The C++ type of a message of this service's package.
    std::string typeOf(const std::string& message) const;
};

/// `acme.ordering.v1` and `Order` -> `::acme::ordering::v1::Order`.
std::string cppType(const std::string& package, const std::string& name);
/// The shortest literal of that value; 0 for what is not finite.
std::string cppNumber(double value);

/// Prepares the skeleton of a service. The arguments must outlive it.
Skeleton skeletonOf(const model::Project& project, const SystemNames& names, const Contract& contract,
                    const model::Service& service);

/// The files of the skeleton: `gen/cpp/<folder>/` and the scaffold `services/<folder>/`.
std::vector<File> skeletonFiles(const Skeleton& skeleton);

}  // namespace exporters
