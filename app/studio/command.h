#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>
#include <vector>

#include "app/studio/studio_context.h"

namespace app {

/// Something that the user can have done: in the palette, in menus and by keys.
struct StudioCommand {
    QString id;  ///< `edit.undo`
    QString title;
    QString icon;
    QList<QKeySequence> keys;  ///< Anywhere in the window; those of the canvas are in canvas_keys.h
    std::function<void(StudioContext&)> run;
    QString keyTitle =
        {};  ///< On the sheet of keys, where commands with the same one share a line; else the title
    std::function<bool(StudioContext&)> when = {};             ///< Whether it can be done now; none: always
    std::function<QString(StudioContext&)> currentTitle = {};  ///< Where the title depends on what there is
};

/// The commands of one subject. Each file of app/studio/commands/ makes a group.
struct CommandGroup {
    int place = 0;  ///< Its order among the groups
    QString title;  ///< Head on the sheet of keys; groups with the same one share it
    std::vector<StudioCommand> commands;
    std::vector<std::pair<QString, QString>> gestures;  ///< What mouse and keys do besides, for the sheet
};

/// One of each file, in the order of the files.
std::vector<CommandGroup> registeredCommands();
/// The same, in the order of their places.
std::vector<CommandGroup> commandGroups();

}  // namespace app
