// What is seen of a diagram: zoom and scrolling, what is drawn from afar, and what a screen reader tells.
#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_painter.h"
#include "app/canvas/minimap.h"
#include "tests/app/desk.h"

using namespace app;

class CanvasSightTest : public QObject {
    Q_OBJECT

private slots:
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

QTEST_MAIN(CanvasSightTest)
#include "canvas_sight_test.moc"
