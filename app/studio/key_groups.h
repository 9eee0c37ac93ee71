#pragma once

#include <utility>
#include <vector>

#include "app/studio/command.h"

namespace app {

/// A head of the sheet of keys, and what stands below it: a title and its keys.
using KeyGroup = std::pair<QString, std::vector<std::pair<QString, QString>>>;

/// All keys of these commands and all gestures, by head.
std::vector<KeyGroup> keyGroups(const std::vector<CommandGroup>& groups);

/// The keys of a command: those that the user chose, else its own, those of the canvas too.
QList<QKeySequence> keysOf(const StudioCommand& command);
/// Its own, whatever was chosen.
QList<QKeySequence> ownKeysOf(const StudioCommand& command);
/// Those that work anywhere in the window.
QList<QKeySequence> windowKeysOf(const StudioCommand& command);

/// Null when there is none of that id.
const StudioCommand* findCommand(const QString& id);
/// The command that the key belongs to; null when it is free.
const StudioCommand* ownerOf(const QKeySequence& key);
/// What it is called on the sheet of keys.
QString keyTitleOf(const StudioCommand& command);
/// The first key of that command, as people read it: `Ctrl+Z`; empty when it has none.
QString keyText(const QString& command);
/// `Zoom to 100 %  (Ctrl+0)`: a tooltip that teaches the key.
QString withKey(const QString& words, const QString& command);

}  // namespace app
