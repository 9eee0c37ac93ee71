#pragma once

#include <QSet>
#include <optional>

#include "app/layouting/layout_job.h"

namespace app {

/// The wished centres of some nodes and empty frames, moved as little as needed so that neither they nor the
/// frames around them lie on anything that stays: as a whole where that is possible, else frame by frame,
/// else one by one. All else of the diagram stays where it is. Nothing when there is no room.
std::optional<Places> fitAround(const Diagram& diagram, const Places& wishes);

}  // namespace app
