#include <QAction>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "app/canvas/canvas_view.h"
#include "app/studio/main_window.h"
#include "app/studio/status_line.h"
#include "app/studio/workbench.h"

using app::DiagramPlace;
using app::MainWindow;
using app::Mode;

namespace {

/// A window on a sample, large enough for all of it.
struct OpenWindow {
    OpenWindow() {
        window.resize(1400, 900);
        window.show();
        window.files().openSample("shop");
        QTest::qWait(50);
    }
    app::CanvasView& canvas() { return window.workbench().current().canvas(); }
    QString shown() { return canvas().diagram().name; }

    MainWindow window{app::Scheme::Light};
};

}  // namespace

/// Which diagram is shown, the ways back, and what is told of work in the background.
class ViewsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    /// Back and forward lead through what was shown, as two plain lists would.
    void viewsGoBackAndForward() {
        std::mt19937 random(3);
        app::ViewStack views({"services", {}});
        DiagramPlace current = views.current();
        std::vector<DiagramPlace> before, after;
        for (int step = 0; step < 1'000; ++step) {
            QCOMPARE(views.canGoBack(), !before.empty());
            QCOMPARE(views.canGoForward(), !after.empty());
            const auto choice = random() % 4;
            if (choice == 0 && !before.empty()) {
                after.push_back(std::exchange(current, before.back()));
                before.pop_back();
                views.back();
            } else if (choice == 1 && !after.empty()) {
                before.push_back(std::exchange(current, after.back()));
                after.pop_back();
                views.forward();
            } else {
                const DiagramPlace next{"components", "service:" + QString::number(random() % 5)};
                if (next != current) {
                    before.push_back(std::exchange(current, next));
                    after.clear();
                }
                if (before.size() > 199) before.erase(before.begin());
                views.show(next);
            }
            QVERIFY(views.current() == current);
        }
        views.reset({"contexts", {}});
        QVERIFY(!views.canGoBack() && !views.canGoForward());
    }

    void everyModeHasItsDiagram() {
        OpenWindow open;
        QCOMPARE(open.shown(), QString("services"));
        open.window.setMode(Mode::Decompose);
        QCOMPARE(open.shown(), QString("contexts"));
        open.window.setMode(Mode::Simulate);
        open.window.setMode(Mode::Design);
        QCOMPARE(open.shown(), QString("services"));
        open.window.action("view.back")->trigger();
        QCOMPARE(open.shown(), QString("contexts"));
        QCOMPARE(open.window.mode(), std::optional(Mode::Decompose));
        open.window.action("view.forward")->trigger();
        QCOMPARE(open.window.mode(), std::optional(Mode::Design));
        QVERIFY(!open.window.action("view.forward")->isEnabled());
    }

    /// A diagram is found again as it was left.
    void whatWasSeenIsSeenAgain() {
        OpenWindow open;
        open.canvas().setZoom(1.5);
        open.canvas().centerOn(300, 200);
        const QPointF centre = open.canvas().mapToScene(open.canvas().viewport()->rect().center());
        open.window.setMode(Mode::Decompose);
        QTest::qWait(50);
        open.canvas().setZoom(0.5);
        open.window.setMode(Mode::Design);
        QTest::qWait(50);
        QCOMPARE(open.canvas().zoom(), 1.5);
        const QPointF again = open.canvas().mapToScene(open.canvas().viewport()->rect().center());
        QVERIFY2((again - centre).manhattanLength() < 4, qPrintable(QString::number(again.x() - centre.x())));
        open.window.setMode(Mode::Decompose);
        QCOMPARE(open.canvas().zoom(), 0.5);
    }

    void anotherModelHasNoWaysBack() {
        OpenWindow open;
        open.window.setMode(Mode::Decompose);
        QVERIFY(open.window.workbench().views().canGoBack());
        open.window.files().openSample("online-boutique");
        QVERIFY(!open.window.workbench().views().canGoBack());
        QCOMPARE(open.shown(), QString("contexts"));
    }

    void busyTasksCanBeStopped() {
        app::BusyTasks tasks;
        QSignalSpy changed(&tasks, &app::BusyTasks::changed);
        int cancelled = 0;
        const int first = tasks.begin("One");
        const int second = tasks.begin("Two", [&] {
            ++cancelled;
            tasks.end(m_second);
        });
        m_second = second;
        tasks.setProgress(first, 7);
        QCOMPARE(tasks.tasks().front().progress, std::optional(1.0));
        tasks.cancel(first);
        QCOMPARE(tasks.tasks().size(), std::size_t(2));
        tasks.cancel(second);
        QCOMPARE(cancelled, 1);
        QCOMPARE(tasks.tasks().size(), std::size_t(1));
        tasks.end(first);
        tasks.end(first);
        tasks.setProgress(first, 0.5);
        QCOMPARE(changed.count(), 5);
    }

    void theStatusLineTellsWhatGoesOn() {
        OpenWindow open;
        auto* line = open.window.findChild<app::StatusLine*>();
        auto* bar = line->findChild<QProgressBar*>();
        QVERIFY(!bar->isVisible());
        int cancelled = 0;
        const int task = open.window.tasks().begin("Counting", [&] { ++cancelled; });
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->maximum(), 0);
        open.window.tasks().setProgress(task, 0.25);
        QCOMPARE(bar->value() * 4, bar->maximum());
        for (QPushButton* button : line->findChildren<QPushButton*>())
            if (button->text() == "Cancel") button->click();
        QCOMPARE(cancelled, 1);
        open.window.tasks().end(task);
        QVERIFY(!bar->isVisible());
    }

    /// A layout that is given up changes nothing.
    void aLayoutCanBeStopped() {
        OpenWindow open;
        const int steps = open.window.document().undoStack().count();
        open.window.action("edit.layout")->trigger();
        QCOMPARE(open.window.tasks().tasks().size(), std::size_t(1));
        open.window.tasks().cancel(open.window.tasks().tasks().front().id);
        QVERIFY(open.window.tasks().tasks().empty());
        QTest::qWait(300);
        QCOMPARE(open.window.document().undoStack().count(), steps);
    }

private:
    QTemporaryDir m_settings;
    int m_second = 0;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ViewsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "views_test.moc"
