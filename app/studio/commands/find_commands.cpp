#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"

namespace app {

namespace {

QString findTr(const char* words) {
    return QCoreApplication::translate("FindCommands", words);
}

}  // namespace

CommandGroup findCommands() {
    return {5,
            findTr("Everywhere"),
            {{"view.palette",
              findTr("Search or run a command"),
              "command",
              {QKeySequence("Ctrl+K")},
              [](StudioContext& studio) { studio.window().openPalette(); }},
             {"view.filter",
              findTr("Filter the model tree"),
              "filter",
              {QKeySequence::Find},
              [](StudioContext& studio) {
                  studio.diagram();
                  studio.workbench().tree().focusFilter();
              }}},
            {}};
}

}  // namespace app
