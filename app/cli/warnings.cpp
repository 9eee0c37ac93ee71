#include "app/cli/warnings.h"

#include <fmt/format.h>

#include <set>

#include "model/json/json.h"
#include "model/lint/rule.h"

namespace app {

namespace {

std::vector<std::string> warningsOf(const model::Project& project, const model::ScenarioId& scenario) {
    const auto changed = model::withChanges(project, scenario);
    if (!changed) return {};
    std::vector<std::string> rules{"policy-never-acts", "timeout-not-below-callers"};
    const model::Scenario* found = changed->scenarios.find(scenario);
    if (found && found->autoscaling) rules.push_back("autoscaling-without-request");
    const auto findings = model::lint(*changed, rules);
    std::vector<std::string> warnings;
    if (!findings) return warnings;
    for (const model::Finding& finding : *findings)
        warnings.push_back(fmt::format("lintel: warning: {} [{}]: {} {}", model::elementKey(finding.element),
                                       finding.rule, finding.message, finding.fix));
    return warnings;
}

}  // namespace

void warnOfIdlePolicies(const model::Project& project, const model::ScenarioId& scenario, Console& console) {
    for (const std::string& warning : warningsOf(project, scenario)) console.message(warning);
}

void warnOfIdlePolicies(const std::vector<simulator::Variant>& variants, Console& console) {
    std::set<std::string> told;
    for (const simulator::Variant& variant : variants)
        for (const std::string& warning : warningsOf(variant.project, variant.scenario))
            if (told.insert(warning).second) console.message(warning);
}

}  // namespace app
