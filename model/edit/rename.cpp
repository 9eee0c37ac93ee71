#include <fmt/format.h>

#include "model/edit/kinds.h"

namespace model {
namespace {

template <class Entity>
Result<Project> renameEntity(const Project& project, const Id<Entity>& id, const std::string& name) {
    if constexpr (requires(Entity & entity) { entity.name; }) {
        Entity next = *find(project, id);
        next.name = name;
        if constexpr (std::is_same_v<Entity, Operation>) {
            return putOperation(project, serviceOf(project, id)->id, std::move(next));
        } else if constexpr (std::is_same_v<Entity, Journey>) {
            return putJourney(project, workloadOf(project, id)->id, std::move(next));
        } else {
            return put(project, std::move(next));
        }
    } else {
        return failure(elementKey(id), fmt::format("a {} has no name", Kind<Entity>::name));
    }
}

/// Why the name cannot be taken, if it cannot.
std::optional<Error> refuseName(const std::string& place, const std::string& name) {
    if (!name.empty() && name.size() <= maxNameLength) return std::nullopt;
    return Error{place, fmt::format("a name of {} bytes, expected 1 to {}", name.size(), maxNameLength)};
}

}  // namespace

Project emptyProject() {
    Project project;
    project.name = "Untitled";
    return project;
}

Result<Project> renameProject(const Project& project, std::string name) {
    if (auto refused = refuseName("/name", name)) return tl::unexpected(std::move(*refused));
    Project next = project;
    next.name = std::move(name);
    return next;
}

Result<Project> rename(const Project& project, const ElementId& element, std::string name) {
    if (!contains(project, element))
        return failure(elementKey(element),
                       fmt::format("there is no {} \"{}\"", kindName(element), idText(element)));
    if (auto refused = refuseName(elementKey(element), name)) return tl::unexpected(std::move(*refused));
    return std::visit([&](const auto& id) { return renameEntity(project, id, name); }, element);
}

}  // namespace model
