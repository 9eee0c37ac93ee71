#include "app/comparing/change_entries.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "app/comparing/field_names.h"
#include "app/diagram/diagram_kind.h"
#include "model/layout_diff.h"

namespace app {

namespace {

QString entryTr(const char* words) {
    return QCoreApplication::translate("Comparing", words);
}

QString fromText(const std::string& words) {
    return QString::fromStdString(words);
}

constexpr std::size_t mostPlacesNamed = 200;

ChangeEntry fieldEntry(const Version& before, const Version& after, ChangeEntry::Kind kind,
                       const QString& key, const model::FieldChange& change) {
    const QString pointer = fromText(change.pointer);
    ChangeEntry entry;
    entry.kind = kind;
    entry.text = fieldLabel(key, pointer);
    entry.before = fieldValueText(*before.project, key, pointer, fromText(change.before));
    entry.after = fieldValueText(*after.project, key, pointer, fromText(change.after));
    entry.key = key;
    entry.field = pointer.section(u'/', 1, 1);
    return entry;
}

ChangeEntry elementEntry(const Version& before, const Version& after, const model::Change& change) {
    ChangeEntry entry;
    entry.kind = ChangeEntry::Kind::Element;
    entry.key = fromText(model::elementKey(change.element));
    entry.text = fromText(change.name);
    entry.sign = signOf(change.kind);
    if (!change.formerName.empty()) {
        entry.before = fromText(change.formerName);
        entry.after = entry.text;
    }
    for (const model::FieldChange& field : change.fields)
        if (change.formerName.empty() || field.pointer != "/name" || change.fields.size() > 1)
            entry.children.push_back(fieldEntry(before, after, ChangeEntry::Kind::Element, entry.key, field));
    return entry;
}

ChangeEntry groupHeading(const QString& text, std::size_t count) {
    ChangeEntry entry;
    entry.text = text;
    entry.after = QString::number(count);
    return entry;
}

ChangeEntry modelGroup(const Version& before, const Version& after, const model::Difference& difference) {
    ChangeEntry group = groupHeading(entryTr("The model itself"), difference.project.size());
    for (const model::FieldChange& field : difference.project) {
        ChangeEntry entry = fieldEntry(before, after, ChangeEntry::Kind::Model, {}, field);
        entry.sign = field.before.empty()  ? DiagramSign::Added
                     : field.after.empty() ? DiagramSign::Removed
                                           : DiagramSign::Changed;
        group.children.push_back(std::move(entry));
    }
    return group;
}

/// One group for each kind, in the order of their importance.
std::vector<ChangeEntry> elementGroups(const Version& before, const Version& after,
                                       const model::Difference& difference) {
    std::vector<ChangeEntry> groups;
    std::map<QString, std::size_t> places;
    std::vector<model::Change> changes = model::byImportance(difference.changes);
    std::stable_sort(changes.begin(), changes.end(), [](const auto& left, const auto& right) {
        return model::importanceOf(left.element) < model::importanceOf(right.element);
    });
    for (const model::Change& change : changes) {
        ChangeEntry entry = elementEntry(before, after, change);
        const QString title = kindTitles(entry.key);
        if (!places.contains(title)) {
            places.emplace(title, groups.size());
            groups.push_back(groupHeading(title, 0));
        }
        groups[places[title]].children.push_back(std::move(entry));
    }
    for (ChangeEntry& group : groups) group.after = QString::number(group.children.size());
    return groups;
}

ChangeEntry relationGroup(const Version& before, const Version& after, const model::Difference& difference) {
    ChangeEntry group = groupHeading(entryTr("Connections"), difference.relations.size());
    for (const model::RelationChange& change : difference.relations) {
        const Version& there = change.kind == model::ChangeKind::Added ? after : before;
        const auto name = [&](const model::ElementId& element) {
            return fromText(model::displayName(*there.project, element));
        };
        const QString from = fromText(model::elementKey(change.service));
        const QString to = fromText(model::elementKey(change.other));
        const bool reversed = change.relation == model::Interaction::Kind::Consume;
        ChangeEntry entry;
        entry.kind = ChangeEntry::Kind::Relation;
        entry.text = QStringLiteral("%1 %2 %3")
                         .arg(name(change.service),
                              QCoreApplication::translate("Relation", model::relationWord(change.relation)),
                              name(change.other));
        entry.key = reversed ? to + u'>' + from : from + u'>' + to;
        entry.sign = signOf(change.kind);
        group.children.push_back(std::move(entry));
    }
    return group;
}

QString partTitle(model::LayoutPart part) {
    static const char* const titles[] = {
        QT_TRANSLATE_NOOP("Comparing", "Place"),      QT_TRANSLATE_NOOP("Comparing", "Size"),
        QT_TRANSLATE_NOOP("Comparing", "Way"),        QT_TRANSLATE_NOOP("Comparing", "Shape of all edges"),
        QT_TRANSLATE_NOOP("Comparing", "Collapsed"),  QT_TRANSLATE_NOOP("Comparing", "Locked"),
        QT_TRANSLATE_NOOP("Comparing", "Hidden"),     QT_TRANSLATE_NOOP("Comparing", "Note"),
        QT_TRANSLATE_NOOP("Comparing", "Saved view"), QT_TRANSLATE_NOOP("Comparing", "Bookmarks"),
        QT_TRANSLATE_NOOP("Comparing", "Slides")};
    return entryTr(titles[static_cast<int>(part)]);
}

QString placeWords(const model::Layout& layout, const model::LayoutChange& change) {
    if (change.part != model::LayoutPart::Place) return {};
    const auto diagram = layout.diagrams.find(change.diagram);
    const auto* place = diagram == layout.diagrams.end() ? nullptr : diagram->second.nodes.find(change.key);
    return place ? QStringLiteral("%1, %2").arg(std::lround(place->x)).arg(std::lround(place->y)) : QString();
}

QString nameOfKey(const Version& before, const Version& after, const std::string& key) {
    const QString element = elementOfKey(fromText(key));
    const auto named = model::elementFromKey(element.toStdString());
    if (!named) return element;
    const Version& there = model::contains(*after.project, *named) ? after : before;
    return fromText(model::displayName(*there.project, *named));
}

QString diagramWords(const Version& after, const QString& name) {
    if (name.isEmpty()) return entryTr("Views and slides");
    const DiagramPlace place{name.section(u'/', 0, 0), name.section(u'/', 1)};
    return findDiagramKind(place.kind) ? diagramTitle(place, *after.project) : name;
}

ChangeEntry appearanceGroup(const Version& before, const Version& after) {
    const auto changes = model::diff(*before.layout, *after.layout);
    std::map<std::string, ChangeEntry> diagrams;
    for (const model::LayoutChange& change : changes) {
        ChangeEntry& diagram = diagrams[change.diagram];
        diagram.kind = ChangeEntry::Kind::Appearance;
        diagram.key = fromText(change.diagram);
        diagram.text = diagramWords(after, diagram.key);
        diagram.sign = DiagramSign::Changed;
        if (diagram.children.size() >= mostPlacesNamed) continue;
        ChangeEntry entry;
        entry.kind = ChangeEntry::Kind::Appearance;
        entry.key = diagram.key;
        entry.field = change.part == model::LayoutPart::Place ? fromText(change.key) : QString();
        entry.text = change.key.empty() ? partTitle(change.part)
                                        : QStringLiteral("%1: %2").arg(partTitle(change.part),
                                                                       nameOfKey(before, after, change.key));
        entry.before = placeWords(*before.layout, change);
        entry.after = placeWords(*after.layout, change);
        entry.sign = signOf(change.kind);
        diagram.children.push_back(std::move(entry));
    }
    ChangeEntry group = groupHeading(entryTr("Appearance"), changes.size());
    for (auto& [name, diagram] : diagrams) group.children.push_back(std::move(diagram));
    return group;
}

}  // namespace

DiagramSign signOf(model::ChangeKind kind) {
    return kind == model::ChangeKind::Added     ? DiagramSign::Added
           : kind == model::ChangeKind::Removed ? DiagramSign::Removed
                                                : DiagramSign::Changed;
}

std::vector<ChangeEntry> changeEntries(const Version& before, const Version& after,
                                       const model::Difference& difference) {
    std::vector<ChangeEntry> entries;
    if (!difference.project.empty()) entries.push_back(modelGroup(before, after, difference));
    for (ChangeEntry& group : elementGroups(before, after, difference)) entries.push_back(std::move(group));
    if (!difference.relations.empty()) entries.push_back(relationGroup(before, after, difference));
    ChangeEntry appearance = appearanceGroup(before, after);
    if (!appearance.children.empty()) entries.push_back(std::move(appearance));
    return entries;
}

ChangeCounts countsOf(const Version& before, const Version& after, const model::Difference& difference) {
    ChangeCounts counts;
    for (const model::Change& change : difference.changes)
        ++(change.kind == model::ChangeKind::Added     ? counts.added
           : change.kind == model::ChangeKind::Removed ? counts.removed
                                                       : counts.changed);
    counts.changed += difference.project.empty() ? 0 : 1;
    for (const model::LayoutChange& change : model::diff(*before.layout, *after.layout))
        counts.moved += change.part == model::LayoutPart::Place && change.kind == model::ChangeKind::Changed;
    return counts;
}

}  // namespace app
