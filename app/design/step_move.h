#pragma once

#include "app/diagram/diagram.h"
#include "app/diagram/step_place.h"
#include "model/result.h"

/// Where steps stand on a sequence diagram, and what moving them comes to.
namespace app {

/// Before which step of which list.
struct StepGap {
    StepPath list;
    int before = 0;

    bool operator==(const StepGap&) const = default;
};

/// The gap in the operation's behaviour that lies at that point of its diagram. What is `moving` is passed
/// over.
StepGap gapAt(const Diagram& diagram, const model::Operation& operation, const QPointF& point,
              const StepPath& moving = {});
/// The gap one place further: within its list, then out of it.
StepGap gapBeside(const model::Operation& operation, const StepPath& step, bool down);
/// Puts the steps, in their order, into the gap; gives the path of the first one. They may not be put into
/// themselves.
model::Result<StepPath> moveSteps(model::Behaviour& behaviour, std::vector<StepPath> steps, StepGap gap);
/// Takes steps away; those in steps that go, too, are no matter.
void eraseSteps(model::Behaviour& behaviour, std::vector<StepPath> steps);

}  // namespace app
