#include <QGuiApplication>
#include <QTest>

#include "app/design/team_edit.h"
#include "app/diagram/team_map.h"
#include "model/references.h"
#include "tests/app/big_models.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

QString regionOfNode(const Diagram& diagram, const QString& key) {
    for (const DiagramNode& node : diagram.nodes)
        if (node.key == key) return node.region;
    return QStringLiteral("nowhere");
}

QString labelBetween(const Diagram& diagram, const QString& from, const QString& to) {
    for (const DiagramEdge& edge : diagram.edges)
        if (edge.from == from && edge.to == to) return edge.label;
    return {};
}

Version versionOf(const model::Project& project) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>()};
}

/// The shop where another team than that of its context answers for the cart.
model::Project sharedShop() {
    model::Project project = shop::project();
    model::Service cart = *project.services.find(model::ServiceId("cart"));
    cart.team = model::TeamId("web");
    project.services = project.services.with(cart);
    return project;
}

}  // namespace

/// The team map: who answers for what, and who calls whom.
class TeamMapTest : public QObject {
    Q_OBJECT

private slots:
    void ownersAreAroundWhatTheyOwn() {
        const Diagram diagram = teamMap(sharedShop(), {});
        QCOMPARE(regionOfNode(diagram, "context:b-ordering"), QString("team:checkout"));
        QCOMPARE(regionOfNode(diagram, "service:cart"), QString("team:web"));
        QCOMPARE(regionOfNode(diagram, "service:order"), QString("nowhere"));  // Its context stands for it
        QCOMPARE(regionOfNode(diagram, "service:card-network"), unownedKey);
    }

    void everyTypeHasItsShape() {
        model::Project project = shop::project();
        const std::vector<std::pair<const char*, model::TeamType>> types{
            {"web", model::TeamType::StreamAligned},
            {"checkout", model::TeamType::ComplicatedSubsystem},
            {"supply", model::TeamType::Enabling},
            {"platform", model::TeamType::Platform}};
        for (const auto& [id, type] : types) {
            model::Team team = *project.teams.find(model::TeamId(id));
            team.type = type;
            project.teams = project.teams.with(team);
        }
        QHash<QString, RegionLook> looks;
        for (const DiagramRegion& region : teamMap(project, {}).regions)
            looks.insert(region.key, region.look);
        QVERIFY(looks["team:web"] == RegionLook::StreamAligned);
        QVERIFY(looks["team:checkout"] == RegionLook::ComplicatedSubsystem);
        QVERIFY(looks["team:supply"] == RegionLook::Enabling);
        QVERIFY(looks["team:platform"] == RegionLook::Platform);
        QVERIFY(looks[unownedKey] == RegionLook::Boundary);
    }

    void callsAndEventsAreCounted() {
        const Diagram diagram = teamMap(shop::project(), {});
        QCOMPARE(labelBetween(diagram, "team:web", "team:checkout"), QString("3 calls"));
        QCOMPARE(labelBetween(diagram, "team:web", "team:platform"), QString("1 call"));
        QCOMPARE(labelBetween(diagram, "team:checkout", "team:supply"), QString("1 call · 2 events"));
        QCOMPARE(labelBetween(diagram, "team:checkout", unownedKey), QString("1 call"));
    }

    /// Together the lines tell every call that leaves a team.
    void noCallIsLost() {
        const model::Project project = big::project(200);
        int leaving = 0;
        for (const model::Interaction& interaction : model::interactionsOf(project)) {
            const auto from = model::ownerOf(project, *project.services.find(interaction.service));
            const auto to = model::ownerOf(project, *model::serviceOf(project, interaction.callee));
            leaving += from != to;
        }
        int told = 0;
        for (const DiagramEdge& edge : teamMap(project, {}).edges)
            told += edge.label.section(u' ', 0, 0).toInt();
        QVERIFY(leaving > 0);
        QCOMPARE(told, leaving);
    }

    void draggingGivesToATeam() {
        const auto given = assignToTeam(versionOf(shop::project()),
                                        {"context:b-ordering", "service:card-network"}, "team:platform");
        QVERIFY2(given, given ? "" : given.error().text().c_str());
        const Diagram diagram = teamMap(given->project, {});
        QCOMPARE(regionOfNode(diagram, "context:b-ordering"), QString("team:platform"));
        QCOMPARE(regionOfNode(diagram, "service:card-network"), QString("team:platform"));
        const auto taken = assignToTeam(versionOf(given->project), {"service:card-network"}, unownedKey);
        QVERIFY(taken);
        QCOMPARE(regionOfNode(teamMap(taken->project, {}), "service:card-network"), unownedKey);
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    TeamMapTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "team_map_test.moc"
