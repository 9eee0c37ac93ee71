#include "exporters/grpc_cpp/scaffold_text.h"

#include <cctype>
#include <sstream>

#include "exporters/names/names.h"
#include "exporters/proto/comment.h"

namespace exporters {

namespace {

/// Text for Markdown: one line, with everything that has a meaning there escaped.
std::string markdown(const std::string& text) {
    std::string result;
    for (const char c : oneLine(text, 1000)) {
        if (std::ispunct(static_cast<unsigned char>(c))) result += '\\';
        result += c;
    }
    return result;
}

/// The image's name for a command line: what is no image reference is not repeated.
std::string imageOf(const Skeleton& skeleton) {
    const ServiceNames& names = skeleton.names;
    return isImageReference(names.image) ? names.image : names.resource + ":0.1.0";
}

std::string signature(const Skeleton& skeleton, const ContractMethod& method, const std::string& scope) {
    return "grpc::Status " + scope + "on" + method.name + "(Call& call, const " +
           skeleton.typeOf(method.request) + "& request, " + skeleton.typeOf(method.response) + "& response)";
}

std::string addressRows(const Skeleton& skeleton) {
    std::string rows;
    std::string last;
    for (const SkeletonStub& stub : skeleton.stubs) {
        if (stub.addressVariable == last) continue;
        last = stub.addressVariable;
        rows += "| `" + stub.addressVariable + "` | Where " + markdown(stub.callee->name) +
                " is found, as `host:port`; not called when it is not set |\n";
    }
    return rows;
}

std::string otherOperations(const Skeleton& skeleton) {
    std::string list;
    for (const model::Operation& operation : skeleton.service->operations)
        if (!isMethod(*skeleton.service, operation))
            list += "- " + markdown(operation.name.empty() ? operation.id.value() : operation.name) + "\n";
    if (list.empty()) return list;
    return "\n## Not in this skeleton\nThese operations are not called over gRPC; what serves them is yours "
           "to add:\n\n" +
           list;
}

}  // namespace

std::string handlersHeader(const Skeleton& skeleton) {
    std::ostringstream out;
    out << "// Written once by Lintel: yours to edit.\n#pragma once\n\n#include \"" << skeleton.names.folder
        << "/operations.h\"\n\nnamespace " << skeleton.space << " {\n\n"
        << lineComment("The business code of " + skeleton.title() + ".")
        << "class Handlers : public Operations {\npublic:\n    using Operations::Operations;\n";
    if (!skeleton.methods().empty()) out << "\n";
    for (const ContractMethod& method : skeleton.methods())
        out << "    " << signature(skeleton, method, "") << " override;\n";
    out << "};\n\n}  // namespace " << skeleton.space << "\n";
    return out.str();
}

std::string handlersSource(const Skeleton& skeleton) {
    std::ostringstream out;
    out << "// Written once by Lintel: yours to edit.\n#include \"handlers.h\"\n\nnamespace "
        << skeleton.space << " {\n";
    if (!skeleton.methods().empty())
        out << "\n"
            << lineComment(
                   "Until an operation has its business code, it behaves as the model says: the modelled "
                   "times pass, "
                   "the modelled calls are made, the answer is empty. Replace its line; clients() has the "
                   "calls.");
    for (const ContractMethod& method : skeleton.methods())
        out << "\n"
            << signature(skeleton, method, "Handlers::") << " {\n    return Operations::on" << method.name
            << "(call, request, response);\n}\n";
    out << "\n}  // namespace " << skeleton.space << "\n";
    return out.str();
}

std::string scaffoldCmake(const Skeleton& skeleton) {
    const std::string& folder = skeleton.names.folder;
    return "# Written once by Lintel: yours to edit.\n"
           "cmake_minimum_required(VERSION 3.25)\n"
           "project(service LANGUAGES CXX)\n\n"
           "if(NOT CMAKE_BUILD_TYPE)\n  set(CMAKE_BUILD_TYPE Release)\nendif()\n\n"
           "include(\"${CMAKE_CURRENT_SOURCE_DIR}/../../gen/cpp/" +
           folder +
           "/skeleton.cmake\")\n\n"
           "add_executable(service handlers.cpp)\n"
           "add_skeleton(service)\n"
           "install(TARGETS service RUNTIME)\n";
}

std::string scaffoldDockerfile(const Skeleton& skeleton) {
    const std::string& folder = skeleton.names.folder;
    std::string text = R"text(# Written once by Lintel: yours to edit.
# From the folder that holds gen/ and services/:
#   docker build -f services/FOLDER/Dockerfile -t IMAGE .
FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        cmake g++ libgrpc++-dev libprotobuf-dev ninja-build protobuf-compiler protobuf-compiler-grpc \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY gen/proto gen/proto
COPY gen/cpp/lintel_runtime gen/cpp/lintel_runtime
COPY gen/cpp/FOLDER gen/cpp/FOLDER
COPY services/FOLDER services/FOLDER
RUN cmake -G Ninja -S services/FOLDER -B /build -DCMAKE_BUILD_TYPE=Release \
    && cmake --build /build \
    && strip /build/service

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgrpc++1.51 libprotobuf32 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/service /usr/local/bin/service
USER 65532:65532
ENV PORT=NUMBER
EXPOSE NUMBER
ENTRYPOINT ["/usr/local/bin/service"]
)text";
    const auto replace = [&](const std::string& word, const std::string& by) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size()))
            text.replace(at, word.size(), by);
    };
    replace("FOLDER", folder);
    replace("IMAGE", imageOf(skeleton));
    replace("NUMBER", std::to_string(skeleton.names.port));
    return text;
}

std::string scaffoldReadme(const Skeleton& skeleton) {
    const ServiceNames& names = skeleton.names;
    std::ostringstream out;
    out << "# " << markdown(skeleton.title()) << "\n";
    if (const std::string description = markdown(skeleton.service->description); !description.empty())
        out << "\n" << description << "\n";
    out << "\nA gRPC server in C++. Your code goes into `handlers.cpp`, a function for each operation; what "
           "lies in `gen/` "
           "is written anew with each export.\n"
        << "Until an operation has its own code it behaves as the model says: the modelled times pass, the "
           "modelled calls "
           "are made, the answer is empty.\n"
        << "\n## Build and run\nDebian 12: `apt install cmake g++ libgrpc++-dev libprotobuf-dev ninja-build "
           "protobuf-compiler protobuf-compiler-grpc`. From the folder that holds `gen/` and "
           "`services/`:\n\n```sh\n"
        << "cmake -G Ninja -S services/" << names.folder << " -B build/" << names.folder
        << "\ncmake --build build/" << names.folder << "\nbuild/" << names.folder
        << "/service\n```\n\nAs a container:\n\n```sh\n"
        << "docker build -f services/" << names.folder << "/Dockerfile -t " << imageOf(skeleton)
        << " .\n```\n"
        << "\n## Environment\n| variable | meaning |\n| --- | --- |\n"
        << "| `PORT` | Where it listens; " << names.port << " when not set |\n"
        << "| `LISTEN_ADDRESS` | The address it listens on; every one when not set |\n"
        << "| `WORKERS` | Requests served at the same time |\n"
        << "| `DRAIN_SECONDS` | How long requests may go on after SIGTERM; " << names.stop.drain
        << " when not set |\n"
        << addressRows(skeleton)
        << "\nThe health service (`grpc.health.v1.Health`) answers for the empty name and for `"
        << names.healthService() << "`. Reflection is on.\n"
        << otherOperations(skeleton);
    return out.str();
}

}  // namespace exporters
