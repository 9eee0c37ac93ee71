#pragma once

#include <concepts>
#include <type_traits>

#include "model/description/fields.h"
#include "model/edit/kinds.h"

/// Visits all ids of a value by its description: references, and what entities are called themselves.
namespace model {

template <class T, class Visit>
void eachId(T& value, Visit& visit);

/// The visitor of a description that goes on into each field.
template <class T, class Visit>
class IdWalk {
public:
    IdWalk(T& target, Visit& visit) : m_target(target), m_visit(visit) {}

    template <class M>
    void field(const char*, M T::*member, Range = {}) {
        eachId(m_target.*member, m_visit);
    }
    template <class M>
    void required(const char* key, M T::*member, Range = {}) {
        field(key, member);
    }
    template <class M>
    void milliseconds(const char*, M T::*, Range = {}) {}
    template <class M>
    void requiredMilliseconds(const char*, M T::*, Range = {}) {}
    template <class M>
    void millisecondsUnless(const char*, M T::*, Range, bool (T::*)() const,
                            std::initializer_list<const char*>) {}
    template <class M>
    void requiredSeconds(const char*, M T::*, Range = {}) {}
    template <class M>
    void seconds(const char*, M T::*, Range = {}) {}
    template <class... A>
    void tagged(const char*, std::variant<A...> T::*member) {
        chosen(m_target.*member);
    }
    template <class... A>
    void taggedObject(const char*, const char*, std::variant<A...> T::*member, UnknownFields T::*) {
        chosen(m_target.*member);
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto...) {
        chosen(m_target.*member);
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char*, const char*) {
        if (auto* one = std::get_if<0>(&(m_target.*member))) eachId(*one, m_visit);
        if (auto* other = std::get_if<1>(&(m_target.*member))) eachId(*other, m_visit);
    }
    void object(const char*, JsonObject T::*) {}
    void unknown(UnknownFields T::*) {}

private:
    template <class Variant>
    void chosen(Variant& variant) {
        std::visit([this](auto& alternative) { eachId(alternative, m_visit); }, variant);
    }
    T& m_target;
    Visit& m_visit;
};

template <class T, class Visit>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T> ||
         std::is_same_v<T, std::string>) void eachIdOf(T&, Visit&) {}
template <class E, class Visit>
void eachIdOf(Id<E>& id, Visit& visit) {
    visit(id);
}
template <class T, class Visit>
void eachIdOf(std::optional<T>& value, Visit& visit) {
    if (value) eachId(*value, visit);
}
template <class T, class Visit>
void eachIdOf(std::vector<T>& list, Visit& visit) {
    for (T& element : list) eachId(element, visit);
}
template <class E, class Visit>
void eachIdOf(Collection<E>& entities, Visit& visit) {
    std::vector<E> changed;
    for (const E& entity : entities) {
        changed.push_back(entity);
        visit(changed.back().id);
        eachId(changed.back(), visit);
    }
    entities = Collection<E>(std::move(changed));
}
template <Described T, class Visit>
void eachIdOf(T& object, Visit& visit) {
    IdWalk<T, Visit> walk(object, visit);
    describe(walk, Of<T>());
}

/// Calls `visit(id)` for the ids in the value, which may be changed.
template <class T, class Visit>
void eachId(T& value, Visit& visit) {
    eachIdOf(value, visit);
}

}  // namespace model
