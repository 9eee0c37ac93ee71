#pragma once

#include <QString>

#include "model/diff.h"

namespace app {

/// What people call the field that a pointer within an element leads to: `Autoscaling › Max replicas`,
/// `Behaviour 2 › Time › Mean`. The element is named by its key; an empty one stands for the model itself.
QString fieldLabel(const QString& key, const QString& pointer);

/// A value as people read it: `250 ms`, `65 %`, `yes`, the name of an element. The project says what is
/// called how; an empty value is absent.
QString fieldValueText(const model::Project& project, const QString& key, const QString& pointer,
                       const QString& value);

/// `Service`, `Policy`: what elements of the kind of that key are called, one of them or all.
QString kindTitle(const QString& key);
QString kindTitles(const QString& key);

}  // namespace app
