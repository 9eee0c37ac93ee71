#include <fmt/format.h>

#include "model/lint/rule.h"
#include "model/references.h"

namespace model {

static std::vector<Finding> findProjectionsWithoutProjector(const Project& project) {
    std::vector<Finding> findings;
    for (const DataStore& store : project.stores) {
        if (!store.projection || projectorOf(project, store)) continue;
        const std::string channel = displayName(project, *store.projection);
        const std::string fix =
            store.owner ? fmt::format("Let an operation of `{}` subscribe to `{}` and write to `{}`.",
                                      displayName(project, *store.owner), channel, store.name)
                        : fmt::format("Say which service owns `{}`, and let it subscribe to `{}`.",
                                      store.name, channel);
        findings.push_back(
            {"", Severity::Error, store.id,
             fmt::format("The read model `{}` is made from `{}`, but nothing keeps it up to date.",
                         store.name, channel),
             fix});
    }
    return findings;
}

LintRule projectionWithoutProjector() {
    return {
        "projection-without-projector", "Read model that nothing keeps up to date",
        "A read model (CQRS) is fed by events: an operation of its owner subscribes to the channel and "
        "writes "
        "what it learns. Without it the store stays as it is, and how stale its answers are cannot be told.",
        Severity::Error, findProjectionsWithoutProjector};
}

}  // namespace model
