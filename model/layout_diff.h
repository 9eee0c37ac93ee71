#pragma once

#include <string>
#include <vector>

#include "model/diff.h"
#include "model/layout.h"

namespace model {

/// What of the appearance differs: a place, a size, the way of an edge, a note, a saved view.
enum class LayoutPart { Place, Size, Way, Edges, Collapsed, Locked, Hidden, Note, View, Bookmarks, Slides };

struct LayoutChange {
    std::string diagram;  ///< `services`; empty for views, bookmarks and slides
    LayoutPart part;
    ChangeKind kind;
    std::string key;  ///< Of the element, the edge, the note or the view; may be empty

    bool operator==(const LayoutChange&) const = default;
};

/// What leads from one appearance to the other, by diagram, part and key. What both share is not looked into.
std::vector<LayoutChange> diff(const Layout& before, const Layout& after);

/// `place`, `size`, `way`, ...
const char* layoutPartWord(LayoutPart part);

}  // namespace model
