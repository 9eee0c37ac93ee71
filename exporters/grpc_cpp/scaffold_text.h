#pragma once

#include <string>

#include "exporters/grpc_cpp/skeleton.h"

/// The texts of the files of one service that people edit.
namespace exporters {

std::string handlersHeader(const Skeleton& skeleton);
std::string handlersSource(const Skeleton& skeleton);
std::string scaffoldCmake(const Skeleton& skeleton);
std::string scaffoldDockerfile(const Skeleton& skeleton);
std::string scaffoldReadme(const Skeleton& skeleton);

}  // namespace exporters
