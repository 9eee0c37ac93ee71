#pragma once

#include "app/diagram/diagram_kind.h"

namespace app {

/// The tools that make a service, a store, a channel and a context.
std::vector<DiagramTool> elementTools();
/// A context leads to a context, all else to a service.
QString continuingTool(const QString& from);

}  // namespace app
