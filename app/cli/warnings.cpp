#include "app/cli/warnings.h"

#include <fmt/format.h>

#include "model/json/json.h"
#include "model/lint/rule.h"

namespace app {

void warnOfIdlePolicies(const model::Project& project, const model::ScenarioId& scenario, Console& console) {
    const auto changed = model::withChanges(project, scenario);
    if (!changed) return;
    const auto findings = model::lint(*changed, {"policy-never-acts", "timeout-not-below-callers"});
    if (!findings) return;
    for (const model::Finding& finding : *findings)
        console.message(fmt::format("lintel: warning: {} {}", finding.message, finding.fix));
}

}  // namespace app
