#pragma once

#include <string>

#include "exporters/grpc_cpp/skeleton.h"

namespace exporters {

/// The behaviour of an operation as a C++ expression of type `synthetic::Step`, indented by that many levels.
std::string behaviourText(const Skeleton& skeleton, const model::Behaviour& behaviour, int level);

}  // namespace exporters
