#include <QRandomGenerator>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/canvas/diagram_geometry.h"
#include "app/design/layout_bar.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "app/layouting/fit_around.h"
#include "app/layouting/layout_client.h"
#include "app/layouting/layout_request.h"
#include "app/layouting/own_layout.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/workbench.h"
#include "app/views/view_list.h"
#include "model/edit.h"
#include "tests/app/big_models.h"

using namespace app;

namespace {

Diagram placed(Diagram diagram, const Places& places) {
    for (DiagramNode& node : diagram.nodes) node.centre = places.value(node.key, node.centre);
    for (DiagramRegion& region : diagram.regions) region.centre = places.value(region.key, region.centre);
    fitRegions(diagram);
    return diagram;
}

/// The frames around a node or frame.
QSet<QString> framesAround(const Diagram& diagram, const QString& region) {
    QSet<QString> around;
    for (QString at = region; !at.isEmpty() && !around.contains(at);) {
        around << at;
        QString parent;
        for (const DiagramRegion& each : diagram.regions)
            if (each.key == at) parent = each.parent;
        at = parent;
    }
    return around;
}

/// The first pair that overlaps and of which at least one is in `changed`; all pairs when that is empty.
QString overlapIn(const Diagram& diagram, const QSet<QString>& changed = {}) {
    const auto counts = [&](const QString& one, const QString& other) {
        return changed.isEmpty() || changed.contains(one) || changed.contains(other);
    };
    for (const DiagramNode& node : diagram.nodes) {
        for (const DiagramNode& other : diagram.nodes)
            if (node.key < other.key && counts(node.key, other.key) && node.rect().intersects(other.rect()))
                return node.key + " on " + other.key;
        const QSet<QString> around = framesAround(diagram, node.region);
        for (const DiagramRegion& region : diagram.regions)
            if (!around.contains(region.key) && counts(node.key, region.key) &&
                region.rect.intersects(node.rect()))
                return node.key + " in " + region.key;
    }
    for (const DiagramRegion& region : diagram.regions)
        for (const DiagramRegion& other : diagram.regions) {
            const bool nested = framesAround(diagram, region.key).contains(other.key) ||
                                framesAround(diagram, other.key).contains(region.key);
            if (!nested && counts(region.key, other.key) && region.rect.intersects(other.rect))
                return region.key + " on " + other.key;
        }
    return {};
}

Diagram randomGraph(quint32 seed, int nodes, int regions, int edges) {
    QRandomGenerator random(seed);
    Diagram diagram;
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
        if (region >= 0) node.region = diagram.regions[std::size_t(region)].key;
        diagram.nodes.push_back(node);
    }
    for (int i = 0; i < edges; ++i) {
        const QString from = diagram.nodes[random.bounded(nodes)].key,
                      to = diagram.nodes[random.bounded(nodes)].key;
        diagram.edges.push_back({from + ">" + to, from, to, EdgeStyle::Call, {}, {}, {}});
    }
    return diagram;
}

Diagram standing(const Diagram& diagram) {
    return placed(diagram, ownLayout(layoutJob(diagram)));
}

/// A window on a sample.
struct Desk {
    explicit Desk(const QString& sample = "shop") {
        window.resize(1400, 900);
        window.show();
        window.files().openSample(sample);
    }
    DiagramMode& mode() { return window.workbench().current(); }
    const model::DiagramLayout& layout() {
        return layoutOf(window.document().layout(), mode().editor().diagramName());
    }
    void press(int key) { QTest::keyClick(&mode().canvas(), Qt::Key(key)); }
    void layOut(const char* command) {
        window.action(command)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(mode().preview().isShown(), 30'000);
    }
    int steps() { return window.document().undoStack().count(); }

    MainWindow window{Scheme::Light};
};

}  // namespace

