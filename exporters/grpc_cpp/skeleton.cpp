#include "exporters/grpc_cpp/skeleton.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "exporters/grpc_cpp/generated_text.h"
#include "exporters/grpc_cpp/scaffold_text.h"
#include "exporters/proto/comment.h"
#include "exporters/proto/identifiers.h"
#include "model/references.h"

namespace exporters {

namespace {

using CallKey = std::pair<model::OperationId, std::optional<model::CallPolicyId>>;

/// The distinct calls of the service's behaviours, ordered by operation and policy.
std::set<CallKey> callsOf(const model::Service& service) {
    std::set<CallKey> calls;
    for (const model::Operation& operation : service.operations)
        model::forEachStep(operation.behaviour, [&](const model::Step& step) {
            if (const auto* call = std::get_if<model::Call>(&step.action))
                calls.insert({call->operation, call->policy});
        });
    return calls;
}

const ContractMethod* methodOf(const ContractFile& file, const model::OperationId& operation) {
    for (const ContractMethod& method : file.service->methods)
        if (method.operation == operation) return &method;
    return nullptr;
}

/// Fills in the calls of a skeleton and the clients that make them.
class ClientPlanner {
public:
    ClientPlanner(Skeleton& skeleton, const Contract& contract)
        : m_skeleton(skeleton), m_contract(contract) {}

    void plan() {
        for (const auto& [operation, policy] : callsOf(*m_skeleton.service)) planCall(operation, policy);
    }

private:
    void planCall(const model::OperationId& id, const std::optional<model::CallPolicyId>& policy) {
        const model::Service* callee = model::serviceOf(*m_skeleton.project, id);
        const ContractFile* file = callee ? m_contract.fileOf(callee->id) : nullptr;
        const ContractMethod* method = file ? methodOf(*file, id) : nullptr;
        if (!method) return;
        const ServiceNames& names = m_skeleton.system->services.at(callee->id);
        SkeletonCall call;
        call.operation = callee->operations.find(id);
        call.policy = policy ? m_skeleton.project->policies.find(*policy) : nullptr;
        call.function =
            m_functions.take("call" + pascalIdentifier(names.folder, "Service") + method->name, "_");
        call.stub = stubFor(*callee, *file, id).member;
        call.service = names.healthService();
        call.method = method;
        call.requestType = cppType(file->package, method->request);
        call.responseType = cppType(file->package, method->response);
        m_skeleton.calls.push_back(std::move(call));
    }

    /// The first client of the callee that does not call this operation yet.
    const SkeletonStub& stubFor(const model::Service& callee, const ContractFile& file,
                                const model::OperationId& operation) {
        for (const SkeletonStub& stub : m_skeleton.stubs)
            if (stub.callee == &callee && m_used.insert({stub.member, operation}).second) return stub;
        const ServiceNames& names = m_skeleton.system->services.at(callee.id);
        SkeletonStub stub;
        stub.callee = &callee;
        const std::string unique = m_members.take(snakeIdentifier(names.folder, "service"), "_");
        stub.member = "m_" + unique;
        stub.name = m_queries.take(pascalIdentifier(unique, "Service"), "_");
        stub.stubType = cppType(file.package, names.protoService);
        stub.header = file.path.substr(0, file.path.size() - 6) + ".grpc.pb.h";
        stub.addressVariable = names.addressVariable;
        m_used.insert({stub.member, operation});
        return m_skeleton.stubs.emplace_back(std::move(stub));
    }

    Skeleton& m_skeleton;
    const Contract& m_contract;
    IdentifierScope m_functions;
    IdentifierScope m_members;
    IdentifierScope m_queries;
    std::set<std::pair<std::string, model::OperationId>> m_used;
};

void collectContracts(Skeleton& skeleton, const Contract& contract) {
    std::set<std::string> services;
    if (skeleton.contract) services.insert(skeleton.contract->path);
    for (const SkeletonStub& stub : skeleton.stubs) services.insert(contract.fileOf(stub.callee->id)->path);
    std::set<std::string> all;
    for (const std::string& path : services)
        for (const std::string& reached : contract.closureOf(path)) all.insert(reached);
    skeleton.serviceContracts.assign(services.begin(), services.end());
    std::set_difference(all.begin(), all.end(), services.begin(), services.end(),
                        std::back_inserter(skeleton.contracts));
}

}  // namespace

const SkeletonCall* Skeleton::callOf(const model::Call& call) const {
    const auto matches = [&](const SkeletonCall& candidate) {
        const bool samePolicy = candidate.policy ? call.policy == candidate.policy->id
                                                 : !call.policy || !project->policies.contains(*call.policy);
        return candidate.operation->id == call.operation && samePolicy;
    };
    const auto found = std::find_if(calls.begin(), calls.end(), matches);
    return found == calls.end() ? nullptr : &*found;
}

const std::vector<ContractMethod>& Skeleton::methods() const {
    static const std::vector<ContractMethod> none;
    return contract ? contract->service->methods : none;
}

std::string Skeleton::typeOf(const std::string& message) const {
    return cppType(contract->package, message);
}

std::string cppType(const std::string& package, const std::string& name) {
    std::string type = "::";
    for (const char c : package) type += c == '.' ? std::string("::") : std::string(1, c);
    return type + "::" + name;
}

std::string cppNumber(double value) {
    if (!std::isfinite(value)) return "0";
    char text[64];
    const auto result = std::to_chars(text, text + sizeof text, value);
    return std::string(text, result.ptr);
}

Skeleton skeletonOf(const model::Project& project, const SystemNames& names, const Contract& contract,
                    const model::Service& service) {
    Skeleton skeleton;
    skeleton.project = &project;
    skeleton.service = &service;
    skeleton.system = &names;
    skeleton.names = names.services.at(service.id);
    skeleton.contract = contract.fileOf(service.id);
    skeleton.space = snakeIdentifier(skeleton.names.folder, "unnamed") + "_service";
    if (const model::Deployment* deployment = model::deploymentOf(project, service.id))
        skeleton.deployment = *deployment;
    ClientPlanner(skeleton, contract).plan();
    collectContracts(skeleton, contract);
    return skeleton;
}

std::vector<File> skeletonFiles(const Skeleton& skeleton) {
    const std::string generated = "gen/cpp/" + skeleton.names.folder + "/";
    const std::string scaffold = "services/" + skeleton.names.folder + "/";
    return {
        {generated + "clients.cpp", clientsSource(skeleton), Ownership::Generated},
        {generated + "clients.h", clientsHeader(skeleton), Ownership::Generated},
        {generated + "main.cpp", mainSource(skeleton), Ownership::Generated},
        {generated + "operations.cpp", operationsSource(skeleton), Ownership::Generated},
        {generated + "operations.h", operationsHeader(skeleton), Ownership::Generated},
        {generated + "skeleton.cmake", skeletonCmake(skeleton), Ownership::Generated},
        {scaffold + "CMakeLists.txt", scaffoldCmake(skeleton), Ownership::Scaffold},
        {scaffold + "Dockerfile", scaffoldDockerfile(skeleton), Ownership::Scaffold},
        {scaffold + "README.md", scaffoldReadme(skeleton), Ownership::Scaffold},
        {scaffold + "handlers.cpp", handlersSource(skeleton), Ownership::Scaffold},
        {scaffold + "handlers.h", handlersHeader(skeleton), Ownership::Scaffold},
    };
}

std::string Skeleton::title() const {
    const std::string name = oneLine(service->name);
    return name.empty() ? service->id.value() : name;
}

}  // namespace exporters
