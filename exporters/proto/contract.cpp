#include "exporters/proto/contract.h"

#include <algorithm>
#include <set>

#include "exporters/proto/comment.h"
#include "exporters/proto/identifiers.h"
#include "exporters/proto/placement.h"
#include "exporters/proto/wholeness.h"

namespace exporters {

namespace {

using model::MessageId;

/// What the C++ code generator of gRPC declares in the class of each service.
const std::set<std::string>& reservedMethodNames() {
    static const std::set<std::string> names = {"Service",
                                                "Stub",
                                                "StubInterface",
                                                "StubOptions",
                                                "NewStub",
                                                "AsyncService",
                                                "CallbackService",
                                                "ExperimentalAsyncService",
                                                "StreamedService",
                                                "StreamedUnaryService",
                                                "SplitStreamedService"};
    return names;
}

std::string commentOf(const std::string& description, const std::string& derived) {
    return lineComment(description).empty() ? sentence(derived) : description;
}

std::string nameOr(const std::string& name, const std::string& id) {
    return wordsOfName(name).empty() ? id : name;
}

std::string lastPart(const std::string& id) {
    return id.substr(id.rfind('.') + 1);
}

std::string directoryOf(std::string package) {
    std::replace(package.begin(), package.end(), '.', '/');
    return package;
}

/// Names services, methods and messages, then writes down what each file holds.
class ContractBuilder {
public:
    ContractBuilder(const model::Project& project, const SystemNames& names)
        : m_project(project), m_names(names), m_places(placeMessages(project, names)) {}

    Contract build() {
        countUses();
        for (const auto& [id, place] : m_places) m_wanted[place.package].insert(wantedName(id));
        for (const auto& [id, names] : m_names.services)
            m_scopes[names.protoPackage].reserve(names.protoService);
        for (const model::Service& service : m_project.services) nameMethods(service);
        for (const auto& [id, place] : m_places) nameMessage(id, place);
        nameFiles();
        for (const model::Service& service : m_project.services) buildServiceFile(service);
        for (const auto& [id, place] : m_places) buildMessage(*m_project.messages.find(id));
        return finished();
    }

private:
    struct MethodNames {
        std::string method;
        std::string request;
        std::string response;
        bool directRequest = false;
        bool directResponse = false;
    };

    std::string wantedName(const MessageId& id) const {
        const model::Message& message = *m_project.messages.find(id);
        return pascalIdentifier(nameOr(message.name, id.value()), "Message");
    }

    void countUses() {
        for (const model::Service& service : m_project.services)
            for (const model::Operation& operation : service.operations) {
                if (!isMethod(service, operation)) continue;
                if (operation.request) ++m_uses[*operation.request];
                if (operation.response) ++m_uses[*operation.response];
            }
        for (const model::Channel& channel : m_project.channels)
            if (channel.message) ++m_uses[*channel.message];
        for (const model::Message& message : m_project.messages)
            for (const MessageId& part : partsOf(message)) ++m_uses[part];
    }

    void nameMethods(const model::Service& service) {
        IdentifierScope scope;
        for (const std::string& name : reservedMethodNames()) scope.reserve(name);
        for (const model::Operation& operation : service.operations)
            if (isMethod(service, operation))
                m_methods[operation.id] = methodNames(service, operation, scope);
    }

    MethodNames methodNames(const model::Service& service, const model::Operation& operation,
                            IdentifierScope& scope) {
        const std::string base =
            pascalIdentifier(nameOr(operation.name, lastPart(operation.id.value())), "Call");
        for (int n = 1;; ++n) {
            MethodNames names;
            names.method = n == 1 ? base : base + std::to_string(n);
            if (!isFreeMethod(scope, names.method) || !takeMessages(service, operation, names)) continue;
            for (const char* prefix : {"", "Async", "PrepareAsync"}) scope.reserve(prefix + names.method);
            return names;
        }
    }

    /// The stub of a method `X` has `AsyncX` and `PrepareAsyncX` too.
    static bool isFreeMethod(const IdentifierScope& scope, const std::string& name) {
        return scope.isFree(name) && scope.isFree("Async" + name) && scope.isFree("PrepareAsync" + name);
    }

