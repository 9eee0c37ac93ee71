#include "model/diff.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

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

    /// What was taken out of one parent and put into another is one change.
    template <class Child, class Home>
    void joinMoves(const Project& before, const Project& after, const char* field, Home home) {
        auto& changes = difference.changes;
        for (std::size_t at = 0; at < changes.size(); ++at) {
            const auto* id = std::get_if<Id<Child>>(&changes[at].element);
            if (!id || changes[at].kind != ChangeKind::Removed) continue;
            const auto twin = std::find_if(changes.begin(), changes.end(), [&](const Change& change) {
                return change.kind == ChangeKind::Added && change.element == ElementId(*id);
            });
            if (twin == changes.end()) continue;
            const Child& was = *find(before, *id);
            const Child& is = *find(after, *id);
            std::vector<FieldChange> fields = compareLeaves(flatten(was), flatten(is));
            fields.push_back({field, home(before, *id), home(after, *id)});
            const std::string name = nameOf(is), former = nameOf(was);
            *twin = {ChangeKind::Changed, *id, name, std::move(fields), former == name ? "" : former};
            changes.erase(changes.begin() + static_cast<std::ptrdiff_t>(at--));
        }
    }

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
        changed(*before, *after, compareLeaves(flatten(*before), flatten(*after)));
        nested(*before, *after);
    }
    template <class Entity>
    void changed(const Entity& before, const Entity& after, std::vector<FieldChange> fields) {
        if (fields.empty()) return;
        const std::string name = nameOf(after), former = nameOf(before);
        difference.changes.push_back(
            {ChangeKind::Changed, after.id, name, std::move(fields), former == name ? "" : former});
    }
    template <class Entity>
    void nested(const Entity& before, const Entity& after) {
        if constexpr (std::is_same_v<Entity, Service>) compare(before.operations, after.operations);
        if constexpr (std::is_same_v<Entity, Workload>) compare(before.journeys, after.journeys);
    }
};

using Relation = std::tuple<Interaction::Kind, ServiceId, ElementId>;

std::set<Relation> relationsOf(const Project& project) {
    std::set<Relation> relations;
    for (const Interaction& one : interactionsOf(project)) {
        ElementId other = one.store;
        if (one.kind == Interaction::Kind::Publish || one.kind == Interaction::Kind::Consume)
            other = one.channel;
        if (one.kind == Interaction::Kind::Call) {
            const Service* callee = serviceOf(project, one.callee);
            if (!callee || callee->id == one.service) continue;
            other = callee->id;
        }
        relations.insert({one.kind, one.service, other});
    }
    return relations;
}

std::vector<RelationChange> compareRelations(const Project& before, const Project& after) {
    std::vector<RelationChange> changes;
    if (before.services.sharesAllWith(after.services)) return changes;
    const std::set<Relation> left = relationsOf(before), right = relationsOf(after);
    const auto collect = [&](const std::set<Relation>& from, const std::set<Relation>& without,
                             ChangeKind kind) {
        for (const Relation& one : from)
            if (!without.contains(one))
                changes.push_back({kind, std::get<0>(one), std::get<1>(one), std::get<2>(one)});
    };
    collect(left, right, ChangeKind::Removed);
    collect(right, left, ChangeKind::Added);
    return changes;
}

int weightOf(ChangeKind kind) {
    return kind == ChangeKind::Removed ? 0 : kind == ChangeKind::Added ? 1 : 2;
}

}  // namespace

const char* changeWord(ChangeKind kind) {
    return kind == ChangeKind::Added ? "added" : kind == ChangeKind::Removed ? "removed" : "changed";
}

const char* relationWord(Interaction::Kind kind) {
    switch (kind) {
        case Interaction::Kind::Call:
            return "calls";
        case Interaction::Kind::Publish:
            return "publishes to";
        case Interaction::Kind::Consume:
            return "consumes";
        case Interaction::Kind::Query:
            return "queries";
    }
    return "";
}

std::size_t importanceOf(const ElementId& element) {
    static constexpr std::array<std::string_view, 18> kinds{
        "service",   "operation", "channel", "store",      "context",   "relationship",
        "team",      "message",   "policy",  "deployment", "region",    "zone",
        "node-pool", "workload",  "journey", "scenario",   "objective", "fault-plan"};
    return static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), kindName(element)) - kinds.begin());
}

std::vector<Change> byImportance(std::vector<Change> changes) {
    using Order = std::tuple<int, std::size_t, const std::string&, const std::string&>;
    const auto order = [](const Change& change) {
        return Order(weightOf(change.kind), importanceOf(change.element), change.name,
                     idText(change.element));
    };
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const Change& left, const Change& right) { return order(left) < order(right); });
    return changes;
}

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
    comparison.joinMoves<Operation>(
        before, after, "/service",
        [](const Project& project, const OperationId& id) { return serviceOf(project, id)->id.value(); });
    comparison.joinMoves<Journey>(
        before, after, "/workload",
        [](const Project& project, const JourneyId& id) { return workloadOf(project, id)->id.value(); });
    comparison.difference.relations = compareRelations(before, after);
    comparison.difference.project = compareLeaves(flatten(before), flatten(after));
    return std::move(comparison.difference);
}

}  // namespace model
