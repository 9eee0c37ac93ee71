#include <QAction>
#include <QTemporaryDir>

#include "app/studio/in_use_sheet.h"
#include "app/studio/recovery_sheet.h"
#include "model/edit.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

void addService(app::Document& document, const char* name) {
    model::Service service;
    service.name = name;
    document.apply(model::put(document.project(), service),
                   QStringLiteral("Add service %1").arg(QLatin1String(name)));
}

/// A history with all that it can show: saved, shown, undone; and a file that others have changed.
void takeHistory(Stage& stage, const QString& path) {
    app::Document& document = stage.window().document();
    stage.openSample("shop");
    for (const char* name : {"Gift cards", "Returns"}) addService(document, name);
    model::Layout layout = document.layout();
    layout.diagrams["services"].nodes = layout.diagrams["services"].nodes.with("service:returns", {40, 400});
    document.apply(layout, QStringLiteral("Move Returns"));
    stage.window().files().saveTo(path);
    document.apply(model::remove(document.project(), model::ServiceId("gift-cards")),
                   QStringLiteral("Remove Gift cards"));
    addService(document, "Loyalty");
    document.undoStack().undo();
    stage.window().action("view.history")->trigger();
    stage.take("history-steps");
    model::Project theirs = document.project();
    theirs.name = "Theirs";
    if (app::writeFile(path, model::writeProject(theirs))) stage.window().files().watch().look();
    stage.take("changed-by-others");
    stage.window().files().keepMine();
    stage.window().action("view.history")->trigger();
}

app::Leftover leftover(const app::Document& document, const QString& path, int steps) {
    app::Leftover left;
    left.content.path = path;
    left.content.last = QDateTime(QDate(2026, 3, 2), QTime(14, 32));
    left.content.history.current = document.version();
    left.content.history.steps.resize(static_cast<std::size_t>(steps));
    left.content.history.steps.back().step.label = QStringLiteral("Connect Checkout and Payment");
    left.content.history.index = steps;
    return left;
}

void takeSheets(Stage& stage, const QString& path) {
    app::MainWindow& window = stage.window();
    auto* recovery =
        new app::RecoverySheet({leftover(window.document(), path, 23), leftover(window.document(), {}, 1),
                                leftover(window.document(), "/mnt/team/payments.lintel", 140)},
                               &window);
    recovery->show();
    stage.take("recovery");
    delete recovery;
    auto* inUse = new app::InUseSheet("shop.lintel", {4711, "drawing-office", false}, &window);
    inUse->show();
    stage.take("in-use");
    delete inUse;
}

void takeSafety(Stage& stage) {
    const QTemporaryDir folder;
    takeHistory(stage, folder.filePath("shop.lintel"));
    takeSheets(stage, folder.filePath("shop.lintel"));
    stage.window().files().saveTo(folder.filePath("shop.lintel"));
}

}  // namespace

Picture safety() {
    return {"safety", takeSafety};
}

}  // namespace pictures
