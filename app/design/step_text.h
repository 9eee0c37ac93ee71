#pragma once

#include <QStringList>

#include "app/diagram/step_place.h"
#include "model/project.h"
#include "model/result.h"

/// What can be typed at a step of a sequence diagram.
namespace app {

/// Takes a time, a count, a chance, or the name of what the step goes to; an error says what it expects.
model::Result<void> takeText(const model::Project& project, model::Step& step, const QString& text);
/// The same for the step, or for the part of one (its chance, its name), at that place.
model::Result<void> takeTextAt(const model::Project& project, model::Behaviour& behaviour,
                               const StepPath& path, const QString& text);
/// The names that can be typed at the step; none where it is no name.
QStringList namesFor(const model::Project& project, const model::Step& step);

}  // namespace app
