#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/key_groups.h"
#include "app/studio/main_window.h"
#include "app/studio/sheets.h"

namespace app {

namespace {

QString helpTr(const char* words) {
    return QCoreApplication::translate("HelpCommands", words);
}

}  // namespace

CommandGroup helpCommands() {
    return {10,
            helpTr("Everywhere"),
            {{"help.shortcuts",
              helpTr("Keys and gestures"),
              "help",
              {QKeySequence("F1")},
              [](StudioContext& studio) {
                  (new ShortcutSheet(keyGroups(commandGroups()), &studio.window()))->show();
              }},
             {"help.about",
              helpTr("About Lintel"),
              "info",
              {},
              [](StudioContext& studio) { (new AboutSheet(&studio.window()))->show(); }}},
            {}};
}

}  // namespace app
