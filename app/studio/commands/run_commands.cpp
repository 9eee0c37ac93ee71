#include <QCoreApplication>

#include "app/export_mode/export_mode.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString runTr(const char* words) {
    return QCoreApplication::translate("RunCommands", words);
}

}  // namespace

CommandGroup runCommands() {
    return {9,
            runTr("Everywhere"),
            {{"run.simulate",
              runTr("Simulate the scenario"),
              "play",
              {},
              [](StudioContext& studio) {
                  studio.window().setMode(Mode::Simulate);
                  studio.window().simulateMode().run();
              }},
             {"run.cancel",
              runTr("Cancel the simulation"),
              "stop",
              {},
              [](StudioContext& studio) { studio.window().simulateMode().cancel(); }},
             {"export.write",
              runTr("Export to a folder…"),
              "download",
              {},
              [](StudioContext& studio) {
                  studio.window().setMode(Mode::Export);
                  studio.window().exportMode().chooseFolder();
              }}},
            {}};
}

}  // namespace app
