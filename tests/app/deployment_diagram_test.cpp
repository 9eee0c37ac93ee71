#include <QGuiApplication>
#include <QTest>

#include "app/design/deployment_edit.h"
#include "app/diagram/deployment_diagram.h"
#include "app/diagram/regions.h"
#include "model/check.h"
#include "tests/app/spread_shop.h"

using namespace app;

namespace {

/// `×2 in zone:a`; empty when there is no such node.
QString standing(const Diagram& diagram, const QString& key) {
    for (const DiagramNode& node : diagram.nodes)
        if (node.key == key) return QStringLiteral("%1 in %2").arg(node.corner, node.region);
    return {};
}

Version versionOf(const model::Project& project, const model::Layout& layout = {}) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>(layout)};
}

}  // namespace

/// Where services run: regions, zones, node pools and replicas.
class DeploymentDiagramTest : public QObject {
    Q_OBJECT

private slots:
    void theModelIsWhole() {
        const auto problems = model::check(shop::spread());
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().text().c_str());
    }

    void framesLieInEachOther() {
        QHash<QString, QString> parents;
        for (const DiagramRegion& region : deploymentDiagram(shop::spread(), {}).regions)
            parents.insert(region.key, region.parent);
        QCOMPARE(parents["zone:a"], QString("region:north"));
        QCOMPARE(parents["zone:c"], QString("region:south"));
        QCOMPARE(parents["node-pool:spot@zone:b"], QString("zone:b"));
        QCOMPARE(parents[unplacedKey], QString());
    }

    /// Replicas are dealt out in turn, as the simulator does it.
    void replicasAreDealtOut() {
        const Diagram diagram = deploymentDiagram(shop::spread(), {});
        QCOMPARE(standing(diagram, "service:order@zone:a"), QString("×2 in zone:a"));
        QCOMPARE(standing(diagram, "service:order@zone:b"), QString("×1 in zone:b"));
        QCOMPARE(standing(diagram, "service:order@zone:c"), QString("×1 in zone:c"));
        QCOMPARE(standing(diagram, "service:payment@zone:b"), QString("×1 in node-pool:spot@zone:b"));
        QCOMPARE(standing(diagram, "service:cart"), QString("×2 in no-zone"));
        QCOMPARE(standing(diagram, "service:card-network"), QString(" in "));
    }

    void latenciesLieBetweenZones() {
        QStringList edges;
        for (const DiagramEdge& edge : deploymentDiagram(shop::spread(), {}).edges)
            edges << edge.key + ' ' + edge.label;
        QCOMPARE(edges, QStringList({"zone:a>zone:b 1.2 ms", "region:north>region:south 38 ms"}));
    }

    void draggingMovesReplicas() {
        const auto moved = moveIntoZone(versionOf(shop::spread()), {"service:order@zone:b"}, "zone:c");
        QVERIFY2(moved, moved ? "" : moved.error().text().c_str());
        const Diagram diagram = deploymentDiagram(moved->project, {});
        QCOMPARE(standing(diagram, "service:order@zone:b"), QString());
        QCOMPARE(standing(diagram, "service:order@zone:a"), QString("×2 in zone:a"));
        QCOMPARE(standing(diagram, "service:order@zone:c"), QString("×2 in zone:c"));
    }

    void draggingOutOfAllZones() {
        for (const QString& target : {QString(), unplacedKey}) {
            const auto moved = moveIntoZone(versionOf(shop::spread()), {"service:payment@zone:b"}, target);
            QVERIFY2(moved, moved ? "" : moved.error().text().c_str());
            QCOMPARE(standing(deploymentDiagram(moved->project, {}), "service:payment"),
                     QString("×3 in no-zone"));
        }
        QVERIFY(!moveIntoZone(versionOf(shop::spread()), {"service:cart"}, "region:north"));
    }

    /// What is dropped in a zone stands where it was dropped, under the key that it has there.
    void whatIsDroppedStays() {
        const QPointF at(4'000, 80);
        const model::Layout layout = withPlaces({}, "deployment", {{"service:cart", at}});
        for (const QString& frame : {QStringLiteral("zone:a"), QStringLiteral("node-pool:spot@zone:a")}) {
            const auto moved = moveIntoZone(versionOf(shop::spread(), layout), {"service:cart"}, frame);
            QVERIFY2(moved, moved ? "" : moved.error().text().c_str());
            QVERIFY(model::check(moved->project).empty());
            const Diagram diagram = deploymentDiagram(moved->project, moved->layout);
            QVERIFY(standing(diagram, "service:cart@zone:a").endsWith(" in " + frame));
            for (const DiagramNode& node : diagram.nodes)
                if (node.key == "service:cart@zone:a") QCOMPARE(node.centre, at);
        }
    }

    void zonesAreAddedToTheRegionAroundThem() {
        for (const DiagramTool& tool : networkTools()) {
            const auto made = tool.create(versionOf(shop::spread()),
                                          {"deployment", {9'000, 0}, "region:south"}, "Somewhere else");
            QVERIFY2(made, made ? "" : made.error().text().c_str());
            QVERIFY(model::check(made->project).empty());
            QString parent = "missing";
            for (const DiagramRegion& region : deploymentDiagram(made->project, made->layout).regions)
                if (region.key == made->select.front()) parent = region.parent;
            QCOMPARE(parent, tool.look.id == "zone" ? QString("region:south") : QString());
        }
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    DeploymentDiagramTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "deployment_diagram_test.moc"
