#include "app/finding/element_uses.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <set>

#include "app/finding/element_links.h"
#include "app/finding/element_place.h"
#include "app/finding/kind_look.h"
#include "app/studio/inspector/row_makers.h"
#include "app/views/view_list.h"
#include "model/references.h"

namespace app {
namespace {

QString usesTr(const char* words) {
    return QCoreApplication::translate("ElementUses", words);
}

QString keyText(const model::ElementId& id) {
    return text(model::elementKey(id));
}

/// Gathers the uses of one element.
class UseMaker {
public:
    UseMaker(const model::Project& project, const QString& key) : m_project(project), m_key(key) {
        m_element = model::elementFromKey(key.toStdString());
        if (!m_element) return;
        m_own.insert(*m_element);
        if (const auto* id = std::get_if<model::ServiceId>(&*m_element))
            if (const model::Service* service = project.services.find(*id))
                for (const model::Operation& operation : service->operations) m_own.insert(operation.id);
        if (const auto* id = std::get_if<model::WorkloadId>(&*m_element))
            if (const model::Workload* workload = project.workloads.find(*id))
                for (const model::Journey& journey : workload->journeys) m_own.insert(journey.id);
    }

    std::vector<UseGroup> groups() {
        if (!m_element) return {};
        forEachLink(m_project, [this](const ElementLink& link) { take(link); });
        std::vector<UseGroup> groups;
        for (auto& [order, group] : m_groups) groups.push_back(std::move(group));
        return groups;
    }

private:
    void take(const ElementLink& link) {
        const bool from = m_own.contains(link.from), to = m_own.contains(link.to);
        if (from == to) return;
        if (from)
            add(2 * int(link.relation) + 1, relationTitle(link.relation), link.to, link.from);
        else
            add(2 * int(link.relation), relationTitleBack(link.relation), link.from, link.to);
    }

    void add(int order, const QString& title, const model::ElementId& other, const model::ElementId& own) {
        // Groups with one title are one.
        auto group = std::find_if(m_groups.begin(), m_groups.end(),
                                  [&](const auto& each) { return each.second.title == title; });
        if (group == m_groups.end()) group = m_groups.insert({order, {title, {}}}).first;
        const QString key = keyText(other);
        const QString told = title + u'\n' + key;
        if (m_told.contains(told)) return;
        m_told.insert(told);
        const QString kind = text(std::string(model::kindName(other)));
        const bool part = own != *m_element;
        group->second.entries.push_back({fullName(m_project, key),
                                         part ? partName(own) : kindWord(kind.toStdString()),
                                         iconOfKind(kind), key});
    }

    QString partName(const model::ElementId& own) const { return text(model::displayName(m_project, own)); }

    const model::Project& m_project;
    QString m_key;
    std::optional<model::ElementId> m_element;
    std::set<model::ElementId> m_own;
    std::map<int, UseGroup> m_groups;
    QSet<QString> m_told;  ///< Titles of groups with keys in them
};

bool showsElement(const model::View& view, const ElementIndex& index, const QStringList& keys,
                  const std::vector<DiagramPlace>& places) {
    const DiagramPlace place{text(view.kind), text(view.root)};
    if (keys.contains(place.root)) return true;
    if (view.focus)
        for (const std::string& key : view.focus->elements)
            if (keys.contains(text(key))) return true;
    if (view.focus || std::find(places.begin(), places.end(), place) == places.end()) return false;
    if (!view.filter) return true;
    const QSet<QString> shown = index.keysOf(queryOf(*view.filter));
    return std::any_of(keys.begin(), keys.end(), [&](const QString& key) { return shown.contains(key); });
}

UseGroup diagramGroup(const model::Project& project, const std::vector<DiagramPlace>& places) {
    UseGroup group{usesTr("Diagrams"), {}};
    for (const DiagramPlace& place : places)
        group.entries.push_back(
            {diagramTitle(place, project), usesTr("diagram"), diagramKind(place.kind).icon, {}, place});
    return group;
}

UseGroup viewGroup(const model::Layout& layout, const ElementIndex& index, const QStringList& keys,
                   const std::vector<DiagramPlace>& places) {
    UseGroup group{usesTr("Saved views"), {}};
    for (const model::View& view : layout.views)
        if (showsElement(view, index, keys, places))
            group.entries.push_back({text(view.name.empty() ? view.id.value() : view.name),
                                     usesTr("view"),
                                     QStringLiteral("eye"),
                                     {},
                                     {},
                                     text(view.id.value())});
    return group;
}

}  // namespace

std::vector<UseGroup> usesOf(const model::Project& project, const model::Layout& layout,
                             const ElementIndex& index, const QString& key) {
    const auto element = model::elementFromKey(key.toStdString());
    if (!element || !model::contains(project, *element)) return {};
    std::vector<UseGroup> groups = UseMaker(project, key).groups();
    const std::vector<DiagramPlace> places = diagramsWith(project, key);
    QStringList keys{key, hostOf(project, key)};
    keys.removeDuplicates();
    groups.push_back(diagramGroup(project, places));
    groups.push_back(viewGroup(layout, index, keys, places));
    std::erase_if(groups, [](const UseGroup& group) { return group.entries.empty(); });
    return groups;
}

}  // namespace app
