// What happens to the files of the open model, as the user sees it: real widgets, offscreen.
#include <sys/mount.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <tuple>

#include "app/design/diagram_edit.h"
#include "app/diagram/regions.h"
#include "app/studio/autosave.h"
#include "app/studio/history_panel.h"
#include "app/studio/in_use_sheet.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/recovery.h"
#include "app/studio/recovery_sheet.h"
#include "app/studio/sheets.h"
#include "app/studio/workbench.h"
#include "tests/app/random_session.h"

using app::bytesOf;
using app::MainWindow;

namespace {

void addService(MainWindow& window, const std::string& name) {
    model::Service service;
    service.name = name;
    window.document().apply(model::put(window.document().project(), service),
                            QStringLiteral("Add %1").arg(QString::fromStdString(name)));
}

/// Clicks what the notice offers; false when it does not.
bool choose(MainWindow& window, const QString& title) {
    for (QPushButton* button : window.notice().findChildren<QPushButton*>())
        if (button->text() == title && !button->isHidden()) {
            button->click();
            return true;
        }
    return false;
}

bool says(MainWindow& window, const QString& words) {
    return QTest::qWaitFor([&] { return window.notice().text().contains(words); }, 5000);
}

template <class S>
S* shownSheet(MainWindow& window) {
    S* found = nullptr;
    std::ignore = QTest::qWaitFor(
        [&] {
            for (S* sheet : window.findChildren<S*>())
                if (sheet->isVisible()) found = sheet;
            return found != nullptr;
        },
        5000);
    return found;
}

bool hasSheet(MainWindow& window) {
    for (const app::Sheet* sheet : window.findChildren<app::Sheet*>())
        if (sheet->isVisible()) return true;
    return false;
}

/// The model of a file as others would have changed it.
void changeByOthers(const QString& path, const std::string& name) {
    auto file = app::loadModel(path);
    QVERIFY(file.has_value());
    file->project.name = name;
    QVERIFY(app::saveModel(path, file->project, file->layout).has_value());
}

std::string nameIn(const QString& path) {
    const auto file = app::loadModel(path);
    return file ? file->project.name : std::string();
}

}  // namespace

class SafeFilesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void changesOfOthersAreReadAsOneMoreStep();
    void changesOfOthersAreNotWrittenOver();
    void mineIsWrittenOnlyWhenTold();
    void aLayoutOfOthersIsNotWrittenOverEither();
    void aFileThatIsGoneIsTold();
    void aFolderThatIsGoneIsTold();
    void aReadOnlyDiskIsTold();
    void aFullDiskLosesNothing();
    void aSecondStudioIsTold();
    void aLayoutThatDoesNotMatchIsTold();
    void aLayoutThatCannotBeReadIsKept();
    void whatWasNotSavedIsRecovered();
    void whatWasNotSavedCanBeLookedAt();
    void whatWasNotSavedIsDiscardedOnlyTwiceAsked();
    void theOfferCanWait();
    void recoveringOverAChangedFileSaysSo();
    void recoveringOverAFileThatIsOpenSaysSoAgain();
    void openingTheFileRemindsOfWhatWasNotSaved();
    void aJournalThatCannotBeWrittenIsTold();
    void autosaveWritesWhenTheUserPauses();
    void theHistoryJumpsAndSurvivesSaving();
    void theHistoryModelIsAModel();

private:
    QString at(const QString& name) const { return m_folder->filePath(name); }
    QString journals() const { return m_folder->filePath("state/safe-files-test/journals"); }
    /// A window with a saved model of one service.
    std::unique_ptr<MainWindow> opened(const QString& name = QStringLiteral("a.lintel"));
    /// Leaves a journal as a studio that was killed would.
    void killed(MainWindow& window);

    std::unique_ptr<QTemporaryDir> m_folder;
    QTemporaryDir m_settings;
};

void SafeFilesTest::initTestCase() {
    QCoreApplication::setOrganizationName("lintel-test");
    QCoreApplication::setApplicationName("safe-files-test");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void SafeFilesTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    qputenv("XDG_STATE_HOME", m_folder->filePath("state").toLocal8Bit());
    QSettings().clear();
}

