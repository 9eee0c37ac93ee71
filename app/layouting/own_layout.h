#pragma once

#include "app/layouting/layout_job.h"

namespace app {

/// The places that this program finds by itself, without Graphviz and without another program: plainer,
/// always there, always the same. Empty when the diagram is larger than any layout may be.
Places ownLayout(const LayoutJob& job);

}  // namespace app
