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
        for (const auto& [kind, place] : wholeKinds())
            for (const QString from : {"service:order", "context:b-ordering"}) {
                QVERIFY(kind->tool(kind->continuation(from)));
                const auto made =
                    createConnected(*kind, version, from, {diagramName(place), {4000, 0}, {}}, "fresh");
                QVERIFY2(made, made ? "" : made.error().text().c_str());
                QVERIFY(made->project != *version.project);
                QCOMPARE(made->select.size(), 1);
            }
    }

    void whatCannotBeConnectedIsTold() {
        const Version version = versionOf(shop::project());
        for (const auto& [kind, place] : wholeKinds()) {
            const auto refused = kind->connect(version, "context:b-ordering", "service:order");
            QVERIFY(!refused && !refused.error().message.empty());
        }
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
            const Theme theme = Theme::of(Scheme::Light);
            DiagramNode shown = node("n:a", {}, {120, 80});
            shown.shape = shape;
            NodePainter(painter, texts, theme, true).paint(shown, nullptr, false);
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
