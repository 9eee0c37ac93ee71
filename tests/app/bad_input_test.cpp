#include <QAction>
#include <QFontDatabase>
#include <QLabel>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_editor.h"
#include "app/file/file.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/panel.h"
#include "app/studio/thumbnail.h"
#include "app/studio/workbench.h"
#include "tests/app/program.h"
#include "tests/app/strange_names.h"

/// What no careful program would be given, given to the window.
class BadInputTest : public QObject {
    Q_OBJECT

private slots:
    void strangeNamesAreShownEverywhere() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1200, 800);
        window.show();
        window.files().openSample("shop");
        for (const app::Mode mode : app::allModes) {
            window.setMode(mode);
            QTest::qWait(10);
        }
        const int usual = std::max(1200, window.minimumSizeHint().width());
        window.document().reset(app::strangeProject(), {}, {});
        for (const app::Mode mode : app::allModes) {
            window.setMode(mode);
            for (int number = 1; number <= int(app::strangeNames().size()); ++number) {
                if (mode != app::Mode::Design) break;
                window.reveal(QStringLiteral("service:service-%1").arg(number));
                QTest::qWait(1);
                QVERIFY(!window.grab().isNull());
            }
            QTest::qWait(10);
            // No name pushes a part of the window out of it.
            QCOMPARE(window.size(), QSize(1200, 800));
            QVERIFY2(window.minimumSizeHint().width() <= usual, qPrintable(app::modeTitle(mode)));
        }
        window.setMode(app::Mode::Design);
        for (const app::StudioPanel& panel : app::panels()) window.action("view." + panel.id)->trigger();
        window.showTables();
        window.openPalette();
        QVERIFY(!window.grab().isNull());
        QCOMPARE(window.size(), QSize(1200, 800));
    }

    /// What is shown is the name, not what a reader of rich text makes of it.
    void namesAreNoMarkup() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(1200, 800);
        window.show();
        window.document().reset(app::strangeProject(), {}, {});
        window.setMode(app::Mode::Design);
        window.reveal("service:service-10");
        for (const QLabel* label : window.findChildren<QLabel*>())
            if (label->text().contains("<b>bold"))
                QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->objectName()));
    }

    void strangeNamesSurviveAFile() {
        const QString path = m_surroundings.file("strange.lintel");
        QVERIFY(app::saveModel(path, app::strangeProject(), {}));
        const auto read = app::loadModel(path);
        QVERIFY(read);
        // Nothing is lost, and what is longer than a name should be is told.
        for (const model::Error& problem : read->problems)
            QVERIFY2(problem.message.find("at most 500") != std::string::npos, problem.text().c_str());
        QVERIFY(read->project == app::strangeProject());
        const QImage picture =
            app::thumbnailOf(path, app::Theme::of(app::Scheme::Dark), {200, 100}, m_surroundings.file("t"));
        QVERIFY(!picture.isNull());
    }

    void strangeNamesCanBeTyped() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        for (const QString& name : app::strangeNames()) {
            window.document().reset(model::emptyProject(), {}, {});
            window.setMode(app::Mode::Design);
            app::CanvasView& canvas = window.workbench().current().canvas();
            emit canvas.createRequested("service", {0, 0});
            const QStringList made = canvas.selection();
            QCOMPARE(made.size(), 1);
            emit canvas.renameRequested(made.first(), name);
            QCOMPARE(window.document().project().services.size(), std::size_t(1));
            QVERIFY(!window.document().project().services.begin()->id.empty());
            window.document().undoStack().setIndex(0);
            QVERIFY(window.document().project().services.empty());
        }
    }

    void aLayoutOfSomethingElseMovesNothing() {
        model::Layout layout;
        layout.diagrams["services"].nodes =
            layout.diagrams["services"].nodes.with("service:gone", {1e9, -1e9});
        layout.diagrams["no-such-kind"].nodes =
            layout.diagrams["no-such-kind"].nodes.with("service:service-1", {0, 0});
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.document().reset(app::strangeProject(), layout, {});
        window.setMode(app::Mode::Design);
        QCOMPARE(window.workbench().current().canvas().diagram().nodes.size(), app::strangeNames().size());
        QVERIFY(!window.grab().isNull());
    }

    void deadFilesAreRefusedInTheWindow() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        for (const QByteArray& content : {QByteArray(), QByteArray(4096, '\0'), QByteArray("{\"lintel\":"),
                                          QByteArray("\xff\xfe\x00x"), QByteArray(200000, '[')}) {
            const QString path = m_surroundings.file("dead.lintel");
            QVERIFY(app::writeFile(path, content.toStdString()));
            window.files().openFile(path);
            QTRY_VERIFY(!window.files().isLoading());
            QVERIFY(!window.mode());
        }
    }

private:
    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<BadInputTest>(argc, argv);
}
#include "bad_input_test.moc"
