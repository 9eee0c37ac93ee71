#include "exporters/grpc_cpp/runtime.h"

#include "exporters/grpc_cpp/runtime_texts.h"

namespace exporters {

std::vector<File> cppRuntimeFiles() {
    const std::string folder = "gen/cpp/lintel_runtime/";
    return {
        {folder + "admission.cpp", runtime::admissionSource},
        {folder + "admission.h", runtime::admissionHeader},
        {folder + "call.cpp", runtime::callSource},
        {folder + "call.h", runtime::callHeader},
        {folder + "channel.cpp", runtime::channelSource},
        {folder + "channel.h", runtime::channelHeader},
        {folder + "environment.cpp", runtime::environmentSource},
        {folder + "environment.h", runtime::environmentHeader},
        {folder + "proto/grpc/health/v1/health.proto", runtime::healthContract},
        {folder + "server.cpp", runtime::serverSource},
        {folder + "server.h", runtime::serverHeader},
        {folder + "skeleton.cmake", runtime::skeletonCmake},
        {folder + "synthetic.cpp", runtime::syntheticSource},
        {folder + "synthetic.h", runtime::syntheticHeader},
    };
}

}  // namespace exporters
