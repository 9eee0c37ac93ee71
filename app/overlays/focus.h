#pragma once

#include <QHash>
#include <QSet>
#include <QStringList>

#include "app/diagram/diagram.h"

namespace app {

/// How many edges far each node and frame of the diagram is from the elements, at most so many as the focus
/// says: callers against the arrows, callees along them. A frame stands for the nodes in it, an edge for its
/// ends; an element that the diagram does not show, for what it is a part of.
QHash<QString, int> hopsFrom(const model::Project& project, const Diagram& diagram,
                             const model::ViewFocus& focus);
/// Keys of the nodes and frames that are farther away; nothing when the diagram shows none of the elements.
QSet<QString> outOfFocus(const Diagram& diagram, const QHash<QString, int>& hops);
/// The number of hops beyond which nothing more is reached.
int farthestHop(const model::Project& project, const Diagram& diagram, model::ViewFocus focus);

/// The frames of the diagram around any of these nodes, and frames around those.
QSet<QString> framesAround(const Diagram& diagram, const QSet<QString>& nodes);

}  // namespace app
