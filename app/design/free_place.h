#pragma once

#include "app/canvas/canvas_view.h"

namespace app {

/// The centre nearest to `wish` at which a new element of the kind lies over nothing; `wish` itself when
/// there is none for many screens around. Inside a context is a place for all but contexts.
QPointF freePlace(const Diagram& diagram, CanvasView::Tool kind, const QPointF& wish);

}  // namespace app
