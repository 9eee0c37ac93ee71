#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>

#include "app/studio/inspector/field_sink.h"
#include "app/studio/inspector/fresh_part.h"
#include "app/studio/inspector/row_makers.h"
#include "app/studio/quantity_text.h"
#include "model/description/fields.h"
#include "model/policy_presets.h"

/// The walk through the fields of an entity by its description, so that what the model can say can also be
/// edited. Included by the source that makes the walks.
namespace app::fields {

/// `Service` for model::Service.
template <class T>
std::string_view typeName() {
    std::string_view name = __PRETTY_FUNCTION__;
    name = name.substr(name.find("T = ") + 4);
    name = name.substr(0, name.find_first_of(";]"));
    return name.substr(name.rfind(':') + 1);
}

enum class Unit { None, Milliseconds, Seconds };

/// What the whole of a walk shares.
struct Walk {
    const model::Project& project;
    FieldSink& sink;
    const void* example;  ///< The entity whose lists and alternatives are walked through
};

/// One field on the way.
struct At {
    const Walk& walk;
    QString path;
    FieldWords words;
    std::string_view key;
    model::Range range{};
    Unit unit = Unit::None;
};

template <class T>
void walkParts(const Walk& walk, const QString& path, PartPlace<T> place);
template <class M>
void visitField(const At& at, PartPlace<M> place);

/// Emits a value with the ways to read and to write it.
template <class M, class Read, class Set>
DescribedField valueField(const At& at, Row::Kind kind, PartPlace<M> place, Read read, Set set) {
    DescribedField field;
    field.path = at.path;
    field.words = at.words;
    field.kind = kind;
    field.read = [place, read](const void* entity) -> std::optional<QString> {
        const M* value = place(const_cast<void*>(entity), nullptr);
        return value ? std::optional<QString>(read(*value)) : std::nullopt;
    };
    field.set = [place, set](void* entity, const QString& entered, const model::Project* makeFor) {
        M* value = place(entity, makeFor);
        if (value) return set(*value, entered);
        if (!makeFor || entered.isEmpty()) return model::Result<void>();
        return model::Result<void>(model::failure(
            {}, inspectorTr("It belongs to what is not there and cannot be made yet.").toStdString()));
    };
    field.number = [](const void*) { return std::optional<double>(); };
    return field;
}

QString rangeWords(const model::Range& range, const std::function<QString(double)>& text);

/// A number in the words that its key and range suggest: a share, cores, memory, a plain number.
struct NumberStyle {
    std::function<QString(double)> text;
    std::function<model::Result<double>(const QString&)> read;
    QString unit;
    QString range;
};
NumberStyle numberStyle(std::string_view key, const model::Range& range, bool whole);
NumberStyle durationStyle(const model::Range& range, Unit unit);

/// A number, or nothing when the text is empty and that is allowed.
template <class M>
void emitNumber(const At& at, PartPlace<M> place, const NumberStyle& style,
                std::function<std::optional<double>(const M&)> get,
                std::function<void(M&, std::optional<double>)> put, bool mayBeEmpty) {
    DescribedField field = valueField<M>(
        at, Row::Kind::Text, place,
        [=](const M& value) {
            const auto number = get(value);
            return number ? style.text(*number) : QString();
        },
        [=](M& value, const QString& entered) -> model::Result<void> {
            if (mayBeEmpty && entered.trimmed().isEmpty()) {
                put(value, std::nullopt);
                return {};
            }
            const auto number = style.read(entered);
            if (!number) return tl::unexpected<model::Error>(number.error());
            // A text that shows the value as it is keeps it bit by bit.
            const auto before = get(value);
            if (!before || style.text(*before) != entered.trimmed()) put(value, *number);
            return {};
        });
    field.unit = style.unit;
    field.range = style.range;
    field.number = [place, get](const void* entity) -> std::optional<double> {
        const M* value = place(const_cast<void*>(entity), nullptr);
        return value ? get(*value) : std::nullopt;
    };
    at.walk.sink.value(std::move(field));
}

template <class N>
N fromNumber(double number) {
    if constexpr (std::is_integral_v<N>)
        return static_cast<N>(std::llround(number));
    else
        return static_cast<N>(number);
}

template <class N>
void visitNumber(const At& at, PartPlace<N> place) {
    emitNumber<N>(
        at, place, numberStyle(at.key, at.range, std::is_integral_v<N>),
        [](const N& value) { return std::optional<double>(static_cast<double>(value)); },
        [](N& value, std::optional<double> number) { value = fromNumber<N>(*number); }, false);
}
template <class N>
void visitNumber(const At& at, PartPlace<std::optional<N>> place) {
    emitNumber<std::optional<N>>(
        at, place, numberStyle(at.key, at.range, std::is_integral_v<N>),
        [](const std::optional<N>& value) {
            return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
        },
        [](std::optional<N>& value, std::optional<double> number) {
            value.reset();
            if (number) value = fromNumber<N>(*number);
        },
        true);
}

inline double unitSize(Unit unit) {
    return unit == Unit::Seconds ? 1e9 : 1e6;
}
inline model::Duration durationOf(double value, Unit unit) {
    return model::Duration(std::llround(value * unitSize(unit)));
}

inline void visitOne(const At& at, PartPlace<model::Duration> place) {
    const Unit unit = at.unit;
    emitNumber<model::Duration>(
        at, place, durationStyle(at.range, unit),
        [unit](const model::Duration& value) {
            return std::optional<double>(static_cast<double>(value.count()) / unitSize(unit));
        },
        [unit](model::Duration& value, std::optional<double> number) { value = durationOf(*number, unit); },
        false);
}
inline void visitOne(const At& at, PartPlace<std::optional<model::Duration>> place) {
    const Unit unit = at.unit;
    emitNumber<std::optional<model::Duration>>(
        at, place, durationStyle(at.range, unit),
        [unit](const std::optional<model::Duration>& value) {
            return value ? std::optional<double>(static_cast<double>(value->count()) / unitSize(unit))
                         : std::nullopt;
        },
        [unit](std::optional<model::Duration>& value, std::optional<double> number) {
            value.reset();
            if (number) value = durationOf(*number, unit);
        },
        true);
}

template <class N>
requires(std::is_same_v<N, std::int32_t> || std::is_same_v<N, double>) void visitOne(const At& at,
                                                                                     PartPlace<N> place) {
    visitNumber<N>(at, place);
}
template <class N>
requires(std::is_same_v<N, std::int32_t> ||
         std::is_same_v<N, double>) void visitOne(const At& at, PartPlace<std::optional<N>> place) {
    visitNumber<N>(at, place);
}
void visitOne(const At& at, PartPlace<std::uint64_t> place);
void visitOne(const At& at, PartPlace<bool> place);
void visitOne(const At& at, PartPlace<std::string> place);
void visitOne(const At& at, PartPlace<std::vector<std::string>> place);
void visitOne(const At& at, PartPlace<model::Distribution> place);

template <class E>
std::vector<Choice> wordChoices() {
    std::vector<Choice> choices;
    for (const auto& [value, word] : model::Words<E>::list)
        choices.push_back({QString::fromLatin1(word), valueWords(word)});
    return choices;
}

template <class E>
requires std::is_enum_v<E>
void visitOne(const At& at, PartPlace<E> place) {
    DescribedField field = valueField<E>(
        at, Row::Kind::Choice, place, [](const E& value) { return QString::fromLatin1(model::word(value)); },
        [](E& value, const QString& id) -> model::Result<void> {
            const E* found = model::fromWord<E>(id.toStdString());
            if (!found)
                return model::failure(
                    {}, inspectorTr("One of the values to choose from is expected.").toStdString());
            value = *found;
            return {};
        });
    field.choices = wordChoices<E>();
    at.walk.sink.value(std::move(field));
}

template <class E>
void visitOne(const At& at, PartPlace<model::Id<E>> place) {
    DescribedField field = valueField<model::Id<E>>(
        at, Row::Kind::Choice, place, [](const model::Id<E>& id) { return text(id.value()); },
        [](model::Id<E>& id, const QString& entered) {
            id = model::Id<E>(entered.toStdString());
            return model::Result<void>();
        });
    field.choices = referenceChoices<E>(at.walk.project);
    at.walk.sink.value(std::move(field));
}
template <class E>
void visitOne(const At& at, PartPlace<std::optional<model::Id<E>>> place) {
    DescribedField field = valueField<std::optional<model::Id<E>>>(
        at, Row::Kind::Choice, place, [](const std::optional<model::Id<E>>& id) { return optionalId(id); },
        [](std::optional<model::Id<E>>& id, const QString& entered) {
            id = chosenId<E>(entered);
            return model::Result<void>();
        });
    field.choices = referenceChoices<E>(at.walk.project);
    const QString none = at.words.empty.isEmpty() ? inspectorTr("None") : at.words.empty;
    field.choices.insert(field.choices.begin(), Choice{QString(), none});
    at.walk.sink.value(std::move(field));
}

/// The list as the example has it.
template <class M>
const M* shown(const At& at, const PartPlace<M>& place) {
    return place(const_cast<void*>(at.walk.example), nullptr);
}

template <class T>
ListHead listHead(const At& at, PartPlace<std::vector<T>> place) {
    ListHead head;
    head.path = at.path;
    head.words = at.words;
    head.size = [place](const void* entity) {
        const auto* list = place(const_cast<void*>(entity), nullptr);
        return list ? static_cast<int>(list->size()) : 0;
    };
    head.arrange = [place](void* entity, int index, ListMove move) {
        auto* list = place(entity, nullptr);
        if (!list || index < 0 || static_cast<std::size_t>(index) >= list->size()) return;
        const auto one = list->begin() + index;
        if (move == ListMove::Remove)
            list->erase(one);
        else if (move == ListMove::Up && index > 0)
            std::iter_swap(one, one - 1);
        else if (move == ListMove::Down && static_cast<std::size_t>(index) + 1 < list->size())
            std::iter_swap(one, one + 1);
    };
    return head;
}

/// A list of references or words: each is there once, and one is added by choosing it.
template <class T, class Read, class Make>
void visitChosen(const At& at, PartPlace<std::vector<T>> place, std::vector<Choice> all, Read read,
                 Make make) {
    const auto* list = shown(at, place);
    if (!list) return;
    ListHead head = listHead<T>(at, place);
    const auto nameOf = [&](const QString& id) {
        for (const Choice& choice : all)
            if (choice.id == id) return choice.text;
        return id;
    };
    std::vector<QString> titles;
    for (const T& element : *list) titles.push_back(nameOf(read(element)));
    for (const Choice& choice : all)
        if (std::none_of(list->begin(), list->end(),
                         [&](const T& element) { return read(element) == choice.id; }))
            head.choices.push_back(choice);
    head.add = [place, make](void* entity, const QString& choice, const model::Project& project) {
        if (auto* target = place(entity, &project)) target->push_back(make(choice));
        return model::Result<void>();
    };
    if (!at.walk.sink.enterList(head)) return;
    for (std::size_t index = 0; index < titles.size(); ++index)
        at.walk.sink.item(static_cast<int>(index), titles[index]);
    at.walk.sink.leaveList();
}

template <class E>
void visitOne(const At& at, PartPlace<std::vector<model::Id<E>>> place) {
    visitChosen<model::Id<E>>(
        at, place, referenceChoices<E>(at.walk.project),
        [](const model::Id<E>& id) { return text(id.value()); },
        [](const QString& id) { return model::Id<E>(id.toStdString()); });
}
template <class E>
requires std::is_enum_v<E>
void visitOne(const At& at, PartPlace<std::vector<E>> place) {
    visitChosen<E>(
        at, place, wordChoices<E>(), [](E value) { return QString::fromLatin1(model::word(value)); },
        [](const QString& id) { return *model::fromWord<E>(id.toStdString()); });
}

/// A part that is always there.
template <model::Described T>
void visitOne(const At& at, PartPlace<T> place) {
    PartHead head{at.path, at.words, false, [](const void*) { return true; }, {}};
    if (!at.walk.sink.enter(head)) return;
    walkParts<T>(at.walk, at.path, place);
    at.walk.sink.leave();
}

/// A part that may be absent.
template <class T>
requires(model::Described<T>) void visitOne(const At& at, PartPlace<std::optional<T>> place) {
    PartHead head{at.path, at.words, true, {}, {}};
    head.present = [place](const void* entity) {
        const auto* part = place(const_cast<void*>(entity), nullptr);
        return part && *part;
    };
    head.use = [place](void* entity, bool on, const model::Project& project) -> model::Result<void> {
        auto* part = place(entity, &project);
        if (!part) return {};
        if (!on) part->reset();
        if (!on || *part) return {};
        auto made = freshPart<T>(project);
        if (!made) return tl::unexpected<model::Error>(made.error());
        *part = std::move(*made);
        return {};
    };
    if (!at.walk.sink.enter(head)) return;
    const PartPlace<T> inside = [place](void* entity, const model::Project* makeFor) -> T* {
        auto* part = place(entity, makeFor);
        if (part && !*part && makeFor)
            if (auto made = freshPart<T>(*makeFor)) *part = std::move(*made);
        return part && *part ? &**part : nullptr;
    };
    if constexpr (std::is_same_v<T, model::Distribution>)
        at.walk.sink.distribution(at.path, {}, inside);
    else
        walkParts<T>(at.walk, at.path, inside);
    at.walk.sink.leave();
}

/// A list of parts.
template <class T>
requires(model::Described<T>) void visitOne(const At& at, PartPlace<std::vector<T>> place) {
    const auto* list = shown(at, place);
    ListHead head = listHead<T>(at, place);
    head.add = [place](void* entity, const QString&, const model::Project& project) -> model::Result<void> {
        auto* target = place(entity, &project);
        if (!target) return {};
        auto made = freshPart<T>(project);
        if (!made) return tl::unexpected<model::Error>(made.error());
        makeDistinct(*made, *target, project);
        target->push_back(std::move(*made));
        return {};
    };
    head.ordered = !std::is_same_v<T, model::Fault>;
    if (!list || !at.walk.sink.enterList(head)) return;
    for (const int index : displayOrder(*list)) {
        at.walk.sink.item(index, titleOf(at.walk.project, (*list)[static_cast<std::size_t>(index)]));
        walkParts<T>(at.walk, QStringLiteral("%1/%2").arg(at.path).arg(index),
                     [place, index](void* entity, const model::Project* makeFor) -> T* {
                         auto* all = place(entity, makeFor);
                         const auto position = static_cast<std::size_t>(index);
                         return all && position < all->size() ? &(*all)[position] : nullptr;
                     });
    }
    at.walk.sink.leaveList();
}

/// Elements of their own, steps of behaviours and what else has rows of its own.
template <class E>
void visitOne(const At&, PartPlace<model::Collection<E>>) {}
inline void visitOne(const At&, PartPlace<model::Behaviour>) {}

template <class M>
void visitField(const At& at, PartPlace<M> place) {
    if (!at.walk.sink.skips(at.path)) visitOne(at, std::move(place));
}

/// The fields of one described object.
template <class T>
class Walker {
public:
    Walker(const Walk& walk, QString path, PartPlace<T> place)
        : m_walk(walk), m_path(std::move(path)), m_place(std::move(place)) {}

