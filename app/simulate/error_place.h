#pragma once

#include <QString>

#include "model/project.h"

namespace app {

/// The node of the diagram that the place of an error (`operations/orders.place`, `services/orders/...`) lies
/// in; empty when there is none.
QString nodeOfPlace(const model::Project& project, const std::string& place);

}  // namespace app
