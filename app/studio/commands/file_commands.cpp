#include <QCoreApplication>

#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString fileTr(const char* words) {
    return QCoreApplication::translate("FileCommands", words);
}

}  // namespace

CommandGroup fileCommands() {
    const QString files = fileTr("New, open, save");
    return {0,
            fileTr("Everywhere"),
            {{"file.new",
              fileTr("New model"),
              "new",
              {QKeySequence::New},
              [](StudioContext& studio) { studio.files().createNew(); },
              files},
             {"file.newWindow",
              fileTr("New window"),
              "copy",
              {QKeySequence("Ctrl+Shift+N")},
              [](StudioContext& studio) { emit studio.window().windowRequested({}); }},
             {"file.open",
              fileTr("Open a model…"),
              "open",
              {QKeySequence::Open},
              [](StudioContext& studio) { studio.files().askOpen(); },
              files},
             {"file.save",
              fileTr("Save"),
              "save",
              {QKeySequence::Save},
              [](StudioContext& studio) { studio.files().save(); },
              files},
             {"file.saveAs",
              fileTr("Save as…"),
              "save",
              {QKeySequence("Ctrl+Shift+S")},
              [](StudioContext& studio) { studio.files().saveAs(); }},
             {"file.start",
              fileTr("Start page"),
              "list",
              {},
              [](StudioContext& studio) { studio.window().showStart(); }},
             {"file.closeWindow",
              fileTr("Close the window"),
              "close",
              {QKeySequence("Ctrl+W")},
              [](StudioContext& studio) { studio.window().close(); }},
             {"file.quit",
              fileTr("Quit"),
              "close",
              {QKeySequence("Ctrl+Q")},
              [](StudioContext& studio) { studio.window().quit(); }}},
            {}};
}

}  // namespace app
