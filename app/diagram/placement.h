#pragma once

#include <QSet>

#include "app/diagram/diagram.h"

namespace app {

/// Gives each node and empty region without a place one near its neighbours, free of overlap with nodes and
/// foreign frames; what has a place stays there. Ends with fitted regions. `placedRegions` are the keys of
/// regions that have a place of their own.
void placeNewNodes(Diagram& diagram, const QSet<QString>& placedRegions);

}  // namespace app
