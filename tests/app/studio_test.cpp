#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_editor.h"
#include "app/export_mode/export_mode.h"
#include "app/studio/command_palette.h"
#include "app/studio/keys_sheet.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/sheets.h"
#include "app/studio/workbench.h"
#include "model/edit.h"
#include "model/references.h"

using app::MainWindow;
using app::Mode;

namespace {

void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void addService(MainWindow& window) {
    window.setMode(Mode::Design);
    emit window.workbench().current().canvas().createRequested(QStringLiteral("service"), QPointF(0, 0));
}

}  // namespace

class StudioTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void keysLeadToEveryMode();
    void theCanvasEditsTheModel();
    void aNewElementTakesTheIdOfItsFirstName();
    void selectionIsOneForAll();
    void layingOutIsOneStep();
    void badFilesAreRefusedInline();
    void openingAndSavingKeepTheFile();
    void changesAreNotLostUnasked();
    void closingAsksFirst();
    void thePaletteFindsElements();
    void exportingWritesWhatWasShown();
    void everyModeCanBeShownInBothSchemes();
    void theModeBarHasRoomForItsWords();
    void theStatusLineKnowsWhatIsSaved();
    void theStatusLineFollowsTheEstimate();
    void whatIsToComeIsReadable();
    void theFirstWindowFitsTheScreen();
    void aNewContextFindsAFreePlace();
    void theKeysStandBelowTheirHeads();

private:
    QTemporaryDir m_settings;
};

void StudioTest::initTestCase() {
    QCoreApplication::setOrganizationName("lintel-test");
    QCoreApplication::setApplicationName("lintel-test");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void StudioTest::keysLeadToEveryMode() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    QVERIFY(QTest::qWaitForWindowActive(&window));
    for (const Mode mode : app::allModes) {
        QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(mode)),
                        Qt::ControlModifier);
        QVERIFY(window.mode() == mode);
    }
}

void StudioTest::theCanvasEditsTheModel() {
    MainWindow window(app::Scheme::Light);
    window.files().createNew();
    addService(window);
    emit window.workbench().current().canvas().connectToNewRequested("service:new-service", QPointF(400, 0));
    QCOMPARE(window.document().project().services.size(), std::size_t(2));
    QCOMPARE(model::interactionsOf(window.document().project()).size(), std::size_t(1));
    emit window.workbench().current().canvas().removeRequested({"service:new-service>service:new-service-2"});
    QVERIFY(model::interactionsOf(window.document().project()).empty());
    window.action("edit.undo")->trigger();
    QCOMPARE(model::interactionsOf(window.document().project()).size(), std::size_t(1));
    window.document().undoStack().setIndex(0);
    QVERIFY(window.document().project().services.empty());
    QVERIFY(!window.document().isModified());
}

void StudioTest::aNewElementTakesTheIdOfItsFirstName() {
    MainWindow window(app::Scheme::Light);
    window.files().createNew();
    addService(window);
    emit window.workbench().current().canvas().renameRequested("service:new-service", "Payment");
    const auto& services = window.document().project().services;
    QCOMPARE(services.size(), std::size_t(1));
    QCOMPARE(services.begin()->id.value(), std::string("payment"));
    QCOMPARE(services.begin()->name, std::string("Payment"));
    QCOMPARE(window.document().undoStack().count(), 1);
    QCOMPARE(window.document().undoStack().undoText(), QString("Add service Payment"));
    // From now on the id stays.
    emit window.workbench().current().canvas().renameRequested("service:payment", "Billing");
    QCOMPARE(window.document().project().services.begin()->id.value(), std::string("payment"));
}

void StudioTest::selectionIsOneForAll() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    window.workbench().current().canvas().setSelection({"service:order"});
    QCOMPARE(window.selection().keys(), QStringList{"service:order"});
    window.selection().set({"operation:order.place-order"});
    QCOMPARE(window.selection().keys(), QStringList{"operation:order.place-order"});
    window.reveal("service:payment");
    QCOMPARE(window.workbench().current().canvas().selection(), QStringList{"service:payment"});
    emit window.workbench().current().canvas().removeRequested({"service:payment"});
    QVERIFY(!window.document().project().services.contains(model::ServiceId("payment")));
    QVERIFY(window.selection().keys().isEmpty() ||
            window.workbench().current().canvas().selection().isEmpty());
}

