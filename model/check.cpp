#include "model/check.h"

#include <set>
#include <unordered_map>

#include "model/checking/visitor.h"
#include "model/json/json.h"

namespace model {
namespace checking {

std::string numberText(double value) {
    if (std::isnan(value)) return "not a number";
    return fmt::format("{}", value);
}

std::string rangeText(const Range& range) {
    if (std::isinf(range.low) && std::isinf(range.high)) return "a number";
    if (range.openLow && range.low == 0 && std::isinf(range.high)) return "positive";
    if (range.openLow) return fmt::format("above {} and at most {}", range.low, range.high);
    if (std::isinf(range.high)) return range.low == 0 ? "zero or more" : fmt::format("{} or more", range.low);
    return fmt::format("from {} to {}", range.low, range.high);
}

std::string clipped(const std::string& text) {
    return text.size() <= 80 ? text : text.substr(0, 77) + "...";
}

void checkMore(const ContextRelationship& relationship, Walk& walk) {
    if (relationship.upstream == relationship.downstream)
        walk.report("upstream and downstream are the same context, expected two");
    const PointerPath::Scope scope(walk.path, "patterns");
    if (relationship.patterns.empty()) walk.report("no pattern, expected at least one");
}

void checkMore(const Message& message, Walk& walk) {
    std::set<std::int32_t> numbers;
    std::set<std::string> names;
    for (const ReservedField& reserved : message.reserved) {
        numbers.insert(reserved.number);
        if (!reserved.name.empty()) names.insert(reserved.name);
    }
    const PointerPath::Scope scope(walk.path, "fields");
    for (std::size_t i = 0; i < message.fields.size(); ++i) {
        const Field& field = message.fields[i];
        const PointerPath::Scope inner(walk.path, i);
        if (!numbers.insert(field.number).second)
            walk.report(fmt::format("number {} is used twice or reserved", field.number));
        if (!names.insert(field.name).second)
            walk.report(fmt::format("name \"{}\" is used twice or reserved", clipped(field.name)));
        if (field.number >= 19000 && field.number <= 19999)
            walk.report(
                fmt::format("number {}, but Protocol Buffers keeps 19000 to 19999 for itself", field.number));
        if (field.repeated && field.optional) walk.report("both repeated and optional, expected one of them");
    }
}

void checkMore(const Parallel& parallel, Walk& walk) {
    if (parallel.branches.empty()) walk.report("parallel without branches, expected at least one");
    if (parallel.join == Join::Quorum && static_cast<std::size_t>(parallel.quorum) > parallel.branches.size())
        walk.report(fmt::format("quorum {} of {} branches", parallel.quorum, parallel.branches.size()));
}

void checkMore(const Branch& branch, Walk& walk) {
    double sum = 0;
    for (const Alternative& alternative : branch.alternatives) sum += alternative.probability;
    if (!(sum <= 1 + 1e-9))
        walk.report(
            fmt::format("the probabilities of the alternatives add up to {}, should be at most 1", sum));
}

void checkMore(const Saga& saga, Walk& walk) {
    if (saga.parts.empty()) walk.report("saga without parts, expected at least one");
}

void checkMore(const TwoPhaseCommit& transaction, Walk& walk) {
    if (transaction.participants.empty())
        walk.report("two-phase commit without participants, expected at least one");
}

namespace {

/// Ids that must be unique over several parents.
template <class Parent, class Child>
void checkUnique(const Collection<Parent>& parents, Collection<Child> Parent::*children,
                 const char* collection, const char* inner, Walk& walk) {
    std::unordered_map<std::string_view, const Parent*> homes;
    for (const Parent& parent : parents)
        for (const Child& child : parent.*children) {
            const auto [home, fresh] = homes.emplace(child.id.value(), &parent);
            if (fresh) continue;
            const PointerPath::Scope one(walk.path, collection);
            const PointerPath::Scope two(walk.path, parent.id.value());
            const PointerPath::Scope three(walk.path, inner);
            const PointerPath::Scope four(walk.path, child.id.value());
            walk.report(fmt::format("the id \"{}\" is used in \"{}\" too", clipped(child.id.value()),
                                    clipped(home->second->id.value())));
        }
}

void checkOneDeploymentEach(const Project& project, Walk& walk) {
    std::unordered_map<std::string_view, const Deployment*> deployed;
    for (const Deployment& deployment : project.deployments) {
        const auto [first, fresh] = deployed.emplace(deployment.service.value(), &deployment);
        if (fresh) continue;
        const PointerPath::Scope scope(walk.path, "deployments");
        const PointerPath::Scope inner(walk.path, deployment.id.value());
        walk.report(fmt::format("service \"{}\" is deployed by \"{}\" already",
                                clipped(deployment.service.value()), clipped(first->second->id.value())));
    }
}

}  // namespace

void checkMore(const Project& project, Walk& walk) {
    checkUnique(project.services, &Service::operations, "services", "operations", walk);
    checkUnique(project.workloads, &Workload::journeys, "workloads", "journeys", walk);
    checkOneDeploymentEach(project, walk);
}

}  // namespace checking

std::vector<Error> check(const Project& project, std::size_t limit) {
    checking::Walk walk(project, limit);
    walk.indexOperations();
    checking::checkValue(project, Range{}, walk);
    // What is wrong without them would be found again with them.
    if (!walk.problems.empty()) return std::move(walk.problems);
    for (const Scenario& scenario : project.scenarios) {
        if (walk.full() || scenario.changes.empty()) continue;
        if (const auto changed = withChanges(project, scenario.id); !changed)
            walk.problems.push_back(changed.error());
    }
    return std::move(walk.problems);
}

}  // namespace model
