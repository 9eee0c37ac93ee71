#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The tool that adds a team.
DiagramTool teamTool();
/// Makes a team (empty key or that of no team: nobody) the owner of contexts and services.
DiagramEditResult assignToTeam(const Version& version, const QStringList& keys, const QString& team);

}  // namespace app
