#pragma once

#include "app/diagram/diagram.h"

namespace app {

/// The system as a whole, the users of its workloads and the external systems that it calls: the C4 system
/// context diagram.
Diagram systemContext(const model::Project& project, const model::Layout& layout);

/// The key of the system itself.
inline const QString systemKey = QStringLiteral("system");

}  // namespace app