    template <class M>
    void field(const char* key, M T::*member, model::Range range = {}) {
        visitField<M>(at(key, range, Unit::None), inner(member));
    }
    template <class M>
    void required(const char* key, M T::*member, model::Range range = {}) {
        field(key, member, range);
    }
    template <class M>
    void milliseconds(const char* key, M T::*member, model::Range range = {}) {
        visitField<M>(at(key, range, Unit::Milliseconds), inner(member));
    }
    template <class M>
    void requiredMilliseconds(const char* key, M T::*member, model::Range range = {}) {
        milliseconds(key, member, range);
    }
    template <class M>
    void seconds(const char* key, M T::*member, model::Range range = {}) {
        visitField<M>(at(key, range, Unit::Seconds), inner(member));
    }
    template <class M>
    void requiredSeconds(const char* key, M T::*member, model::Range range = {}) {
        seconds(key, member, range);
    }
    template <class... A>
    void tagged(const char* key, std::variant<A...> T::*member) {
        using Variant = std::variant<A...>;
        const At where = at(key, {}, Unit::None);
        if (m_walk.sink.skips(where.path)) return;
        const PartPlace<Variant> place = inner(member);
        DescribedField kind = valueField<Variant>(
            where, Row::Kind::Choice, place,
            [](const Variant& value) {
                return QString::fromLatin1(std::array{model::Tag<A>::name...}[value.index()]);
            },
            [](Variant& value, const QString& id) {
                ((id == QLatin1String(model::Tag<A>::name) && !std::holds_alternative<A>(value)
                      ? void(value = freshAlternative<A>())
                      : void()),
                 ...);
                return model::Result<void>();
            });
        (kind.choices.push_back({QString::fromLatin1(model::Tag<A>::name), valueWords(model::Tag<A>::name)}),
         ...);
        m_walk.sink.value(std::move(kind));
        (alternative<A>(place), ...);
    }
    template <class... A>
    void choice(std::variant<A...> T::*member, std::same_as<const char*> auto... keys) {
        using Variant = std::variant<A...>;
        const At where = at(std::array{keys...}.front(), {}, Unit::None);
        if (m_walk.sink.skips(where.path)) return;
        DescribedField field = valueField<Variant>(
            where, Row::Kind::Choice, inner(member),
            [](const Variant& value) {
                return std::visit([](const auto& chosen) { return alternativeId(chosen); }, value);
            },
            [](Variant& value, const QString& id) {
                (takeAlternative<A>(value, id), ...);
                return model::Result<void>();
            });
        (appendAlternatives<A>(field.choices), ...);
        m_walk.sink.value(std::move(field));
    }
    // Arrivals, targets of objectives, means of distributions and changes of scenarios have rows of their
    // own.
    template <class... A>
    void taggedObject(const char*, const char*, std::variant<A...> T::*, model::UnknownFields T::*) {}
    template <class First, class Second, class None>
    void choiceOrNone(std::variant<First, Second, None> T::*, const char*, const char*) {}
    template <class M>
    void millisecondsUnless(const char*, M T::*, model::Range, bool (T::*)() const,
                            std::initializer_list<const char*>) {}
    void object(const char*, model::JsonObject T::*) {}
    void unknown(model::UnknownFields T::*) {}

private:
    At at(const char* key, model::Range range, Unit unit) const {
        const QString path = m_path.isEmpty() ? QString::fromLatin1(key)
                                              : QStringLiteral("%1/%2").arg(m_path, QLatin1String(key));
        return {m_walk, path, fieldWords(typeName<T>(), key), key, range, unit};
    }
    template <class M>
    PartPlace<M> inner(M T::*member) const {
        return [place = m_place, member](void* entity, const model::Project* makeFor) -> M* {
            T* part = place(entity, makeFor);
            return part ? &(part->*member) : nullptr;
        };
    }
    /// The fields of the alternative that the example has.
    template <class A, class Variant>
    void alternative(const PartPlace<Variant>& place) {
        const Variant* value = place(const_cast<void*>(m_walk.example), nullptr);
        if (!value || !std::holds_alternative<A>(*value)) return;
        Walker<A> walker(m_walk, m_path, [place](void* entity, const model::Project* makeFor) -> A* {
            Variant* held = place(entity, makeFor);
            return held ? std::get_if<A>(held) : nullptr;
        });
        describe(walker, model::Of<A>());
    }
    template <class E>
    static QString alternativeId(const model::Id<E>& id) {
        return text(model::elementKey(id));
    }
    template <class E>
    requires std::is_enum_v<E>
    static QString alternativeId(E value) { return QString::fromLatin1(model::word(value)); }
    template <class A, class Variant>
    static void takeAlternative(Variant& value, const QString& id) {
        if constexpr (std::is_enum_v<A>) {
            if (const A* word = model::fromWord<A>(id.toStdString())) value = *word;
        } else if (const auto element = model::elementFromKey(id.toStdString())) {
            if (const A* named = std::get_if<A>(&*element)) value = *named;
        }
    }
    template <class A>
    void appendAlternatives(std::vector<Choice>& choices) const {
        if constexpr (std::is_enum_v<A>) {
            for (Choice& choice : wordChoices<A>()) choices.push_back(std::move(choice));
        } else {
            appendElements(choices, A());
        }
    }
    template <class E>
    void appendElements(std::vector<Choice>& choices, const model::Id<E>& kind) const {
        const QString word = kindWord(std::string(model::kindName(kind)));
        for (const Choice& choice : referenceChoices<E>(m_walk.project)) {
            const model::ElementId element = model::Id<E>(choice.id.toStdString());
            choices.push_back(
                {text(model::elementKey(element)), inspectorTr("%1 (%2)").arg(choice.text, word)});
        }
    }

    const Walk& m_walk;
    QString m_path;
    PartPlace<T> m_place;
};

template <class T>
void walkParts(const Walk& walk, const QString& path, PartPlace<T> place) {
    Walker<T> walker(walk, path, std::move(place));
    describe(walker, model::Of<T>());
}

/// All fields of the entity.
template <class T>
void walkEntity(const model::Project& project, const T& example, FieldSink& sink) {
    walkParts<T>({project, sink, &example}, {},
                 [](void* entity, const model::Project*) { return static_cast<T*>(entity); });
}

}  // namespace app::fields
