#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout.h"
#include "model/project.h"

namespace model {

/// One of the two that are merged.
enum class Side { Ours, Theirs };

/// Why something cannot be merged without a choice.
enum class ConflictKind {
    BothChanged,        ///< Each side has another value
    RemovedAndChanged,  ///< One side took away what the other changed
    RemovedAndUsed      ///< One side took away what the other refers to
};

/// What both sides did differently, with the values as a file states them (empty: it is not there).
struct MergeConflict {
    std::string place;  ///< JSON pointer: `/services/orders/technology`
    ConflictKind kind = ConflictKind::BothChanged;
    std::string base;
    std::string ours;
    std::string theirs;

    bool operator==(const MergeConflict&) const = default;
};

/// What becomes of conflicts, by their places.
using MergeChoices = std::map<std::string, Side>;

struct Merge {
    Project project;
    std::vector<MergeConflict> conflicts;  ///< In the order of their places
};

/// Both sides' changes of the base in one model: field by field, lists as a whole. What only one side changed
/// is taken; a conflict takes what was chosen, and otherwise ours. The result is whole when both sides are:
/// choosing that something goes takes along what cannot be without it (see `remove`), and changes that do not
/// go together become a conflict of the whole element, or of the whole model (with an empty place).
Merge merge(const Project& base, const Project& ours, const Project& theirs,
            const MergeChoices& choices = {});

/// The same for appearance, which asks nothing: what both changed stays as ours has it.
Layout merge(const Layout& base, const Layout& ours, const Layout& theirs);

/// The element that a place of the file belongs to, by key (`service:orders`, or the operation in it); empty
/// for fields of the model itself.
std::string elementKeyAt(const std::string& place);

}  // namespace model
