#include "app/design/note_edit.h"

#include <QCoreApplication>

#include "app/diagram/appearance.h"
#include "model/json/guard.h"

namespace app {

namespace {

QString noteTr(const char* words) {
    return QCoreApplication::translate("NoteEdit", words);
}

DiagramEditResult createNote(const Version& version, const NewPlace& place, const QString& name) {
    if (name.toUtf8().size() > qsizetype(model::maxTextLength))
        return model::failure({}, noteTr("This text is too long for a note.").toStdString());
    model::Note note;
    note.text = name.trimmed().toStdString();
    note.place = {place.centre.x(), place.centre.y()};
    model::Layout layout = *version.layout;
    const QString key = addNote(layout, place.diagram, std::move(note));
    return DiagramEdit{*version.project, std::move(layout), noteTr("Add a note"), {key}};
}

/// Changes the note of that key; nothing where there is none.
template <class Change>
DiagramEditResult changed(const Version& version, const QString& diagram, const QString& key,
                          const QString& label, const Change& change) {
    DiagramEdit edit{*version.project, *version.layout, label, {}};
    model::DiagramLayout& look = edit.layout.diagrams[diagram.toStdString()];
    const model::Note* found = look.notes.find(noteId(key));
    if (!found) return model::failure({}, noteTr("The note is not there any more.").toStdString());
    model::Note note = *found;
    change(note);
    look.notes = look.notes.with(std::move(note));
    return edit;
}

}  // namespace

QString addNote(model::Layout& layout, const QString& diagram, model::Note note) {
    model::Collection<model::Note>& notes = layout.diagrams[diagram.toStdString()].notes;
    note.id = model::freeId(notes, "note");
    const QString key = noteKey(note.id);
    notes = notes.with(std::move(note));
    return key;
}

DiagramTool noteTool() {
    return {
        {"note", noteTr("Note"), "note",
         noteTr("Add a note: click where it shall lie (N). It is text beside the model."), noteTr("&Note")},
        noteSize({}),
        false,
        createNote,
        [](const model::Project&) { return noteTr("Note"); }};
}

DiagramEditResult writeNote(const Version& version, const QString& diagram, const QString& note,
                            const QString& text) {
    if (text.trimmed().isEmpty())
        return DiagramEdit{
            *version.project, withoutNotes(*version.layout, diagram, {note}), noteTr("Remove a note"), {}};
    if (text.toUtf8().size() > qsizetype(model::maxTextLength))
        return model::failure({}, noteTr("This text is too long for a note.").toStdString());
    return changed(version, diagram, note, noteTr("Write a note"),
                   [&](model::Note& written) { written.text = text.trimmed().toStdString(); });
}

DiagramEditResult anchorNote(const Version& version, const QString& diagram, const QString& note,
                             const QString& about) {
    const QString label = about.isEmpty()
                              ? noteTr("Detach a note")
                              : noteTr("Attach a note to %1").arg(namesOf(*version.project, {about}));
    return changed(version, diagram, note, label,
                   [&](model::Note& anchored) { anchored.anchor = about.toStdString(); });
}

model::Layout withoutNotes(model::Layout layout, const QString& diagram, const QStringList& keys) {
    for (const QString& key : keys) {
        if (!isNote(key) && !isAnchor(key)) continue;
        model::Collection<model::Note>& notes = layout.diagrams[diagram.toStdString()].notes;
        const model::Note* found = notes.find(noteId(key));
        if (!found) continue;
        if (isNote(key)) {
            notes = notes.without(found->id);
        } else {
            model::Note note = *found;
            note.anchor.clear();
            notes = notes.with(std::move(note));
        }
    }
    return layout;
}

}  // namespace app
