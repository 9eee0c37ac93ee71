#pragma once

namespace app {

/// Lets screen readers find the nodes of every canvas, with their names, places and whether they are
/// selected. Called once before the first canvas is made; further calls do nothing.
void exposeCanvases();

}  // namespace app
