#include <QAccessible>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_painter.h"
#include "app/canvas/minimap.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"

using namespace app;

namespace {

DiagramNode card(const QString& key, const QPointF& centre, const QString& region = {}) {
    DiagramNode node;
    node.key = key;
    node.title = key.section(':', 1);
    node.subtitle = "Go · gRPC";
    node.corner = "×2";
    node.region = region;
    node.context = region.isEmpty() ? -1 : 0;
    node.centre = centre;
    node.size = cardSize;
    return node;
}

DiagramRegion frame(const QString& key, const QPointF& centre, int context) {
    DiagramRegion region;
    region.key = key;
    region.title = key.section(':', 1);
    region.context = context;
    region.centre = centre;
    return region;
}

/// Two contexts side by side with two services and one, and a service outside; another context is empty.
Diagram smallDiagram() {
    Diagram diagram;
    diagram.name = "services";
    diagram.regions = {frame("context:left", {}, 0), frame("context:right", {}, 1),
                       frame("context:empty", {0, 400}, 2)};
    diagram.nodes = {card("service:a", {-320, -80}, "context:left"),
                     card("service:b", {-320, 40}, "context:left"),
                     card("service:c", {80, -80}, "context:right"), card("service:lone", {320, 160})};
    diagram.edges = {{"service:a>service:c", "service:a", "service:c", EdgeStyle::Call, "Place", {}, {}},
                     {"service:a>service:b", "service:a", "service:b", EdgeStyle::Event, {}, {}, {}}};
    fitRegions(diagram);
    return diagram;
}

/// A view with the small diagram at 100 %, its origin in the middle, and mouse gestures by places in the
/// diagram.
class Desk {
public:
    Desk() {
        view.resize(1000, 800);
        view.setDiagram(smallDiagram());
        view.show();
        view.setFocus();
        view.setZoom(1);
        view.centerOn(0, 0);
        [[maybe_unused]] const bool shown = QTest::qWaitForWindowExposed(&view);
    }
    QPoint at(const QPointF& place) const { return view.mapFromScene(place); }
    void press(const QPointF& place, Qt::KeyboardModifiers keys = {},
               Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(view.viewport(), button, keys, at(place));
    }
    void moveTo(const QPointF& place, Qt::MouseButtons buttons = Qt::LeftButton,
                Qt::KeyboardModifiers keys = {}) {
        const QPoint point = at(place);
        QMouseEvent event(QEvent::MouseMove, point, view.viewport()->mapToGlobal(point), Qt::NoButton,
                          buttons, keys);
        QApplication::sendEvent(view.viewport(), &event);
    }
    void release(const QPointF& place, Qt::KeyboardModifiers keys = {},
                 Qt::MouseButton button = Qt::LeftButton) {
        QTest::mouseRelease(view.viewport(), button, keys, at(place));
    }
    void drag(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers keys = {}) {
        press(from, keys);
        moveTo(from + (to - from) / 2, Qt::LeftButton, keys);
        moveTo(to, Qt::LeftButton, keys);
        release(to, keys);
    }
    void click(const QPointF& place, Qt::KeyboardModifiers keys = {}) {
        press(place, keys);
        release(place, keys);
    }
    void wheel(const QPointF& place, const QPoint& angle, Qt::KeyboardModifiers keys = {}) {
        const QPoint point = at(place);
        QWheelEvent event(point, view.viewport()->mapToGlobal(point), {}, angle, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
    }

    CanvasView view;
};

using Moves = QHash<QString, QPointF>;

}  // namespace

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
        desk.view.setTool(CanvasView::Tool::Connect);
        desk.drag({-320, 40}, {80, -80});
        QCOMPARE(connected.count(), 1);
        QCOMPARE(connected.first().at(0).toString(), QString("service:b"));
        QCOMPARE(desk.view.tool(), CanvasView::Tool::Select);
    }

    void contextsConnectOnTheContextMap() {
        Desk desk;
        Diagram map = smallDiagram();
        map.name = "contexts";
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
        QTest::addColumn<CanvasView::Tool>("tool");
        QTest::newRow("service") << CanvasView::Tool::Service;
        QTest::newRow("store") << CanvasView::Tool::Store;
        QTest::newRow("channel") << CanvasView::Tool::Channel;
        QTest::newRow("context") << CanvasView::Tool::Context;
    }
    void toolsCreate() {
        QFETCH(CanvasView::Tool, tool);
        Desk desk;
        QSignalSpy created(&desk.view, &CanvasView::createRequested);
        desk.view.setTool(tool);
        desk.click({3, 283});
        QCOMPARE(created.count(), 1);
        QCOMPARE(created.first().at(0).value<CanvasView::Tool>(), tool);
        QCOMPARE(created.first().at(1).toPointF(), QPointF(0, 280));
        QCOMPARE(desk.view.tool(), CanvasView::Tool::Select);
    }

    void doubleClickOnNothingOffersTypes() {
        Desk desk;
        QSignalSpy created(&desk.view, &CanvasView::createRequested);
        QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at({0, 240}));
        auto* menu = desk.view.findChild<QMenu*>();
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_C);
        QCOMPARE(created.count(), 1);
        QCOMPARE(created.first().at(0).value<CanvasView::Tool>(), CanvasView::Tool::Channel);
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
        QTest::keyClick(&desk.view, Qt::Key_Delete);
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

    void zoomKeepsThePlaceUnderTheCursor() {
        Desk desk;
        QSignalSpy zoomed(&desk.view, &CanvasView::zoomChanged);
        const QPoint cursor = desk.at({320, 160});
        for (const int turn : {120, 120, -480, 960, -120}) {
            desk.wheel(desk.view.mapToScene(cursor), {0, turn}, Qt::ControlModifier);
            const QPointF under = desk.view.viewportTransform().inverted().map(QPointF(cursor));
            QVERIFY(QLineF(under, {320, 160}).length() * desk.view.zoom() < 6);
        }
        QCOMPARE(zoomed.count(), 5);
        QTest::keyClick(&desk.view, Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(desk.view.zoom(), 1.0);
    }

    void wheelScrollsAndMiddleDragPans() {
        Desk desk;
        const QPoint before = desk.at({0, 0});
        desk.wheel({0, 0}, {0, -120});
        QCOMPARE(desk.at({0, 0}).y(), before.y() - 60);
        const QPointF here = desk.view.mapToScene(QPoint(300, 300));
        desk.press(here, {}, Qt::MiddleButton);
        desk.moveTo(here + QPointF(50, 30), Qt::MiddleButton);
        desk.release(desk.view.mapToScene(QPoint(350, 330)), {}, Qt::MiddleButton);
        QCOMPARE(desk.view.mapToScene(QPoint(350, 330)), here);
    }

    void spaceDragPans() {
        Desk desk;
        QSignalSpy moved(&desk.view, &CanvasView::moved);
        const QPointF before = desk.view.mapToScene(QPoint(500, 400));
        QTest::keyPress(&desk.view, Qt::Key_Space);
        desk.press({320, 160});
        desk.moveTo({370, 160});
        desk.release({370, 160});
        QTest::keyRelease(&desk.view, Qt::Key_Space);
        QCOMPARE(moved.count(), 0);
        QVERIFY(desk.view.mapToScene(QPoint(500, 400)).x() < before.x() - 30);
    }

    void fitShowsEverything() {
        Desk desk;
        desk.view.setZoom(3);
        QTest::keyClick(&desk.view, Qt::Key_Exclam, Qt::ShiftModifier);
        QVERIFY(desk.view.zoom() <= 1.0);
        for (const DiagramNode& node : desk.view.diagram().nodes)
            QVERIFY(
                desk.view.viewport()->rect().contains(desk.view.mapFromScene(node.rect()).boundingRect()));
    }

    void aNewDiagramKeepsSelectionAndView() {
        Desk desk;
        desk.click({-320, -80});
        desk.view.setZoom(0.8);
        const QPointF place = desk.view.mapToScene(QPoint(0, 0));
        Diagram next = smallDiagram();
        next.nodes.push_back(card("service:new", {4000, 4000}));
        desk.view.setDiagram(next);
        QCOMPARE(desk.view.selection(), QStringList{"service:a"});
        QCOMPARE(desk.view.zoom(), 0.8);
        QCOMPARE(desk.view.mapToScene(QPoint(0, 0)), place);
        next.nodes.erase(next.nodes.begin());
        QSignalSpy selected(&desk.view, &CanvasView::selectionChanged);
        desk.view.setDiagram(next);
        QCOMPARE(desk.view.selection(), QStringList());
        QCOMPARE(selected.count(), 1);
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

    void farAwayLessIsDrawn() {
        DiagramGeometry geometry;
        geometry.setDiagram(smallDiagram());
        const Theme theme = Theme::of(Scheme::Light);
        DiagramPainter painter;
        const auto count = [&](double zoom) {
            QImage image(1200, 900, QImage::Format_ARGB32_Premultiplied);
            QPainter to(&image);
            to.scale(zoom, zoom);
            return painter.paint(to, geometry, {theme, {}, {}, geometry.bounds(), zoom});
        };
        const PaintCounts near = count(1), blocks = count(0.3), far = count(0.1);
        QCOMPARE(near.cards, 4);
        QCOMPARE(near.edges, 2);
        QCOMPARE(near.labels, 1);
        QCOMPARE(near.blocks + near.bundles, 0);
        QCOMPARE(blocks.cards + blocks.edges, 0);
        QCOMPARE(blocks.blocks, 4);
        QCOMPARE(blocks.names, 4);
        QCOMPARE(blocks.bundles, 1);  // a and b lie in one context
        QCOMPARE(far.blocks, 1);      // only what is outside of all contexts
        QCOMPARE(far.regions, 3);
    }

    void smallCardsKeepReadableWords() {
        DiagramGeometry geometry;
        geometry.setDiagram(smallDiagram());
        const Theme theme = Theme::of(Scheme::Light);
        Overlay run;
        for (const DiagramNode& node : geometry.diagram().nodes)
            run.nodes.insert(node.key, {0.5, "50 % · p99 12 ms", false, "50 % · 12 ms"});
        run.edges.insert(geometry.diagram().edges.front().key, {true, "12 % timeout"});
        const auto count = [&](double zoom, const Overlay& overlay) {
            QImage image(1200, 900, QImage::Format_ARGB32_Premultiplied);
            QPainter to(&image);
            to.scale(zoom, zoom);
            return DiagramPainter().paint(to, geometry, {theme, overlay, {}, geometry.bounds(), zoom});
        };
        QCOMPARE(count(1, {}).names, 0);  // The words are part of the cards
        QCOMPARE(count(0.5, {}).names, 4);
        QCOMPARE(count(0.5, {}).labels, 0);
        QCOMPARE(count(0.5, run).names, 4);
        QCOMPARE(count(0.5, run).labels, 1);  // What fails is told at any distance
        QCOMPARE(count(0.7, run).names, 4);
        QCOMPARE(count(0.8, run).names, 0);
    }

    void theOverviewLeavesRoomWhereNothingIsMade() {
        Desk desk;
        desk.view.resize(900, 700);
        desk.view.fitAll();
        const auto* overview = desk.view.findChild<Minimap*>();
        QVERIFY(overview->isVisible());
        desk.view.setEditable(false);
        desk.view.fitAll();
        QVERIFY(!overview->isVisible());
        desk.view.setZoom(3);
        QVERIFY(overview->isVisible());
    }

    void onlyWhatIsSeenIsDrawn() {
        DiagramGeometry geometry;
        geometry.setDiagram(smallDiagram());
        const Theme theme = Theme::of(Scheme::Dark);
        QImage image(300, 300, QImage::Format_ARGB32_Premultiplied);
        QPainter to(&image);
        const PaintCounts counts =
            DiagramPainter().paint(to, geometry, {theme, {}, {}, QRectF(300, 140, 40, 40), 1});
        QCOMPARE(counts.regions, 0);
        QVERIFY(counts.cards >= 1 && counts.cards < 4);
    }

    void anEmptyCanvasSaysWhatToDo() {
        CanvasView view;
        view.resize(800, 600);
        view.setTheme(Theme::of(Scheme::Light));
        view.setDiagram({});
        QImage image = view.grab().toImage();
        bool written = false;
        for (int x = 250; x < 550 && !written; ++x)
            for (int y = 260; y < 340; ++y) written = written || image.pixelColor(x, y).lightness() < 100;
        QVERIFY(written);
    }

    void screenReadersFindTheNodes() {
        Desk desk;
        desk.click({-320, -80});
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&desk.view);
        QVERIFY(canvas);
        QCOMPARE(canvas->childCount(), 4);
        QAccessibleInterface* node = canvas->child(0);
        QCOMPARE(node->text(QAccessible::Name), QString("a"));
        QVERIFY(node->text(QAccessible::Description).contains("in left"));
        QVERIFY(node->state().selected);
        QVERIFY(!canvas->child(2)->state().selected);
        QCOMPARE(node->parent(), canvas);
        QCOMPARE(canvas->indexOfChild(node), 0);
        const QPoint middle = node->rect().center();
        QCOMPARE(canvas->childAt(middle.x(), middle.y()), node);
        QCOMPARE(canvas->child(4), nullptr);
        desk.view.setDiagram({});
        QCOMPARE(canvas->childCount(), 0);
        QVERIFY(!node->isValid());
    }

    void strangeNamesAreDrawn() {
        Diagram diagram = smallDiagram();
        diagram.nodes[0].title = QString(2'000'000, 'x');
        diagram.nodes[1].title = QString::fromUtf8("\u202Eשלום\n\t<b>&amp;</b>\u0000", 24);
        diagram.nodes[2].title = QString();
        diagram.edges[0].label = QString(500'000, u'W');
        Desk desk;
        desk.view.setDiagram(diagram);
        QVERIFY(!desk.view.grab().isNull());
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
