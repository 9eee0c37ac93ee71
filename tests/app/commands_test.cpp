#include <QAction>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/canvas/canvas_keys.h"
#include "app/studio/key_groups.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/panel.h"
#include "app/studio/panel_dock.h"
#include "app/studio/workbench.h"

namespace {

std::vector<app::StudioCommand> allCommands() {
    std::vector<app::StudioCommand> all;
    for (const app::CommandGroup& group : app::commandGroups())
        all.insert(all.end(), group.commands.begin(), group.commands.end());
    return all;
}

}  // namespace

/// The commands, keys and panels that the studio is put together from.
class CommandsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void everyCommandIsWhole() {
        QSet<QString> ids;
        for (const app::StudioCommand& command : allCommands()) {
            QVERIFY2(!ids.contains(command.id), qPrintable(command.id + " is there twice"));
            ids.insert(command.id);
            QVERIFY2(command.run && !command.title.isEmpty(), qPrintable(command.id));
            QVERIFY2(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(command.icon)),
                     qPrintable(command.id + " has no icon " + command.icon));
        }
        QVERIFY(ids.contains("file.save") && ids.contains("edit.undo"));
    }

    void noTwoCommandsShareAKey() {
        QHash<QString, QString> owners;
        for (const app::StudioCommand& command : allCommands())
            for (const QKeySequence& key : app::keysOf(command)) {
                const QString text = key.toString(QKeySequence::PortableText);
                QVERIFY2(!owners.contains(text) || owners[text] == command.id,
                         qPrintable(text + ": " + owners[text] + " and " + command.id));
                owners.insert(text, command.id);
            }
        QCOMPARE(owners.value("Ctrl+K"), QString("view.palette"));
        QCOMPARE(owners.value("Shift+1"), QString("view.fit"));
    }

    void everyKeyOfTheCanvasBelongsToACommand() {
        QSet<QString> ids;
        for (const app::StudioCommand& command : allCommands()) ids.insert(command.id);
        for (const app::CanvasKey& key : app::canvasKeys()) QVERIFY2(ids.contains(key.command), key.command);
    }

    /// What can be typed stands on the sheet.
    void theSheetTellsEveryKey() {
        QString told;
        for (const auto& [head, lines] : app::keyGroups(app::commandGroups())) {
            QVERIFY(!head.isEmpty());
            for (const auto& [title, keys] : lines) told += title + ": " + keys + "\n";
        }
        for (const app::StudioCommand& command : allCommands()) {
            if (app::keysOf(command).isEmpty()) continue;
            const QString title = command.keyTitle.isEmpty() ? command.title : command.keyTitle;
            QVERIFY2(told.contains(title + ": "), qPrintable(command.id + " is not in\n" + told));
        }
        QVERIFY2(told.contains("Remove from the view: Del\n"), qPrintable(told));
    }

    void panelsOpenAndClose() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1200, 800);
        window.show();
        window.files().openSample("shop");
        for (const app::StudioPanel& panel : app::panels()) {
            QAction* command = window.action("view." + panel.id);
            QVERIFY2(command, qPrintable(panel.id));
            const auto open = [&] {
                for (const auto* dock : window.findChildren<app::PanelDock*>())
                    if (dock->openPanel() == panel.id) return dock->isVisible();
                return false;
            };
            command->trigger();
            QVERIFY2(open(), qPrintable(panel.id));
            command->trigger();
            QVERIFY2(!open(), qPrintable(panel.id));
        }
    }

    void titlesFollowTheDocument() {
        app::MainWindow window(app::Scheme::Light);
        window.files().openSample("shop");
        QVERIFY(!window.action("edit.undo")->isEnabled());
        model::Project project = window.document().project();
        project.name = "Another";
        window.document().apply(project, "Rename the model");
        QVERIFY(window.action("edit.undo")->isEnabled());
        QCOMPARE(window.action("edit.undo")->text(), QString("Undo Rename the model"));
        window.action("edit.undo")->trigger();
        QCOMPARE(window.action("edit.redo")->text(), QString("Redo Rename the model"));
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    CommandsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "commands_test.moc"
