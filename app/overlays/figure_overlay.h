#pragma once

#include "app/overlays/overlay_kind.h"
#include "app/simulate/heat.h"

namespace app {

/// The heat of a run or an estimate on the diagram, with the numbers of its scale.
OverlayPicture figureOverlay(const OverlaySubject& subject, HeatQuantity quantity, const QStringList& scale);

}  // namespace app
