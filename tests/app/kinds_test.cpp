#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

#include "app/canvas/diagram_geometry.h"
#include "app/canvas/node_painter.h"
#include "app/diagram/diagram_kind.h"
#include "app/diagram/node_sizes.h"
#include "app/diagram/regions.h"
#include "model/edit.h"
#include "tests/app/big_models.h"
#include "tests/app/shop_project.h"

using namespace app;

namespace {

Version versionOf(const model::Project& project, const model::Layout& layout = {}) {
    return {std::make_shared<const model::Project>(project), std::make_shared<const model::Layout>(layout)};
}

/// A kind of the whole model, with its place.
std::vector<std::pair<const DiagramKind*, DiagramPlace>> wholeKinds() {
    std::vector<std::pair<const DiagramKind*, DiagramPlace>> kinds;
    for (const DiagramKind& kind : diagramKinds())
        if (kind.rootKind.isEmpty()) kinds.push_back({&kind, {kind.id, {}}});
    return kinds;
}

/// The rectangle of what has that key; null when the diagram does not show it.
QRectF shownAt(const Diagram& diagram, const QString& key) {
    DiagramGeometry geometry;
    geometry.setDiagram(diagram);
    return geometry.rectOf(key);
}

DiagramRegion region(const QString& key, const QString& parent, const QPointF& centre = {}) {
    DiagramRegion made;
    made.key = key;
    made.parent = parent;
    made.centre = centre;
    return made;
}

DiagramNode node(const QString& key, const QString& inRegion, const QPointF& centre) {
    DiagramNode made;
    made.key = key;
    made.region = inRegion;
    made.centre = centre;
    made.size = cardSize;
    return made;
}

/// A region with a node, two regions in it, one of them empty, and a node outside.
Diagram nestedDiagram() {
    Diagram diagram;
    diagram.regions = {region("r:outer", {}), region("r:inner", "r:outer"),
                       region("r:empty", "r:outer", {600, 0})};
    diagram.nodes = {node("n:outer", "r:outer", {0, 0}), node("n:inner", "r:inner", {0, 300}),
                     node("n:lone", {}, {2000, 0})};
    fitRegions(diagram);
    return diagram;
}

/// Services whose diagrams are looked at: the first, one of the middle, the last, and one that is not there.
QStringList rootsIn(int services) {
    QStringList roots{"service:nothing"};
    for (const int number : {0, services / 2, services - 1})
        if (number >= 0 && number < services) roots << QStringLiteral("service:service-%1").arg(number);
    return roots;
}

void verifyNoOverlap(const Diagram& diagram) {
    std::vector<const DiagramNode*> order;
    for (const DiagramNode& each : diagram.nodes) order.push_back(&each);
    std::sort(order.begin(), order.end(), [](const DiagramNode* one, const DiagramNode* other) {
        return one->rect().left() < other->rect().left();
    });
    for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t j = i + 1; j < order.size() && order[j]->rect().left() < order[i]->rect().right();
             ++j)
            QVERIFY2(!order[i]->rect().intersects(order[j]->rect()),
                     qPrintable(order[i]->key + " lies on " + order[j]->key));
}

/// The region and all around it.
QSet<QString> regionsAround(const Diagram& diagram, QString key) {
    QSet<QString> around;
    while (!key.isEmpty()) {
        around.insert(key);
        QString parent;
        for (const DiagramRegion& region : diagram.regions)
            if (region.key == key) parent = region.parent;
        key = parent;
    }
    return around;
}

/// Frames hold their nodes and the frames in them, and nothing else.
void verifyFrames(const Diagram& diagram) {
    for (const DiagramNode& each : diagram.nodes) {
        const QSet<QString> around = regionsAround(diagram, each.region);
        for (const DiagramRegion& region : diagram.regions)
            QVERIFY2(around.contains(region.key) ? region.rect.contains(each.rect())
                                                 : !region.rect.intersects(each.rect()),
                     qPrintable(each.key + " and " + region.key));
    }
    for (const DiagramRegion& one : diagram.regions)
        for (const DiagramRegion& other : diagram.regions) {
            const bool related = regionsAround(diagram, one.key).contains(other.key) ||
                                 regionsAround(diagram, other.key).contains(one.key);
            QVERIFY2(related || !one.rect.intersects(other.rect), qPrintable(one.key + " and " + other.key));
        }
}

