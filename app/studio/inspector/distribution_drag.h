#pragma once

#include "model/distribution.h"

namespace app {

/// The distribution with that mean and the same shape: all its times are longer or shorter alike.
model::Distribution withMean(const model::Distribution& distribution, model::Duration mean);
/// The distribution of which 99 % of the times are at most that. Where the kind has a spread of its own the
/// mean stays, as near as the kind can come; else all times change alike.
model::Distribution withP99(const model::Distribution& distribution, model::Duration p99);
/// The time that 99 % of the times do not exceed.
model::Duration p99Of(const model::Distribution& distribution);

}  // namespace app
