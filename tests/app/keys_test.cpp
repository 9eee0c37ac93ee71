#include <QAction>
#include <QLabel>
#include <QLineEdit>

#include "app/canvas/canvas_keys.h"
#include "app/preferences/key_choices.h"
#include "app/studio/key_groups.h"
#include "app/studio/keys_sheet.h"
#include "app/studio/main_window.h"
#include "tests/app/program.h"

using app::keyChoices;

namespace {

app::KeyButton* buttonOf(const QWidget& sheet, const QString& command) {
    for (auto* button : sheet.findChildren<app::KeyButton*>())
        if (button->property("command").toString() == command) return button;
    return nullptr;
}

const app::CanvasKey* onCanvas(int key, Qt::KeyboardModifiers modifiers = {}) {
    return app::canvasKeyFor(QKeyEvent(QEvent::KeyPress, key, modifiers));
}

}  // namespace

/// Keys that the user gives to commands.
class KeysTest : public QObject {
    Q_OBJECT

private slots:
    void init() { keyChoices().resetAll(); }

    void aChosenKeyRunsTheCommandEverywhere() {
        app::MainWindow window(app::Scheme::Light);
        keyChoices().choose("view.tables", {QKeySequence("Ctrl+Shift+T")});
        QCOMPARE(window.action("view.tables")->shortcut(), QKeySequence("Ctrl+Shift+T"));
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+Shift+T"));
        QVERIFY(!app::ownerOf(QKeySequence("Ctrl+T")));
        QCOMPARE(app::ownerOf(QKeySequence("Ctrl+Shift+T"))->id, QString("view.tables"));
        keyChoices().reset("view.tables");
        QCOMPARE(window.action("view.tables")->shortcut(), QKeySequence("Ctrl+T"));
    }

    void keysOfTheCanvasCanBeChosen() {
        QCOMPARE(QString(onCanvas(Qt::Key_F2)->command), QString("edit.rename"));
        keyChoices().choose("edit.rename", {QKeySequence("F6")});
        QVERIFY(!onCanvas(Qt::Key_F2));
        QCOMPARE(QString(onCanvas(Qt::Key_F6)->command), QString("edit.rename"));
        // It stays a key of the canvas: elsewhere it means nothing.
        app::MainWindow window(app::Scheme::Light);
        QVERIFY(window.action("edit.rename")->shortcuts().isEmpty());
    }

    void choicesAreKept() {
        keyChoices().choose("view.tables", {QKeySequence("F7")});
        keyChoices().choose("view.palette", {});
        const app::KeyChoices read(nullptr);
        QCOMPARE(*read.of("view.tables"), QList<QKeySequence>{QKeySequence("F7")});
        QVERIFY(read.of("view.palette") && read.of("view.palette")->isEmpty());
        QVERIFY(!read.of("edit.undo"));
        keyChoices().resetAll();
        QVERIFY(app::KeyChoices(nullptr).isEmpty());
    }

    void theSheetTakesPressedKeys() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.action("help.shortcuts")->trigger();
        auto* sheet = window.findChild<app::KeysSheet*>();
        QVERIFY(sheet);
        app::KeyButton* tables = buttonOf(*sheet, "view.tables");
        QTest::mouseClick(tables, Qt::LeftButton);
        QTest::keyClick(tables, Qt::Key_Control, Qt::ControlModifier);  // Alone it is no key yet
        QTest::keyClick(tables, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+J"));
        QCOMPARE(tables->text(), QString("Ctrl+J"));
        QTest::mouseClick(tables, Qt::LeftButton);
        QTest::keyClick(tables, Qt::Key_Escape);
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+J"));
        QVERIFY(sheet->isVisible());
        QTest::mouseClick(tables, Qt::LeftButton);
        QTest::keyClick(tables, Qt::Key_Backspace);
        QVERIFY(app::keyText("view.tables").isEmpty());
    }

    void aConflictIsNamedAndResolved() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::KeysSheet sheet(&window);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.show();
        app::KeyButton* tables = buttonOf(sheet, "view.tables");
        emit tables->keysPressed(QKeySequence("Ctrl+K"));
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+T"));
        auto* takeIt = sheet.findChild<QPushButton*>("takeIt");
        QVERIFY(takeIt && takeIt->isVisible());
        bool named = false;
        for (const QLabel* label : sheet.findChildren<QLabel*>())
            named |= label->isVisible() && label->text().contains(app::findCommand("view.palette")->title) &&
                     label->text().startsWith("It belongs to");
        QVERIFY(named);
        takeIt->click();
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+K"));
        QVERIFY(app::keyText("view.palette").isEmpty());
        sheet.findChild<QPushButton*>("resetAll")->click();
        QCOMPARE(app::keyText("view.palette"), QString("Ctrl+K"));
    }

    void whatMovesAboutIsNotGivenAway() {
        app::MainWindow window(app::Scheme::Light);
        app::KeysSheet sheet(&window);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        emit buttonOf(sheet, "view.tables")->keysPressed(QKeySequence(Qt::Key_Tab));
        QCOMPARE(app::keyText("view.tables"), QString("Ctrl+T"));
    }

    void theSheetFindsByWordsAndByKeys() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::KeysSheet sheet(&window);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.show();
        sheet.field()->setText("Ctrl+T");
        QVERIFY(buttonOf(sheet, "view.tables")->isVisible());
        QVERIFY(!buttonOf(sheet, "edit.rename")->isVisible());
        sheet.field()->setText("rename");
        QVERIFY(buttonOf(sheet, "edit.rename")->isVisible());
    }

    /// Every command is there, and no two lines say the same.
    void theSheetListsEveryCommand() {
        app::MainWindow window(app::Scheme::Light);
        app::KeysSheet sheet(&window);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        for (const app::CommandGroup& group : app::commandGroups())
            for (const app::StudioCommand& command : group.commands)
                QVERIFY2(buttonOf(sheet, command.id), qPrintable(command.id));
    }

    void tooltipsFollow() {
        app::MainWindow window(app::Scheme::Light);
        auto* history = window.findChild<QPushButton*>("history");
        QVERIFY(history->toolTip().contains("Ctrl+Shift+H"));
        keyChoices().choose("view.history", {QKeySequence("F8")});
        QVERIFY(history->toolTip().contains("F8") && !history->toolTip().contains("Ctrl"));
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<KeysTest>(argc, argv);
}
#include "keys_test.moc"
