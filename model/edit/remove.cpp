#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <set>

#include "model/description/fields.h"
#include "model/edit/adopt.h"
#include "model/edit/kinds.h"

namespace model {
namespace {

/// The elements that are gone, by key.
using Gone = std::set<std::string>;

template <class Entity>
bool isGone(const Gone& gone, const Id<Entity>& id) {
    return gone.contains(std::string(Kind<Entity>::name) + ":" + id.value());
}

/// What pruning did to a value: `whole` is false when it cannot be without what is gone.
struct Outcome {
    bool changed = false;
    bool whole = true;
};

template <class T>
Outcome prune(T& value, Gone& gone);

template <class T>
inline constexpr bool isList = false;
template <class T>
inline constexpr bool isList<std::vector<T>> = true;

/// Clears what may be absent, and reports what may not, following the description of a type: a required
/// reference, or the last element of a required list, takes its holder along, an optional reference is
/// cleared, an element of a list goes.
template <class T>
class Pruner {
public:
    Pruner(T& target, Gone& gone) : m_target(target), m_gone(gone) {}
    Outcome outcome;

    template <class M>
    void field(const char*, M T::*member, Range = {}) {
        take(prune(m_target.*member, m_gone));
    }
    template <class M>
    void required(const char* key, M T::*member, Range = {}) {
        if constexpr (isList<M>) {
            const bool had = !(m_target.*member).empty();
            field(key, member);
            if (had && (m_target.*member).empty()) outcome.whole = false;
        } else {
            field(key, member);
        }
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
        std::visit([&](auto& chosen) { take(prune(chosen, m_gone)); }, m_target.*member);
    }
    template <class... A>
    void taggedObject(const char* key, const char*, std::variant<A...> T::*member, UnknownFields T::*) {
        tagged(key, member);
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto...) {
        std::visit([&](auto& chosen) { take(prune(chosen, m_gone)); }, m_target.*member);
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*member, const char*, const char*) {
        if (auto* one = std::get_if<0>(&(m_target.*member))) take(prune(*one, m_gone));
        if (auto* other = std::get_if<1>(&(m_target.*member))) take(prune(*other, m_gone));
    }
    void object(const char*, JsonObject T::*) {}
    void unknown(UnknownFields T::*) {}

private:
    void take(Outcome inner) {
        outcome.changed |= inner.changed;
        outcome.whole &= inner.whole;
    }
    T& m_target;
    Gone& m_gone;
};

template <class T>
requires(std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string>) Outcome
    pruneOne(T&, Gone&) {
    return {};
}
template <class E>
Outcome pruneOne(Id<E>& id, Gone& gone) {
    return {false, !isGone(gone, id)};
}
template <class T>
Outcome pruneOne(std::optional<T>& value, Gone& gone) {
    if (!value) return {};
    const Outcome inner = prune(*value, gone);
    if (inner.whole) return inner;
    value.reset();
    return {true, true};
}
template <class T>
Outcome pruneOne(std::vector<T>& list, Gone& gone) {
    Outcome outcome;
    const auto removed = std::erase_if(list, [&](T& element) {
        const Outcome inner = prune(element, gone);
        outcome.changed |= inner.changed;
        return !inner.whole;
    });
    outcome.changed |= removed > 0;
    return outcome;
}
template <class E>
Outcome pruneOne(Collection<E>& entities, Gone& gone) {
    std::vector<E> kept;
    Collection<E> next = entities;
    Outcome outcome;
    for (const E& entity : entities) {
        if (isGone(gone, entity.id)) {
            next = next.without(entity.id);
            outcome.changed = true;
            continue;
        }
        E copy = entity;
        const Outcome inner = prune(copy, gone);
        if (!inner.whole) {
            gone.insert(elementKey(entity.id));
            next = next.without(entity.id);
        } else if (inner.changed) {
            next = next.with(std::move(copy));
        }
        outcome.changed |= inner.changed || !inner.whole;
    }
    if (outcome.changed) entities = std::move(next);
    return outcome;
}
template <Described T>
Outcome pruneOne(T& object, Gone& gone) {
    Pruner<T> pruner(object, gone);
    describe(pruner, Of<T>());
    return pruner.outcome;
}
/// The number and name of a field whose type is gone stay reserved.
Outcome pruneOne(Message& message, Gone& gone) {
    const std::vector<Field> before = message.fields;
    Pruner<Message> pruner(message, gone);
    describe(pruner, Of<Message>());
    for (const Field& field : before) {
        const auto sameNumber = [&](const Field& kept) { return kept.number == field.number; };
        if (std::none_of(message.fields.begin(), message.fields.end(), sameNumber))
            message.reserved.push_back({field.number, field.name, {}});
    }
    return pruner.outcome;
}

/// A fault between two services or zones goes with either; it does not become one between one of them and
/// all others.
Outcome pruneOne(Fault& fault, Gone& gone) {
    const auto before = peerOf(fault.effect);
    const auto zoneBefore = peerZoneOf(fault.effect);
    Pruner<Fault> pruner(fault, gone);
    describe(pruner, Of<Fault>());
    if (before != peerOf(fault.effect) || zoneBefore != peerZoneOf(fault.effect))
        pruner.outcome.whole = false;
    return pruner.outcome;
}

/// Without its events nothing is left to scale by: the replicas of the deployment stay.
Outcome pruneOne(Autoscaling& autoscaling, Gone& gone) {
    const bool byEvents = autoscaling.events.has_value();
    Pruner<Autoscaling> pruner(autoscaling, gone);
    describe(pruner, Of<Autoscaling>());
    if (byEvents && !autoscaling.events) pruner.outcome.whole = false;
    return pruner.outcome;
}

/// What is judged by objectives that are gone does not become judged by others, or by none.
Outcome pruneOne(Scenario& scenario, Gone& gone) {
    const bool steadyOwn = scenario.steadyState && !scenario.steadyState->objectives.empty();
    const bool abortOwn = scenario.abort && !scenario.abort->objectives.empty();
    Pruner<Scenario> pruner(scenario, gone);
    describe(pruner, Of<Scenario>());
    const auto drop = [&](auto& part, bool own) {
        if (!part || !part->objectives.empty() || (!own && !scenario.objectives.empty())) return;
        part.reset();
        pruner.outcome.changed = true;
    };
    drop(scenario.steadyState, steadyOwn);
    drop(scenario.abort, abortOwn);
    return pruner.outcome;
}

template <class T>
Outcome prune(T& value, Gone& gone) {
    return pruneOne(value, gone);
}

/// Nested elements go with the one that holds them.
void addNested(const Project& project, const ElementId& element, Gone& gone) {
    if (const auto* service = std::get_if<ServiceId>(&element))
        for (const Operation& operation : project.services.find(*service)->operations)
            gone.insert(elementKey(operation.id));
    if (const auto* workload = std::get_if<WorkloadId>(&element))
        for (const Journey& journey : project.workloads.find(*workload)->journeys)
            gone.insert(elementKey(journey.id));
}

}  // namespace

Result<Project> remove(const Project& project, const ElementId& element) {
    if (!contains(project, element))
        return failure(elementKey(element),
                       fmt::format("there is no {} \"{}\"", kindName(element), idText(element)));
    Gone gone{elementKey(element)};
    addNested(project, element, gone);
    return withoutReferences(project, std::move(gone));
}

Project withoutReferences(Project project, std::set<std::string> gone) {
    // What goes may take others along, which are found in the next round.
    for (std::size_t known = 0; known != gone.size();) {
        known = gone.size();
        prune(project, gone);
    }
    return project;
}

}  // namespace model
