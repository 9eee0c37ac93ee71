#include <fmt/format.h>

#include <map>
#include <set>

#include "model/lint/rule.h"
#include "model/lint/words.h"
#include "model/references.h"

namespace model {

/// The services that touch each store; its owner counts.
static std::map<DataStoreId, std::set<ServiceId>> usersOfStores(const Project& project) {
    std::map<DataStoreId, std::set<ServiceId>> users;
    for (const Interaction& interaction : interactionsOf(project))
        if (interaction.kind == Interaction::Kind::Query)
            users[interaction.store].insert(interaction.service);
    for (const DataStore& store : project.stores)
        if (store.owner) users[store.id].insert(*store.owner);
    return users;
}

static std::vector<Finding> findSharedDatabases(const Project& project) {
    std::vector<Finding> findings;
    for (const auto& [id, services] : usersOfStores(project)) {
        const DataStore* store = project.stores.find(id);
        if (!store || services.size() < 2) continue;
        std::vector<std::string> names;
        for (const ServiceId& service : services) names.push_back(displayName(project, service));
        const std::string owner = displayName(project, store->owner.value_or(*services.begin()));
        findings.push_back(
            {"", Severity::Warning, id,
             fmt::format("The store `{}` is used by {} services: {}.", store->name, names.size(),
                         listText(names)),
             fmt::format(
                 "Let `{}` alone own it; the others call an operation of `{}`, or keep a copy of their own "
                 "from its events.",
                 owner, owner)});
    }
    return findings;
}

LintRule sharedDatabase() {
    return {
        "shared-database", "Shared database",
        "Services that share a store share its schema, its locks and its outages: neither can be changed, "
        "scaled "
        "or deployed alone. Usual: one owner for each store; the others ask the owner or follow its events.",
        Severity::Warning, findSharedDatabases};
}

}  // namespace model
