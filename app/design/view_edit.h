#pragma once

#include <QRectF>

#include "app/design/diagram_edit.h"

/// Edits of how a diagram shows the model; the model itself stays as it is.
namespace app {

/// Leaves elements and connections out of the diagram; notes, which are nowhere else, are removed.
DiagramEditResult hideElements(const Version& version, const QString& diagram, const QStringList& keys);
/// Shows these again, or (none) all that is hidden.
DiagramEditResult showElements(const Version& version, const QString& diagram, const QStringList& keys);
/// Shows frames as one node each, or as frames again.
DiagramEditResult collapseFrames(const Version& version, const QString& diagram, const QStringList& keys,
                                 bool collapsed);
/// Keeps elements where they are whatever is dragged or laid out.
DiagramEditResult lockElements(const Version& version, const QString& diagram, const QStringList& keys,
                               bool locked);
/// Gives a node that rectangle.
DiagramEditResult resizeNode(const Version& version, const QString& diagram, const QString& key,
                             const QRectF& rect);
/// Gives nodes the sizes that they have by themselves.
DiagramEditResult resetSizes(const Version& version, const QString& diagram, const QStringList& keys);

}  // namespace app