void SafeFilesTest::cleanup() {
    ::umount2(qPrintable(at("disk")), MNT_DETACH);  // Where a test has mounted something there
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

std::unique_ptr<MainWindow> SafeFilesTest::opened(const QString& name) {
    if (!QFile::exists(at(name))) {
        model::Project project = model::emptyProject();
        project.name = "First";
        model::Service service;
        service.name = "order";
        app::saveModel(at(name), *model::put(project, service), {});
    }
    auto window = std::make_unique<MainWindow>(app::Scheme::Light);
    window->resize(1400, 900);
    window->show();
    QSignalSpy loaded(&window->files(), &app::ModelFiles::loaded);
    window->files().openFile(at(name));
    if (!QTest::qWaitFor([&] { return loaded.count() == 1; })) return nullptr;
    return window;
}

void SafeFilesTest::killed(MainWindow& window) {
    QVERIFY(window.files().journal().flush());
    const QDir folder(journals());
    for (const QString& name : folder.entryList({"*.journal"}, QDir::Files))
        if (!name.startsWith("left"))
            QVERIFY(QFile::copy(folder.filePath(name), folder.filePath("left-" + name)));
}

void SafeFilesTest::changesOfOthersAreReadAsOneMoreStep() {
    const auto window = opened();
    addService(*window, "mine");
    changeByOthers(at("a.lintel"), "Theirs");
    QVERIFY(says(*window, "a.lintel was changed by another program"));
    QVERIFY(choose(*window, "Read it again"));
    QTRY_COMPARE(window->document().project().name, std::string("Theirs"));
    QVERIFY(!window->document().isModified());
    QVERIFY(window->notice().text().isEmpty());
    QCOMPARE(window->document().undoStack().undoText(), QString("Read the file again"));
    window->action("edit.undo")->trigger();
    QCOMPARE(window->document().project().services.size(), std::size_t(2));
    QVERIFY(window->document().isModified());
    window->action("edit.undo")->trigger();
    QCOMPARE(window->document().project().services.size(), std::size_t(1));
}

void SafeFilesTest::changesOfOthersAreNotWrittenOver() {
    const auto window = opened();
    addService(*window, "mine");
    changeByOthers(at("a.lintel"), "Theirs");
    window->action("file.save")->trigger();  // Before any notice has arrived
    QVERIFY(says(*window, "Not saved: another program has changed a.lintel"));
    QCOMPARE(nameIn(at("a.lintel")), std::string("Theirs"));
    QVERIFY(window->document().isModified());
    // The choice to save it elsewhere is there as well.
    QVERIFY(choose(*window, QString::fromUtf8("Save as…")));
    auto* dialog = window->findChild<QFileDialog*>();
    QVERIFY(dialog);
    emit dialog->fileSelected(at("b.lintel"));
    QCOMPARE(window->document().path(), at("b.lintel"));
    QCOMPARE(nameIn(at("a.lintel")), std::string("Theirs"));
    QCOMPARE(nameIn(at("b.lintel")), std::string("First"));
    QVERIFY(!window->document().isModified());
}

void SafeFilesTest::mineIsWrittenOnlyWhenTold() {
    const auto window = opened();
    addService(*window, "mine");
    changeByOthers(at("a.lintel"), "Theirs");
    window->action("file.save")->trigger();
    QVERIFY(says(*window, "Not saved"));
    QVERIFY(choose(*window, "Write mine over it"));
    QCOMPARE(nameIn(at("a.lintel")), std::string("First"));
    QVERIFY(!window->document().isModified());
    QVERIFY(window->notice().text().isEmpty());
    // Keeping one's own leaves the file to the next save.
    changeByOthers(at("a.lintel"), "Again");
    QVERIFY(says(*window, "was changed by another program"));
    QVERIFY(choose(*window, "Keep mine"));
    QVERIFY(window->document().isModified());
    QCOMPARE(nameIn(at("a.lintel")), std::string("Again"));
    window->action("file.save")->trigger();
    QCOMPARE(nameIn(at("a.lintel")), std::string("First"));
}

void SafeFilesTest::aLayoutOfOthersIsNotWrittenOverEither() {
    const auto window = opened();
    QVERIFY(app::writeFile(at("a.lintel-layout"), "{\"lintel_layout\": 1}\n").has_value());
    QVERIFY(says(*window, "The layout of a.lintel was changed by another program"));
    addService(*window, "mine");
    window->action("file.save")->trigger();
    QVERIFY(says(*window, "Not saved"));
    QCOMPARE(*app::readFile(at("a.lintel-layout")), std::string("{\"lintel_layout\": 1}\n"));
}

void SafeFilesTest::aFileThatIsGoneIsTold() {
    const auto window = opened();
    QVERIFY(QFile::remove(at("a.lintel")));
    QVERIFY(says(*window, "a.lintel was deleted or moved away"));
    QVERIFY(window->document().isModified());  // What is only here is not saved
    QVERIFY(choose(*window, "Save it there again"));
    QCOMPARE(nameIn(at("a.lintel")), std::string("First"));
    QVERIFY(!window->document().isModified());
    QVERIFY(window->notice().text().isEmpty());
}

void SafeFilesTest::aFolderThatIsGoneIsTold() {
    QVERIFY(QDir(m_folder->path()).mkdir("sub"));
    const auto window = opened("sub/a.lintel");
    addService(*window, "mine");
    QVERIFY(QDir(at("sub")).removeRecursively());
    QVERIFY(says(*window, "The folder of a.lintel is not there any more"));
    window->action("file.save")->trigger();
    QVERIFY(says(*window, "Not saved"));
    QVERIFY(choose(*window, QString::fromUtf8("Save as…")));
    emit window->findChild<QFileDialog*>()->fileSelected(at("rescued.lintel"));
    QCOMPARE(app::loadModel(at("rescued.lintel"))->project.services.size(), std::size_t(2));
}

void SafeFilesTest::aReadOnlyDiskIsTold() {
    QVERIFY(QDir(m_folder->path()).mkdir("disk"));
    const auto window = opened("disk/a.lintel");
    const QByteArray disk = at("disk").toLocal8Bit();
    if (::mount(disk, disk, nullptr, MS_BIND, nullptr) != 0) QSKIP("folders cannot be mounted here");
    QCOMPARE(::mount(nullptr, disk, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr), 0);
    QTRY_VERIFY_WITH_TIMEOUT(window->notice().text().contains("may not be written here"), 9000);
    addService(*window, "mine");
    window->action("file.save")->trigger();
    QVERIFY(says(*window, "the file system is read-only"));
    QCOMPARE(window->document().project().services.size(), std::size_t(2));
    QVERIFY(window->document().isModified());
    QVERIFY(choose(*window, QString::fromUtf8("Save as…")));
    emit window->findChild<QFileDialog*>()->fileSelected(at("elsewhere.lintel"));
    QVERIFY(!window->document().isModified());
}

void SafeFilesTest::aFullDiskLosesNothing() {
    QVERIFY(QDir(m_folder->path()).mkdir("disk"));
    if (::mount("none", qPrintable(at("disk")), "tmpfs", 0, "size=64k") != 0)
        QSKIP("a small file system cannot be mounted here");
    {
        const auto window = opened("disk/a.lintel");
        const auto before = *app::readFile(at("disk/a.lintel"));
        model::Service large;
        large.name = "large";
        large.description = std::string(200'000, 'x');
        window->document().apply(model::put(window->document().project(), large), "Add");
        window->action("file.save")->trigger();
        const QString told = window->notice().text();
        QVERIFY2(told.contains("no space is left"), qPrintable(told));
        QVERIFY(*app::readFile(at("disk/a.lintel")) == before);
        QVERIFY(window->document().isModified());
        window->action("edit.undo")->trigger();
        window->action("edit.redo")->trigger();
        QVERIFY(choose(*window, QString::fromUtf8("Save as…")));
        emit window->findChild<QFileDialog*>()->fileSelected(at("elsewhere.lintel"));
        QCOMPARE(app::loadModel(at("elsewhere.lintel"))->project.services.size(), std::size_t(2));
        QVERIFY(!window->document().isModified());
    }
    QVERIFY(::umount(qPrintable(at("disk"))) == 0);
}

void SafeFilesTest::aSecondStudioIsTold() {
    const auto first = opened();
    MainWindow second(app::Scheme::Light);
    second.show();
    second.files().openFile(at("a.lintel"));
    auto* sheet = shownSheet<app::InUseSheet>(second);
    QVERIFY(sheet);
    QVERIFY(!sheet->findChild<QPushButton*>("takeOver"));  // The first one is known to run
    sheet->findChild<QPushButton*>("cancel")->click();
    QVERIFY(second.document().path().isEmpty());

    second.files().openFile(at("a.lintel"));
    shownSheet<app::InUseSheet>(second)->findChild<QPushButton*>("readOnly")->click();
    QCOMPARE(second.document().path(), at("a.lintel"));
    QVERIFY(second.windowTitle().contains("read-only"));
    addService(second, "theirs");
    second.action("file.save")->trigger();
    QVERIFY(says(second, "open read-only here"));
    QVERIFY(choose(second, QString::fromUtf8("Save as…")));
    // Not even by way of another name for the same file.
    emit second.findChild<QFileDialog*>()->fileSelected(at("a.lintel"));
    QVERIFY(says(second, "open in another studio"));
    QCOMPARE(app::loadModel(at("a.lintel"))->project.services.size(), std::size_t(1));
    second.files().saveTo(at("b.lintel"));
    QVERIFY(!second.windowTitle().contains("read-only"));

    second.files().openFile(at("a.lintel"));
    shownSheet<app::InUseSheet>(second)->findChild<QPushButton*>("copy")->click();
    QVERIFY(second.document().path().isEmpty());
    QCOMPARE(second.document().project().services.size(), std::size_t(1));

    // Once the first one has opened something else, the file is free.
    first->files().createNew();
    second.files().openFile(at("a.lintel"));
    QTRY_COMPARE(second.document().path(), at("a.lintel"));
    QVERIFY(!hasSheet(second));
}

void SafeFilesTest::aLayoutThatDoesNotMatchIsTold() {
    model::Project project = model::emptyProject();
    project.name = "First";
    model::Layout layout = app::withPlaces({}, QStringLiteral("services"), {{"service:stranger", {3, 4}}});
    QVERIFY(app::saveModel(at("a.lintel"), project, layout).has_value());
    const auto window = opened();
    QVERIFY(says(*window, "it seems to be the layout of another one"));
    // Nothing of it is lost by saving.
    addService(*window, "mine");
    window->action("file.save")->trigger();
    QVERIFY(app::readFile(at("a.lintel-layout"))->find("service:stranger") != std::string::npos);
}

void SafeFilesTest::aLayoutThatCannotBeReadIsKept() {
    model::Project project = model::emptyProject();
    QVERIFY(app::saveModel(at("a.lintel"), project, {}).has_value());
    QVERIFY(app::writeFile(at("a.lintel-layout"), "<<<<<<< ours").has_value());
    const auto window = opened();
    QVERIFY(says(*window, "not whole"));
    addService(*window, "mine");
    window->action("file.save")->trigger();
    QVERIFY(!window->document().isModified());
    QVERIFY(model::parseLayout(*app::readFile(at("a.lintel-layout"))).has_value());
    QCOMPARE(*app::readFile(at("a.lintel-layout-unread")), std::string("<<<<<<< ours"));
    addService(*window, "more");
    window->action("file.save")->trigger();
    QVERIFY(!QFile::exists(at("a.lintel-layout-unread-2")));
}

void SafeFilesTest::whatWasNotSavedIsRecovered() {
    std::string expected;
    {
        const auto window = opened();
        addService(*window, "one");
        addService(*window, "two");
        window->action("edit.undo")->trigger();
        addService(*window, "three");
        expected = bytesOf(window->document().version());
        killed(*window);
    }
    MainWindow window(app::Scheme::Light);
    window.show();
    window.recovery().offer();
    auto* sheet = shownSheet<app::RecoverySheet>(window);
    QVERIFY(sheet);
    QStringList words;
    for (const QLabel* label : sheet->findChildren<QLabel*>()) words << label->text();
    const QString all = words.join('\n');
    QVERIFY2(all.contains("a.lintel"), qPrintable(all));
    QVERIFY2(all.contains("2 steps, the last today at") && all.contains("Add three"), qPrintable(all));
    sheet->findChild<QPushButton*>("recover")->click();
    QVERIFY(bytesOf(window.document().version()) == expected);
    QVERIFY(window.mode() == app::Mode::Design);
    QCOMPARE(window.document().path(), at("a.lintel"));
    QVERIFY(window.document().isModified());
    window.action("edit.undo")->trigger();
    QCOMPARE(window.document().project().services.size(), std::size_t(2));
    window.action("edit.undo")->trigger();
    QVERIFY(!window.document().isModified());
    window.document().goTo(2);
    window.action("file.save")->trigger();
    QVERIFY(bytesOf({std::make_shared<model::Project>(app::loadModel(at("a.lintel"))->project),
                     std::make_shared<model::Layout>(app::loadModel(at("a.lintel"))->layout)}) == expected);
    // Taken: there is nothing more to offer.
    window.recovery().offer(true);
    QVERIFY(says(window, "nothing to recover"));
}

void SafeFilesTest::whatWasNotSavedCanBeLookedAt() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    MainWindow window(app::Scheme::Light);
    window.show();
    window.recovery().offer();
    shownSheet<app::RecoverySheet>(window)->findChild<QPushButton*>("look")->click();
    QCOMPARE(window.document().project().services.size(), std::size_t(2));
    QVERIFY(window.document().path().isEmpty());
    QVERIFY(says(window, "A copy of a.lintel as it was not saved"));
    QVERIFY(choose(window, "Recover"));
    QCOMPARE(window.document().path(), at("a.lintel"));
    QVERIFY(window.document().isModified());
}

void SafeFilesTest::whatWasNotSavedIsDiscardedOnlyTwiceAsked() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    MainWindow window(app::Scheme::Light);
    window.show();
    window.recovery().offer();
    auto* sheet = shownSheet<app::RecoverySheet>(window);
    sheet->findChild<QPushButton*>("discard")->click();
    QVERIFY(sheet->findChild<QPushButton*>("discardForGood")->isVisible());
    QCOMPARE(app::findLeftovers(journals()).size(), std::size_t(1));
    sheet->findChild<QPushButton*>("keep")->click();
    sheet->findChild<QPushButton*>("discard")->click();
    sheet->findChild<QPushButton*>("discardForGood")->click();
    QVERIFY(app::findLeftovers(journals()).empty());
    QTRY_VERIFY(!hasSheet(window));
}

