#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The tools that add a region and, in it, a zone.
std::vector<DiagramTool> networkTools();
/// Moves what services and stores have in one zone to another, or into a node pool; out of all zones with
/// (empty key or that of no zone).
DiagramEditResult moveIntoZone(const Version& version, const QStringList& keys, const QString& frame);

}  // namespace app
