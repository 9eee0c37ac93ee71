#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtConcurrent>

#include "app/canvas/canvas_view.h"
#include "app/file/file.h"
#include "app/preferences/preferences.h"
#include "app/studio/hand_over.h"
#include "app/studio/inspector/inspector.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/studio_windows.h"
#include "app/studio/window_memory.h"
#include "app/studio/workbench.h"
#include "tests/app/program.h"

using app::MainWindow;
using app::StudioWindows;

/// Several windows, what is restored of them, and programs that are started later.
class WindowsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QSettings().clear();
        for (const char* name : {"one", "two", "three"}) {
            const QString path = model(name);
            QVERIFY(app::writeFile(path, app::sampleText("shop")->first));
            QVERIFY(app::writeFile(app::layoutPath(path), app::sampleText("shop")->second));
        }
    }

    void eachFileHasItsWindow() {
        StudioWindows windows;
        windows.add();
        windows.open({model("one"), model("two")});
        QCOMPARE(windows.windows().size(), std::size_t(2));
        QTRY_COMPARE(pathsOf(windows), (QStringList{model("one"), model("two")}));
        // What is open already is only brought to the front.
        windows.open({model("one")});
        QCOMPARE(windows.windows().size(), std::size_t(2));
        windows.windows().front()->action("file.newWindow")->trigger();
        QCOMPARE(windows.windows().size(), std::size_t(3));
        // A window that shows no model takes the next one.
        windows.open({model("three")});
        QCOMPARE(windows.windows().size(), std::size_t(3));
        QTRY_COMPARE(pathsOf(windows).size(), 3);
    }

    /// What is being typed belongs to the model until the end.
    void aWindowGoesWhileAFieldIsEdited() {
        auto window = std::make_unique<app::MainWindow>(app::Scheme::Light);
        window->show();
        window->files().openSample("shop");
        window->setMode(app::Mode::Design);
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        window->selection().set({"service:order"});
        auto* field = window->workbench().inspector().findChild<QLineEdit*>();
        QVERIFY(field);
        field->setFocus();
        QTest::keyClicks(field, "ing");
        QSignalSpy changed(&window->document(), &app::Document::changed);
        window.reset();
        QCOMPARE(changed.size(), 1);
    }

    void windowsAreIndependent() {
        StudioWindows windows;
        windows.add();
        windows.open({model("one"), model("two")});
        QTRY_COMPARE(pathsOf(windows).size(), 2);
        MainWindow& one = *windows.windows()[0];
        model::Project project = one.document().project();
        project.name = "Another";
        one.document().apply(project, "Rename");
        QVERIFY(one.document().isModified() && !windows.windows()[1]->document().isModified());
        QVERIFY(windows.windows()[1]->document().project().name != "Another");
    }

    void theSessionComesBack() {
        {
            StudioWindows windows;
            windows.add();
            windows.open({model("one"), model("two")});
            QTRY_COMPARE(pathsOf(windows).size(), 2);
            windows.quit();
            QTRY_VERIFY(windows.windows().empty());
        }
        QCOMPARE(app::lastSession(), (QStringList{model("one"), model("two")}));
        QVERIFY(QFile::remove(model("two")));
        StudioWindows again;
        again.add();
        QVERIFY(again.restoreSession());
        QTRY_COMPARE(pathsOf(again), QStringList{model("one")});
    }

    void closingOneOfSeveralTakesItOutOfTheSession() {
        StudioWindows windows;
        windows.add();
        windows.open({model("one"), model("two")});
        QTRY_COMPARE(pathsOf(windows).size(), 2);
        windows.windows().front()->close();
        QTRY_COMPARE(windows.windows().size(), std::size_t(1));
        QCOMPARE(app::lastSession(), QStringList{model("two")});
        // The last one is what is gone on with.
        windows.windows().front()->close();
        QTRY_VERIFY(windows.windows().empty());
        QCOMPARE(app::lastSession(), QStringList{model("two")});
    }

    void aModelLooksAsItWasLeft() {
        const app::DiagramPlace inside{"components", "service:" + firstService()};
        {
            MainWindow window(app::Scheme::Light);
            open(window, model("one"));
            window.workbench().views().show(inside);
            window.action("view.history")->trigger();
            window.workbench().current().canvas().setZoom(0.7);
            window.close();
        }
        MainWindow window(app::Scheme::Light);
        open(window, model("one"));
        QVERIFY(window.workbench().views().current() == inside);
        QCOMPARE(window.workbench().openPanels(), QStringList{"history"});
        QTRY_COMPARE(window.workbench().current().canvas().zoom(), 0.7);
        // Another model is not touched by it.
        MainWindow other(app::Scheme::Light);
        open(other, model("two"));
        QVERIFY(other.workbench().openPanels().isEmpty());
    }

    void aModeIsRestoredAndAMissingElementIsNot() {
        app::WindowSight sight;
        sight.mode = app::Mode::Decompose;
        sight.place = {"components", "service:gone"};
        app::rememberSight(model("one"), sight);
        QCOMPARE(*app::rememberedSight(model("one")), sight);
        MainWindow window(app::Scheme::Light);
        open(window, model("one"));
        QCOMPARE(*window.mode(), app::Mode::Decompose);
        QVERIFY(window.workbench().views().current().root.isEmpty());
    }

    void onlySoManyAreRemembered() {
        app::WindowSight sight;
        for (int index = 0; index < 60; ++index)
            app::rememberSight(QStringLiteral("/models/%1.lintel").arg(index), sight);
        QSettings settings;
        settings.beginGroup("windows");
        QVERIFY(settings.childGroups().size() <= 40);
        QVERIFY(app::rememberedSight("/models/59.lintel"));
    }

    void filesAreHandedToTheStudioThatRuns() {
        const QString name = m_surroundings.file("socket");
        QVERIFY(!app::HandOver::send(name, {"/a.lintel"}));
        app::HandOver server(name);
        QVERIFY(server.listen());
        QSignalSpy received(&server, &app::HandOver::received);
        // As another program would: it waits while this one works.
        const auto sent = QtConcurrent::run([name] {
            return app::HandOver::send(name, {"/models/one.lintel", QString::fromUtf8("/models/ü.lintel")});
        });
        QTRY_COMPARE(received.size(), 1);
        QVERIFY(sent.result());
        QCOMPARE(received.first().first().toStringList().last(), QString::fromUtf8("/models/ü.lintel"));
        app::HandOver second(name);
        QVERIFY(!second.listen());
    }

    void whatAKilledStudioLeftGivesWay() {
        const QString name = m_surroundings.file("left-over");
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        app::HandOver server(name);
        QVERIFY(server.listen());
    }

    void aNewSizeIsOffered() {
        StudioWindows windows;
        MainWindow& window = windows.add();
        app::preferences().set("interfaceSize", "125");
        QVERIFY(window.notice().text().contains("size"));
        QVERIFY(!windows.wantsReopening());
        windows.reopen();
        QTRY_VERIFY(windows.windows().empty());
        QVERIFY(windows.wantsReopening());
        app::preferences().reset("interfaceSize");
    }

private:
    QString model(const QString& name) const { return m_surroundings.file(name + ".lintel"); }

    static QStringList pathsOf(const StudioWindows& windows) {
        QStringList paths;
        for (MainWindow* window : windows.windows())
            if (window->mode() && !window->document().path().isEmpty()) paths << window->document().path();
        paths.sort();
        return paths;
    }

    static QString firstService() {
        return QString::fromStdString(app::loadSample("shop")->project.services.begin()->id.value());
    }

    static void open(MainWindow& window, const QString& path) {
        window.resize(1300, 850);
        window.show();
        QSignalSpy loaded(&window.files(), &app::ModelFiles::loaded);
        window.files().openFile(path);
        QTRY_COMPARE(loaded.size(), 1);
        QTest::qWait(50);
    }

    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<WindowsTest>(argc, argv);
}
#include "windows_test.moc"
