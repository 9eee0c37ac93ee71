#pragma once

#include <map>
#include <string>

#include "model/unknown.h"

namespace model {

/// The place of a node on a diagram: the centre, in canvas units (pixels at 100 %).
struct NodePlace {
    double x = 0;
    double y = 0;

    bool operator==(const NodePlace&) const = default;
};

/// Where the nodes of one diagram lie, by element (`service:orders`, `store:ledger`, `channel:order-placed`,
/// `context:ordering`). Places of removed elements remain, so that a restored element returns to its place.
struct DiagramLayout {
    std::map<std::string, NodePlace> nodes;
    UnknownFields unknown;

    bool operator==(const DiagramLayout&) const = default;
};

/// Appearance, stored beside the model in its own file: diagrams by name (`services`, `contexts`).
struct Layout {
    std::map<std::string, DiagramLayout> diagrams;
    UnknownFields unknown;

    bool operator==(const Layout&) const = default;
};

}  // namespace model
