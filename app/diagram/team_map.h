#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The frame of what no team answers for.
inline const QString unownedKey = QStringLiteral("no-team");

/// The teams in the shapes of Team Topologies, each around the contexts that it owns and the services that it
/// owns besides, with the calls and events between teams.
Diagram teamMap(const model::Project& project, const model::Layout& layout);

}  // namespace app
