#pragma once

#include "app/diagram/diagram_kind.h"
#include "app/finding/element_index.h"

namespace app {

/// One place where an element is used, and how to go there.
struct UseEntry {
    QString title;   ///< `web-gateway.Checkout`
    QString detail;  ///< The part of the element that is meant, or the kind of the other
    QString icon;
    QString key;                             ///< Of the element to go to; empty for diagrams and views
    std::optional<DiagramPlace> place = {};  ///< Of the diagram to go to
    QString view = {};                       ///< Id of the saved view to go to

    bool operator==(const UseEntry&) const = default;
};
struct UseGroup {
    QString title;  ///< `Called by`
    std::vector<UseEntry> entries;

    bool operator==(const UseGroup&) const = default;
};

/// All that refers to the element or that it refers to, each once, and where it is shown. A service speaks
/// for its operations, a workload for its journeys.
std::vector<UseGroup> usesOf(const model::Project& project, const model::Layout& layout,
                             const ElementIndex& index, const QString& key);

}  // namespace app
