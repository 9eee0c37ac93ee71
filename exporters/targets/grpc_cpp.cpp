#include "exporters/grpc_cpp/runtime.h"
#include "exporters/grpc_cpp/skeleton.h"
#include "exporters/proto/contract_files.h"

namespace exporters {

namespace {

void append(std::vector<File>& files, std::vector<File> more) {
    std::move(more.begin(), more.end(), std::back_inserter(files));
}

model::Result<std::vector<File>> renderSkeletons(const model::Project& project) {
    const SystemNames names = namesOf(project);
    const auto contract = contractOf(project, names);
    if (!contract) return tl::unexpected(contract.error());
    std::vector<File> files;
    for (const model::Service& service : project.services)
        if (service.kind != model::ServiceKind::External)
            append(files, skeletonFiles(skeletonOf(project, names, *contract, service)));
    if (files.empty()) return files;
    append(files, contractFiles(*contract));
    append(files, cppRuntimeFiles());
    return files;
}

}  // namespace

Exporter grpcCpp() {
    return {"grpc-cpp", "C++ gRPC services",
            "A server for each service that builds, starts, answers health and each operation, calls what is "
            "modelled with its policies, and drains on SIGTERM. Checked by building one, calling it and "
            "stopping it.",
            Tier::One, renderSkeletons};
}

}  // namespace exporters
