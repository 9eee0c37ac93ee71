#include "exporters/proto/contract_files.h"

namespace exporters {

namespace {

model::Result<std::vector<File>> renderContracts(const model::Project& project) {
    const auto contract = contractOf(project, namesOf(project));
    if (!contract) return tl::unexpected(contract.error());
    return contractFiles(*contract);
}

}  // namespace

Exporter proto() {
    return {
        "proto", "Protocol Buffers contracts",
        "One .proto file for each service, with every gRPC and REST operation as a method, and the messages "
        "of channels. Checked with protoc, and with buf lint (STANDARD and COMMENTS).",
        Tier::One, renderContracts};
}

}  // namespace exporters
