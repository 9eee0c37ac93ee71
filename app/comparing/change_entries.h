#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "app/diagram/diagram_overlay.h"
#include "app/document/version.h"
#include "model/diff.h"

namespace app {

/// A line of what differs between two versions: a heading, an element below it, a field of that.
struct ChangeEntry {
    enum class Kind {
        Group,
        Model,      ///< Fields of the model itself
        Element,    ///< `key` names it
        Relation,   ///< `key` is that of the edge; it follows from the operations
        Appearance  ///< Of the diagram `key`
    };

    Kind kind = Kind::Group;
    QString text;
    QString before;
    QString after;
    QString key;
    QString field;  ///< With a field: its key in the file, `technology`; of an appearance, a node
    std::optional<DiagramSign> sign;
    std::vector<ChangeEntry> children;

    bool operator==(const ChangeEntry&) const = default;
};

/// Everything that differs, as a tree; what matters most first.
std::vector<ChangeEntry> changeEntries(const Version& before, const Version& after,
                                       const model::Difference& difference);

/// How many elements were added, removed and changed.
struct ChangeCounts {
    int added = 0;
    int removed = 0;
    int changed = 0;
    int moved = 0;  ///< Places on diagrams
};
ChangeCounts countsOf(const Version& before, const Version& after, const model::Difference& difference);

/// `added` as a sign.
DiagramSign signOf(model::ChangeKind kind);

}  // namespace app
