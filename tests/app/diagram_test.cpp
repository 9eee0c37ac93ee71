#include <QRandomGenerator>
#include <QTest>

#include "app/canvas/diagram_geometry.h"
#include "app/diagram/diagram.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

const DiagramNode* nodeOf(const Diagram& diagram, const QString& key) {
    for (const DiagramNode& node : diagram.nodes)
        if (node.key == key) return &node;
    return nullptr;
}

const DiagramEdge* edgeOf(const Diagram& diagram, const QString& key) {
    for (const DiagramEdge& edge : diagram.edges)
        if (edge.key == key) return &edge;
    return nullptr;
}

/// The first two things that overlap and should not; empty when none do.
QString overlapIn(const Diagram& diagram) {
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const DiagramNode& node = diagram.nodes[i];
        for (std::size_t j = i + 1; j < diagram.nodes.size(); ++j)
            if (node.rect().intersects(diagram.nodes[j].rect()))
                return node.key + " on " + diagram.nodes[j].key;
        for (const DiagramRegion& region : diagram.regions)
            if (node.region != region.key && region.rect.intersects(node.rect()))
                return node.key + " in " + region.key;
    }
    for (std::size_t i = 0; i < diagram.regions.size(); ++i)
        for (std::size_t j = i + 1; j < diagram.regions.size(); ++j)
            if (diagram.regions[i].rect.intersects(diagram.regions[j].rect))
                return diagram.regions[i].key + " on " + diagram.regions[j].key;
    return {};
}

QString nodesOverlapIn(Diagram diagram) {
    diagram.regions.clear();
    return overlapIn(diagram);
}

/// The layout in which regions and lone nodes stand that many times as far apart, each as it was in itself.
model::Layout spreadOut(const Diagram& diagram, double factor) {
    QHash<QString, QPointF> shifts, places;
    for (const DiagramRegion& region : diagram.regions)
        shifts[region.key] = region.rect.center() * (factor - 1);
    for (const DiagramNode& node : diagram.nodes)
        places[node.key] =
            node.centre + (node.region.isEmpty() ? node.centre * (factor - 1) : shifts[node.region]);
    return withPlaces({}, diagram.name, places);
}

model::Layout layoutOf(const Diagram& diagram) {
    QHash<QString, QPointF> places;
    for (const DiagramNode& node : diagram.nodes) places.insert(node.key, node.centre);
    for (const DiagramRegion& region : diagram.regions) places.insert(region.key, region.centre);
    return withPlaces({}, diagram.name, places);
}

}  // namespace

class DiagramTest : public QObject {
    Q_OBJECT

private slots:
    void showsServicesStoresAndChannels() {
        const model::Project project = shop::project();
        const Diagram diagram = serviceDiagram(project, {});
        QCOMPARE(diagram.nodes.size(),
                 project.services.size() + project.stores.size() + project.channels.size());
        QCOMPARE(diagram.regions.size(), project.contexts.size());
        const DiagramNode* order = nodeOf(diagram, "service:order");
        QVERIFY(order);
        QCOMPARE(order->title, QString("order"));
        QCOMPARE(order->subtitle, QString("Go · gRPC"));
        QCOMPARE(order->corner, QString("×4"));
        QCOMPARE(order->region, QString("context:b-ordering"));
        QCOMPARE(nodeOf(diagram, "service:shipping")->subtitle, QString("Go · consumer"));
        QCOMPARE(nodeOf(diagram, "service:card-network")->shape, NodeShape::DashedCard);
        QCOMPARE(nodeOf(diagram, "service:notification")->shape, NodeShape::CutCard);
        QCOMPARE(nodeOf(diagram, "channel:order-placed")->subtitle, QString("Kafka · 12 partitions"));
        QCOMPARE(diagram.regions[1].subtitle, QString("Checkout"));
    }

    void storesLieWhereTheirServiceLies() {
        const Diagram diagram = serviceDiagram(shop::project(), {});
        QCOMPARE(nodeOf(diagram, "store:orders")->region, QString("context:b-ordering"));  // by its owner
        QCOMPARE(nodeOf(diagram, "store:parcels")->region,
                 QString("context:e-shipping"));  // by its only user
        model::Project shared = shop::project();
        shop::addStore(shared, "session", "", model::StoreEngine::Redis);
        shop::addService(shared, "audit", "d-payment", "Go", 1,
                         {shop::operation("audit.a", "A", {}, {"session"})});
        shop::addService(shared, "report", "f-identity", "Go", 1,
                         {shop::operation("report.a", "A", {}, {"session"})});
        QCOMPARE(nodeOf(serviceDiagram(shared, {}), "store:session")->region, QString());
    }

