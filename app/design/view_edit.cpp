#include "app/design/view_edit.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/design/note_edit.h"
#include "app/diagram/appearance.h"
#include "app/diagram/regions.h"

namespace app {

namespace {

QString viewTr(const char* words) {
    return QCoreApplication::translate("ViewEdit", words);
}

model::KeySet withKeys(const model::KeySet& set, const QStringList& keys) {
    std::vector<model::KeySet::Entry> entries;
    for (const QString& key : keys) entries.emplace_back(key.toStdString(), model::Present());
    return set.with(std::move(entries));
}

model::KeySet withoutKeys(model::KeySet set, const QStringList& keys) {
    for (const QString& key : keys) set = set.without(key.toStdString());
    return set;
}

/// The same model with another appearance of that diagram.
template <class Change>
DiagramEdit dressedAnew(const Version& version, const QString& diagram, const QString& label,
                        const Change& change) {
    DiagramEdit edit{*version.project, *version.layout, label, {}};
    change(edit.layout.diagrams[diagram.toStdString()]);
    return edit;
}

QString named(const char* words, const Version& version, const QStringList& keys) {
    return viewTr(words).arg(namesOf(*version.project, keys));
}

}  // namespace

DiagramEditResult hideElements(const Version& version, const QString& diagram, const QStringList& keys) {
    QStringList hidden;
    for (const QString& key : keys)
        if (!isNote(key) && !isAnchor(key)) hidden << key;
    DiagramEdit edit{*version.project,
                     withoutNotes(*version.layout, diagram, keys),
                     hidden.isEmpty() ? named("Remove %1", version, keys) : named("Hide %1", version, keys),
                     {}};
    model::KeySet& set = edit.layout.diagrams[diagram.toStdString()].hidden;
    set = withKeys(set, hidden);
    return edit;
}

DiagramEditResult showElements(const Version& version, const QString& diagram, const QStringList& keys) {
    const QString label = keys.isEmpty() ? viewTr("Show hidden elements") : named("Show %1", version, keys);
    return dressedAnew(version, diagram, label, [&](model::DiagramLayout& look) {
        look.hidden = keys.isEmpty() ? model::KeySet() : withoutKeys(look.hidden, keys);
    });
}

DiagramEditResult collapseFrames(const Version& version, const QString& diagram, const QStringList& keys,
                                 bool collapsed) {
    return dressedAnew(version, diagram, named(collapsed ? "Collapse %1" : "Expand %1", version, keys),
                       [&](model::DiagramLayout& look) {
                           look.collapsed =
                               collapsed ? withKeys(look.collapsed, keys) : withoutKeys(look.collapsed, keys);
                       });
}

DiagramEditResult lockElements(const Version& version, const QString& diagram, const QStringList& keys,
                               bool locked) {
    return dressedAnew(version, diagram, named(locked ? "Lock %1" : "Unlock %1", version, keys),
                       [&](model::DiagramLayout& look) {
                           look.locked =
                               locked ? withKeys(look.locked, keys) : withoutKeys(look.locked, keys);
                       });
}

DiagramEditResult resizeNode(const Version& version, const QString& diagram, const QString& key,
                             const QRectF& rect) {
    DiagramEdit edit{*version.project,
                     withPlaces(*version.layout, diagram, {{key, rect.center()}}),
                     named("Resize %1", version, {key}),
                     {}};
    model::DiagramLayout& look = edit.layout.diagrams[diagram.toStdString()];
    const model::NodeSize size{std::clamp(rect.width(), 1.0, largestNode),
                               std::clamp(rect.height(), 1.0, largestNode)};
    if (!isNote(key)) {
        look.sizes = look.sizes.with(key.toStdString(), size);
    } else if (const model::Note* found = look.notes.find(noteId(key))) {
        model::Note note = *found;
        note.size = size;
        look.notes = look.notes.with(std::move(note));
    }
    return edit;
}

DiagramEditResult resetSizes(const Version& version, const QString& diagram, const QStringList& keys) {
    return dressedAnew(
        version, diagram, named("Reset the size of %1", version, keys), [&](model::DiagramLayout& look) {
            for (const QString& key : keys) {
                look.sizes = look.sizes.without(key.toStdString());
                const model::Note* found = isNote(key) ? look.notes.find(noteId(key)) : nullptr;
                if (!found) continue;
                model::Note note = *found;
                note.size.reset();
                look.notes = look.notes.with(std::move(note));
            }
        });
}

}  // namespace app
