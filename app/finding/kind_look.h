#pragma once

#include <QString>

#include "model/project.h"

namespace app {

/// The icon of a kind of elements (`service`), as lists show it.
QString iconOfKind(const QString& kind);
/// `Services`: what stands over a list of them.
QString pluralOfKind(const QString& kind);
/// The order of kinds in lists.
int orderOfKind(const QString& kind);
/// `order.PlaceOrder` for a part of another element, else the name alone.
QString fullName(const model::Project& project, const QString& key);

}  // namespace app