void SafeFilesTest::theOfferCanWait() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    MainWindow window(app::Scheme::Light);
    window.show();
    window.recovery().offer();
    QTest::keyClick(shownSheet<app::RecoverySheet>(window), Qt::Key_Escape);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    window.action("file.recover")->trigger();
    auto* sheet = shownSheet<app::RecoverySheet>(window);
    QVERIFY(sheet);
    sheet->findChild<QPushButton*>("later")->click();
    QCOMPARE(app::findLeftovers(journals()).size(), std::size_t(1));
}

void SafeFilesTest::recoveringOverAChangedFileSaysSo() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    changeByOthers(at("a.lintel"), "Theirs");
    MainWindow window(app::Scheme::Light);
    window.show();
    window.recovery().offer();
    auto* sheet = shownSheet<app::RecoverySheet>(window);
    bool warned = false;
    for (const QLabel* label : sheet->findChildren<QLabel*>())
        warned |= label->text().contains("Its file has been changed since");
    QVERIFY(warned);
    sheet->findChild<QPushButton*>("recover")->click();
    QVERIFY(says(window, "was changed by another program"));
    window.action("file.save")->trigger();
    QCOMPARE(nameIn(at("a.lintel")), std::string("Theirs"));
}

void SafeFilesTest::recoveringOverAFileThatIsOpenSaysSoAgain() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    const auto window = opened();
    changeByOthers(at("a.lintel"), "Theirs");
    QVERIFY(says(*window, "was changed by another program"));
    const auto left = app::findLeftovers(journals());
    QCOMPARE(left.size(), std::size_t(1));
    window->files().recover(left.front().file);
    QCOMPARE(window->document().project().services.size(), std::size_t(2));
    QVERIFY(says(*window, "was changed by another program"));
}

