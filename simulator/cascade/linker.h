#pragma once

#include <vector>

#include "simulator/cascade/symptoms.h"

namespace simulator {

/// Puts each event down to one that came before it, if any can have caused it, and orders them anew: causes
/// stand before what they bring about, and none of these begins before them. A time that is known by the
/// intervals of the series only is moved up to that of the cause within the interval.
void linkEvents(const CallMap& calls, double interval, std::vector<CascadeEvent>& events);

}  // namespace simulator
