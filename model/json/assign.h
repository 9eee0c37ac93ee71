#pragma once

#include <string>
#include <vector>

#include "model/project.h"
#include "model/result.h"

namespace model {

/// A value for one place of a model's file.
struct Assignment {
    std::string place;  ///< JSON pointer (RFC 6901): `/deployments/orders/workers`, `.../behaviour/0/time`
    std::string value;  ///< JSON, as the file states it: `7`, `"poisson"`, `null` to take it away

    bool operator==(const Assignment&) const = default;
};

/// The model as a scenario has it (see `withChanges`), in which no scenario changes anything any more: what
/// values are assigned in.
Result<Project> asScenarioHasIt(const Project& project, const ScenarioId& scenario);

/// The model with other values in some places, in their order. The object or list that a place belongs to
/// must be there; the field itself may be one that the file leaves out. Fails, with the place, on a pointer
/// that leads nowhere, on a value of the wrong kind, and when what comes of it is no whole model.
Result<Project> withValues(const Project& project, const std::vector<Assignment>& values);

/// Whether a value at that place can matter to a scenario: it has to be a field that the format knows, of the
/// model or of this scenario itself. Fails, with the place, the reason and what there is instead.
Result<void> checkPlace(const Project& project, const ScenarioId& scenario, const std::string& place);

/// The model in which a scenario has one more JSON merge patch (RFC 7386) among its changes. Fails, with the
/// place, when the text is no JSON object.
Result<Project> withMoreChanges(const Project& project, const ScenarioId& scenario, const std::string& patch);

}  // namespace model
