#include <QGuiApplication>
#include <QTest>

#include "app/design/component_edit.h"
#include "app/diagram/system_context.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

Diagram componentsOfService(const model::Project& project, const QString& service) {
    return componentDiagram(project, {}, "service:" + service);
}

/// `operation:order.place-order in service:order`, in the order of the diagram.
QStringList nodesOf(const Diagram& diagram) {
    QStringList nodes;
    for (const DiagramNode& node : diagram.nodes)
        nodes << (node.region.isEmpty() ? node.key : node.key + " in " + node.region);
    return nodes;
}

/// `service:a>service:b calls [gRPC]`
QStringList edgesOf(const Diagram& diagram) {
    QStringList edges;
    for (const DiagramEdge& edge : diagram.edges) edges << edge.key + ' ' + edge.label;
    return edges;
}

const DiagramNode* nodeOf(const Diagram& diagram, const QString& key) {
    for (const DiagramNode& node : diagram.nodes)
        if (node.key == key) return &node;
    return nullptr;
}

/// The shop with a cache, a lock and users at its orders.
model::Project busyShop() {
    model::Project project = shop::project();
    model::Service order = *project.services.find(model::ServiceId("order"));
    model::Operation place = *order.operations.find(model::OperationId("order.place-order"));
    model::CacheLookup cache;
    cache.name = "prices";
    place.behaviour.push_back({cache, {}});
    model::Lock lock;
    lock.name = "basket";
    place.behaviour.push_back({lock, {}});
    order.operations = order.operations.with(place);
    project.services = project.services.with(order);
    model::Workload buyers;
    buyers.id = model::WorkloadId("buyers");
    buyers.name = "Buyers";
    model::Journey buy;
    buy.id = model::JourneyId("buyers.buy");
    buy.name = "Buy";
    buy.steps.push_back({model::OperationId("order.place-order"), 1, {}, {}, {}});
    buyers.journeys = buyers.journeys.with(buy);
    project.workloads = project.workloads.with(buyers);
    return project;
}

Version versionOf(const model::Project& project) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>()};
}

}  // namespace

/// The C4 diagrams: the components of a service, and the system among its users and neighbours.
class ComponentsTest : public QObject {
    Q_OBJECT

private slots:
    void showsOneServiceAndItsNeighbours() {
        const Diagram diagram = componentsOfService(busyShop(), "order");
        QCOMPARE(nodesOf(diagram),
                 QStringList({"operation:order.place-order in service:order", "store:orders in service:order",
                              "service:payment", "service:inventory", "service:cart", "channel:order-placed",
                              "cache:service:order:prices in service:order",
                              "lock:service:order:basket in service:order", "service:web-gateway",
                              "workload:buyers"}));
        const QString place = "operation:order.place-order>";
        QCOMPARE(
            edgesOf(diagram),
            QStringList(
                {place + "cache:service:order:prices looks up", place + "channel:order-placed publishes",
                 place + "lock:service:order:basket holds", place + "service:cart GetCart, ClearCart [gRPC]",
                 place + "service:inventory Reserve [gRPC]", place + "service:payment Authorize [gRPC]",
                 place + "store:orders reads", "service:web-gateway>operation:order.place-order calls [gRPC]",
                 "workload:buyers>operation:order.place-order Buy"}));
        QCOMPARE(diagram.regions.size(), std::size_t(1));
        QCOMPARE(diagram.regions.front().subtitle, QString("[service: Go]"));
        QVERIFY(diagram.regions.front().look == RegionLook::Boundary);
    }

    /// C4's colours say what is a component, a container, a person, and what is not ours.
    void levelsHaveTheirColours() {
        const Diagram diagram = componentsOfService(busyShop(), "order");
        QVERIFY(nodeOf(diagram, "operation:order.place-order")->paint == NodePaint::Component);
        QVERIFY(nodeOf(diagram, "service:payment")->paint == NodePaint::Container);
        QVERIFY(nodeOf(diagram, "workload:buyers")->paint == NodePaint::Person);
        const Diagram payment = componentsOfService(busyShop(), "payment");
        QVERIFY(nodeOf(payment, "service:card-network")->paint == NodePaint::ExternalSystem);
    }

