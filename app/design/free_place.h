#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The centre nearest to `wish` at which what the tool makes lies over nothing; `wish` itself when
/// there is none for many screens around. Inside a context is a place for all but contexts.
QPointF freePlace(const Diagram& diagram, const DiagramTool& tool, const QPointF& wish);

}  // namespace app
