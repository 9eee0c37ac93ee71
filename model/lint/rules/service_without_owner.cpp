#include <fmt/format.h>

#include "model/lint/rule.h"
#include "model/references.h"

namespace model {

static std::vector<Finding> findServicesWithoutOwner(const Project& project) {
    std::vector<Finding> findings;
    for (const Service& service : project.services) {
        if (service.kind == ServiceKind::External || ownerOf(project, service)) continue;
        const BoundedContext* context = service.context ? project.contexts.find(*service.context) : nullptr;
        const std::string fix =
            context
                ? fmt::format("Name a team for the context `{}`, or for the service itself.", context->name)
                : std::string("Put it into a bounded context that a team owns, or name a team for it.");
        findings.push_back({"", Severity::Warning, service.id,
                            fmt::format("No team owns the service `{}`.", service.name), fix});
    }
    return findings;
}

LintRule serviceWithoutOwner() {
    return {
        "service-without-owner", "Service without an owner",
        "A service that no team answers for is changed by all and mended by none. It belongs to the team of "
        "its "
        "bounded context, or names a team of its own. External systems belong to others and are left out.",
        Severity::Warning, findServicesWithoutOwner};
}

}  // namespace model