    void edgesAreOnePerPair() {
        const Diagram diagram = serviceDiagram(shop::project(), {});
        QCOMPARE(edgeOf(diagram, "service:order>service:payment")->label, QString("Authorize"));
        QCOMPARE(edgeOf(diagram, "service:order>service:cart")->label, QString("2 calls"));
        const DiagramEdge* published = edgeOf(diagram, "service:order>channel:order-placed");
        QCOMPARE(published->style, EdgeStyle::Event);
        QCOMPARE(published->label, QString("OrderPlaced"));
        QCOMPARE(edgeOf(diagram, "channel:order-placed>service:shipping")->style, EdgeStyle::Event);
        QCOMPARE(edgeOf(diagram, "service:cart>store:orders")->style, EdgeStyle::Query);
        QSet<QString> keys;
        for (const DiagramEdge& edge : diagram.edges) {
            QVERIFY2(!keys.contains(edge.key), qPrintable(edge.key));
            keys.insert(edge.key);
            QVERIFY(nodeOf(diagram, edge.from) && nodeOf(diagram, edge.to));
        }
    }

    void newDiagramsHaveNoOverlap() {
        QCOMPARE(overlapIn(serviceDiagram(shop::project(), {})), QString());
        QCOMPARE(overlapIn(contextMap(shop::project(), {})), QString());
    }

    void aNewServiceMovesNothingElse() {
        model::Project project = shop::project();
        const model::Layout layout = layoutOf(serviceDiagram(project, {}));
        const Diagram before = serviceDiagram(project, layout);
        shop::addService(project, "returns", "e-shipping", "Go", 1,
                         {shop::operation("returns.a", "Take", {"order.place-order"})});
        shop::addService(project, "fraud", "", "Python", 1,
                         {shop::operation("fraud.a", "Score", {"payment.authorize"})});
        shop::addContext(project, "g-care", "Care", "web");
        const Diagram after = serviceDiagram(project, layout);
        for (const DiagramNode& node : before.nodes) QCOMPARE(nodeOf(after, node.key)->centre, node.centre);
        QCOMPARE(overlapIn(after), QString());
        const DiagramNode* fraud = nodeOf(after, "service:fraud");
        const double distance = QLineF(fraud->centre, nodeOf(after, "service:payment")->centre).length();
        QVERIFY2(distance < 900, qPrintable(QString::number(distance)));
    }

    void newNodesFindRoomBetweenOthers_data() {
        QTest::addColumn<double>("room");
        QTest::newRow("crowded") << 1.0;
        QTest::newRow("roomy") << 4.0;
    }
    void newNodesFindRoomBetweenOthers() {
        QFETCH(double, room);
        for (int seed = 1; seed <= 10; ++seed) {
            QRandomGenerator random(seed);
            model::Project project = shop::project();
            const model::Layout layout = spreadOut(serviceDiagram(project, {}), room);
            const QStringList contexts{"", "a-storefront", "b-ordering", "c-inventory", "d-payment"};
            for (int i = 0; i < 8; ++i)
                shop::addService(
                    project, "s" + std::to_string(i), contexts[random.bounded(5)].toStdString(), "Go", 1,
                    {shop::operation("s" + std::to_string(i) + ".a", "A", {"order.place-order"})});
            const Diagram diagram = serviceDiagram(project, layout);
            // Where a region is hemmed in its frame may touch another; nodes never do.
            QCOMPARE(room > 1 ? overlapIn(diagram) : nodesOverlapIn(diagram), QString());
        }
    }

    void restoredServicesKeepTheirPlace() {
        model::Project project = shop::project();
        model::Layout layout = layoutOf(serviceDiagram(project, {}));
        layout = withPlaces(layout, "services", {{"service:user", {1234, 560}}});
        model::Project without = project;
        without.services = without.services.without(model::ServiceId("user"));
        QVERIFY(!nodeOf(serviceDiagram(without, layout), "service:user"));
        QCOMPARE(nodeOf(serviceDiagram(project, layout), "service:user")->centre, QPointF(1234, 560));
    }

