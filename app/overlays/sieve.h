#pragma once

#include <QSet>

#include "app/diagram/diagram.h"
#include "app/finding/element_index.h"

namespace app {

/// What a filter says of a diagram.
struct Sifted {
    QSet<QString> rest;  ///< Keys of nodes and frames that do not pass it
    int shown = 0;       ///< Nodes that pass
    int total = 0;

    bool operator==(const Sifted&) const = default;
};

/// Nodes pass whose elements the filter asks for; frames pass with a node in them, or by themselves. What is
/// no element of the model, such as the system as a whole, passes always.
Sifted sifted(const Diagram& diagram, const ElementIndex& index, const model::ViewFilter& filter);
/// The diagram without these nodes and frames, and without edges that ended there.
Diagram without(Diagram diagram, const QSet<QString>& keys);
/// Whether the filter asks for anything.
bool asksNothing(const model::ViewFilter& filter);

}  // namespace app