    bool takeMessages(const model::Service& service, const model::Operation& operation, MethodNames& names) {
        IdentifierScope& scope = m_scopes[m_names.services.at(service.id).protoPackage];
        names.directRequest = isDirect(service, operation.request, names.method + "Request");
        names.directResponse = isDirect(service, operation.response, names.method + "Response");
        names.request = wrapperName(service, names.method + "Request", names.directRequest);
        names.response = wrapperName(service, names.method + "Response", names.directResponse);
        if (names.request.empty() || names.response.empty()) return false;
        scope.reserve(names.request);
        scope.reserve(names.response);
        if (names.directRequest) m_direct[*operation.request] = names.request;
        if (names.directResponse) m_direct[*operation.response] = names.response;
        return true;
    }

    /// Whether the model's message is exactly what the method would be given, and nothing else uses it.
    bool isDirect(const model::Service& service, const std::optional<MessageId>& message,
                  const std::string& name) {
        if (!message || m_uses[*message] != 1 || wantedName(*message) != name) return false;
        const std::string& package = m_names.services.at(service.id).protoPackage;
        return m_places.at(*message).package == package && m_scopes[package].isFree(name);
    }

    /// `MethodRequest`; `ServiceMethodRequest` when that is the name of something else; empty when both are.
    std::string wrapperName(const model::Service& service, const std::string& name, bool direct) {
        const ServiceNames& names = m_names.services.at(service.id);
        const IdentifierScope& scope = m_scopes[names.protoPackage];
        const std::string longer = names.protoService + name;
        if (scope.isFree(name) && (direct || !m_wanted[names.protoPackage].count(name))) return name;
        return scope.isFree(longer) ? longer : std::string();
    }

    void nameMessage(const MessageId& id, const Placement& place) {
        const auto direct = m_direct.find(id);
        const std::string name =
            direct != m_direct.end() ? direct->second : m_scopes[place.package].take(wantedName(id));
        m_contract.messages[id] = {place.package, name, {}};
    }

    void nameFiles() {
        std::map<std::string, IdentifierScope> scopes;
        for (const auto& [id, names] : m_names.services) {
            const std::string file =
                scopes[names.protoPackage].take(snakeIdentifier(names.folder, "service"), "_");
            m_servicePaths[id] = directoryOf(names.protoPackage) + "/" + file + ".proto";
        }
        for (const auto& [id, place] : m_places) {
            std::string& path = m_packagePaths[place.package];
            if (!place.service && path.empty())
                path =
                    directoryOf(place.package) + "/" + scopes[place.package].take("messages", "_") + ".proto";
        }
        for (auto& [id, place] : m_contract.messages) {
            const Placement& placement = m_places.at(id);
            place.path =
                placement.service ? m_servicePaths.at(*placement.service) : m_packagePaths.at(place.package);
        }
    }

    ContractFile& fileAt(const std::string& path, const std::string& package) {
        ContractFile& file = m_files[path];
        file.path = path;
        file.package = package;
        return file;
    }

    void buildServiceFile(const model::Service& service) {
        ContractService contract;
        const ServiceNames& names = m_names.services.at(service.id);
        contract.service = service.id;
        contract.name = names.protoService;
        const std::string title = oneLine(service.name);
        contract.comment =
            commentOf(service.description, "operations of " + (title.empty() ? service.id.value() : title));
        for (const model::Operation& operation : service.operations)
            if (isMethod(service, operation)) buildMethod(contract, service, operation);
        if (!contract.methods.empty())
            fileAt(m_servicePaths.at(service.id), names.protoPackage).service = std::move(contract);
    }

    void buildMethod(ContractService& contract, const model::Service& service,
                     const model::Operation& operation) {
        const MethodNames& names = m_methods.at(operation.id);
        const std::string comment = commentOf(operation.description, plainWords(names.method));
        contract.methods.push_back(
            {operation.id, names.method, names.request, names.response, comment, operation.idempotent});
        ContractFile& file =
            fileAt(m_servicePaths.at(service.id), m_names.services.at(service.id).protoPackage);
        if (!names.directRequest) wrap(file, names.request, "request", names.method, operation.request);
        if (!names.directResponse) wrap(file, names.response, "response", names.method, operation.response);
    }

    void wrap(ContractFile& file, const std::string& name, const std::string& role, const std::string& method,
              const std::optional<MessageId>& content) {
        ContractMessage message;
        message.name = name;
        message.comment = "The " + role + " of " + method + ".";
        if (content) {
            const std::string field = snakeIdentifier(wantedName(*content), "content");
            message.fields.push_back({FieldScope().take(field), 1, *content, false, false,
                                      "The " + plainWords(wantedName(*content)) + "."});
            import(file, *content);
        }
        file.messages.push_back(std::move(message));
    }

