#include "model/json/element_text.h"

#include <fmt/format.h>

#include "model/check.h"
#include "model/edit/kinds.h"
#include "model/json/guard.h"
#include "model/json/json.h"
#include "model/json/pretty.h"
#include "model/json/reader.h"
#include "model/json/writer.h"

namespace model {
namespace {

using ElementJson = nlohmann::ordered_json;

template <class E>
constexpr const char* networkPart() {
    if constexpr (std::is_same_v<E, Region>) return "regions";
    if constexpr (std::is_same_v<E, Zone>) return "zones";
    if constexpr (std::is_same_v<E, NodePool>) return "node_pools";
    return nullptr;
}

template <class E>
std::string placeOfId(const Project& project, const Id<E>& id) {
    if constexpr (isNested<E>) {
        return pointerTo(project, id);
    } else if constexpr (networkPart<E>() != nullptr) {
        return fmt::format("/network/{}/{}", networkPart<E>(), escapedForPointer(id.value()));
    } else {
        return fmt::format("/{}/{}", Kind<E>::pointer, escapedForPointer(id.value()));
    }
}

/// A tree as it stands two levels deep in a file, moved to the left.
std::string dedented(ElementJson tree) {
    ElementJson inner = ElementJson::object();
    inner["e"] = std::move(tree);
    ElementJson outer = ElementJson::object();
    outer["e"] = std::move(inner);
    const std::string file = prettyJson(outer);
    std::string text;
    std::size_t line = 0;
    for (std::size_t at = 0; at < file.size(); ++line) {
        const std::size_t end = file.find('\n', at);
        const std::string_view words(file.data() + at, end - at);
        at = end + 1;
        if (line == 2)
            text += words.substr(words.find(": ") + 2);
        else if (line > 2 && words.starts_with("    "))
            text += fmt::format("\n{}", words.substr(4));
    }
    return text + '\n';
}

/// Out of one parent and into another; the parent there must be here too.
template <class Parent, class Child>
Result<Project> movedInto(const Project& project, const Parent& from, const Id<Parent>& to,
                          Collection<Child> Parent::*children, const Child& child) {
    const Parent* target = find(project, to);
    if (!target)
        return failure(elementKey(child.id), fmt::format("there is no \"{}\" to put it into", to.value()));
    Parent left = from, entered = *target;
    left.*children = (left.*children).without(child.id);
    entered.*children = (entered.*children).with(child);
    Project next = project;
    Kind<Parent>::of(next) = Kind<Parent>::of(next).with(left).with(entered);
    const auto problems = check(next, 1);
    if (!problems.empty()) return tl::unexpected(problems.front());
    return next;
}

Result<Project> putInto(const Project& project, const Project&, const auto& entity) {
    return put(project, entity);
}
Result<Project> putInto(const Project& project, const Project& home, const Operation& entity) {
    const Service* service = serviceOf(home, entity.id);
    const Service* own = serviceOf(project, entity.id);
    if (!service && !own) return failure(elementKey(entity.id), "no service has this operation any more");
    if (service && own && service->id != own->id)
        return movedInto(project, *own, service->id, &Service::operations, entity);
    return putOperation(project, own ? own->id : service->id, entity);
}
Result<Project> putInto(const Project& project, const Project& home, const Journey& entity) {
    const Workload* workload = workloadOf(home, entity.id);
    const Workload* own = workloadOf(project, entity.id);
    if (!workload && !own) return failure(elementKey(entity.id), "no workload has this journey any more");
    if (workload && own && workload->id != own->id)
        return movedInto(project, *own, workload->id, &Workload::journeys, entity);
    return putJourney(project, own ? own->id : workload->id, entity);
}

template <class E>
Result<E> readEntity(const ElementJson& tree, const Id<E>& id, const std::string& place) {
    E entity;
    reading::Walk walk;
    reading::read(tree, entity, walk);
    if (walk.failed()) return failure(place + walk.error->place, walk.error->message);
    entity.id = id;
    return entity;
}

/// What is in it stays.
template <class E>
E withOwnFields(E entity, const E* before) {
    if constexpr (std::is_same_v<E, Service>)
        if (before) entity.operations = before->operations;
    if constexpr (std::is_same_v<E, Workload>)
        if (before) entity.journeys = before->journeys;
    return entity;
}

/// Walks a text that is known to be well-formed.
class Spans {
public:
    explicit Spans(std::string_view text) : m_text(text) {}
    std::vector<TextSpan> found;

