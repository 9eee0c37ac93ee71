#pragma once

#include "model/project.h"
#include "model/result.h"

namespace app {

/// What can be added to a behaviour.
enum class NewStep {
    Compute,
    Call,
    Publish,
    Query,
    Cache,
    Parallel,
    Branch,
    Loop,
    Fallback,
    Fail,
    Lock,
    Saga,
    Agree
};

/// A step of that kind to begin with: whole, and with what is there already. An error where it needs what the
/// model does not have yet.
model::Result<model::Step> newStep(const model::Project& project, const model::OperationId& caller,
                                   NewStep kind);

}  // namespace app
