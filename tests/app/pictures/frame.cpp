#include <QAction>
#include <QTemporaryDir>

#include "app/document/recent_files.h"
#include "app/file/file.h"
#include "app/guide/guide_window.h"
#include "app/preferences/preferences_sheet.h"
#include "app/simulate/simulate_mode.h"
#include "app/studio/keys_sheet.h"
#include "app/tour/coach_mark.h"
#include "app/tour/tour.h"
#include "tests/app/picture.h"
#include "tests/app/strange_names.h"

namespace pictures {

namespace {

void takeStart(Stage& stage, const QString& folder) {
    for (const char* id : {"shop", "online-boutique", "black-friday"}) {
        const auto text = app::sampleText(id);
        if (!text) continue;
        const QString path = QStringLiteral("%1/%2.lintel").arg(folder, id);
        const bool written =
            app::writeFile(path, text->first) && app::writeFile(app::layoutPath(path), text->second);
        if (written) app::rememberFile(path);
    }
    app::rememberFile(folder + "/moved-away.lintel");
    stage.window().showStart();
    stage.take("frame-start");
    stage.window().resize(stage.window().minimumSize());
    stage.take("frame-start-small");
    stage.window().resize(1600, 1000);
}

void takeSheetsOfTheFrame(Stage& stage) {
    app::MainWindow& window = stage.window();
    auto* preferences = new app::PreferencesSheet(&window);
    preferences->show();
    stage.take("frame-preferences");
    delete preferences;
    auto* keys = new app::KeysSheet(&window);
    keys->show();
    for (auto* button : keys->findChildren<app::KeyButton*>())
        if (button->property("command") == "file.open") emit button->keysPressed(QKeySequence("Ctrl+K"));
    stage.take("frame-keys");
    delete keys;
}

void takeTour(Stage& stage) {
    app::Tour& tour = stage.window().tour();
    tour.start();
    stage.waitFor([&] { return tour.isRunning(); });
    for (const char* name : {"look", "add", "connect", "rename", "undo", "find", "layout", "drill", "run"}) {
        const QString step = QLatin1String(name);
        if (step == "add" || step == "undo" || step == "find" || step == "run")
            stage.take("frame-tour-" + step);
        emit tour.mark().nextRequested();
    }
    tour.end();
}

void takeGuide(Stage& stage) {
    app::GuideWindow& guide = app::showGuide(stage.window(), "canvas");
    stage.take("frame-guide", guide);
    guide.showPage("keyboard");
    stage.take("frame-guide-table", guide);
    guide.close();
}

void takeFrame(Stage& stage) {
    const QTemporaryDir folder;
    takeStart(stage, folder.path());
    stage.openSample("shop");
    stage.take("frame-design");
    takeSheetsOfTheFrame(stage);
    takeTour(stage);
    takeGuide(stage);
    stage.openModel(app::strangeProject());
    stage.window().reveal("service:service-2");
    stage.take("frame-strange-names");
}

}  // namespace

Picture frame() {
    return {
        "frame", takeFrame, {100, 200}, {app::Scheme::Light, app::Scheme::Dark, app::Scheme::HighContrast}};
}

}  // namespace pictures
