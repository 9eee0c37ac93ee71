// SPDX-License-Identifier: MIT
#pragma once

#include "app/layout/engine.h"

namespace layout {

/// A layered drawing (Sugiyama, Tagawa, Toda 1981) without anybody's help: every graph has one, in a time
/// that grows about as the number of edges; the same graph has the same one. Groups are not heeded.
Centres layOutInLayers(const Graph& graph, const RankOptions& options);

/// The engine that is always there.
Engine layeredEngine();

}  // namespace layout