    void absurdPlacesAreBounded() {
        const model::Layout layout =
            withPlaces({}, "services",
                       {{"service:user", {1e300, std::numeric_limits<double>::quiet_NaN()}},
                        {"service:order", {-1e300, 4}}});
        const Diagram diagram = serviceDiagram(shop::project(), layout);
        for (const DiagramNode& node : diagram.nodes) {
            QVERIFY(std::isfinite(node.centre.x()) && std::isfinite(node.centre.y()));
            QVERIFY(std::abs(node.centre.x()) < 1e6);
        }
    }

    void contextMapsSayWhoIsUpstream() {
        const Diagram map = contextMap(shop::project(), {});
        const DiagramEdge* served = edgeOf(map, "relationship:d-payment-b-ordering");
        QVERIFY(served);
        QCOMPARE(served->from, QString("context:d-payment"));
        QCOMPARE(served->fromTag, QString("U OHS"));
        QCOMPARE(served->toTag, QString("D ACL"));
        const DiagramEdge* kernel = edgeOf(map, "relationship:f-identity-a-storefront");
        QCOMPARE(kernel->style, EdgeStyle::SharedKernel);
        QCOMPARE(kernel->fromTag, QString());
        QCOMPARE(edgeOf(map, "relationship:d-payment-e-shipping")->style, EdgeStyle::SeparateWays);
    }

    void labelsNeverLieOnNodes() {
        DiagramGeometry geometry;
        geometry.setDiagram(serviceDiagram(shop::project(), {}));
        int shown = 0;
        for (std::size_t i = 0; i < geometry.diagram().edges.size(); ++i) {
            const EdgeRoute& route = geometry.route(int(i));
            if (!route.labelShown) continue;
            ++shown;
            const QSizeF size = route.labelSize;
            const QRectF chip(route.labelCentre - QPointF(size.width() / 2, size.height() / 2), size);
            for (const DiagramNode& node : geometry.diagram().nodes)
                QVERIFY2(!chip.intersects(node.rect()),
                         qPrintable(geometry.diagram().edges[i].key + " on " + node.key));
        }
        QVERIFY(shown >= 4);
    }

    void edgesEndAtTheBordersOfTheirNodes() {
        DiagramGeometry geometry;
        geometry.setDiagram(serviceDiagram(shop::project(), {}));
        for (std::size_t i = 0; i < geometry.diagram().edges.size(); ++i) {
            const DiagramEdge& edge = geometry.diagram().edges[i];
            const EdgeRoute& route = geometry.route(int(i));
            const auto touches = [&](const QPointF& point, const QString& key) {
                const QRectF rect = geometry.rectOf(key);
                return rect.adjusted(-1, -1, 1, 1).contains(point) &&
                       !rect.adjusted(1, 1, -1, -1).contains(point);
            };
            QVERIFY2(touches(route.start(), edge.from), qPrintable(edge.key));
            QVERIFY2(touches(route.tip(), edge.to), qPrintable(edge.key));
        }
    }

    void edgesLeadAroundNodesInTheirWay() {
        Diagram diagram;
        const auto node = [](const QString& key, QPointF centre) {
            DiagramNode made;
            made.key = made.title = key;
            made.centre = centre;
            made.size = cardSize;
            return made;
        };
        diagram.nodes = {node("a", {0, 0}), node("wall", {300, 0}), node("b", {600, 0})};
        for (int i = 1; i < 5; ++i) {
            diagram.nodes.push_back(node(QString("above%1").arg(i), {300, -66.0 * i}));
            diagram.nodes.push_back(node(QString("below%1").arg(i), {300, 66.0 * i}));
        }
        diagram.edges = {{"a>b", "a", "b", EdgeStyle::Call, {}, {}, {}}};
        DiagramGeometry geometry;
        geometry.setDiagram(diagram);
        const QPolygonF& line = geometry.route(0).line;
        for (const DiagramNode& other : diagram.nodes) {
            if (other.key == "a" || other.key == "b") continue;
            for (int i = 0; i <= 200; ++i)
                QVERIFY2(!other.rect().contains(geometry.route(0).pointAt(i / 200.0)), qPrintable(other.key));
        }
        QVERIFY(line.size() > 2);
    }
};

QTEST_MAIN(DiagramTest)
#include "diagram_test.moc"
