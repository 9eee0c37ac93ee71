#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString modeTr(const char* words) {
    return QCoreApplication::translate("ModeCommands", words);
}

}  // namespace

CommandGroup modeCommands() {
    CommandGroup group{4, modeTr("Everywhere"), {}, {}};
    for (const Mode mode : allModes)
        group.commands.push_back({QStringLiteral("mode.") + modeWord(mode),
                                  modeTr("Go to %1").arg(modeTitle(mode)),
                                  modeWord(mode),
                                  {QKeySequence(QStringLiteral("Ctrl+%1").arg(static_cast<int>(mode) + 1))},
                                  [mode](StudioContext& studio) { studio.window().setMode(mode); },
                                  modeTr("Discover … Export")});
    return group;
}

}  // namespace app
