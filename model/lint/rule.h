#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/edit.h"

namespace model {

enum class Severity { Hint, Warning, Error };

/// What a rule found, and where.
struct Finding {
    std::string rule;  ///< Id of the rule
    Severity severity = Severity::Warning;
    ElementId element;
    std::string message;  ///< What is wrong here, with names
    std::string fix;      ///< What to do about it, here

    bool operator==(const Finding&) const = default;
};

/// A check of the design, beyond what makes a model whole.
struct LintRule {
    std::string id;           ///< `shared-database`
    std::string title;        ///< `Shared database`
    std::string explanation;  ///< Why it matters, and what is usually done
    Severity severity = Severity::Warning;
    std::function<std::vector<Finding>(const Project&)> find;
};

/// All rules, by the name of their file.
std::vector<LintRule> lintRules();
/// The findings of the rules with these ids (of all rules, when none is named), worst first.
Result<std::vector<Finding>> lint(const Project& project, const std::vector<std::string>& rules = {});

}  // namespace model
