// How edges run and where their labels stand: shapes, points to pass, room, and versions that follow each
// other.
#include <QSignalSpy>
#include <QTest>
#include <random>

#include "app/canvas/diagram_geometry.h"
#include "app/canvas/diagram_painter.h"
#include "app/canvas/technology_mark.h"
#include "app/design/edge_way_edit.h"
#include "app/diagram/diagram_kind.h"
#include "app/file/file.h"
#include "tests/app/big_models.h"
#include "tests/app/desk.h"
#include "tests/app/shop_project.h"

using namespace app;
using model::EdgeShape;

namespace {

QRectF chipOf(const EdgeRoute& route) {
    QRectF chip({}, route.labelSize);
    chip.moveCenter(route.labelCentre);
    return chip;
}

/// Shown labels that lie on a node, and pairs of shown labels that lie on each other.
struct Overlaps {
    int nodes = 0, labels = 0, shown = 0;
};

Overlaps overlapsIn(const DiagramGeometry& geometry, const QRectF& rect) {
    Overlaps found;
    std::vector<QRectF> chips;
    for (const int edge : geometry.edgesIn(rect)) {
        const EdgeRoute& route = geometry.route(edge);
        if (!route.labelShown) continue;
        const QRectF chip = chipOf(route);
        ++found.shown;
        for (const int node : geometry.nodesIn(chip))
            found.nodes += geometry.node(node).rect().intersects(chip);
        for (const QRectF& other : chips) found.labels += other.intersects(chip);
        chips.push_back(chip);
    }
    return found;
}

Diagram randomDiagram(std::uint64_t seed, int nodes, int edges) {
    std::mt19937_64 random(seed);
    const auto below = [&random](int limit) { return int(random() % std::uint64_t(limit)); };
    Diagram diagram;
    diagram.name = "services";
    const int columns = int(std::ceil(std::sqrt(nodes)));
    for (int i = 0; i < nodes; ++i)
        diagram.nodes.push_back(card(QString("service:%1").arg(i),
                                     QPointF(i % columns * 230 + below(60), i / columns * 120 + below(50))));
    for (int i = 0; i < edges; ++i) {
        const QString from = diagram.nodes[std::size_t(below(nodes))].key;
        const QString to = diagram.nodes[std::size_t(below(nodes))].key;
        DiagramEdge edge{QString("%1>%2#%3").arg(from, to).arg(i), from, to, EdgeStyle::Call,
                         QString("Label %1").arg(below(100'000)),  {},   {}};
        edge.shape = EdgeShape(below(3));
        diagram.edges.push_back(edge);
    }
    fitRegions(diagram);
    return diagram;
}

QRectF everywhere(const DiagramGeometry& geometry) {
    return geometry.bounds().adjusted(-400, -400, 400, 400);
}

/// Every edge ends at the borders of its nodes, and is found wherever it runs.
void verifyRoutes(const DiagramGeometry& geometry) {
    const Diagram& diagram = geometry.diagram();
    for (int i = 0; i < int(diagram.edges.size()); ++i) {
        const EdgeRoute& route = geometry.route(i);
        const auto touches = [&](const QPointF& point, const QString& key) {
            const QRectF rect = geometry.rectOf(key);
            return rect.adjusted(-1, -1, 1, 1).contains(point) &&
                   !rect.adjusted(1, 1, -1, -1).contains(point);
        };
        QVERIFY2(touches(route.start(), diagram.edges[i].from), qPrintable(diagram.edges[i].key));
        QVERIFY2(touches(route.tip(), diagram.edges[i].to), qPrintable(diagram.edges[i].key));
        const QRectF spot(route.pointAt(0.3) - QPointF(2, 2), QSizeF(4, 4));
        const std::vector<int> found = geometry.edgesIn(spot);
        QVERIFY2(std::find(found.begin(), found.end(), i) != found.end(), qPrintable(diagram.edges[i].key));
    }
}

Diagram twoCards(EdgeShape shape) {
    Diagram diagram;
    diagram.nodes = {card("service:a", {0, 0}), card("service:b", {600, 200})};
    diagram.edges = {{"service:a>service:b", "service:a", "service:b", EdgeStyle::Call, "Go", {}, {}}};
    diagram.edges.front().shape = shape;
    return diagram;
}

/// Whether all pieces run along the axes but for the rounded corners.
bool isSquare(const EdgeRoute& route) {
    double askew = 0;
    for (int i = 1; i < route.line.size(); ++i) {
        const QPointF piece = route.line[i] - route.line[i - 1];
        if (std::min(std::abs(piece.x()), std::abs(piece.y())) > 0.01)
            askew += std::hypot(piece.x(), piece.y());
    }
    return askew < 30.0 * 6;
}

}  // namespace

class EdgesTest : public QObject {
    Q_OBJECT

private slots:
    void labelsKeepClearOfNodesInTheSamples() {
        int shown = 0;
        for (const Sample& sample : samples()) {
            const auto opened = loadSample(sample.id);
            QVERIFY2(opened.has_value(), qPrintable(sample.id));
            for (const DiagramKind& kind : diagramKinds()) {
                if (!kind.rootKind.isEmpty()) continue;
                DiagramGeometry geometry;
                geometry.setDiagram(kind.make(opened->project, opened->layout, {}));
                if (geometry.regionIndex(geometry.diagram().edges.empty()
                                             ? QString()
                                             : geometry.diagram().edges.front().from) >= 0)
                    continue;  // Labels between frames keep clear of frames instead
                const Overlaps overlaps = overlapsIn(geometry, everywhere(geometry));
                QCOMPARE(overlaps.nodes, 0);
                QCOMPARE(overlaps.labels, 0);
                shown += overlaps.shown;
            }
        }
        QVERIFY(shown > 10);
    }

    void labelsKeepClearOfNodesInRandomDiagrams_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("edges");
        QTest::newRow("small") << 30 << 60;
        QTest::newRow("dense") << 30 << 120;
        QTest::newRow("routed when seen") << 700 << 2'000;
    }

    void labelsKeepClearOfNodesInRandomDiagrams() {
        QFETCH(const int, nodes);
        QFETCH(const int, edges);
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            DiagramGeometry geometry;
            geometry.setDiagram(randomDiagram(seed, nodes, edges));
            // As somebody sees it who looks at one corner, then at all.
            geometry.edgesIn(QRectF(0, 0, 1600, 900));
            const Overlaps overlaps = overlapsIn(geometry, everywhere(geometry));
            QCOMPARE(overlaps.nodes, 0);
            QCOMPARE(overlaps.labels, 0);
            QVERIFY(overlaps.shown > edges / 20);
        }
    }

    void edgesEndAtBordersAndAreFound() {
        for (const int nodes : {40, 600}) {
            DiagramGeometry geometry;
            geometry.setDiagram(randomDiagram(7, nodes, nodes * 2));
            verifyRoutes(geometry);
        }
    }

    void whatIsDrawnIsWhatIsThere() {
        DiagramGeometry geometry;
        geometry.setDiagram(randomDiagram(3, 600, 1'500));
        std::mt19937_64 random(5);
        for (int turn = 0; turn < 40; ++turn) {
            const QRectF rect(double(random() % 5'000), double(random() % 2'500), 300, 200);
            const std::vector<int> seen = geometry.edgesIn(rect);
            for (int edge = 0; edge < 1'500; ++edge)
                if (geometry.route(edge).touches(rect))
                    QVERIFY(std::binary_search(seen.begin(), seen.end(), edge));
        }
    }

    void versionsFollowEachOther() {
        std::mt19937_64 random(11);
        const auto below = [&random](std::size_t limit) { return std::size_t(random() % limit); };
        Diagram diagram = randomDiagram(9, 500, 1'200);
        DiagramGeometry geometry;
        geometry.setDiagram(diagram);
        for (int turn = 0; turn < 30; ++turn) {
            geometry.edgesIn(QRectF(double(below(4'000)), double(below(2'000)), 1600, 900));
            DiagramNode& node = diagram.nodes[below(diagram.nodes.size())];
            switch (turn % 6) {
                case 0:
                    node.centre += QPointF(96, 40);
                    break;
                case 1:
                    diagram.edges[below(diagram.edges.size())].label = "Renamed meanwhile";
                    break;
                case 2:
                    diagram.edges[below(diagram.edges.size())].way = {{double(below(4'000)), 300}};
                    break;
                case 3: {
                    const QString gone = node.key;
                    std::erase_if(diagram.edges, [&](const DiagramEdge& edge) {
                        return edge.from == gone || edge.to == gone;
                    });
                    std::erase_if(diagram.nodes, [&](const DiagramNode& each) { return each.key == gone; });
                    break;
                }
                case 4:
                    diagram.nodes.insert(diagram.nodes.begin() + std::ptrdiff_t(below(diagram.nodes.size())),
                                         card(QString("service:new%1").arg(turn), {double(turn) * 31, 77}));
                    break;
                default:
                    diagram.edges.insert(diagram.edges.begin() + std::ptrdiff_t(below(diagram.edges.size())),
                                         {QString("new%1").arg(turn),
                                          diagram.nodes[0].key,
                                          node.key,
                                          EdgeStyle::Call,
                                          "New",
                                          {},
                                          {}});
            }
            geometry.setDiagram(diagram);
            QCOMPARE(geometry.diagram(), diagram);
        }
        verifyRoutes(geometry);
        const Overlaps overlaps = overlapsIn(geometry, everywhere(geometry));
        QCOMPARE(overlaps.nodes, 0);
        QCOMPARE(overlaps.labels, 0);
        for (std::size_t i = 0; i < diagram.edges.size(); ++i)
            for (const QPointF& point : diagram.edges[i].way)
                QVERIFY(geometry.route(int(i)).distanceTo(point) < 9);
    }

    void aDragEndsAsIfItHadBeenThere() {
        const Diagram diagram = randomDiagram(4, 600, 1'500);
        DiagramGeometry geometry;
        geometry.setDiagram(diagram);
        geometry.edgesIn(everywhere(geometry));
        const QString key = diagram.nodes[300].key;
        QPointF centre = diagram.nodes[300].centre;
        for (int step = 0; step < 20; ++step) geometry.move({{key, centre += QPointF(8, 4)}}, true);
        Diagram dropped = geometry.diagram();
        geometry.setDiagram(dropped);
        verifyRoutes(geometry);
        QCOMPARE(overlapsIn(geometry, everywhere(geometry)).nodes, 0);
        geometry.setDiagram(diagram);
        verifyRoutes(geometry);
    }

    void shapesAreWhatTheySay() {
        DiagramGeometry geometry;
        geometry.setDiagram(twoCards(EdgeShape::Straight));
        QCOMPARE(geometry.route(0).line.size(), 2);
        geometry.setDiagram(twoCards(EdgeShape::Orthogonal));
        QVERIFY(isSquare(geometry.route(0)));
        QVERIFY(geometry.route(0).length() > 600);
        geometry.setDiagram(twoCards(EdgeShape::Curved));
        QVERIFY(!isSquare(geometry.route(0)));
    }

    void edgesPassTheirPoints() {
        for (const EdgeShape shape : {EdgeShape::Curved, EdgeShape::Orthogonal, EdgeShape::Straight}) {
            Diagram diagram = twoCards(shape);
            diagram.edges.front().way = {{200, -160}, {400, 320}};
            DiagramGeometry geometry;
            geometry.setDiagram(diagram);
            const EdgeRoute& route = geometry.route(0);
            // A rounded corner cuts a little.
            for (const QPointF& point : diagram.edges.front().way) QVERIFY(route.distanceTo(point) < 8);
            QVERIFY(route.shareNear({200, -160}) < route.shareNear({400, 320}));
            if (shape == EdgeShape::Orthogonal) QVERIFY(isSquare(route));
        }
    }

    void edgesBetweenTheSameTwoKeepApart() {
        for (const EdgeShape shape : {EdgeShape::Curved, EdgeShape::Orthogonal, EdgeShape::Straight}) {
            Diagram diagram = twoCards(shape);
            diagram.edges.push_back(diagram.edges.front());
            diagram.edges.back().key = "service:b>service:a";
            std::swap(diagram.edges.back().from, diagram.edges.back().to);
            DiagramGeometry geometry;
            geometry.setDiagram(diagram);
            QVERIFY(geometry.route(1).distanceTo(geometry.route(0).pointAt(0.5)) > 5);
        }
    }

    void loopsLeaveAndComeBack() {
        for (const EdgeShape shape : {EdgeShape::Curved, EdgeShape::Orthogonal, EdgeShape::Straight}) {
            Diagram diagram = twoCards(shape);
            diagram.edges.front().to = "service:a";
            diagram.edges.push_back(diagram.edges.front());
            diagram.edges.back().key = "again";
            DiagramGeometry geometry;
            geometry.setDiagram(diagram);
            verifyRoutes(geometry);
            QVERIFY(geometry.route(0).length() > 60);
            QVERIFY(!geometry.node(0).rect().contains(geometry.route(0).pointAt(0.5)));
            QVERIFY(geometry.route(1).distanceTo(geometry.route(0).pointAt(0.5)) > 4);
        }
    }

    void theLayoutSaysHowEdgesRun() {
        const model::Project project = shop::project();
        const Diagram plain = makeDiagram({"services", {}}, project, {});
        const QString key = plain.edges.front().key;
        model::Layout layout = withShape({}, "services", {}, EdgeShape::Orthogonal);
        layout = withShape(layout, "services", {key}, EdgeShape::Straight);
        layout = withWay(layout, "services", key, {{1, 2}, {3, 4}});
        const Diagram shaped = makeDiagram({"services", {}}, project, layout);
        QCOMPARE(shaped.edges.front().shape, EdgeShape::Straight);
        QCOMPARE(shaped.edges.front().way, (std::vector<QPointF>{{1, 2}, {3, 4}}));
        QCOMPARE(shaped.edges.back().shape, EdgeShape::Orthogonal);
        layout = straightened(layout, "services", {key});
        QCOMPARE(makeDiagram({"services", {}}, project, layout).edges.front().way, std::vector<QPointF>());
        QCOMPARE(withShape({}, "services", {}, EdgeShape::Curved), model::Layout());
        QCOMPARE(straightened({}, "services", {}), model::Layout());
    }

    void aDragOfTheLineBendsIt() {
        Desk desk;
        const QString key = "service:a>service:c";
        desk.view.setSelection({key});
        QSignalSpy bent(&desk.view, &CanvasView::bent);
        const QPointF middle = desk.view.geometry().route(0).pointAt(0.5);
        desk.drag(middle, middle + QPointF(0, -104));
        QCOMPARE(bent.count(), 1);
        QCOMPARE(bent.front()[0].toString(), key);
        const auto way = bent.front()[1].value<std::vector<QPointF>>();
        QCOMPARE(way.size(), std::size_t(1));
        QVERIFY(QLineF(way.front(), middle + QPointF(0, -104)).length() < 8);
        QCOMPARE(desk.view.selection(), QStringList{key});
    }

    void pointsAreMovedSquaredAndRemoved() {
        Desk desk;
        Diagram diagram = smallDiagram();
        diagram.edges.front().way = {{-120, -240}};
        desk.view.setDiagram(diagram);
        desk.view.setSelection({diagram.edges.front().key});
        QSignalSpy bent(&desk.view, &CanvasView::bent);
        const auto way = [&] { return bent.back()[1].value<std::vector<QPointF>>(); };
        desk.drag({-120, -240}, {-80, -280});
        QCOMPARE(way(), (std::vector<QPointF>{{-80, -280}}));
        desk.view.setDiagram(diagram);
        desk.drag({-120, -240}, {-100, -112}, Qt::ShiftModifier);
        QCOMPARE(way().front().y(), desk.view.geometry().route(0).start().y());
        desk.view.setDiagram(diagram);
        QTest::mouseDClick(desk.view.viewport(), Qt::LeftButton, {}, desk.at({-120, -240}));
        QCOMPARE(way(), std::vector<QPointF>());
        desk.view.setDiagram(diagram);
        desk.moveTo({-120, -240}, Qt::NoButton);
        QSignalSpy removed(&desk.view, &CanvasView::removeRequested);
        const auto before = bent.count();
        QTest::keyClick(&desk.view, Qt::Key_Delete);
        QCOMPARE(bent.count(), before + 1);
        QCOMPARE(removed.count(), 0);
    }

    void escapeGivesUpABend() {
        Desk desk;
        desk.view.setSelection({"service:a>service:c"});
        QSignalSpy bent(&desk.view, &CanvasView::bent);
        const QPointF middle = desk.view.geometry().route(0).pointAt(0.5);
        desk.press(middle);
        desk.moveTo(middle + QPointF(0, -60));
        desk.moveTo(middle + QPointF(0, -100));
        QCOMPARE(desk.view.geometry().diagram().edges.front().way.size(), std::size_t(1));
        QTest::keyClick(&desk.view, Qt::Key_Escape);
        QCOMPARE(desk.view.geometry().diagram(), desk.view.diagram());
        desk.release(middle + QPointF(0, -100));
        QCOMPARE(bent.count(), 0);
    }

    void withoutEditingNothingBends() {
        Desk desk;
        desk.view.setEditable(false);
        desk.view.setSelection({"service:a>service:c"});
        QSignalSpy bent(&desk.view, &CanvasView::bent);
        const QPointF middle = desk.view.geometry().route(0).pointAt(0.5);
        desk.drag(middle, middle + QPointF(0, -104));
        QCOMPARE(bent.count(), 0);
    }

    void technologiesHaveMarks_data() {
        QTest::addColumn<QString>("technology");
        QTest::addColumn<QString>("mark");
        for (const auto& [technology, mark] : {std::pair{"Go", "go"},
                                               {"Java 21", "openjdk"},
                                               {"Kotlin, Spring Boot", "spring"},
                                               {"Node.js", "nodedotjs"},
                                               {"Python / FastAPI", "fastapi"},
                                               {"ASP.NET Core", "dotnet"},
                                               {"C#", "dotnet"},
                                               {"C++20", "cplusplus"},
                                               {"Python3", "python"},
                                               {"PostgreSQL", "postgresql"},
                                               {"Kafka", "apachekafka"},
                                               {"golang", "go"},
                                               {"Rust", "rust"},
                                               {"Cobol", "service"},
                                               {"Django", "django"}})
            QTest::newRow(technology) << technology << mark;
    }

    void technologiesHaveMarks() {
        QFETCH(const QString, technology);
        QFETCH(const QString, mark);
        DiagramNode node = card("service:a", {});
        QCOMPARE(technologyMark(node), QString());
        node.technology = technology;
        const QString found = technologyMark(node);
        QVERIFY2(found.endsWith('/' + mark), qPrintable(found));
        QImage image(40, 40, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        MarkPainter().draw(painter, found, QRectF(4, 4, 32, 32), QColor(10, 20, 30));
        painter.end();
        int dark = 0;
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) dark += qGray(image.pixel(x, y)) < 60;
        QVERIFY(dark > 40 && dark < 1'020);
    }
};

QTEST_MAIN(EdgesTest)
#include "edges_test.moc"
