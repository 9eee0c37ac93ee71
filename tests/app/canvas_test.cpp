// What people do on the canvas with the mouse and the keyboard.
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "tests/app/desk.h"

using namespace app;

class CanvasTest : public QObject {
    Q_OBJECT

private slots:
    void clickSelects() {
        Desk desk;
        QSignalSpy selected(&desk.view, &CanvasView::selectionChanged);
        desk.click({-320, -80});
        QCOMPARE(desk.view.selection(), QStringList{"service:a"});
        desk.click({80, -80}, Qt::ShiftModifier);
        QCOMPARE(desk.view.selection(), (QStringList{"service:a", "service:c"}));
        desk.click({80, -80}, Qt::ControlModifier);
        QCOMPARE(desk.view.selection(), QStringList{"service:a"});
        desk.click({0, 300});
        QCOMPARE(desk.view.selection(), QStringList());
        QCOMPARE(selected.count(), 4);
    }

    void clickSelectsEdgesAndRegions() {
        Desk desk;
        desk.click({-60, -80});
        QCOMPARE(desk.view.selection(), QStringList{"service:a>service:c"});
        desk.click({-412, 0});
        QCOMPARE(desk.view.selection(), QStringList{"context:left"});
    }

    void dragMovesOnTheGrid() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved), region(&desk.view, &CanvasView::movedIntoRegion);
        desk.drag({320, 160}, {383, 235});
        QCOMPARE(moved.count(), 1);
        const Moves moves = moved.first().first().value<Moves>();
        QCOMPARE(moves.size(), 1);
        QCOMPARE(moves["service:lone"], QPointF(384, 232));
        QCOMPARE(region.count(), 0);
        // The model was not changed: until the document says otherwise the given diagram holds.
        QCOMPARE(desk.view.diagram(), smallDiagram());
    }

    void dragAlignsWithNeighbours() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        Diagram diagram = smallDiagram();
        diagram.nodes[3].centre = {323, 161};
        desk.view.setDiagram(diagram);
        desk.drag({323, 161}, {83, 264});
        QCOMPARE(moved.first().first().value<Moves>()["service:lone"].x(), 80.0);
    }

    void altDragIsFree() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        desk.drag({320, 160}, {351, 201}, Qt::AltModifier);
        QCOMPARE(moved.first().first().value<Moves>()["service:lone"], QPointF(351, 201));
    }

    void draggingARegionMovesItsNodes() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved), region(&desk.view, &CanvasView::movedIntoRegion);
        desk.drag({-412, 0}, {-412, 160});
        const Moves moves = moved.first().first().value<Moves>();
        QCOMPARE(moves.size(), 2);
        QCOMPARE(moves["service:a"].y() + 80, moves["service:b"].y() - 40);
        QVERIFY(moves["service:a"].y() > 0);
        QCOMPARE(region.count(), 0);
    }

    void draggingAnEmptyRegionMovesIt() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        desk.view.centerOn(0, 300);
        desk.drag({0, 420}, {160, 420});
        const Moves moves = moved.first().first().value<Moves>();
        QCOMPARE(moves.keys(), QStringList{"context:empty"});
        QCOMPARE(moves["context:empty"].x(), 160.0);
    }

    void draggingIntoAnotherRegionTells() {
        Desk desk;
        QSignalSpy region(&desk.view, &CanvasView::movedIntoRegion);
        desk.drag({320, 160}, {80, -60});
        QCOMPARE(region.count(), 1);
        QCOMPARE(region.first().at(0).toStringList(), QStringList{"service:lone"});
        QCOMPARE(region.first().at(1).toString(), QString("context:right"));
    }

    void draggingOutOfARegionTells() {
        Desk desk;
        QSignalSpy region(&desk.view, &CanvasView::movedIntoRegion);
        desk.drag({-320, 40}, {-300, 60});  // within its frame: no
        QCOMPARE(region.count(), 0);
        desk.view.setDiagram(smallDiagram());
        desk.drag({-320, 40}, {-100, 290});
        QCOMPARE(region.count(), 1);
        QCOMPARE(region.first().at(0).toStringList(), QStringList{"service:b"});
        QCOMPARE(region.first().at(1).toString(), QString());
    }

    void escapeGivesUpADrag() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        desk.press({320, 160});
        desk.moveTo({360, 160});
        desk.moveTo({420, 240});
        QTest::keyClick(&desk.view, Qt::Key_Escape);
        desk.release({420, 240});
        QCOMPARE(moved.count(), 0);
        QCOMPARE(desk.view.elementAt(desk.at({320, 160})), QString("service:lone"));
    }

    void pullingAHandleConnects() {
        Desk desk;
        QSignalSpy connected(&desk.view, &CanvasView::connectRequested),
            fresh(&desk.view, &CanvasView::connectToNewRequested);
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        desk.moveTo({320, 160}, Qt::NoButton);  // the handles appear
        desk.drag({402, 160}, {80, -80});
        QCOMPARE(connected.count(), 1);
        QCOMPARE(connected.first().at(0).toString(), QString("service:lone"));
        QCOMPARE(connected.first().at(1).toString(), QString("service:c"));
        QCOMPARE(fresh.count() + moved.count(), 0);
    }

    void pullingAHandleToNowhereConnectsToNew() {
        Desk desk;
        QSignalSpy connected(&desk.view, &CanvasView::connectRequested),
            fresh(&desk.view, &CanvasView::connectToNewRequested);
        desk.moveTo({320, 160}, Qt::NoButton);
        desk.drag({320, 189}, {320, 330});
        QCOMPARE(fresh.count(), 1);
        QCOMPARE(fresh.first().at(0).toString(), QString("service:lone"));
        QCOMPARE(fresh.first().at(1).toPointF(), QPointF(320, 330));
        QCOMPARE(connected.count(), 0);
    }

    void theConnectToolConnects() {
        Desk desk;
        QSignalSpy connected(&desk.view, &CanvasView::connectRequested);
        desk.view.setTool(connectTool);
        desk.drag({-320, 40}, {80, -80});
        QCOMPARE(connected.count(), 1);
        QCOMPARE(connected.first().at(0).toString(), QString("service:b"));
        QCOMPARE(desk.view.tool(), selectTool);
    }

    void contextsConnectOnTheContextMap() {
        Desk desk;
        Diagram map = smallDiagram();
        for (DiagramRegion& region : map.regions) region.handles = true;
        for (DiagramNode& node : map.nodes) node.connects = false;
        map.edges.clear();
        desk.view.setDiagram(map);
        QSignalSpy connected(&desk.view, &CanvasView::connectRequested);
        const QRectF left = map.regions[0].rect;
        desk.moveTo({left.right() - 10, left.bottom() - 10}, Qt::NoButton);
        desk.drag({left.right(), left.center().y()}, map.regions[1].rect.topLeft() + QPointF(10, 10));
        QCOMPARE(connected.count(), 1);
        QCOMPARE(connected.first().at(0).toString(), QString("context:left"));
        QCOMPARE(connected.first().at(1).toString(), QString("context:right"));
    }

    void toolsCreate_data() {
        QTest::addColumn<QString>("tool");
        QTest::newRow("service") << "service";
        QTest::newRow("store") << "store";
        QTest::newRow("channel") << "channel";
        QTest::newRow("context") << "context";
    }
    void toolsCreate() {
        QFETCH(QString, tool);
        Desk desk;
        QSignalSpy created(&desk.view, &CanvasView::createRequested);
        desk.view.setTool(tool);
        desk.click({3, 283});
        QCOMPARE(created.count(), 1);
        QCOMPARE(created.first().at(0).toString(), tool);
        QCOMPARE(created.first().at(1).toPointF(), QPointF(0, 280));
        QCOMPARE(desk.view.tool(), selectTool);
    }

    void doubleClickOnNothingOffersTypes() {
        Desk desk;
        QSignalSpy created(&desk.view, &CanvasView::createRequested);
        QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at({0, 240}));
        auto* menu = desk.view.findChild<QMenu*>();
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_C);
        QCOMPARE(created.count(), 1);
        QCOMPARE(created.first().at(0).toString(), QString("channel"));
        QCOMPARE(created.first().at(1).toPointF(), QPointF(0, 240));
    }

    void doubleClickOnAnElementDrillsIn() {
        Desk desk;
        QSignalSpy activated(&desk.view, &CanvasView::activated);
        QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at({-320, 40}));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().toString(), QString("service:b"));
    }

    void renamesInPlace() {
        Desk desk;
        QSignalSpy renamed(&desk.view, &CanvasView::renameRequested);
        desk.click({-320, -80});
        QTest::keyClick(&desk.view, Qt::Key_F2);
        auto* field = desk.view.findChild<QLineEdit*>();
        QVERIFY(field && field->isVisible());
        QCOMPARE(field->text(), QString("a"));
        QTest::keyClicks(field, "orders");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(renamed.first().at(0).toString(), QString("service:a"));
        QCOMPARE(renamed.first().at(1).toString(), QString("orders"));
        QVERIFY(!field->isVisible());
        QTest::keyClick(&desk.view, Qt::Key_Return);
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, "other");
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(renamed.count(), 1);
        QVERIFY(!field->isVisible());
    }

    void keysAskForWhatTheyMean() {
        Desk desk;
        QSignalSpy removed(&desk.view, &CanvasView::removeRequested),
            doubled(&desk.view, &CanvasView::duplicateRequested);
        QSignalSpy layout(&desk.view, &CanvasView::layoutRequested);
        desk.click({-320, -80});
        QTest::keyClick(&desk.view, Qt::Key_D, Qt::ControlModifier);
        QTest::keyClick(&desk.view, Qt::Key_L, Qt::ControlModifier);
        QTest::keyClick(&desk.view, Qt::Key_Delete, Qt::ShiftModifier);
        for (QSignalSpy* spy : {&removed, &doubled, &layout}) {
            QCOMPARE(spy->count(), 1);
            QCOMPARE(spy->first().first().toStringList(), QStringList{"service:a"});
        }
        QTest::keyClick(&desk.view, Qt::Key_Escape);
        QCOMPARE(desk.view.selection(), QStringList());
        QTest::keyClick(&desk.view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(desk.view.selection().size(), 4);
    }

    void arrowsNudge() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        desk.click({320, 160});
        QTest::keyClick(&desk.view, Qt::Key_Left);
        QTest::keyClick(&desk.view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(moved.count(), 2);
        QCOMPARE(moved.last().first().value<Moves>()["service:lone"], QPointF(312, 192));
    }

    void tabWalksThroughTheNodes() {
        Desk desk;
        QStringList walked;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&desk.view, Qt::Key_Tab);
            walked << desk.view.selection();
        }
        QCOMPARE(walked, (QStringList{"service:a", "service:c", "service:b", "service:lone"}));
        QTest::keyClick(&desk.view, Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(desk.view.selection(), QStringList{"service:b"});
    }

    void rubberBandSelects() {
        Desk desk;
        desk.drag({-460, -200}, {-200, 100});
        QCOMPARE(desk.view.selection(), (QStringList{"context:left", "service:a", "service:b"}));
    }

    void withoutEditingOnlySelects() {
        Desk desk;
        desk.view.setEditable(false);
        QSignalSpy moved(&desk.view, &CanvasView::moved), removed(&desk.view, &CanvasView::removeRequested);
        QSignalSpy connected(&desk.view, &CanvasView::connectRequested),
            renamed(&desk.view, &CanvasView::renameRequested);
        desk.drag({320, 160}, {400, 200});
        QCOMPARE(desk.view.selection(), QStringList{"service:lone"});
        desk.moveTo({320, 160}, Qt::NoButton);
        desk.drag({402, 160}, {80, -80});
        for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_F2, Qt::Key_Left}) QTest::keyClick(&desk.view, key);
        QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at({0, 240}));
        QVERIFY(!desk.view.findChild<QMenu*>());
        QVERIFY(!desk.view.findChild<QLineEdit*>()->isVisible());
        QCOMPARE(moved.count() + removed.count() + connected.count() + renamed.count(), 0);
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
