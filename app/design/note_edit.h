#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The tool that every kind of diagram has: a note, text that says nothing to the model.
DiagramTool noteTool();
/// Gives a note its text; one without any text is removed.
DiagramEditResult writeNote(const Version& version, const QString& diagram, const QString& note,
                            const QString& text);
/// Says what a note is about; nothing with an empty key.
DiagramEditResult anchorNote(const Version& version, const QString& diagram, const QString& note,
                             const QString& about);
/// The layout without the notes among these keys, and without the lines from notes among them.
model::Layout withoutNotes(model::Layout layout, const QString& diagram, const QStringList& keys);
/// Adds a note to the layout, with an id of its own; gives its key.
QString addNote(model::Layout& layout, const QString& diagram, model::Note note);

}  // namespace app
