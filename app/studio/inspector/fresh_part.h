#pragma once

#include <numeric>

#include "app/studio/inspector/row_makers.h"
#include "model/description/fields.h"

/// Parts that are new in an entity: such that they fit into the project as they are.
namespace app::fields {

/// The entities that may be referred to, by name.
template <class E>
std::vector<Choice> referenceChoices(const model::Project& project);

/// Fills what has to be there: references with the first entity of their kind, names, times.
template <class T>
class Freshener {
public:
    Freshener(T& part, const model::Project& project) : m_part(part), m_project(project) {}
    model::Result<void> outcome{};

    template <class M>
    void field(const char*, M T::*, model::Range = {}) {}
    template <class M>
    void required(const char* key, M T::*member, model::Range = {}) {
        fill(key, m_part.*member);
    }
    template <class M>
    void milliseconds(const char*, M T::*, model::Range = {}) {}
    template <class M>
    void requiredMilliseconds(const char*, M T::*, model::Range = {}) {}
    template <class M>
    void seconds(const char*, M T::*, model::Range = {}) {}
    template <class M>
    void requiredSeconds(const char*, M T::*member, model::Range = {}) {
        if constexpr (std::is_same_v<M, model::Duration>) m_part.*member = model::seconds(100);
    }
    template <class M>
    void millisecondsUnless(const char*, M T::*, model::Range, bool (T::*)() const,
                            std::initializer_list<const char*>) {}
    template <class... A>
    void tagged(const char*, std::variant<A...> T::*) {}
    template <class... A>
    void taggedObject(const char*, const char*, std::variant<A...> T::*, model::UnknownFields T::*) {}
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto...) {
        std::visit([&](auto& chosen) { fill("", chosen); }, m_part.*member);
    }
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*, const char*, const char*) {}
    void object(const char*, model::JsonObject T::*) {}
    void unknown(model::UnknownFields T::*) {}

private:
    template <class E>
    void fill(const char*, model::Id<E>& id) {
        const std::vector<Choice> all = referenceChoices<E>(m_project);
        if (!all.empty())
            id = model::Id<E>(all.front().id.toStdString());
        else if (outcome)
            outcome =
                model::failure({}, inspectorTr("There is no %1 yet: add one first.")
                                       .arg(kindWord(std::string(model::kindName(model::ElementId(id)))))
                                       .toStdString());
    }
    void fill(const char* key, std::string& name) { name = key; }
    void fill(const char*, model::Distribution& time) {
        time = model::Distribution::exponential(model::milliseconds(10));
    }
    template <class Other>
    void fill(const char*, Other&) {}

    T& m_part;
    const model::Project& m_project;
};

template <class T>
model::Result<T> freshPart(const model::Project& project) {
    T part{};
    if constexpr (std::is_same_v<T, model::Distribution>) {
        part = model::Distribution::exponential(model::milliseconds(10));
    } else {
        Freshener<T> freshener(part, project);
        describe(freshener, model::Of<T>());
        if (!freshener.outcome) return tl::unexpected<model::Error>(freshener.outcome.error());
    }
    return part;
}

/// The alternative with values that do something.
template <class A>
A freshAlternative() {
    return A{};
}
template <>
inline model::SlowFault freshAlternative() {
    return {2, {}, 0};
}
template <>
inline model::PressureFault freshAlternative() {
    return {0.5, 0, 0};
}
template <>
inline model::LatencyFault freshAlternative() {
    return {{}, model::Distribution::constant(model::milliseconds(100)), {}};
}
template <>
inline model::ClockFault freshAlternative() {
    return {model::seconds(1)};
}

/// Makes a new one differ from its neighbours where they may not be alike.
template <class T>
void makeDistinct(T&, const std::vector<T>&, const model::Project&) {}
void makeDistinct(model::ZoneLatency& made, const std::vector<model::ZoneLatency>& all,
                  const model::Project& project);
void makeDistinct(model::RegionLatency& made, const std::vector<model::RegionLatency>& all,
                  const model::Project& project);
void makeDistinct(model::Field& made, const std::vector<model::Field>& all, const model::Project& project);
void makeDistinct(model::ReservedField& made, const std::vector<model::ReservedField>& all,
                  const model::Project& project);
void makeDistinct(model::CanaryStep& made, const std::vector<model::CanaryStep>& all,
                  const model::Project& project);
void makeDistinct(model::Fault& made, const std::vector<model::Fault>& all, const model::Project& project);

/// What an element of a list is called at its head.
template <class T>
QString titleOf(const model::Project& project, const T& part) {
    if constexpr (requires { part.name; })
        return text(part.name);
    else if constexpr (requires {
                           part.from;
                           part.to;
                       })
        return QStringLiteral("%1 – %2").arg(text(model::displayName(project, part.from)),
                                             text(model::displayName(project, part.to)));
    else
        return {};
}
QString titleOf(const model::Project& project, const model::Fault& fault);
QString titleOf(const model::Project& project, const model::JourneyStep& step);
QString titleOf(const model::Project& project, const model::CanaryStep& step);
QString titleOf(const model::Project& project, const model::ScalingLimit& limit);

/// The indices of a list in the order they are shown in.
template <class T>
std::vector<int> displayOrder(const std::vector<T>& list) {
    std::vector<int> order(list.size());
    std::iota(order.begin(), order.end(), 0);
    return order;
}
/// Faults in time.
std::vector<int> displayOrder(const std::vector<model::Fault>& faults);

}  // namespace app::fields
