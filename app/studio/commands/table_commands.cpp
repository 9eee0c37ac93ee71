#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString tableCommandTr(const char* words) {
    return QCoreApplication::translate("TableCommands", words);
}

}  // namespace

CommandGroup tableCommands() {
    return {10,
            tableCommandTr("Everywhere"),
            {{"view.tables",
              tableCommandTr("Tables"),
              "table",
              {QKeySequence("Ctrl+T")},
              [](StudioContext& studio) { studio.window().showTables(); }}},
            {{tableCommandTr("In a table: fill down, all selected cells"), "Ctrl D, Ctrl Enter"}}};
}

}  // namespace app
