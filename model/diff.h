#pragma once

#include <string>
#include <vector>

#include "model/edit.h"

namespace model {

/// A field that differs, with both values as the file would show them (empty when absent).
struct FieldChange {
    std::string pointer;  ///< JSON pointer within the element: `/technology`, `/behaviour/0/time/mean_ms`
    std::string before;
    std::string after;

    bool operator==(const FieldChange&) const = default;
};

enum class ChangeKind { Added, Removed, Changed };

/// One element that was added, removed or changed. Operations and journeys are elements of their own.
struct Change {
    ChangeKind kind;
    ElementId element;
    std::string name;                 ///< As people see it, after the change (before it, when removed)
    std::vector<FieldChange> fields;  ///< With ChangeKind::Changed

    bool operator==(const Change&) const = default;
};

/// What leads from one version to the other, by kind and id. Entities that both share are not looked into.
struct Difference {
    std::vector<Change> changes;
    std::vector<FieldChange>
        project;  ///< Name, description, network, rates and other fields of the project itself

    bool empty() const { return changes.empty() && project.empty(); }
};

Difference diff(const Project& before, const Project& after);

}  // namespace model
