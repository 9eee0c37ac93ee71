#pragma once

#include <QString>

#include "model/project.h"

namespace app {

/// `sync, timeout 250 ms, 3 tries`
QString callManner(const model::Project& project, const model::Call& call);
/// The name of what has one, else its id.
QString flowName(const std::string& name, const std::string& id);
/// `30 % of the time`
QString chanceWords(double probability);

}  // namespace app
