#pragma once

#include <QString>
#include <optional>
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
/// The list that the step at the path stands in.
StepPath listOf(const StepPath& step);
/// Whether the one path is the other or leads into it.
bool isWithin(const StepPath& path, const StepPath& around);

/// A step of an operation, or a list of steps.
struct StepPlace {
    model::OperationId operation;
    StepPath path;

    bool isList() const { return path.size() % 2 == 0; }
    bool operator==(const StepPlace&) const = default;
};
/// Its key on diagrams and in selections: `step:2.0.1/order.place`.
QString stepKey(const StepPlace& place);
/// Nothing when it is not such a key.
std::optional<StepPlace> stepFromKey(const QString& key);

}  // namespace app