    void value(const std::string& pointer, int firstLine) {
        const std::size_t index = found.size();
        found.push_back({pointer, firstLine, firstLine});
        blanks();
        const char c = peek();
        if (c == '{')
            members(pointer);
        else if (c == '[')
            elements(pointer);
        else if (c == '"')
            string();
        else
            while (m_at < m_text.size() && std::string_view(",]} \t\r\n").find(peek()) == std::string::npos)
                ++m_at;
        found[index].lastLine = m_line;
    }
    int line() {
        blanks();
        return m_line;
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void blanks() {
        for (; std::string_view(" \t\r\n").find(peek()) != std::string_view::npos && peek(); ++m_at)
            if (peek() == '\n') ++m_line;
    }
    void string() {
        for (++m_at; m_at < m_text.size() && peek() != '"'; ++m_at)
            if (peek() == '\\') ++m_at;
        ++m_at;
    }
    void members(const std::string& pointer) {
        ++m_at;
        for (blanks(); m_at < m_text.size() && peek() != '}'; blanks()) {
            const int first = m_line;
            const std::size_t from = m_at;
            string();
            const auto key =
                ElementJson::parse(m_text.substr(from, m_at - from), nullptr, false).get<std::string>();
            blanks();
            ++m_at;  // The colon
            value(pointer + "/" + escapedForPointer(key), first);
            blanks();
            if (peek() == ',') ++m_at;
        }
        ++m_at;
    }
    void elements(const std::string& pointer) {
        ++m_at;
        std::size_t index = 0;
        for (blanks(); m_at < m_text.size() && peek() != ']'; blanks()) {
            value(pointer + "/" + std::to_string(index++), m_line);
            blanks();
            if (peek() == ',') ++m_at;
        }
        ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 0;
};

}  // namespace

std::string placeOf(const Project& project, const ElementId& element) {
    return std::visit([&](const auto& id) { return placeOfId(project, id); }, element);
}

std::string writeElement(const Project& project, const ElementId& element) {
    return std::visit(
        [&](const auto& id) {
            const auto* entity = find(project, id);
            return entity ? dedented(writing::toJson(*entity)) : std::string();
        },
        element);
}

Result<Project> withElementText(const Project& project, const ElementId& element, std::string_view text) {
    if (auto fault = findJsonFault(text)) return tl::unexpected(std::move(*fault));
    const ElementJson tree = ElementJson::parse(text, nullptr, false);
    return std::visit(
        [&](const auto& id) -> Result<Project> {
            auto entity = readEntity(tree, id, placeOfId(project, id));
            if (!entity) return tl::unexpected(entity.error());
            return putInto(project, project, *entity);
        },
        element);
}

Result<Project> withElementOf(const Project& project, const Project& other, const ElementId& element) {
    return std::visit(
        [&](const auto& id) -> Result<Project> {
            const auto* entity = find(other, id);
            if (!entity) return remove(project, element);
            return putInto(project, other, withOwnFields(*entity, find(project, id)));
        },
        element);
}

Result<Project> withFieldOf(const Project& project, const Project& other, const ElementId& element,
                            const std::string& field) {
    return std::visit(
        [&](const auto& id) -> Result<Project> {
            const auto* own = find(project, id);
            const auto* source = find(other, id);
            if (!own || !source) return withElementOf(project, other, element);
            ElementJson tree = writing::toJson(*own);
            const ElementJson from = writing::toJson(*source);
            tree.erase(field);
            if (const auto value = from.find(field); value != from.end()) tree[field] = *value;
            auto entity = readEntity(tree, id, placeOfId(project, id));
            if (!entity) return tl::unexpected(entity.error());
            return putInto(project, other, *entity);
        },
        element);
}

std::vector<TextSpan> spansOf(std::string_view json) {
    Spans spans(json);
    spans.value("", spans.line());
    return std::move(spans.found);
}

const TextSpan* spanAt(const std::vector<TextSpan>& spans, std::string pointer) {
    for (;;) {
        for (const TextSpan& span : spans)
            if (span.pointer == pointer) return &span;
        const auto slash = pointer.rfind('/');
        if (slash == std::string::npos) return nullptr;
        pointer.resize(slash);
    }
}

}  // namespace model