void SafeFilesTest::openingTheFileRemindsOfWhatWasNotSaved() {
    {
        const auto window = opened();
        addService(*window, "one");
        killed(*window);
    }
    const auto window = opened();
    QVERIFY(says(*window, "Changes of a.lintel were not saved. 1 step"));
    QVERIFY(choose(*window, "Recover"));
    QCOMPARE(window->document().project().services.size(), std::size_t(2));
}

void SafeFilesTest::aJournalThatCannotBeWrittenIsTold() {
    // Where its folder should be, there is a file.
    QVERIFY(app::writeFile(m_folder->filePath("state"), "x").has_value());
    const auto window = opened();
    addService(*window, "one");
    QVERIFY(says(*window, "not kept for a recovery at present"));
    QVERIFY(QFile::remove(m_folder->filePath("state")));
    QVERIFY(says(*window, "kept for a recovery again"));
}

void SafeFilesTest::autosaveWritesWhenTheUserPauses() {
    const auto window = opened();
    addService(*window, "one");
    window->action("file.autosave")->trigger();
    QVERIFY(app::Autosave::isOn());
    QTRY_VERIFY_WITH_TIMEOUT(!window->document().isModified(), 8000);
    QCOMPARE(app::loadModel(at("a.lintel"))->project.services.size(), std::size_t(2));
    // Not over what others wrote.
    changeByOthers(at("a.lintel"), "Theirs");
    addService(*window, "two");
    QTest::qWait(4000);
    QCOMPARE(nameIn(at("a.lintel")), std::string("Theirs"));
    window->action("file.autosave")->trigger();
    QVERIFY(!app::Autosave::isOn());
}

