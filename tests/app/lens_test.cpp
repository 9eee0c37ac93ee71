#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <queue>
#include <random>

#include "app/canvas/canvas_view.h"
#include "app/canvas/minimap.h"
#include "app/file/file.h"
#include "app/overlays/category_overlay.h"
#include "app/overlays/diagram_lens.h"
#include "app/overlays/focus.h"
#include "app/overlays/lens_bars.h"
#include "app/overlays/overlay_legend.h"
#include "app/studio/estimate_follower.h"
#include "app/studio/main_window.h"
#include "app/studio/notice_bar.h"
#include "app/studio/palette_entries.h"
#include "app/studio/problem_finder.h"
#include "app/studio/workbench.h"
#include "app/views/saved_views.h"
#include "app/views/saved_views_panel.h"
#include "app/views/view_actions.h"
#include "simulator/estimate/estimate.h"
#include "tests/app/big_models.h"
#include "tests/app/spread_shop.h"

using model::FocusDirection;

namespace {

model::ViewFocus focusOn(const std::string& key, int hops, FocusDirection direction = FocusDirection::Both) {
    return {{key}, hops, direction, {}};
}

/// Distances by Floyd and Warshall's algorithm, which has nothing in common with what is tested.
QHash<QString, int> distancesFrom(const app::Diagram& diagram, const QString& start,
                                  FocusDirection direction) {
    const int count = int(diagram.nodes.size());
    QHash<QString, int> number;
    for (int at = 0; at < count; ++at) number.insert(diagram.nodes[std::size_t(at)].key, at);
    constexpr int never = 100000;
    std::vector<std::vector<int>> far(std::size_t(count), std::vector<int>(std::size_t(count), never));
    for (int at = 0; at < count; ++at) far[at][at] = 0;
    for (const app::DiagramEdge& edge : diagram.edges) {
        const int from = number.value(edge.from, -1), to = number.value(edge.to, -1);
        if (from < 0 || to < 0 || from == to) continue;
        if (direction != FocusDirection::Callers) far[from][to] = 1;
        if (direction != FocusDirection::Callees) far[to][from] = 1;
    }
    for (int via = 0; via < count; ++via)
        for (int from = 0; from < count; ++from)
            for (int to = 0; to < count; ++to)
                far[from][to] = std::min(far[from][to], far[from][via] + far[via][to]);
    QHash<QString, int> distances;
    for (int at = 0; at < count; ++at)
        if (far[number[start]][at] < never)
            distances.insert(diagram.nodes[std::size_t(at)].key, far[number[start]][at]);
    return distances;
}

struct LensWindow {
    explicit LensWindow(const model::Project& project = shop::spread()) {
        window.resize(1400, 900);
        window.show();
        window.document().reset(project, {}, {});
        window.setMode(app::Mode::Design);
        QTest::qWait(50);
    }
    app::CanvasView& canvas() { return window.workbench().current().canvas(); }
    app::DiagramLens& lens() { return window.workbench().lens(); }
    const QSet<QString>& dimmed() { return canvas().layer().dimmed; }
    app::OverlayLegend& legend() { return *canvas().findChild<app::OverlayLegend*>(); }
    void run(const char* command) { window.action(command)->trigger(); }

    app::MainWindow window{app::Scheme::Light};
};

}  // namespace

