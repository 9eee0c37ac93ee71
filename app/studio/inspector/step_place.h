#pragma once

#include <vector>

#include "model/behaviour.h"

namespace app {

/// Where a step or a list of steps lies in a behaviour: indices that alternate between a step of a list and a
/// list of that step. `{}` is the list of the operation itself, `{2}` its third step, `{2, 0}` the first list
/// in it.
using StepPath = std::vector<int>;

/// The lists of steps in a step: branches, alternatives, what runs on a miss.
std::vector<model::Behaviour*> listsIn(model::Step& step);
/// The list at an even path, the step at an odd one; null where there is none.
model::Behaviour* listAt(model::Behaviour& behaviour, const StepPath& path);
model::Step* stepAt(model::Behaviour& behaviour, const StepPath& path);

StepPath inside(StepPath path, int index);

}  // namespace app
