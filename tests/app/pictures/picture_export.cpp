#include <QAction>
#include <QLineEdit>
#include <QTest>

#include "app/picture_export/export_sheet.h"
#include "tests/app/picture.h"

namespace pictures {

namespace {

void takePictureExport(Stage& stage) {
    stage.openSample("shop");
    app::MainWindow& window = stage.window();
    window.action("picture.export")->trigger();
    auto* sheet = window.findChild<app::ExportSheet*>();
    QTest::qWait(300);
    stage.take("sheet");
    app::PictureChoice choice = sheet->form().choice();
    choice.scope = app::PictureScope::All;
    choice.format = app::PictureFormat::Pdf;
    choice.scheme = app::PictureScheme::Paper;
    sheet->form().setChoice(choice);
    sheet->path().setText("/nowhere/at/all/shop.pdf");
    QTest::qWait(300);
    sheet->write();
    stage.take("sheet-refused");
    delete sheet;
}

}  // namespace

Picture pictureExport() {
    return {"picture_export", takePictureExport, {100}};
}

}  // namespace pictures
