#pragma once

#include <QString>
#include <vector>

#include "model/project.h"

namespace app {

/// A value that two policies differ in, in the words of the inspector.
struct PolicyDifference {
    QString path;   ///< `circuit_breaker/window_size`
    QString label;  ///< `Circuit breaker: Window size`
    QString own;    ///< `off` where the part is absent
    QString other;
};

/// What one policy has other than another, apart from name and description. A part that only one of them has
/// is one difference.
std::vector<PolicyDifference> policyDifference(const model::Project& project, const model::CallPolicy& own,
                                               const model::CallPolicy& other);

}  // namespace app
