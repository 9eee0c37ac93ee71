#include "app/document/document.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/diagram/regions.h"
#include "app/file/file.h"
#include "model/edit.h"
#include "model/json/json.h"

using app::Document;

namespace {

model::Project withService(const model::Project& before, const std::string& name) {
    model::Service service;
    service.name = name;
    return *model::put(before, std::move(service));
}

model::Layout withPlace(const model::Layout& before, const std::string& key, double x) {
    return app::withPlaces(before, "services", {{QString::fromStdString(key), {x, 0}}});
}

}  // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private slots:
    void undoGoesBackByName();
    void oneGestureIsOneStep();
    void aGestureThatEndsWhereItBeganLeavesNoStep();
    void nothingHappensWhenNothingDiffers();
    void refusedEditsAreReported();
    void undoSurvivesSaving();
    void aFailedSaveKeepsTheStateAndTheFile();
};

void DocumentTest::undoGoesBackByName() {
    Document document;
    const model::Project empty = document.project();
    QSignalSpy changed(&document, &Document::changed);
    document.apply(withService(empty, "order"), "Add service order");
    document.apply(withPlace(document.layout(), "service:order", 40), "Move order");
    QCOMPARE(changed.count(), 2);
    QCOMPARE(document.undoStack().undoText(), QString("Move order"));
    document.undoStack().undo();
    QVERIFY(document.layout().diagrams.empty());
    QCOMPARE(document.project().services.size(), std::size_t(1));
    document.undoStack().undo();
    QVERIFY(document.project() == empty);
    document.undoStack().redo();
    QCOMPARE(document.project().services.begin()->name, std::string("order"));
}

void DocumentTest::oneGestureIsOneStep() {
    Document document;
    for (int x = 1; x <= 10; ++x)
        document.apply(withPlace(document.layout(), "service:a", x), "Move a", "drag:1");
    document.apply(withPlace(document.layout(), "service:a", 99), "Move a", "drag:2");
    QCOMPARE(document.undoStack().count(), 2);
    document.undoStack().undo();
    QCOMPARE(document.layout().diagrams.at("services").nodes.find("service:a")->x, 10.0);
    document.undoStack().undo();
    QVERIFY(document.layout().diagrams.empty());
}

void DocumentTest::aGestureThatEndsWhereItBeganLeavesNoStep() {
    Document document;
    document.apply(withPlace(document.layout(), "service:a", 1), "Move a");
    document.apply(withPlace(document.layout(), "service:a", 5), "Move a", "drag");
    document.apply(withPlace(document.layout(), "service:a", 1), "Move a", "drag");
    QCOMPARE(document.undoStack().count(), 1);
}

void DocumentTest::nothingHappensWhenNothingDiffers() {
    Document document;
    QSignalSpy changed(&document, &Document::changed);
    document.apply(document.project(), "Nothing");
    QCOMPARE(changed.count(), 0);
    QVERIFY(!document.isModified());
}

void DocumentTest::refusedEditsAreReported() {
    Document document;
    QSignalSpy refused(&document, &Document::refused);
    QVERIFY(!document.apply(model::Result<model::Project>(model::failure("services/a", "too many")), "Add"));
    QCOMPARE(refused.count(), 1);
    QCOMPARE(document.undoStack().count(), 0);
}

void DocumentTest::undoSurvivesSaving() {
    QTemporaryDir folder;
    const QString path = folder.filePath("a.lintel");
    Document document;
    const model::Project empty = document.project();
    document.apply(withService(empty, "order"), "Add service order");
    QVERIFY(document.isModified());
    QVERIFY(document.save(path).has_value());
    QVERIFY(!document.isModified());
    QCOMPARE(document.title(), QString("a.lintel"));
    const auto read = app::loadModel(path);
    QVERIFY(read.has_value());
    QVERIFY(read->project == document.project());
    document.undoStack().undo();
    QVERIFY(document.project() == empty);
    QVERIFY(document.isModified());
    document.undoStack().redo();
    QVERIFY(!document.isModified());
}

void DocumentTest::aFailedSaveKeepsTheStateAndTheFile() {
    Document document;
    document.apply(withService({}, "order"), "Add service order");
    const auto saved = document.save("/nowhere/at/all.lintel");
    QVERIFY(!saved.has_value());
    QVERIFY(QString::fromStdString(saved.error().text()).contains("nowhere"));
    QVERIFY(document.isModified());
    QVERIFY(document.path().isEmpty());
}

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
