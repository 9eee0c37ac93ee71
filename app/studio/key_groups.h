#pragma once

#include "app/studio/command.h"
#include "app/studio/sheets.h"

namespace app {

/// All keys of these commands and all gestures, by head, for the sheet.
std::vector<ShortcutSheet::Group> keyGroups(const std::vector<CommandGroup>& groups);
/// The keys of a command, those of the canvas too.
QList<QKeySequence> keysOf(const StudioCommand& command);

}  // namespace app
