#pragma once

#include <QSet>

#include "app/diagram/diagram.h"

namespace app {

/// Gives places to all that has none in a diagram whose frames lie in each other or are joined by edges: each
/// frame that is new as a whole is packed with all in it and stands beside the others, `gap` apart where
/// edges join them; what is new in a frame that stands is added to it. What has a place stays there. Ends
/// with fitted regions.
void placeNested(Diagram& diagram, QSet<QString> placedRegions, double gap);

}  // namespace app