void verifyTidy(const Diagram& diagram) {
    QSet<QString> keys;
    for (const DiagramRegion& region : diagram.regions) {
        QVERIFY2(region.parent.isEmpty() || keys.contains(region.parent), qPrintable(region.key));
        keys.insert(region.key);
    }
    for (const DiagramNode& each : diagram.nodes) {
        QVERIFY2(!keys.contains(each.key), qPrintable(each.key + " is there twice"));
        QVERIFY(!each.title.isEmpty() && !each.size.isEmpty());
        keys.insert(each.key);
    }
    for (const DiagramEdge& edge : diagram.edges)
        QVERIFY2(keys.contains(edge.from) && keys.contains(edge.to), qPrintable(edge.key));
    verifyNoOverlap(diagram);
    verifyFrames(diagram);
}

}  // namespace

/// The kinds of diagrams, and what all of them can rely on.
class KindsTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindIsWhole() {
        QSet<QString> ids;
        for (const DiagramKind& kind : diagramKinds()) {
            QVERIFY2(!ids.contains(kind.id), qPrintable(kind.id + " is there twice"));
            ids.insert(kind.id);
            QVERIFY2(
                !kind.title.isEmpty() && kind.make && kind.connect && kind.continuation && kind.drillInto,
                qPrintable(kind.id));
            QVERIFY2(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(kind.icon)), qPrintable(kind.icon));
            QVERIFY(findDiagramKind(kind.id) == &kind);
        }
        QVERIFY(ids.contains("services") && ids.contains("contexts"));
        QVERIFY(!findDiagramKind("nothing"));
        QVERIFY(makeDiagram({"nothing", {}}, shop::project(), {}).nodes.empty());
    }

    void namesAreThoseOfLayouts() {
        QCOMPARE(diagramName({"services", {}}), QString("services"));
        QCOMPARE(diagramName({"components", "service:order"}), QString("components/service:order"));
        for (const auto& [kind, place] : wholeKinds())
            for (const model::Project& project : {model::Project(), shop::project()})
                QCOMPARE(kind->make(project, {}, {}).name, diagramName(place));
    }

    /// What a tool makes is shown where it was put.
    void toolsMakeWhatIsShown() {
        for (const auto& [kind, place] : wholeKinds())
            for (const DiagramTool& tool : kind->tools) {
                const Version version = versionOf(shop::project());
                const QString name = tool.provisionalName(*version.project);
                QVERIFY2(!name.isEmpty() && !tool.size.isEmpty(), qPrintable(tool.look.id));
                const QPointF centre(4000, 4000);
                const auto made = tool.create(version, {diagramName(place), centre, {}}, name);
                QVERIFY2(made, made ? "" : made.error().text().c_str());
                QCOMPARE(made->select.size(), 1);
                const QRectF rect =
                    shownAt(kind->make(made->project, made->layout, {}), made->select.front());
                // Context maps show contexts and services alone.
                if (rect.isNull() && kind->id == "contexts") continue;
                QVERIFY2(rect.contains(centre), qPrintable(kind->id + ": " + tool.look.id));
                QCOMPARE(rect.size(), tool.size);
            }
    }

    /// A connection that ends on the empty canvas makes something connected there.
    void connectionsGoOn() {
        const Version version = versionOf(shop::project());
        QStringList without;
        for (const auto& [kind, place] : wholeKinds())
            for (const QString from : {"service:order", "context:b-ordering"}) {
                if (!kind->tool(kind->continuation(from))) {
                    without << kind->id;
                    continue;
                }
                const auto made =
                    createConnected(*kind, version, from, {diagramName(place), {4000, 0}, {}}, "fresh");
                QVERIFY2(made, made ? "" : made.error().text().c_str());
                QVERIFY(made->project != *version.project);
                QCOMPARE(made->select.size(), 1);
            }
        QVERIFY(!without.contains("services") && !without.contains("contexts"));
    }

    void whatCannotBeConnectedIsTold() {
        const Version version = versionOf(shop::project());
        for (const auto& [kind, place] : wholeKinds()) {
            const auto refused = kind->connect(version, "context:b-ordering", "service:order");
            QVERIFY(!refused && !refused.error().message.empty());
        }
    }

    void worksAtEverySize_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("services");
        for (const DiagramKind& kind : diagramKinds())
            for (const int services : {0, 1, 68, 2'000})
                QTest::addRow("%s, %d services", qPrintable(kind.id), services) << kind.id << services;
    }

    /// From nothing to thousands: every node has a place of its own, in its frame and in no other, and every
    /// edge joins what is shown.
    void worksAtEverySize() {
        QFETCH(QString, kind);
        QFETCH(int, services);
        const model::Project project = services > 0 ? big::project(services) : model::Project();
        const bool ofOne = !diagramKind(kind).rootKind.isEmpty();
        for (const QString& root : ofOne ? rootsIn(services) : QStringList{QString()}) {
            const Diagram diagram = makeDiagram({kind, root}, project, {});
            QCOMPARE(diagram.name, diagramName({kind, root}));
            verifyTidy(diagram);
        }
    }

    /// What has a place stays there when something is added, and what is new overlaps nothing.
    void whatStandsStays_data() {
        QTest::addColumn<QString>("kind");
        for (const DiagramKind& kind : diagramKinds()) QTest::newRow(qPrintable(kind.id)) << kind.id;
    }
    void whatStandsStays() {
        QFETCH(QString, kind);
        const DiagramPlace place{kind, diagramKind(kind).rootKind.isEmpty() ? "" : "service:service-7"};
        const model::Project more = big::project(68);
        model::Project less = more;
        for (const int gone : {3, 20, 41, 60}) {
            const auto after = model::remove(less, model::ServiceId("service-" + std::to_string(gone)));
            QVERIFY2(after, after ? "" : after.error().text().c_str());
            less = *after;
        }
        const Diagram before = makeDiagram(place, less, {});
        QHash<QString, QPointF> centres;
        for (const DiagramNode& node : before.nodes) centres.insert(node.key, node.centre);
        const Diagram after = makeDiagram(place, more, withPlaces({}, before.name, centres));
        QVERIFY(after.nodes.size() >= before.nodes.size());
        for (const DiagramNode& node : after.nodes)
            if (centres.contains(node.key)) QCOMPARE(node.centre, centres.value(node.key));
        verifyNoOverlap(after);
    }

    void regionsNest() {
        DiagramGeometry geometry;
        geometry.setDiagram(nestedDiagram());
        const auto rect = [&](const QString& key) { return geometry.rectOf(key); };
        QVERIFY(rect("r:outer").contains(rect("r:inner")) && rect("r:outer").contains(rect("r:empty")));
        QVERIFY(rect("r:outer").contains(rect("n:outer")) && rect("r:inner").contains(rect("n:inner")));
        QVERIFY(!rect("r:inner").intersects(rect("n:outer")));
        const auto keyAt = [&](const QPointF& point) {
            const int found = geometry.regionAt(point);
            return found < 0 ? QString() : geometry.region(found).key;
        };
        QCOMPARE(keyAt({0, 300}), QString("r:inner"));
        QCOMPARE(keyAt({0, 0}), QString("r:outer"));
        QCOMPARE(keyAt({2000, 0}), QString());
        QCOMPARE(geometry.regionsWithin("r:outer"), QStringList({"r:outer", "r:inner", "r:empty"}));
        QCOMPARE(geometry.nodesOf("r:outer"), std::vector<int>({0, 1}));
        QCOMPARE(geometry.nodesOf("r:inner"), std::vector<int>({1}));
    }

    /// Every shape draws itself, within its outline.
    void everyShapeIsDrawn() {
        using enum NodeShape;
        for (const NodeShape shape :
             {Card, CutCard, DashedCard, Cylinder, Pill, Figure, Person, Hexagon, Note, Group}) {
            QImage image(240, 160, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            TextPainter texts;
            MarkPainter marks;
            const Theme theme = Theme::of(Scheme::Light);
            DiagramNode shown = node("n:a", {}, {120, 80});
            shown.shape = shape;
            NodePainter(painter, texts, marks, theme, true).paint(shown, nullptr, false);
            painter.end();
            const int middle = qAlpha(image.pixel(120, 80));
            QVERIFY2(middle > 0 || shape == Figure, qPrintable(QString::number(int(shape))));
            QCOMPARE(qAlpha(image.pixel(4, 4)), 0);
            QVERIFY(NodePainter::outline(shape, shown.rect(), 4).boundingRect().contains(shown.centre));
        }
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    KindsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "kinds_test.moc"
