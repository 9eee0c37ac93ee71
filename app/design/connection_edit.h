#pragma once

#include <QString>

#include "model/edit.h"

namespace app {

/// Connects two elements as their kinds allow, or says what can be connected.
model::Result<model::Project> connectKinds(const model::Project& project, const QString& from,
                                           const QString& to);
/// Removes every call, publication, subscription or query that leads from one element to the other.
model::Result<model::Project> disconnect(const model::Project& project, const QString& from,
                                         const QString& to);

}  // namespace app
