#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The frame of what stands in no zone.
inline const QString unplacedKey = QStringLiteral("no-zone");

/// Keys of the network's parts, which the model numbers among its elements by the same words.
QString siteKey(const model::RegionId& id);
QString zoneKey(const model::ZoneId& id);
/// A pool has machines in several zones, and a frame in each of them: `node-pool:spot@zone:a`.
QString poolKey(const model::NodePoolId& id, const QString& zone);

/// Where everything runs: regions around zones around node pools around services and stores, each with the
/// replicas that it has there; the latencies between zones and regions; and what has no place yet.
Diagram deploymentDiagram(const model::Project& project, const model::Layout& layout);

}  // namespace app
