#include "model/edit/kinds.h"

namespace model {
namespace {

template <class Entity>
constexpr bool hasName = requires(const Entity& entity) {
    entity.name;
};

/// Tries one kind after the other.
template <std::size_t Index = 0>
std::optional<ElementId> fromWord(std::string_view kind, std::string_view id) {
    if constexpr (Index < std::variant_size_v<ElementId>) {
        using EntityId = std::variant_alternative_t<Index, ElementId>;
        const ElementId candidate = EntityId(std::string(id));
        return kindName(candidate) == kind ? std::optional(candidate) : fromWord<Index + 1>(kind, id);
    } else {
        return std::nullopt;
    }
}

}  // namespace

std::string_view kindName(const ElementId& element) {
    return std::visit([]<class Entity>(const Id<Entity>&) { return std::string_view(Kind<Entity>::name); },
                      element);
}

const std::string& idText(const ElementId& element) {
    return std::visit([](const auto& id) -> const std::string& { return id.value(); }, element);
}

std::string elementKey(const ElementId& element) {
    return std::string(kindName(element)) + ":" + idText(element);
}

std::optional<ElementId> elementFromKey(std::string_view key) {
    const auto colon = key.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return fromWord(key.substr(0, colon), key.substr(colon + 1));
}

bool contains(const Project& project, const ElementId& element) {
    return std::visit([&](const auto& id) { return find(project, id) != nullptr; }, element);
}

std::string displayName(const Project& project, const ElementId& element) {
    return std::visit(
        [&]<class Entity>(const Id<Entity>& id) {
            if constexpr (hasName<Entity>) {
                const Entity* entity = find(project, id);
                if (entity && !entity->name.empty()) return entity->name;
            }
            return id.value();
        },
        element);
}

}  // namespace model
