#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The tool that adds an operation to the service whose components are shown.
DiagramTool operationTool();
/// Makes an operation call a service or another operation, publish to a channel or read a store; and makes a
/// channel feed a new operation of the service whose operation it is dragged to.
DiagramEditResult connectComponents(const Version& version, const QString& from, const QString& to);

}  // namespace app
