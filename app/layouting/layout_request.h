#pragma once

#include "app/layouting/layout_job.h"
#include "model/layout.h"

namespace app {

/// What a layout is asked for: of the elements with these keys, or of all that is not locked.
struct LayoutRequest {
    QStringList keys;  ///< Nodes and frames (which stand for what is in them); empty: all
    LayoutDirection direction = LayoutDirection::Either;
};

/// The nodes and empty frames that move: those asked for but the locked ones and the notes; sorted as in the
/// diagram.
QStringList movableKeys(const Diagram& diagram, const model::DiagramLayout& layout, const QStringList& asked);

/// Whether these are all that can have a place.
bool areAll(const Diagram& diagram, const QStringList& movable);

/// The nodes and empty frames that had no place in that layout.
QStringList newKeys(const Diagram& diagram, const model::DiagramLayout& before);

/// The places of all nodes and empty frames that the layout does not have yet, as the diagram shows them.
Places loosePlaces(const Diagram& diagram, const model::DiagramLayout& layout);

/// The part of the layout that is of that diagram; an empty one when there is none.
const model::DiagramLayout& layoutOf(const model::Layout& layout, const QString& diagram);

}  // namespace app