    /// Users and callers stand to the left of the service, what it uses to the right.
    void readsFromLeftToRight() {
        const Diagram diagram = componentsOfService(busyShop(), "order");
        const QRectF frame = diagram.regions.front().rect;
        for (const DiagramEdge& edge : diagram.edges) {
            const DiagramNode& from = *nodeOf(diagram, edge.from);
            const DiagramNode& to = *nodeOf(diagram, edge.to);
            QVERIFY2(from.centre.x() < to.centre.x(), qPrintable(edge.key));
            if (to.region.isEmpty()) QVERIFY(to.rect().left() > frame.right());
        }
    }

    void consumersStandBehindTheirChannel() {
        const Diagram diagram = componentsOfService(shop::project(), "shipping");
        QVERIFY(edgesOf(diagram).contains("channel:order-placed>operation:shipping.ship delivers"));
        QCOMPARE(nodeOf(diagram, "operation:shipping.ship")->subtitle, QString("[consumer]"));
        QVERIFY(nodeOf(diagram, "store:parcels")->region.isEmpty());
    }

    void serviceThatIsGoneShowsNothing() {
        const Diagram diagram = componentsOfService(shop::project(), "nobody");
        QVERIFY(diagram.nodes.empty() && diagram.regions.empty());
        QCOMPARE(diagram.name, QString("components/service:nobody"));
    }

    /// Each connection that is drawn appears as an edge of that diagram.
    void connectionsAreDrawnWhereTheyWereMade_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("call") << "operation:order.place-order"
                              << "service:card-network";
        QTest::newRow("query") << "operation:order.place-order"
                               << "store:ledger";
        QTest::newRow("publish") << "operation:cart.get"
                                 << "channel:order-placed";
        QTest::newRow("within") << "operation:cart.get"
                                << "operation:cart.clear";
        QTest::newRow("caller") << "service:payment"
                                << "operation:cart.get";
    }
    void connectionsAreDrawnWhereTheyWereMade() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const QString operation = from.startsWith("operation:") ? from : to;
        const QString service = operation.section(':', 1).section('.', 0, 0);
        const auto made = connectComponents(versionOf(shop::project()), from, to);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        bool drawn = false;
        for (const DiagramEdge& edge : componentsOfService(made->project, service).edges)
            drawn = drawn || (edge.from == from && edge.to == to);
        QVERIFY(drawn);
    }

    void aChannelFeedsANewOperation() {
        const auto made =
            connectComponents(versionOf(shop::project()), "channel:order-placed", "operation:cart.get");
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QCOMPARE(made->project.services.find(model::ServiceId("cart"))->operations.size(), std::size_t(3));
    }

    void theToolAddsAnOperation() {
        const DiagramTool tool = operationTool();
        const auto made =
            tool.create(versionOf(shop::project()), {"components/service:cart", {8, 16}, {}}, "Merge");
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QCOMPARE(made->select.size(), 1);
        const Diagram diagram = componentDiagram(made->project, made->layout, "service:cart");
        const DiagramNode* node = nodeOf(diagram, made->select.front());
        QVERIFY(node);
        QCOMPARE(node->title, QString("Merge"));
        QCOMPARE(node->centre, QPointF(8, 16));
        QVERIFY(!tool.create(versionOf(shop::project()), {"services", {}, {}}, "Nowhere"));
    }

    void theSystemStandsAmongUsersAndExternals() {
        const Diagram diagram = systemContext(busyShop(), {});
        QCOMPARE(nodesOf(diagram), QStringList({"system", "workload:buyers", "service:card-network"}));
        QCOMPARE(edgesOf(diagram),
                 QStringList({"workload:buyers>system Buy", "system>service:card-network calls [gRPC]"}));
        QVERIFY(nodeOf(diagram, "workload:buyers")->centre.x() < nodeOf(diagram, "system")->centre.x());
        QVERIFY(systemContext({}, {}).nodes.empty());
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    ComponentsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "components_test.moc"