/// New places: found, fitted in among what stays, shown, and taken or not.
class ArrangingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    /// What this program finds by itself overlaps nothing, and is the same each time.
    void ownPlacesKeepApart_data() {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("regions");
        QTest::addColumn<int>("edges");
        QTest::newRow("nothing") << 0 << 0 << 0;
        QTest::newRow("one") << 1 << 0 << 0;
        QTest::newRow("frames only") << 0 << 4 << 0;
        QTest::newRow("circle") << 3 << 0 << 9;
        QTest::newRow("small") << 12 << 3 << 14;
        QTest::newRow("dense") << 40 << 6 << 300;
        QTest::newRow("loose") << 90 << 0 << 20;
        QTest::newRow("large") << 600 << 20 << 1500;
    }
    void ownPlacesKeepApart() {
        QFETCH(int, nodes);
        QFETCH(int, regions);
        QFETCH(int, edges);
        for (quint32 seed = 1; seed <= (nodes > 100 ? 1u : 8u); ++seed) {
            const Diagram diagram = randomGraph(seed, nodes, regions, edges);
            for (const LayoutDirection direction :
                 {LayoutDirection::Either, LayoutDirection::Right, LayoutDirection::Down}) {
                const LayoutJob job = layoutJob(diagram, {}, direction);
                const Places places = ownLayout(job);
                QCOMPARE(places.size(), job.keys.size());
                QCOMPARE(overlapIn(placed(diagram, places)), QString());
                QVERIFY(ownLayout(job) == places);
            }
        }
    }

    /// Calls lead where they were asked to lead.
    void directionsAreKept() {
        Diagram chain;
        for (int i = 0; i < 4; ++i) {
            DiagramNode node;
            node.key = QString::number(i);
            node.size = cardSize;
            chain.nodes.push_back(node);
            if (i > 0)
                chain.edges.push_back({{}, QString::number(i - 1), node.key, EdgeStyle::Call, {}, {}, {}});
        }
        for (const bool right : {true, false}) {
            const auto direction = right ? LayoutDirection::Right : LayoutDirection::Down;
            for (const Places& places :
                 {ownLayout(layoutJob(chain, {}, direction)), programs(chain, direction)})
                for (int i = 1; i < 4; ++i) {
                    const QPointF before = places[QString::number(i - 1)], after = places[QString::number(i)];
                    QVERIFY(right ? after.x() > before.x() && after.y() == before.y()
                                  : after.y() > before.y() && after.x() == before.x());
                }
        }
    }

    /// All diagrams of the samples: what is laid out of them overlaps nothing.
    void everyKindIsLaidOut_data() {
        QTest::addColumn<QString>("sample");
        for (const char* sample : {"shop", "online-boutique", "retail-bank"}) QTest::newRow(sample) << sample;
    }
    void everyKindIsLaidOut() {
        QFETCH(QString, sample);
        const auto file = loadSample(sample);
        QVERIFY(file);
        int count = 0;
        for (const ListedView& view : listedViews(file->project, {})) {
            if (diagramKind(view.place.kind).arranges || ++count > 12) continue;
            const Diagram diagram = makeDiagram(view.place, file->project, {});
            const Places places = ownLayout(layoutJob(diagram));
            const model::Layout layout = withPlaces({}, diagram.name, places);
            QCOMPARE(overlapIn(makeDiagram(view.place, file->project, layout)), QString());
        }
        QVERIFY(count > 1);
    }

    /// A part finds room among the rest, which does not move and is not touched.
    void aPartFitsInAmongTheRest() {
        int fitted = 0;
        for (quint32 seed = 1; seed <= 30; ++seed) {
            QRandomGenerator random(seed);
            const Diagram diagram = standing(randomGraph(seed, 30, 4, 40));
            QCOMPARE(overlapIn(diagram), QString());
            QStringList part;
            for (const DiagramNode& node : diagram.nodes)
                if (random.bounded(4) == 0) part << node.key;
            if (part.isEmpty()) continue;
            const auto fit = fitAround(diagram, ownLayout(layoutJob(diagram, part)));
            if (!fit) continue;
            ++fitted;
            QCOMPARE(fit->size(), part.size());
            for (const QString& key : part) QVERIFY(fit->contains(key));
            QCOMPARE(overlapIn(placed(diagram, *fit)), QString());
            QVERIFY(*fit == *fitAround(diagram, ownLayout(layoutJob(diagram, part))));
        }
        QVERIFY2(fitted > 20, qPrintable(QString::number(fitted)));
    }

    void lockedNodesAndNotesStay() {
        Diagram diagram = standing(randomGraph(2, 12, 2, 12));
        diagram.nodes[3].shape = NodeShape::Note;
        model::DiagramLayout layout;
        layout.locked = layout.locked.with(diagram.nodes[5].key.toStdString());
        const QStringList movable = movableKeys(diagram, layout, {});
        QCOMPARE(movable.size(), 10);
        QVERIFY(!movable.contains(diagram.nodes[3].key) && !movable.contains(diagram.nodes[5].key));
        QVERIFY(!areAll(diagram, movable));
        layout.locked = layout.locked.with("context:0");
        for (const QString& key : movableKeys(diagram, layout, {}))
            for (const DiagramNode& node : diagram.nodes)
                if (node.key == key) QVERIFY(node.region != "context:0");
    }

    /// Nothing changes before it is accepted; then it is one step, and undo leads back.
    void layoutsAreLookedAtFirst() {
        Desk desk;
        const model::Layout before = desk.window.document().layout();
        desk.layOut("edit.layout");
        QVERIFY(desk.window.document().layout() == before);
        QVERIFY(desk.mode().layoutBar().isVisible());
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.steps(), 1);
        QVERIFY(!desk.mode().preview().isShown() && desk.mode().layoutBar().isHidden());
        QVERIFY(desk.window.document().layout() != before);
        QVERIFY(desk.mode().canvas().isEditable());
        desk.window.document().undoStack().undo();
        QVERIFY(desk.window.document().layout() == before);
    }

    void escapeLeavesAllAsItWas() {
        Desk desk;
        const Diagram before = desk.mode().canvas().diagram();
        desk.layOut("edit.layout");
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.steps(), 0);
        QVERIFY(desk.mode().canvas().diagram() == before);
        desk.window.action("edit.layout")->trigger();
        desk.press(Qt::Key_Escape);  // while it is being sought
        QVERIFY(!desk.mode().layouting().isRunning());
        QVERIFY(desk.window.tasks().tasks().empty());
        QVERIFY(desk.mode().layoutBar().isHidden());
    }

    /// Another direction is another result, shown in place of the first.
    void anotherDirectionCanBeTried() {
        Desk desk;
        desk.layOut("edit.layout");
        QSignalSpy running(&desk.mode(), &DiagramMode::layingOut);
        desk.press(Qt::Key_Down);
        QTRY_COMPARE_WITH_TIMEOUT(running.count(), 2, 30'000);
        const Places down = desk.mode().preview().places();
        desk.press(Qt::Key_Right);
        QTRY_COMPARE_WITH_TIMEOUT(running.count(), 4, 30'000);
        QVERIFY(desk.mode().preview().places() != down);
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.steps(), 1);
    }

    void onlyTheSelectionMoves() {
        Desk desk;
        const model::DiagramLayout before = desk.layout();
        desk.window.selection().set({"service:order", "service:payment", "service:cart"});
        desk.layOut("edit.layoutSelection");
        desk.mode().acceptLayout();
        for (const auto& [key, place] : before.nodes) {
            const bool asked = desk.window.selection().keys().contains(QString::fromStdString(key));
            if (!asked) QVERIFY2(*desk.layout().nodes.find(key) == place, key.c_str());
        }
        QCOMPARE(overlapIn(desk.mode().canvas().diagram()), QString());
    }

    /// What was there when the model was opened keeps its place; what came since is laid out.
    void onlyWhatIsNewMoves() {
        Desk desk;
        desk.window.action("edit.layoutNew")->trigger();
        QVERIFY(desk.window.notice().text().contains("Nothing is new"));
        const model::DiagramLayout before = desk.layout();
        for (const char* name : {"returns", "refunds", "gift cards"}) {
            model::Service service;
            service.name = name;
            desk.window.document().apply(model::put(desk.window.document().project(), service), name);
        }
        desk.layOut("edit.layoutNew");
        QCOMPARE(desk.mode().preview().places().size(), 3);
        desk.mode().acceptLayout();
        for (const auto& [key, place] : before.nodes) QVERIFY(*desk.layout().nodes.find(key) == place);
        QVERIFY(desk.layout().nodes.contains("service:returns"));
        QCOMPARE(overlapIn(desk.mode().canvas().diagram()), QString());
    }

    /// A removed element that comes back stands where it stood, however much was laid out meanwhile.
    void whatComesBackKeepsItsPlace() {
        Desk desk;
        const auto place = *desk.layout().nodes.find("service:payment");
        const model::Project whole = desk.window.document().project();
        desk.window.document().apply(model::remove(whole, model::ServiceId("payment")), "Remove");
        desk.layOut("edit.layout");
        desk.mode().acceptLayout();
        QVERIFY(*desk.layout().nodes.find("service:payment") == place);
        desk.window.document().apply(whole, "Restore");
        for (const DiagramNode& node : desk.mode().canvas().diagram().nodes)
            if (node.key == "service:payment") QCOMPARE(node.centre, QPointF(place.x, place.y));
    }

    /// Without the program there are places all the same, and the bar says so.
    void withoutTheProgramItIsPlainer() {
        Desk desk;
        desk.mode().layouting().setProgram("/nowhere/lintel-layout");
        desk.layOut("edit.layout");
        QVERIFY2(desk.mode().layoutBar().text().contains("lintel-layout"),
                 qPrintable(desk.mode().layoutBar().text()));
        desk.mode().acceptLayout();
        QCOMPARE(overlapIn(desk.mode().canvas().diagram()), QString());
    }

    /// An edit elsewhere ends the preview and stays.
    void editsEndThePreview() {
        Desk desk;
        desk.layOut("edit.layout");
        model::Service service;
        service.name = "returns";
        desk.window.document().apply(model::put(desk.window.document().project(), service), "Add");
        QVERIFY(!desk.mode().preview().isShown() && desk.mode().layoutBar().isHidden());
        QVERIFY(desk.mode().canvas().isEditable());
        QVERIFY(desk.mode().canvas().geometry().nodeIndex("service:returns") >= 0);
    }

private:
    static Places programs(const Diagram& diagram, LayoutDirection direction) {
        LayoutClient client;
        QSignalSpy finished(&client, &LayoutClient::finished);
        client.start(diagram, {}, direction);
        return finished.wait(30'000) ? finished.first().first().value<Places>() : Places();
    }

    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ArrangingTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "arranging_test.moc"