    void import(ContractFile& file, const MessageId& message) {
        const std::string& path = m_contract.messages.at(message).path;
        if (path != file.path) file.imports.push_back(path);
    }

    void buildMessage(const model::Message& message) {
        const MessagePlace& place = m_contract.messages.at(message.id);
        ContractFile& file = fileAt(place.path, place.package);
        ContractMessage contract;
        contract.name = place.name;
        contract.comment = commentOf(message.description, "data of " + plainWords(place.name));
        FieldScope scope;
        std::set<std::string> fieldNames;
        for (const model::Field& field : message.fields) {
            contract.fields.push_back(builtField(file, field, scope));
            fieldNames.insert(contract.fields.back().name);
        }
        contract.reserved = builtReserved(message, std::move(fieldNames));
        file.messages.push_back(std::move(contract));
    }

    ContractField builtField(ContractFile& file, const model::Field& field, FieldScope& scope) {
        if (const auto* part = std::get_if<MessageId>(&field.type)) import(file, *part);
        if (field.type == model::FieldType(model::ScalarType::Timestamp))
            file.imports.push_back("google/protobuf/timestamp.proto");
        const std::string fallback = "field_" + std::to_string(field.number);
        const std::string name = scope.take(snakeIdentifier(field.name, fallback));
        return {name,           field.number,   field.type,
                field.repeated, field.optional, commentOf(field.description, "the " + plainWords(name))};
    }

    /// A name that a field has again is not reserved any more; each name and number appears once.
    static std::vector<model::ReservedField> builtReserved(const model::Message& message,
                                                           std::set<std::string> names) {
        std::vector<model::ReservedField> result;
        std::set<std::int32_t> numbers;
        for (const model::ReservedField& reserved : message.reserved) {
            model::ReservedField kept;
            if (numbers.insert(reserved.number).second) kept.number = reserved.number;
            const std::string name = snakeIdentifier(reserved.name, "");
            if (!name.empty() && names.insert(name).second) kept.name = name;
            if (kept.number || !kept.name.empty()) result.push_back(kept);
        }
        return result;
    }

    Contract finished() {
        for (auto& [path, file] : m_files) {
            std::sort(file.imports.begin(), file.imports.end());
            file.imports.erase(std::unique(file.imports.begin(), file.imports.end()), file.imports.end());
            m_contract.files.push_back(std::move(file));
        }
        return std::move(m_contract);
    }

    const model::Project& m_project;
    const SystemNames& m_names;
    std::map<MessageId, Placement> m_places;
    std::map<MessageId, int> m_uses;
    std::map<std::string, std::set<std::string>> m_wanted;  ///< Names of messages, by package
    std::map<std::string, IdentifierScope> m_scopes;        ///< Names given out, by package
    std::map<model::OperationId, MethodNames> m_methods;
    std::map<MessageId, std::string> m_direct;
    std::map<model::ServiceId, std::string> m_servicePaths;
    std::map<std::string, std::string> m_packagePaths;
    std::map<std::string, ContractFile> m_files;
    Contract m_contract;
};

}  // namespace

bool isMethod(const model::Service& service, const model::Operation& operation) {
    if (operation.subscription) return false;
    if (operation.protocol == model::Protocol::Grpc) return true;
    return operation.protocol == model::Protocol::Rest && service.kind != model::ServiceKind::External;
}

const ContractFile* Contract::fileOf(const model::ServiceId& service) const {
    for (const ContractFile& file : files)
        if (file.service && file.service->service == service) return &file;
    return nullptr;
}

std::vector<std::string> Contract::closureOf(const std::string& path) const {
    std::set<std::string> reached;
    std::vector<std::string> open = {path};
    while (!open.empty()) {
        const std::string next = open.back();
        open.pop_back();
        const auto found = std::find_if(files.begin(), files.end(),
                                        [&](const ContractFile& file) { return file.path == next; });
        if (found == files.end() || !reached.insert(next).second) continue;
        open.insert(open.end(), found->imports.begin(), found->imports.end());
    }
    return {reached.begin(), reached.end()};
}

model::Result<Contract> contractOf(const model::Project& project, const SystemNames& names) {
    if (const auto problem = contractProblem(project)) return tl::unexpected(*problem);
    return ContractBuilder(project, names).build();
}

}  // namespace exporters
