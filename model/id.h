#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace model {

/// The identity of an entity of one kind: a readable slug, made once, never changed by a rename.
/// Lower-case letters, digits, `-`, and `.` between the parts of a nested entity (`orders.place-order`).
template <class Entity>
class Id {
public:
    Id() = default;
    explicit Id(std::string value) : m_value(std::move(value)) {}

    const std::string& value() const { return m_value; }
    bool empty() const { return m_value.empty(); }
    auto operator<=>(const Id&) const = default;

private:
    std::string m_value;
};

/// The longest id that is accepted [bytes].
inline constexpr std::size_t maxIdLength = 200;

/// Whether the text is a well-formed id: parts of `[a-z0-9]` and inner `-`, joined by single dots.
bool isValidId(std::string_view text);

/// A well-formed slug made from a name: `Place Order` -> `place-order`; `fallback` when nothing remains.
std::string slug(std::string_view name, std::string_view fallback = "element");

}  // namespace model

template <class Entity>
struct std::hash<model::Id<Entity>> {
    std::size_t operator()(const model::Id<Entity>& id) const noexcept {
        return std::hash<std::string>{}(id.value());
    }
};
