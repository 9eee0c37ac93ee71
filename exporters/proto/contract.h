#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exporters/names/service_names.h"
#include "model/project.h"
#include "model/result.h"

/// The contracts of a system as Protocol Buffers sees them: files, messages, services and methods with their
/// final names. Both the `.proto` text and the skeletons are made from it, so that they agree.
namespace exporters {

struct ContractField {
    std::string name;
    std::int32_t number = 0;
    model::FieldType type;
    bool repeated = false;
    bool optional = false;
    std::string comment;
};

struct ContractMessage {
    std::string name;  ///< Within its package
    std::string comment;
    std::vector<ContractField> fields;
    std::vector<model::ReservedField> reserved;  ///< Names are valid and belong to no field
};

struct ContractMethod {
    model::OperationId operation;
    std::string name;
    std::string request;   ///< Message of the service's package
    std::string response;  ///< Message of the service's package
    std::string comment;
    bool idempotent = false;
};

struct ContractService {
    model::ServiceId service;
    std::string name;
    std::string comment;
    std::vector<ContractMethod> methods;
};

struct ContractFile {
    std::string path;  ///< From the root of the contracts: `acme/ordering/v1/orders.proto`
    std::string package;
    std::vector<std::string> imports;  ///< Paths, ordered
    std::optional<ContractService> service;
    std::vector<ContractMessage> messages;
};

/// A message of the model: where it is and what it is called there.
struct MessagePlace {
    std::string package;
    std::string name;
    std::string path;  ///< Of its file
};

struct Contract {
    std::vector<ContractFile> files;  ///< By path
    std::map<model::MessageId, MessagePlace> messages;

    /// The file with the methods of that service, or null when it has none.
    const ContractFile* fileOf(const model::ServiceId& service) const;
    /// The paths of the files that this one imports, directly and through others, and its own; ordered.
    /// Well-known types of Google are left out.
    std::vector<std::string> closureOf(const std::string& path) const;
};

/// Whether the operation is a method of the service's contract: gRPC and REST operations that are called, not
/// fed by a channel. REST operations of external services are not: their owners do not speak gRPC.
bool isMethod(const model::Service& service, const model::Operation& operation);

/// The contracts of all services. Fails on references without a target and on field numbers that Protocol
/// Buffers refuses, with the place in the model.
model::Result<Contract> contractOf(const model::Project& project, const SystemNames& names);

}  // namespace exporters
