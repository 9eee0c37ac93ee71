#pragma once

#include "app/design/diagram_edit.h"

namespace app {

/// Puts the services and channels among the elements into a new context of that name.
DiagramEditResult groupIntoContext(const Version& version, const QStringList& keys, const QString& name);

}  // namespace app
