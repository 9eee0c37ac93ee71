#pragma once

#include <string>
#include <vector>

#include "model/edit.h"
#include "model/references.h"

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
    std::string formerName{};         ///< Before a rename; empty when it kept its name

    bool operator==(const Change&) const = default;
};

/// What a service does with another element now, and did not before, or the other way round: however many of
/// its operations do so.
struct RelationChange {
    ChangeKind kind;  ///< Added or Removed
    Interaction::Kind relation;
    ServiceId service;  ///< The caller, publisher, consumer or reader
    ElementId other;    ///< The service called, the channel, the store

    bool operator==(const RelationChange&) const = default;
};

/// What leads from one version to the other, by kind and id. Entities that both share are not looked into.
struct Difference {
    std::vector<Change> changes;
    std::vector<FieldChange>
        project;  ///< Name, description, network, rates and other fields of the project itself
    std::vector<RelationChange> relations{};  ///< They follow from the operations: empty when nothing else is

    bool empty() const { return changes.empty() && project.empty(); }
};

/// In the order of kinds and ids. An operation that is in another service now, or a journey in another
/// workload, has changed in the field `/service` or `/workload`.
Difference diff(const Project& before, const Project& after);

/// `added`, `removed`, `changed`
const char* changeWord(ChangeKind kind);
/// `calls`, `publishes to`, `consumes`, `queries`
const char* relationWord(Interaction::Kind kind);

/// The changes with those first that matter most: what is gone, then what is new, then what has changed; of
/// these by kind (services and what they do, then what they need, then how they run, then what is tried with
/// them), by name and id.
std::vector<Change> byImportance(std::vector<Change> changes);
/// The place of the element's kind in that order, from 0.
std::size_t importanceOf(const ElementId& element);

}  // namespace model
