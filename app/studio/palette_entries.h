#pragma once

#include "app/studio/command_actions.h"
#include "app/studio/palette_entry.h"

namespace app {

/// The diagrams that can be gone to.
std::vector<PaletteEntry> viewEntries(StudioContext& studio);
/// All that the command palette finds: the commands that can be run now, the elements of the model, its
/// diagrams, samples and recent files.
std::vector<PaletteEntry> paletteEntries(StudioContext& studio, const CommandActions& commands);

}  // namespace app
