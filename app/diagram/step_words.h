#pragma once

#include <QString>
#include <QStringList>

#include "model/project.h"

namespace app {

/// What stands at a step on a sequence diagram: `5 ms`, `Reserve`, `loop 3 times`.
QString stepTitle(const model::Project& project, const model::Step& step);
/// What is said of it besides: the policy of a call, the chance of a failure.
QString stepRemark(const model::Project& project, const model::Step& step);
/// The titles of the lists in a step, in their order; one that is empty where the step's own title says all.
QStringList listTitles(const model::Step& step);
/// `order: Place`: an operation as people choose it.
QString operationTitle(const model::Project& project, const model::OperationId& operation);

}  // namespace app