void SafeFilesTest::theHistoryJumpsAndSurvivesSaving() {
    const auto window = opened();
    for (const char* name : {"one", "two", "three"}) addService(*window, name);
    window->action("file.save")->trigger();
    window->action("view.history")->trigger();
    auto* panel = window->findChild<app::HistoryPanel*>();
    QVERIFY(panel && panel->isVisible());
    const auto row = [&](int number) { return panel->model()->index(number, 0); };
    QCOMPARE(panel->model()->rowCount(), 4);
    QCOMPARE(row(0).data().toString(), QString("As opened"));
    QCOMPARE(row(3).data().toString(), QString("Add three"));
    QVERIFY(row(3).data(app::HistoryModel::SavedRole).toBool());
    QVERIFY(row(3).data(app::HistoryModel::CurrentRole).toBool());
    QVERIFY(row(3).data(app::HistoryModel::TimeRole).toDateTime().isValid());
    QSignalSpy changed(&window->document(), &app::Document::changed);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, panel->visualRect(row(1)).center());
    QCOMPARE(window->document().project().services.size(), std::size_t(2));
    QCOMPARE(changed.count(), 1);
    QVERIFY(row(1).data(app::HistoryModel::CurrentRole).toBool());
    QVERIFY(row(3).data(app::HistoryModel::UndoneRole).toBool());
    panel->setFocus();
    QTest::keyClick(panel, Qt::Key_End);
    QTest::keyClick(panel, Qt::Key_Return);
    QCOMPARE(window->document().project().services.size(), std::size_t(4));
    QVERIFY(!window->document().isModified());
}

void SafeFilesTest::theHistoryModelIsAModel() {
    app::Document document;
    app::HistoryModel model(document, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QStringList names;  // As a view would know them from the signals alone
    const auto readAll = [&] {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row) all << model.index(row).data().toString();
        return all;
    };
    connect(&model, &app::HistoryModel::rowsInserted, this, [&](const QModelIndex&, int first, int last) {
        for (int row = first; row <= last; ++row) names.insert(row, model.index(row).data().toString());
    });
    connect(&model, &app::HistoryModel::rowsRemoved, this,
            [&](const QModelIndex&, int first, int last) { names.remove(first, last - first + 1); });
    names = readAll();
    app::RandomSession user(document, 5);
    for (int act = 0; act < 500; ++act) {
        user.act();
        QCOMPARE(names, readAll());
        QCOMPARE(model.rowCount(), document.undoStack().count() + 1);
        QVERIFY(model.index(document.undoStack().index()).data(app::HistoryModel::CurrentRole).toBool());
    }
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    SafeFilesTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "safe_files_test.moc"
