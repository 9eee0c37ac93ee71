#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The part of a diagram that consists of those elements and of the edges among them: nodes and frames by
/// their keys or those of their elements; a frame with all in it, an edge with its ends.
Diagram selectedPart(const Diagram& diagram, const QStringList& keys);

}  // namespace app
