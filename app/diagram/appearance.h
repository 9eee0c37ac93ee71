#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The diagram as its layout wants it seen: with the sizes that were given, without what is hidden, collapsed
/// frames as one node with all their connections, and with notes.
Diagram dressed(Diagram diagram, const model::Layout& layout);

/// The size that nodes of that shape have by themselves.
QSizeF ownSize(NodeShape shape);
/// As small as such a node may become: its name must be readable.
QSizeF leastSize(const DiagramNode& node);
/// No node or note is made wider or higher than this.
inline constexpr double largestNode = 2000;
/// What a note with that text needs.
QSizeF noteSize(const QString& text);

/// `note:n1`
QString noteKey(const model::NoteId& id);
inline bool isNote(const QString& key) {
    return key.startsWith(QLatin1String("note:")) && !key.contains(u'>');
}
/// The line from a note to what it is about: `note:n1>service:order`.
inline bool isAnchor(const QString& key) {
    return key.startsWith(QLatin1String("note:")) && key.contains(u'>');
}
model::NoteId noteId(const QString& key);
/// The appearance of the diagram of that name; an empty one where there is none.
const model::DiagramLayout& appearanceOf(const model::Layout& layout, const QString& diagram);

}  // namespace app