/// How diagrams are looked at: focus, filter, overlays, and views that keep all of it.
class LensTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void theFocusIsWithinTheDistanceOfEdges() {
        std::mt19937 random(7);
        for (const model::Project& project : {shop::spread(), big::project(68)}) {
            const app::Diagram diagram = app::serviceDiagram(project, {});
            for (int round = 0; round < 12; ++round) {
                const QString start = diagram.nodes[random() % diagram.nodes.size()].key;
                const auto direction = static_cast<FocusDirection>(random() % 3);
                const int hops = int(random() % 4);
                const auto all = distancesFrom(diagram, start, direction);
                const auto near =
                    app::hopsFrom(project, diagram, focusOn(start.toStdString(), hops, direction));
                int farthest = 0;
                for (const app::DiagramNode& node : diagram.nodes) {
                    const int distance = all.value(node.key, 100000);
                    QCOMPARE(near.value(node.key, -1), distance <= hops ? distance : -1);
                    if (all.contains(node.key)) farthest = std::max(farthest, distance);
                }
                QCOMPARE(app::farthestHop(project, diagram, focusOn(start.toStdString(), 1, direction)),
                         farthest);
                const QSet<QString> far = app::outOfFocus(diagram, near);
                for (const app::DiagramNode& node : diagram.nodes)
                    QCOMPARE(far.contains(node.key), !near.contains(node.key));
                // A frame is dimmed only when all in it is.
                for (const app::DiagramNode& node : diagram.nodes)
                    if (near.contains(node.key)) QVERIFY(!far.contains(node.region));
            }
        }
    }

    void aFrameAndAnEdgeAreFocusesToo() {
        const model::Project project = shop::spread();
        const app::Diagram diagram = app::serviceDiagram(project, {});
        const auto context = app::hopsFrom(project, diagram, focusOn("context:b-ordering", 0));
        QVERIFY(context.contains("service:order") && context.contains("service:cart"));
        QVERIFY(!context.contains("service:payment"));
        const auto edge = app::hopsFrom(project, diagram, focusOn("service:order>service:payment", 0));
        QVERIFY(edge.contains("service:order") && edge.contains("service:payment"));
        const auto operation = app::hopsFrom(project, diagram, focusOn("operation:payment.authorize", 0));
        QCOMPARE(operation.size(), 1);
        QVERIFY(app::hopsFrom(project, diagram, focusOn("service:nobody", 3)).isEmpty());
        QVERIFY(app::outOfFocus(diagram, {}).isEmpty());
    }

    void aFilterIsIdempotent() {
        const model::Project project = shop::spread();
        const app::ElementIndex index(project);
        for (const char* kind : {"services", "contexts", "teams", "deployment", "context"})
            for (const char* query :
                 {"team:checkout", "kind:service", "order", "tech:go kind:service", "zzz"}) {
                const app::Diagram diagram = app::makeDiagram({kind, {}}, project, {});
                const model::ViewFilter filter = app::viewFilterOf(app::parsedQuery(query));
                const app::Sifted once = app::sifted(diagram, index, filter);
                const app::Diagram passed = app::without(diagram, once.rest);
                const app::Sifted twice = app::sifted(passed, index, filter);
                QVERIFY(twice.rest.isEmpty());
                QCOMPARE(app::without(passed, twice.rest), passed);
                QCOMPARE(once.total, int(diagram.nodes.size()));
                QCOMPARE(once.shown, int(passed.nodes.size()));
                for (const app::DiagramEdge& edge : passed.edges)
                    QVERIFY(!once.rest.contains(edge.from) && !once.rest.contains(edge.to));
            }
        QVERIFY(app::asksNothing({}));
    }

    void focusIsSetWidenedTurnedAndCleared() {
        LensWindow shop;
        shop.window.selection().set({"service:payment"});
        shop.run("focus.selection");
        QVERIFY(shop.window.findChild<app::FocusBar*>()->isVisible());
        QVERIFY(shop.dimmed().contains("service:user"));
        QVERIFY(!shop.dimmed().contains("service:order") && !shop.dimmed().contains("store:ledger"));
        QVERIFY(shop.canvas().findChild<app::Minimap*>()->counts().dimmed > 0);
        shop.run("focus.turn");  // Callers
        QVERIFY(shop.dimmed().contains("store:ledger") && !shop.dimmed().contains("service:order"));
        QVERIFY(shop.dimmed().contains("service:web-gateway"));
        shop.run("focus.more");
        QVERIFY(!shop.dimmed().contains("service:web-gateway"));
        for (int more = 0; more < 20; ++more) shop.run("focus.more");
        QCOMPARE(shop.lens().focus()->hops, shop.lens().farthest());
        for (int fewer = 0; fewer < 20; ++fewer) shop.run("focus.fewer");
        QCOMPARE(shop.lens().inFocus(), 1);
        shop.run("focus.clear");
        QVERIFY(shop.dimmed().isEmpty());
        QVERIFY(!shop.window.findChild<app::FocusBar*>()->isVisible());
        QVERIFY(!shop.window.document().isModified());
    }

    void theFocusFollowsTheModel() {
        LensWindow shop;
        shop.lens().setFocus(focusOn("service:payment", 1));
        QVERIFY(shop.dimmed().contains("service:user"));
        app::Document& document = shop.window.document();
        document.apply(
            model::connectCall(document.project(), model::ServiceId("payment"), model::ServiceId("user")),
            "Connect");
        QVERIFY(!shop.dimmed().contains("service:user"));
        document.undoStack().undo();
        QVERIFY(shop.dimmed().contains("service:user"));
        document.apply(model::remove(document.project(), model::ServiceId("payment")), "Remove");
        QVERIFY(shop.dimmed().isEmpty());
        QCOMPARE(shop.lens().inFocus(), 0);
        document.undoStack().undo();
        QVERIFY(shop.dimmed().contains("service:user"));
    }

    void aFilterDimsOrHides() {
        LensWindow shop;
        const auto all = shop.canvas().diagram().nodes.size();
        shop.lens().toggle({app::FindField::Team, "Checkout", false});
        QVERIFY(shop.dimmed().contains("service:user") && !shop.dimmed().contains("service:order"));
        QCOMPARE(shop.canvas().diagram().nodes.size(), all);
        QCOMPARE(shop.lens().sifted().total, int(all));
        shop.run("filter.hide");
        QCOMPARE(shop.canvas().diagram().nodes.size(), std::size_t(shop.lens().sifted().shown));
        QVERIFY(shop.canvas().diagram().nodes.size() < all);
        QVERIFY(shop.dimmed().isEmpty());
        // Who is sought by name is shown nevertheless.
        shop.window.workbench().reveal("service:user");
        QVERIFY(shop.canvas().geometry().nodeIndex("service:user") >= 0);
        shop.lens().toggle({app::FindField::Team, "checkout", false});
        QVERIFY(!shop.lens().filter());
        QVERIFY(shop.dimmed().isEmpty());
        shop.run("filter.begin");
        auto* bar = shop.window.findChild<app::FilterBar*>();
        QVERIFY(bar->isVisible());
        auto* field = bar->findChild<QLineEdit*>();
        QTest::keyClicks(field, "order");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(shop.dimmed().contains("service:user"));
        shop.run("filter.clear");
        QVERIFY(shop.dimmed().isEmpty());
    }

    /// On every kind of diagram: no colour without its line, and no line without a node, and never colour
    /// alone.
    void everyLegendExplainsEveryTint() {
        app::loadSample("shop");
        const model::Project project = app::loadSample("shop")->project;
        const auto estimate = simulator::estimate(project, project.scenarios.begin()->id);
        QVERIFY(estimate.has_value());
        const app::Figures figures{std::make_shared<simulator::RunResult>(estimate->figures), "Estimate", {}};
        const std::vector<app::Problem> problems = app::findProblems(project);
        const app::ElementIndex index(project);
        for (const app::Scheme scheme : {app::Scheme::Light, app::Scheme::Dark})
            for (const app::OverlayKind& kind : app::overlayKinds())
                for (const char* diagramId : {"services", "contexts", "teams", "deployment", "context"}) {
                    const app::Theme theme = app::Theme::of(scheme);
                    const app::Diagram diagram = app::makeDiagram({diagramId, {}}, project, {});
                    const app::OverlayPicture picture =
                        kind.make({project, diagram, index, problems, figures, theme});
                    const QByteArray where = kind.id.toUtf8() + " on " + diagramId;
                    QHash<QRgb, int> tinted;
                    for (auto tint = picture.layer.tints.begin(); tint != picture.layer.tints.end(); ++tint) {
                        ++tinted[tint->rgb()];
                        QVERIFY2(!picture.figures.nodes.value(tint.key()).text.isEmpty(), where);
                    }
                    QHash<QRgb, int> explained;
                    for (const app::LegendLine& line : picture.lines) {
                        QVERIFY2(!line.text.isEmpty() && line.count > 0, where);
                        if (line.colour.isValid()) explained[line.colour.rgb()] += line.count;
                    }
                    QVERIFY2(tinted == explained, where);
                    for (const app::NodeHeat& heat : picture.figures.nodes) {
                        if (!heat.utilisation) continue;
                        QVERIFY2(picture.scale.size() == 3 && !heat.text.isEmpty(), where);
                        QVERIFY2(*heat.utilisation >= 0, where);
                    }
                    const bool nothing = picture.figures.empty() && picture.layer.empty();
                    QVERIFY2(!nothing || !picture.missing.isEmpty() || !picture.lines.empty(), where);
                }
    }

    void coloursOfCategoriesAreApart() {
        QSet<QRgb> colours;
        for (int number = 0; number < app::categoryColours; ++number)
            colours << app::categoryColour(number).rgb();
        QCOMPARE(colours.size(), app::categoryColours);
        // With more words than colours, the rest is one line.
        const model::Project project = big::project(600);
        const app::Diagram diagram = app::serviceDiagram(project, {});
        const app::ElementIndex index(project);
        const app::Theme theme = app::Theme::of(app::Scheme::Light);
        const app::Figures none;
        const std::vector<app::Problem> problems;
        const auto picture =
            app::findOverlayKind("team")->make({project, diagram, index, problems, none, theme});
        QCOMPARE(int(picture.lines.size()), app::categoryColours);
        QVERIFY(picture.lines.back().text.contains("others"));
    }

    void theLegendFloatsFoldsAndTellsWhyThereIsNothing() {
        LensWindow shop;  // It has no scenario
        QVERIFY(!shop.legend().isVisible());
        shop.run("overlay.utilisation");
        QVERIFY(shop.legend().isVisible());
        QVERIFY2(shop.legend().words().contains("no scenario"), qPrintable(shop.legend().words()));
        shop.run("overlay.team");
        QVERIFY2(shop.legend().words().contains("Checkout"), qPrintable(shop.legend().words()));
        const int high = shop.legend().height();
        shop.legend().setFolded(true);
        QVERIFY2(shop.legend().height() < high * 2 / 3,
                 qPrintable(QStringLiteral("%1 of %2").arg(shop.legend().height()).arg(high)));
        shop.run("overlay.team");  // Again: off
        QVERIFY(!shop.legend().isVisible());
        QVERIFY(shop.canvas().layer().empty());
    }

    void figuresComeFromTheEstimateAndFollowIt() {
        LensWindow shop;
        shop.window.files().openSample("shop");
        QTRY_VERIFY_WITH_TIMEOUT(shop.window.estimates().estimate(), 20000);
        shop.run("overlay.utilisation");
        QVERIFY(!shop.lens().picture().figures.nodes.isEmpty());
        QVERIFY2(shop.legend().words().contains("Estimate of"), qPrintable(shop.legend().words()));
        shop.run("overlay.cost");
        const bool priced = shop.window.document().project().rates.has_value();
        QCOMPARE(shop.lens().picture().figures.nodes.isEmpty(), !priced);
        if (!priced) QVERIFY(shop.legend().words().contains("prices"));
    }

    void findingsStandOnTheDiagramAndInTheOverview() {
        LensWindow shop(app::loadSample("shop")->project);
        QTRY_VERIFY_WITH_TIMEOUT(!shop.window.problems().latest().problems.empty(), 20000);
        shop.run("overlay.lint");
        const auto counts = shop.canvas().findChild<app::Minimap*>()->counts();
        QCOMPARE(counts.errors + counts.warnings, int(shop.canvas().layer().signs.size()));
        QVERIFY(counts.errors + counts.warnings > 0);
    }

    void aSavedViewBringsEverythingBack() {
        LensWindow shop;
        app::StudioContext& studio = shop.window.workbench().context();
        shop.lens().setFocus(focusOn("service:payment", 2, FocusDirection::Callers));
        shop.lens().toggle({app::FindField::Kind, "service", false});
        shop.lens().setOverlay("team");
        shop.window.workbench().current().setCamera({120, 80, 1.5});
        const QString id = app::saveView(studio);
        const model::View saved =
            *shop.window.document().layout().views.find(model::ViewId(id.toStdString()));
        QVERIFY(!saved.name.empty() && saved.camera && saved.focus && saved.filter);
        shop.lens().setFocus(std::nullopt);
        shop.lens().setFilter(std::nullopt);
        shop.lens().setOverlay({});
        shop.canvas().fitAll();
        shop.window.workbench().views().show({"teams", {}});
        app::openView(studio, id);
        model::View seen = shop.lens().seen();
        QCOMPARE(seen.kind, saved.kind);
        QVERIFY(seen.focus == saved.focus && seen.filter == saved.filter);
        QCOMPARE(seen.overlay, saved.overlay);
        QCOMPARE(seen.camera->zoom, 1.5);
        QVERIFY(std::abs(seen.camera->x - saved.camera->x) < 2 &&
                std::abs(seen.camera->y - saved.camera->y) < 2);
        // It stands where one goes to views, and undo takes it away.
        bool listed = false;
        for (const app::PaletteEntry& entry : app::viewEntries(studio))
            listed |= entry.title.contains(QString::fromStdString(saved.name));
        QVERIFY(listed);
        shop.window.document().undoStack().undo();
        QVERIFY(shop.window.document().layout().views.empty());
    }

    void backAndForwardBringFocusAndCameraBack() {
        LensWindow shop;
        app::ViewStack& views = shop.window.workbench().views();
        shop.lens().setFocus(focusOn("service:cart", 1));
        shop.window.workbench().current().setCamera({40, 40, 1.25});
        const model::View first = shop.lens().seen();
        views.show({"components", "service:order"});
        QVERIFY(!shop.lens().focus());
        shop.lens().setFocus(focusOn("operation:order.place-order", 1));
        views.back();
        QVERIFY(shop.lens().seen().focus == first.focus);
        QCOMPARE(shop.canvas().zoom(), 1.25);
        views.forward();
        QVERIFY(shop.lens().focus()->elements.front() == "operation:order.place-order");
        views.back();
        // A view of the same diagram is a stop of its own.
        model::View other = first;
        other.focus.reset();
        other.camera = model::Camera{0, 0, 0.5};
        views.open(other);
        QVERIFY(!shop.lens().focus());
        views.back();
        QVERIFY(shop.lens().focus() == first.focus);
        QCOMPARE(shop.canvas().zoom(), 1.25);
    }

    void viewsAndBookmarksAreEdited() {
        LensWindow shop;
        app::StudioContext& studio = shop.window.workbench().context();
        app::Document& document = shop.window.document();
        shop.run("views.save");
        shop.run("views.save");
        QCOMPARE(document.layout().views.size(), std::size_t(2));
        const model::ViewId id = document.layout().views.begin()->id;
        document.apply(app::withRenamedView(document.layout(), id, "Mine"), "Rename");
        QCOMPARE(document.layout().views.find(id)->name, std::string("Mine"));
        shop.lens().setOverlay("technology");
        app::updateView(studio, QString::fromStdString(id.value()));
        QCOMPARE(document.layout().views.find(id)->overlay, std::string("technology"));
        QCOMPARE(document.layout().views.find(id)->name, std::string("Mine"));
        document.apply(app::withoutView(document.layout(), id), "Remove");
        QCOMPARE(document.layout().views.size(), std::size_t(1));

        shop.window.selection().set({"service:user"});
        shop.run("views.bookmark");
        QCOMPARE(document.layout().bookmarks.size(), std::size_t(1));
        shop.window.workbench().views().show({"teams", {}});
        shop.window.selection().set({});
        shop.run("views.bookmark1");
        QCOMPARE(shop.window.workbench().views().current().kind, QString("services"));
        QCOMPARE(shop.window.selection().keys(), QStringList{"service:user"});
        shop.run("views.bookmark");  // Again: away
        QVERIFY(document.layout().bookmarks.empty());
        while (document.undoStack().canUndo()) document.undoStack().undo();
        QVERIFY(document.layout() == model::Layout());
    }

    void aViewOfWhatIsGoneSaysSo() {
        LensWindow shop;
        app::StudioContext& studio = shop.window.workbench().context();
        shop.window.workbench().views().show({"components", "service:order"});
        const QString id = app::saveView(studio);
        app::Document& document = shop.window.document();
        document.apply(model::remove(document.project(), model::ServiceId("order")), "Remove");
        const app::DiagramPlace before = shop.window.workbench().views().current();
        app::openView(studio, id);
        QCOMPARE(shop.window.workbench().views().current(), before);
        QVERIFY(shop.window.notice().text().contains("gone"));
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    LensTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "lens_test.moc"
