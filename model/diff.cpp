#include "model/diff.h"

#include "model/edit/kinds.h"
#include "model/json/flatten.h"

namespace model {
namespace {

using Leaves = std::map<std::string, std::string>;

/// The leaves that differ, in the order of their pointers.
std::vector<FieldChange> compareLeaves(const Leaves& before, const Leaves& after) {
    std::vector<FieldChange> changes;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        if (right == after.end() || (left != before.end() && left->first < right->first)) {
            changes.push_back({left->first, left->second, ""});
            ++left;
        } else if (left == before.end() || right->first < left->first) {
            changes.push_back({right->first, "", right->second});
            ++right;
        } else {
            if (left->second != right->second) changes.push_back({left->first, left->second, right->second});
            ++left, ++right;
        }
    }
    return changes;
}

template <class Entity>
std::string nameOf(const Entity& entity) {
    if constexpr (requires { entity.name; })
        if (!entity.name.empty()) return entity.name;
    return entity.id.value();
}

class Comparison {
public:
    Difference difference;

    /// Walks both collections by id; entities that are shared are passed over.
    template <class Entity>
    void compare(const Collection<Entity>& before, const Collection<Entity>& after) {
        if (before.sharesAllWith(after)) return;
        const auto& left = before.pointers();
        const auto& right = after.pointers();
        std::size_t i = 0, j = 0;
        while (i < left.size() || j < right.size()) {
            if (j == right.size() || (i < left.size() && left[i]->id < right[j]->id))
                removed(*left[i++]);
            else if (i == left.size() || right[j]->id < left[i]->id)
                added(*right[j++]);
            else
                both(left[i++], right[j++]);
        }
    }

private:
    template <class Entity>
    void added(const Entity& entity) {
        difference.changes.push_back({ChangeKind::Added, entity.id, nameOf(entity), {}});
        nested(Entity(), entity);
    }
    template <class Entity>
    void removed(const Entity& entity) {
        difference.changes.push_back({ChangeKind::Removed, entity.id, nameOf(entity), {}});
        nested(entity, Entity());
    }
    template <class Entity>
    void both(const std::shared_ptr<const Entity>& before, const std::shared_ptr<const Entity>& after) {
        if (before == after || *before == *after) return;
        auto fields = compareLeaves(flatten(*before), flatten(*after));
        if (!fields.empty())
            difference.changes.push_back({ChangeKind::Changed, after->id, nameOf(*after), std::move(fields)});
        nested(*before, *after);
    }
    template <class Entity>
    void nested(const Entity& before, const Entity& after) {
        if constexpr (std::is_same_v<Entity, Service>) compare(before.operations, after.operations);
        if constexpr (std::is_same_v<Entity, Workload>) compare(before.journeys, after.journeys);
    }
};

}  // namespace

Difference diff(const Project& before, const Project& after) {
    Comparison comparison;
    comparison.compare(before.teams, after.teams);
    comparison.compare(before.contexts, after.contexts);
    comparison.compare(before.relationships, after.relationships);
    comparison.compare(before.messages, after.messages);
    comparison.compare(before.services, after.services);
    comparison.compare(before.channels, after.channels);
    comparison.compare(before.stores, after.stores);
    comparison.compare(before.policies, after.policies);
    comparison.compare(before.deployments, after.deployments);
    comparison.compare(before.workloads, after.workloads);
    comparison.compare(before.faultPlans, after.faultPlans);
    comparison.compare(before.objectives, after.objectives);
    comparison.compare(before.scenarios, after.scenarios);
    comparison.compare(before.network.regions, after.network.regions);
    comparison.compare(before.network.zones, after.network.zones);
    comparison.compare(before.network.nodePools, after.network.nodePools);
    comparison.difference.project = compareLeaves(flatten(before), flatten(after));
    return std::move(comparison.difference);
}

}  // namespace model
