#include "app/tour/tour.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>

#include "app/canvas/canvas_view.h"
#include "app/design/diagram_editor.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/workbench.h"
#include "app/tour/coach_mark.h"
#include "tests/app/program.h"

/// The tour, taken by somebody who does what it says.
class TourTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QSettings().clear(); }

    void itWaitsForWhatTheUserDoes() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        app::Tour& tour = window.tour();
        tour.start();
        QTRY_COMPARE(tour.step(), QString("look"));
        next(tour);
        QCOMPARE(tour.step(), QString("add"));
        app::CanvasView& canvas = window.workbench().current().canvas();
        QTest::qWait(500);
        QCOMPARE(tour.step(), QString("add"));  // Nothing was done yet
        emit canvas.createRequested("service", {600, 600});
        QTRY_COMPARE(tour.step(), QString("connect"));
        const QString added = canvas.selection().value(0);
        QVERIFY(!added.isEmpty());
        const auto& services = window.document().project().services;
        const QString first = "service:" + QString::fromStdString(services.begin()->id.value());
        emit canvas.connectRequested(added, first == added ? "service:" : first);
        QTRY_COMPARE(tour.step(), QString("rename"));
        emit canvas.renameRequested(added, "Loyalty");
        QTRY_COMPARE(tour.step(), QString("undo"));
        window.action("edit.undo")->trigger();
        QTRY_COMPARE(tour.step(), QString("find"));
        window.action("view.palette")->trigger();
        QTRY_COMPARE(tour.step(), QString("layout"));
        window.palette().hide();
        model::Layout moved = window.document().layout();
        moved.diagrams["services"].nodes = moved.diagrams["services"].nodes.with(first.toStdString(), {7, 7});
        window.document().apply(moved, "Lay out the diagram");
        QTRY_COMPARE(tour.step(), QString("drill"));
        emit canvas.activated(first);
        QTRY_COMPARE(tour.step(), QString("run"));
        window.setMode(app::Mode::Simulate);
        window.simulateMode().run();
        QTRY_COMPARE_WITH_TIMEOUT(tour.step(), QString("export"), 60'000);
        window.setMode(app::Mode::Export);
        QTRY_COMPARE(tour.step(), QString("end"));
        next(tour);
        QVERIFY(!tour.isRunning() && !tour.mark().isVisible());
    }

    void itGoesOnWhereItWasLeft() {
        {
            app::MainWindow window(app::Scheme::Light);
            window.show();
            window.tour().start();
            QTRY_VERIFY(window.tour().isRunning());
            for (int step = 0; step < 3; ++step) next(window.tour());
            QCOMPARE(window.tour().step(), QString("rename"));
            window.tour().mark().findChild<QPushButton*>("end")->click();
            QVERIFY(!window.tour().isRunning());
        }
        app::MainWindow window(app::Scheme::Light);
        window.show();
        window.tour().start();
        QTRY_COMPARE(window.tour().step(), QString("rename"));
        for (int step = 0; step < 20 && window.tour().isRunning(); ++step) next(window.tour());
        QVERIFY(!window.tour().isRunning());
        // Taken to its end it begins anew.
        window.tour().start();
        QTRY_COMPARE(window.tour().step(), QString("look"));
    }

    void itIsOfferedOnce() {
        app::MainWindow window(app::Scheme::Light);
        window.offerTour();
        QVERIFY(window.notice().text().contains("tour"));
        window.notice().hide();
        window.offerTour();
        QVERIFY(window.notice().text().isEmpty());
    }

    void itNeverTakesTheFocus() {
        app::MainWindow window(app::Scheme::Light);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.tour().start();
        QTRY_VERIFY(window.tour().isRunning());
        QVERIFY(!window.tour().mark().isAncestorOf(window.focusWidget()));
        auto* end = window.tour().mark().findChild<QPushButton*>("end");
        end->setFocus();
        QTest::keyClick(end, Qt::Key_Escape);
        QVERIFY(!window.tour().isRunning());
    }

    /// The note lies in the window and beside what it points at, at any size of the window.
    void itStaysInTheWindow() {
        app::MainWindow window(app::Scheme::Light);
        window.resize(window.minimumSize());
        window.show();
        window.tour().start();
        QTRY_VERIFY(window.tour().isRunning());
        for (int step = 0; step < 11; ++step) {
            const QRect mark = window.tour().mark().geometry();
            QVERIFY2(window.rect().contains(mark), qPrintable(window.tour().step()));
            QVERIFY(mark.height() >= window.tour().mark().minimumSizeHint().height());
            if (step < 10) next(window.tour());
        }
        QCOMPARE(window.tour().step(), QString("end"));
    }

private:
    static void next(app::Tour& tour) { tour.mark().findChild<QPushButton*>("next")->click(); }

    app::TestSurroundings m_surroundings;
};

int main(int argc, char** argv) {
    return app::runTest<TourTest>(argc, argv);
}
#include "tour_test.moc"
