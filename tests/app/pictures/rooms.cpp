#include <QAction>

#include "app/studio/command_palette.h"
#include "app/studio/sheet.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

/// The last operation of the model with more than two steps.
QString longOperation(const model::Project& project) {
    QString key;
    for (const auto& service : project.services)
        for (const auto& operation : service.operations)
            if (operation.behaviour.size() > 2)
                key = "operation:" + QString::fromStdString(operation.id.value());
    return key;
}

void takeRooms(Stage& stage) {
    app::MainWindow& window = stage.window();
    stage.openSample("shop");
    window.setMode(app::Mode::Discover);
    stage.take("discover");
    window.setMode(app::Mode::Design);
    for (const char* panel : {"problems", "history"}) {
        window.action(QLatin1String("view.") + panel)->trigger();
        stage.take(panel);
        window.action(QLatin1String("view.") + panel)->trigger();
    }
    window.selection().set({longOperation(window.document().project())});
    stage.take("operation");
    window.openPalette();
    stage.take("palette");
    window.palette().hide();
    window.action("help.shortcuts")->trigger();
    stage.take("shortcuts");
    for (app::Sheet* sheet : window.findChildren<app::Sheet*>()) delete sheet;
}

}  // namespace

Picture rooms() {
    return {"rooms", takeRooms};
}

}  // namespace pictures