void StudioTest::layingOutIsOneStep() {
    if (app::layoutProgram().isEmpty()) QSKIP("lintel-layout is not beside the program");
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    QSignalSpy done(&window.workbench().current(), &app::DiagramMode::layingOut);
    window.action("edit.layout")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, 20'000);
    QCOMPARE(window.document().undoStack().count(), 0);
    window.workbench().current().acceptLayout();
    QCOMPARE(window.document().undoStack().count(), 1);
    QCOMPARE(window.document().undoStack().undoText(), QString("Lay out the diagram"));
}

void StudioTest::badFilesAreRefusedInline() {
    QTemporaryDir folder;
    write(folder.filePath("truncated.lintel"), "{\"format\": 1, \"services\": [");
    write(folder.filePath("noise.lintel"), QByteArray(2000, '\xff'));
    write(folder.filePath("newer.lintel"), "{\"lintel\": 99}");
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    const model::Project before = window.document().project();
    for (const QString& path :
         {folder.filePath("truncated.lintel"), folder.filePath("noise.lintel"),
          folder.filePath("newer.lintel"), folder.path(), folder.filePath("missing.lintel")}) {
        window.notice().hide();
        window.files().openFile(path);
        QTRY_VERIFY2(!window.notice().text().isEmpty(), qPrintable(path));
        QVERIFY2(window.notice().text().contains("was not opened"), qPrintable(window.notice().text()));
        QVERIFY(window.document().project() == before);
    }
}

void StudioTest::openingAndSavingKeepTheFile() {
    QTemporaryDir folder;
    const QString path = folder.filePath("a.lintel");
    MainWindow window(app::Scheme::Light);
    window.files().openSample("shop");
    QVERIFY(window.document().save(path).has_value());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray first = file.readAll();
    MainWindow other(app::Scheme::Light);
    QSignalSpy loaded(&other.files(), &app::ModelFiles::loaded);
    other.files().openFile(path);
    QTRY_COMPARE(loaded.count(), 1);
    QVERIFY(other.document().project() == window.document().project());
    QVERIFY(other.document().save(path).has_value());
    file.seek(0);
    QFile again(path);
    QVERIFY(again.open(QIODevice::ReadOnly));
    QCOMPARE(again.readAll(), first);
}

void StudioTest::changesAreNotLostUnasked() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().createNew();
    addService(window);
    window.files().openSample("shop");
    auto* sheet = window.findChild<app::UnsavedSheet*>();
    QVERIFY(sheet);
    QCOMPARE(window.document().project().services.size(), std::size_t(1));
    sheet->findChild<QPushButton*>("cancel")->click();
    QCOMPARE(window.document().project().services.size(), std::size_t(1));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    window.files().openSample("shop");
    window.findChild<app::UnsavedSheet*>()->findChild<QPushButton*>("discard")->click();
    QVERIFY(window.document().project().services.size() > 1);
}

void StudioTest::closingAsksFirst() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().createNew();
    addService(window);
    QVERIFY(!window.close());
    QVERIFY(window.isVisible());
    window.findChild<app::UnsavedSheet*>()->findChild<QPushButton*>("discard")->click();
    QVERIFY(!window.isVisible());
}

void StudioTest::thePaletteFindsElements() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    window.setMode(Mode::Export);
    window.openPalette();
    QTest::keyClicks(window.palette().field(), "payment");
    QTest::keyClick(window.palette().field(), Qt::Key_Return);
    QVERIFY(!window.palette().isVisible());
    QVERIFY(window.mode() == Mode::Design);
    QCOMPARE(window.selection().keys().size(), 1);
}

