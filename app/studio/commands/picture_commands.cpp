#include <QCoreApplication>

#include "app/picture_export/export_sheet.h"
#include "app/studio/command.h"
#include "app/studio/main_window.h"

namespace app {

namespace {

QString pictureTr(const char* words) {
    return QCoreApplication::translate("PictureCommands", words);
}

ExportSheet* openedSheet(StudioContext& studio) {
    studio.window().showDiagram();
    for (auto* open : studio.window().findChildren<ExportSheet*>())
        if (open->isVisible()) return open;
    auto* sheet = new ExportSheet(studio, &studio.window());
    sheet->show();
    return sheet;
}

bool hasModel(StudioContext& studio) {
    return studio.window().mode().has_value();
}

}  // namespace

CommandGroup pictureCommands() {
    return {11,
            pictureTr("Everywhere"),
            {{"picture.export",
              pictureTr("Export pictures…"),
              "export",
              {QKeySequence("Ctrl+E")},
              [](StudioContext& studio) { openedSheet(studio); },
              {},
              hasModel},
             {"picture.print",
              pictureTr("Print…"),
              "file",
              {QKeySequence("Ctrl+Alt+P")},
              [](StudioContext& studio) { openedSheet(studio)->print(); },
              {},
              hasModel},
             {"picture.copy",
              pictureTr("Copy the diagram as a picture"),
              "copy",
              {QKeySequence("Ctrl+Shift+C")},
              [](StudioContext& studio) { openedSheet(studio)->copy(); },
              {},
              hasModel}},
            {}};
}

}  // namespace app
