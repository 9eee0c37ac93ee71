#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "app/layouting/layout_client.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

Diagram randomDiagram(quint32 seed, int nodes, int regions, int edges) {
    QRandomGenerator random(seed);
    Diagram diagram;
    diagram.name = "services";
    for (int i = 0; i < regions; ++i) {
        DiagramRegion region;
        region.key = QString("context:%1").arg(i);
        diagram.regions.push_back(region);
    }
    for (int i = 0; i < nodes; ++i) {
        DiagramNode node;
        node.key = QString("service:%1").arg(i);
        node.size = i % 5 == 0 ? storeSize : i % 7 == 0 ? pillSize : cardSize;
        const int region = int(random.bounded(regions + 1)) - 1;
        if (region >= 0) node.region = diagram.regions[region].key;
        diagram.nodes.push_back(node);
    }
    for (int i = 0; i < edges; ++i) {
        const QString from = diagram.nodes[random.bounded(nodes)].key,
                      to = diagram.nodes[random.bounded(nodes)].key;
        diagram.edges.push_back({from + ">" + to, from, to, EdgeStyle::Call, {}, {}, {}});
    }
    return diagram;
}

void apply(Diagram& diagram, const Places& places) {
    for (DiagramNode& node : diagram.nodes)
        if (places.contains(node.key)) node.centre = places[node.key];
    for (DiagramRegion& region : diagram.regions)
        if (places.contains(region.key)) region.centre = places[region.key];
    fitRegions(diagram);
}

QString overlapIn(const Diagram& diagram) {
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        for (std::size_t j = i + 1; j < diagram.nodes.size(); ++j)
            if (diagram.nodes[i].rect().intersects(diagram.nodes[j].rect()))
                return diagram.nodes[i].key + " on " + diagram.nodes[j].key;
        for (const DiagramRegion& region : diagram.regions)
            if (diagram.nodes[i].region != region.key && region.rect.intersects(diagram.nodes[i].rect()))
                return diagram.nodes[i].key + " in " + region.key;
    }
    for (std::size_t i = 0; i < diagram.regions.size(); ++i)
        for (std::size_t j = i + 1; j < diagram.regions.size(); ++j)
            if (diagram.regions[i].rect.intersects(diagram.regions[j].rect))
                return diagram.regions[i].key + " on " + diagram.regions[j].key;
    return {};
}

QByteArray answerTo(const QByteArray& input) {
    QProcess process;
    process.start(layoutProgram(), {});
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit
               ? process.readAllStandardOutput()
               : QByteArray("crashed");
}

}  // namespace

class LayoutTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(!layoutProgram().isEmpty(), "lintel-layout is not built"); }

    void laysOutTheShop() {
        const model::Project project = shop::project();
        const model::Result<Places> places = computeLayout(serviceDiagram(project, {}));
        QVERIFY2(places, places ? "" : places.error().text().c_str());
        const Diagram diagram = serviceDiagram(project, withPlaces({}, "services", *places));
        QCOMPARE(overlapIn(diagram), QString());
        QRectF bounds;
        for (const DiagramRegion& region : diagram.regions) bounds = bounds.united(region.rect);
        QVERIFY2(bounds.width() > bounds.height(), "made for wide screens");
        for (const DiagramNode& node : diagram.nodes) {
            QCOMPARE(std::fmod(node.centre.x(), gridStep), 0.0);
            QCOMPARE(std::fmod(node.centre.y(), gridStep), 0.0);
        }
    }

    void laysOutContextMaps() {
        const model::Project project = shop::project();
        const model::Result<Places> places = computeLayout(contextMap(project, {}));
        QVERIFY2(places, places ? "" : places.error().text().c_str());
        QCOMPARE(overlapIn(contextMap(project, withPlaces({}, "contexts", *places))), QString());
    }

    void randomGraphsHaveNoOverlap_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("regions");
        QTest::addColumn<int>("edges");
        QTest::newRow("nothing") << 0 << 0 << 0;
        QTest::newRow("one") << 1 << 1 << 0;
        QTest::newRow("frames only") << 0 << 4 << 0;
        QTest::newRow("small") << 12 << 3 << 14;
        QTest::newRow("dense") << 40 << 6 << 160;
        QTest::newRow("loose") << 60 << 8 << 20;
        QTest::newRow("no regions") << 50 << 0 << 70;
        QTest::newRow("large") << 500 << 20 << 900;
    }
    void randomGraphsHaveNoOverlap() {
        QFETCH(int, nodes);
        QFETCH(int, regions);
        QFETCH(int, edges);
        for (quint32 seed = 1; seed <= (nodes > 100 ? 1u : 5u); ++seed) {
            Diagram diagram = randomDiagram(seed, nodes, regions, edges);
            const model::Result<Places> places = computeLayout(diagram, {}, std::chrono::seconds(100));
            QVERIFY2(places, places ? "" : places.error().text().c_str());
            apply(diagram, *places);
            QCOMPARE(overlapIn(diagram), QString());
        }
    }

    void isDeterministic() {
        const QByteArray input = layoutJob(randomDiagram(7, 30, 4, 50)).input;
        QCOMPARE(answerTo(input), answerTo(input));
    }

    void aPartStaysWhereItWas() {
        Diagram diagram = randomDiagram(3, 20, 0, 20);
        for (std::size_t i = 0; i < diagram.nodes.size(); ++i)
            diagram.nodes[i].centre = QPointF(5000 + 200.0 * double(i), 3000);
        const QStringList part{"service:1", "service:2", "service:3"};
        const model::Result<Places> places = computeLayout(diagram, part);
        QVERIFY(places);
        QCOMPARE(places->size(), 3);
        for (const QPointF& place : *places) {
            QVERIFY(std::abs(place.x() - 5400) < 800);
            QVERIFY(std::abs(place.y() - 3000) < 400);
        }
    }

    void hostileInputIsRefused_data() {
        QTest::addColumn<QByteArray>("input");
        const QByteArray head = "lintel-layout 1\n";
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("binary") << QByteArray("\0\1\2\xff\xfe", 5);
        QTest::newRow("other version") << QByteArray("lintel-layout 2\nend\n");
        QTest::newRow("no end") << head + "node 10 10 -1\n";
        QTest::newRow("dangling edge") << head + "node 10 10 -1\nedge 0 1\nend\n";
        QTest::newRow("unknown group") << head + "node 10 10 0\nend\n";
        QTest::newRow("not a number") << head + "node nan 10 -1\nend\n";
        QTest::newRow("infinite") << head + "node 1e999 10 -1\nend\n";
        QTest::newRow("negative") << head + "node -5 10 -1\nend\n";
        QTest::newRow("too many words") << head + "node 5 10 -1 7\nend\n";
        QTest::newRow("long line") << head + QByteArray(5'000'000, 'x') + "\nend\n";
        QTest::newRow("too many nodes") << head + QByteArray("node 9 9 -1\n").repeated(20'001) + "end\n";
        QTest::newRow("sideways") << head + "direction left\nend\n";
        QTest::newRow("many groups") << head + "groups 2000000000\nend\n";
    }
    void hostileInputIsRefused() {
        QFETCH(QByteArray, input);
        const QByteArray answer = answerTo(input);
        QVERIFY2(answer.startsWith("error "), answer.left(80));
        QCOMPARE(answer.count('\n'), 1);
    }

    void strangeAnswersAreErrors() {
        const LayoutJob job = layoutJob(randomDiagram(1, 2, 0, 1));
        for (const char* answer : {"", "at 1 2\nend\n", "at 1 2\nat 3 4\n", "at 1 2\nat nan 4\nend\n",
                                   "at 1 2\nat 3\nend\n", "error line 3: expected a width\n", "\xff\xfe\n"}) {
            const model::Result<Places> places = placesFrom(job, answer);
            QVERIFY2(!places, answer);
            QVERIFY(!places.error().message.empty());
        }
        QVERIFY(placesFrom(job, "at 1 2\nat 3 4\nend\n"));
    }

    void theClientAnswersInTheBackground() {
        LayoutClient client;
        QSignalSpy finished(&client, &LayoutClient::finished);
        client.start(randomDiagram(5, 20, 3, 30));
        QVERIFY(client.isRunning());
        QVERIFY(finished.wait(30'000));
        QVERIFY(!client.isRunning());
        QVERIFY(finished.first().last().toString().isEmpty());
        QCOMPARE(finished.first().first().value<Places>().size(), 20);
    }

    void aNewLayoutReplacesTheOneBefore() {
        LayoutClient client;
        QSignalSpy finished(&client, &LayoutClient::finished);
        client.start(randomDiagram(5, 20, 3, 30));
        client.start(randomDiagram(5, 10, 0, 5));
        QVERIFY(finished.wait(30'000));
        QTest::qWait(50);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(finished.first().first().value<Places>().size(), 10);
    }

    void withoutAnAnswerThereArePlacesAllTheSame_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::newRow("crashes") << QByteArray("#!/bin/sh\nkill -ABRT $$\n");
        QTest::newRow("never ends") << QByteArray("#!/bin/sh\nexec sleep 600\n");
        QTest::newRow("talks nonsense") << QByteArray("#!/bin/sh\necho hello\n");
        QTest::newRow("reads nothing") << QByteArray("#!/bin/sh\nexec <&-\nexit 0\n");
    }
    void withoutAnAnswerThereArePlacesAllTheSame() {
        QFETCH(QByteArray, script);
        QTemporaryDir folder;
        const QString path = folder.filePath("program");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(script);
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        LayoutClient client;
        client.setProgram(path);
        client.setTimeLimit(std::chrono::milliseconds(1500));
        QSignalSpy finished(&client, &LayoutClient::finished);
        client.start(randomDiagram(5, 5, 0, 5));
        QVERIFY(finished.count() == 1 || finished.wait(20'000));
        QVERIFY(!client.isRunning());
        QCOMPARE(finished.first().first().value<Places>().size(), 5);
        QVERIFY(!finished.first().last().toString().isEmpty());
    }

    void aMissingProgramIsMadeUpFor() {
        LayoutClient client;
        client.setProgram("/nowhere/lintel-layout");
        QSignalSpy finished(&client, &LayoutClient::finished);
        client.start(randomDiagram(5, 5, 0, 5));
        QVERIFY(finished.count() == 1 || finished.wait(10'000));
        QVERIFY(finished.first().last().toString().contains("lintel-layout"));
        QCOMPARE(finished.first().first().value<Places>().size(), 5);
    }
};

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
