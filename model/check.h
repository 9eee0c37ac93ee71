#pragma once

#include <vector>

#include "model/project.h"
#include "model/result.h"

namespace model {

/// Everything that makes a model not whole: ids that are malformed or used twice, references without a
/// target, values out of their range (negative rates and times, probabilities above one, NaN, no replicas).
/// Places are JSON pointers into the file. Empty when the model is whole; at most `limit` problems.
std::vector<Error> check(const Project& project, std::size_t limit = 1000);

}  // namespace model
