#include <fmt/format.h>

#include <set>

#include "model/lint/rule.h"
#include "model/references.h"

namespace model {

static bool givesUp(const Project& project, const std::optional<CallPolicyId>& id) {
    const CallPolicy* policy = id ? project.policies.find(*id) : nullptr;
    return policy && (policy->timeout || policy->deadline);
}

static std::vector<Finding> findCallsWithoutTimeout(const Project& project) {
    std::vector<Finding> findings;
    std::set<std::pair<OperationId, OperationId>> told;
    for (const Interaction& call : interactionsOf(project)) {
        if (call.kind != Interaction::Kind::Call || givesUp(project, call.policy)) continue;
        if (!told.insert({call.operation, call.callee}).second) continue;
        const std::string fix =
            call.policy ? fmt::format("Give the policy `{}` a timeout.", displayName(project, *call.policy))
                        : std::string("Name a call policy with a timeout for this call.");
        findings.push_back(
            {"", Severity::Warning, call.operation,
             fmt::format("`{}` calls `{}` without a timeout.", call.operation.value(), call.callee.value()),
             fix});
    }
    return findings;
}

LintRule callWithoutTimeout() {
    return {
        "call-without-timeout", "Call without a timeout",
        "A caller that waits for ever holds its worker for ever: one slow callee takes all workers of its "
        "callers, and theirs in turn. Usual: a timeout somewhat above the callee's 99.9 % quantile.",
        Severity::Warning, findCallsWithoutTimeout};
}

}  // namespace model
