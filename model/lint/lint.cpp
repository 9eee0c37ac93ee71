#include <algorithm>

#include "model/lint/rule.h"

namespace model {

namespace {

/// The rules of these ids; all, when none is named.
Result<std::vector<LintRule>> chosenRules(const std::vector<std::string>& ids) {
    std::vector<LintRule> all = lintRules();
    if (ids.empty()) return all;
    std::string known;
    for (const LintRule& rule : all) known += (known.empty() ? "" : ", ") + rule.id;
    for (const std::string& id : ids) {
        const bool exists =
            std::any_of(all.begin(), all.end(), [&](const LintRule& rule) { return rule.id == id; });
        if (!exists) return failure("", "there is no lint rule `" + id + "`, expected one of: " + known);
    }
    std::erase_if(
        all, [&](const LintRule& rule) { return std::find(ids.begin(), ids.end(), rule.id) == ids.end(); });
    return all;
}

}  // namespace

Result<std::vector<Finding>> lint(const Project& project, const std::vector<std::string>& rules) {
    const auto chosen = chosenRules(rules);
    if (!chosen) return tl::unexpected(chosen.error());
    std::vector<Finding> findings;
    for (const LintRule& rule : *chosen)
        for (Finding& finding : rule.find(project)) {
            finding.rule = rule.id;
            findings.push_back(std::move(finding));
        }
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& left, const Finding& right) {
        return left.severity > right.severity;
    });
    return findings;
}

}  // namespace model