void StudioTest::exportingWritesWhatWasShown() {
    QTemporaryDir folder;
    MainWindow window(app::Scheme::Light);
    window.files().openSample("shop");
    window.setMode(Mode::Export);
    app::ExportMode& page = window.exportMode();
    QSignalSpy settled(&page, &app::ExportMode::settled);
    page.setFolder(folder.filePath("out"));
    QTRY_VERIFY_WITH_TIMEOUT(settled.count() > 0 && !page.isWorking(), 20'000);
    QVERIFY(!page.files().plan().empty());
    const auto planned = page.files().plan();
    page.write();
    QTRY_VERIFY_WITH_TIMEOUT(
        !page.isWorking() && page.files().plan().front().action == app::FileAction::Unchanged, 20'000);
    for (const app::PlannedFile& file : planned)
        QVERIFY2(QFile::exists(folder.filePath("out/" + QString::fromStdString(file.file.path))),
                 file.file.path.c_str());
}

void StudioTest::everyModeCanBeShownInBothSchemes() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("online-boutique");
    for (const app::Scheme scheme : {app::Scheme::Dark, app::Scheme::Light}) {
        window.setScheme(scheme);
        for (const Mode mode : app::allModes) {
            window.setMode(mode);
            QVERIFY(!window.grab().isNull());
        }
    }
}

void StudioTest::theModeBarHasRoomForItsWords() {
    MainWindow window(app::Scheme::Light);
    window.show();
    window.files().openSample("shop");
    for (const Mode mode : app::allModes) {
        window.setMode(mode);
        for (const QToolButton* button : window.findChildren<QToolButton*>("mode"))
            QVERIFY2(button->sizeHint().width() <= button->width(),
                     qPrintable(QString("%1 needs %2").arg(button->text()).arg(button->sizeHint().width())));
    }
}

void StudioTest::theStatusLineKnowsWhatIsSaved() {
    QTemporaryDir folder;
    MainWindow window(app::Scheme::Light);
    const auto says = [&](const QString& words) {
        for (const QLabel* label : window.findChild<QWidget*>("statusLine")->findChildren<QLabel*>())
            if (label->text() == words) return true;
        return false;
    };
    window.files().createNew();
    addService(window);
    QVERIFY(says("Not saved"));
    QVERIFY(window.document().save(folder.filePath("saved.lintel")));
    QVERIFY(says("Saved"));
    window.action("edit.undo")->trigger();
    QVERIFY(says("Not saved"));
    window.action("edit.redo")->trigger();
    QVERIFY(says("Saved"));
}

void StudioTest::theStatusLineFollowsTheEstimate() {
    MainWindow window(app::Scheme::Light);
    const auto says = [&](const QString& words) {
        for (const QLabel* label : window.findChild<QWidget*>("statusLine")->findChildren<QLabel*>())
            if (label->text().contains(words)) return true;
        return false;
    };
    window.files().openSample("shop");
    QTRY_VERIFY(says("Estimate"));
    QVERIFY(says("bottleneck"));
    QVERIFY(!says("a month"));
    model::Rates rates;
    rates.currency = "EUR";
    rates.vcpuHour = 0.04;
    window.document().apply(*model::putRates(window.document().project(), rates), "State prices");
    QTRY_VERIFY(says("EUR</b> a month"));
    window.action("edit.undo")->trigger();
    QTRY_VERIFY(!says("a month"));
    window.files().createNew();
    QTRY_VERIFY(!says("Estimate"));
}

void StudioTest::whatIsToComeIsReadable() {
    MainWindow window(app::Scheme::Light);
    window.resize(1600, 1000);
    window.show();
    window.setMode(Mode::Discover);
    QTest::qWait(20);
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible() && label->wordWrap())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
}

void StudioTest::theFirstWindowFitsTheScreen() {
    QSettings().remove("geometry");
    MainWindow window(app::Scheme::Light);
    window.show();
    QVERIFY(window.height() < window.screen()->availableGeometry().height());
}

void StudioTest::aNewContextFindsAFreePlace() {
    MainWindow window(app::Scheme::Light);
    window.resize(1600, 1000);
    window.show();
    window.files().openSample("online-boutique");
    for (const Mode mode : {Mode::Decompose, Mode::Design}) {
        window.setMode(mode);
        app::DiagramMode& diagram = window.workbench().current();
        diagram.canvas().fitAll();
        diagram.editor().addInView(QStringLiteral("context"));
        const auto& regions = diagram.canvas().diagram().regions;
        for (const auto& one : regions)
            for (const auto& other : regions)
                QVERIFY2(one.key == other.key || !one.rect.intersects(other.rect),
                         qPrintable(one.key + " lies over " + other.key));
    }
}

void StudioTest::theKeysStandBelowTheirHeads() {
    MainWindow window(app::Scheme::Light);
    window.resize(1600, 1000);
    window.show();
    window.action("help.shortcuts")->trigger();
    QTest::qWait(50);
    const auto* sheet = window.findChild<app::KeysSheet*>();
    const auto top = [sheet](const QWidget* part) { return part->mapTo(sheet, QPoint()).y(); };
    for (const QLabel* head : sheet->findChildren<QLabel*>()) {
        if (head->property("look") != "section") continue;
        int nearest = 1000;
        for (const auto* keys : sheet->findChildren<app::KeyButton*>())
            if (top(keys) > top(head)) nearest = std::min(nearest, top(keys) - top(head) - head->height());
        QVERIFY2(nearest <= 16, qPrintable(head->text()));
    }
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    StudioTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "studio_test.moc"
