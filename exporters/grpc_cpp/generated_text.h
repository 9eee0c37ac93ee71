#pragma once

#include <string>

#include "exporters/grpc_cpp/skeleton.h"

/// The texts of the generated files of one service.
namespace exporters {

std::string clientsHeader(const Skeleton& skeleton);
std::string clientsSource(const Skeleton& skeleton);
std::string operationsHeader(const Skeleton& skeleton);
std::string operationsSource(const Skeleton& skeleton);
std::string mainSource(const Skeleton& skeleton);
std::string skeletonCmake(const Skeleton& skeleton);

}  // namespace exporters
