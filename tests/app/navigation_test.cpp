#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/canvas/canvas_view.h"
#include "app/canvas/diagram_geometry.h"
#include "app/canvas/tool_palette.h"
#include "app/studio/command_palette.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "app/views/breadcrumb.h"
#include "model/edit.h"
#include "tests/app/big_models.h"
#include "tests/app/spread_shop.h"

using app::DiagramPlace;

namespace {

/// A window on the shop that is spread over zones.
struct ShopWindow {
    ShopWindow() {
        window.resize(1400, 900);
        window.show();
        open(shop::spread());
    }
    void open(const model::Project& project) {
        window.document().reset(project, {}, {});
        window.setMode(app::Mode::Design);
        QTest::qWait(50);
    }
    app::CanvasView& canvas() { return window.workbench().current().canvas(); }
    QString shown() { return canvas().diagram().name; }
    void go(const DiagramPlace& place) {
        window.workbench().views().show(place);
        QTest::qWait(20);
    }
    void doubleClick(const QString& key) {
        const QPointF centre = canvas().geometry().rectOf(key).center();
        QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, canvas().mapFromScene(centre));
        QTest::qWait(20);
    }
    QList<QPushButton*> crumbs() {
        QList<QPushButton*> buttons;
        for (auto* button : window.findChild<app::Breadcrumb*>()->findChildren<QPushButton*>())
            if (button->isVisible()) buttons << button;
        return buttons;
    }
    QStringList path() {
        QStringList words;
        for (QPushButton* button : crumbs()) words << button->text();
        return words;
    }

    app::MainWindow window{app::Scheme::Light};
};

}  // namespace

/// The ways from diagram to diagram: into an element, up, back, aside, and by name.
class NavigationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void aDoubleClickDrillsIn() {
        ShopWindow shop;
        shop.canvas().fitAll();
        shop.doubleClick("service:order");
        QCOMPARE(shop.shown(), QString("components/service:order"));
        QCOMPARE(shop.path(), QStringList({"Services", "order"}));
        shop.window.action("view.back")->trigger();
        QCOMPARE(shop.shown(), QString("services"));
        QTRY_COMPARE(shop.path(), QStringList({"Services"}));
    }

    /// Enter opens what has a diagram, and renames what has none.
    void enterDrillsInOrRenames() {
        ShopWindow shop;
        shop.canvas().reveal("service:cart");
        QTest::keyClick(&shop.canvas(), Qt::Key_Return);
        QCOMPARE(shop.shown(), QString("components/service:cart"));
        QTest::qWait(20);
        shop.canvas().reveal("operation:cart.get");
        QTest::keyClick(&shop.canvas(), Qt::Key_Return);
        QCOMPARE(shop.shown(), QString("behaviour/operation:cart.get"));
        shop.window.action("view.up")->trigger();
        QCOMPARE(shop.shown(), QString("components/service:cart"));
        QString store;
        for (const app::DiagramNode& node : shop.canvas().diagram().nodes)
            if (node.key.startsWith("store:")) store = node.key;
        QVERIFY(!store.isEmpty());
        shop.canvas().reveal(store);
        QTest::keyClick(&shop.canvas(), Qt::Key_Return);
        auto* field = shop.canvas().findChild<QLineEdit*>();
        QVERIFY(field && field->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        shop.window.action("view.up")->trigger();
        QCOMPARE(shop.shown(), QString("services"));
        QVERIFY(!shop.window.action("view.up")->isEnabled());
    }

    void crumbsLeadUpAndAside() {
        ShopWindow shop;
        shop.go({"components", "service:order"});
        QMenu* beside = shop.crumbs().last()->menu();
        emit beside->aboutToShow();
        QStringList names;
        for (QAction* choice : beside->actions()) names << choice->text();
        QCOMPARE(names.size(), int(shop.window.document().project().services.size()));
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        beside->actions()[names.indexOf("payment")]->trigger();
        QTest::qWait(20);
        QCOMPARE(shop.shown(), QString("components/service:payment"));
        shop.crumbs().first()->click();
        QTest::qWait(20);
        QCOMPARE(shop.shown(), QString("services"));
    }

    /// A menu of thousands would not fit on any screen.
    void manySiblingsAreFoundByName() {
        ShopWindow shop;
        shop.open(big::project(500));
        shop.go({"components", "service:service-250"});
        QMenu* beside = shop.crumbs().last()->menu();
        emit beside->aboutToShow();
        QVERIFY(beside->actions().size() < 40);
        const QList<QAction*> choices = beside->actions();
        QVERIFY(
            std::any_of(choices.begin(), choices.end(), [](QAction* choice) { return choice->isChecked(); }));
        beside->actions().last()->trigger();
        QVERIFY(shop.window.palette().isVisible());
    }

    /// The tools of a diagram are there as soon as it is, in their full size.
    void toolsFollowTheDiagram() {
        ShopWindow shop;
        for (const DiagramPlace& place :
             std::vector<DiagramPlace>{{"deployment", {}}, {"teams", {}}, {"components", "service:order"}}) {
            shop.window.workbench().views().show(place);
            const auto* palette = shop.canvas().findChild<app::ToolPalette*>();
            const int buttons = int(app::diagramKind(place.kind).tools.size()) + 3;
            QVERIFY2(palette->width() > 30 * buttons, qPrintable(place.kind));
        }
    }

    void theRoomIsThatOfTheDiagram() {
        ShopWindow shop;
        shop.go({"teams", {}});
        QCOMPARE(shop.window.mode(), std::optional(app::Mode::Decompose));
        shop.go({"deployment", {}});
        QCOMPARE(shop.window.mode(), std::optional(app::Mode::Design));
    }

    void allViewsAreListed() {
        ShopWindow shop;
        const auto views = app::listedViews(shop.window.document().project(), {});
        QStringList titles;
        for (const app::ListedView& view : views) {
            QVERIFY(app::isThere(view.place, shop.window.document().project()));
            titles << view.title;
        }
        for (const char* title :
             {"Services", "Context map", "Team map", "Deployment", "System context", "Components › order"})
            QVERIFY2(titles.contains(title), title);
        shop.window.action("view.views")->trigger();
        QVERIFY(shop.window.palette().isVisible());
        QTest::keyClicks(shop.window.palette().field(), "team map");
        QTest::keyClick(shop.window.palette().field(), Qt::Key_Return);
        QCOMPARE(shop.shown(), QString("teams"));
    }

    void savedViewsAreListed() {
        model::Layout layout;
        model::View view;
        view.id = model::ViewId("checkout");
        view.name = "The checkout";
        view.kind = "components";
        view.root = "service:order";
        layout.views = layout.views.with(view);
        view.id = model::ViewId("gone");
        view.root = "service:gone";
        layout.views = layout.views.with(view);
        int saved = 0;
        for (const app::ListedView& listed : app::listedViews(shop::project(), layout))
            saved += listed.title == "The checkout";
        QCOMPARE(saved, 1);
    }

    /// The diagram of what is removed gives way.
    void theDiagramOfWhatIsGoneGivesWay() {
        ShopWindow shop;
        shop.go({"components", "service:notification"});
        const auto less = model::remove(shop.window.document().project(), model::ServiceId("notification"));
        QVERIFY(less);
        shop.window.document().apply(*less, "Remove notification");
        QCOMPARE(shop.shown(), QString("services"));
    }

    /// What is renamed in one diagram has its new name in all.
    void aNameIsTheSameEverywhere() {
        ShopWindow shop;
        const auto renamed =
            model::rename(shop.window.document().project(), model::ServiceId("payment"), "Payments");
        QVERIFY(renamed);
        shop.window.document().apply(*renamed, "Rename payment");
        for (const DiagramPlace& place : std::vector<DiagramPlace>{
                 {"services", {}}, {"contexts", {}}, {"deployment", {}}, {"components", "service:order"}}) {
            shop.go(place);
            int shown = 0;
            for (const app::DiagramNode& node : shop.canvas().diagram().nodes)
                shown += app::elementOfKey(node.key) == "service:payment" && node.title == "Payments";
            QVERIFY2(shown > 0, qPrintable(place.kind));
        }
    }

    /// A service in several zones is one element: all of it is selected, and it is inspected once.
    void partsOfAnElementAreSelectedTogether() {
        ShopWindow shop;
        shop.go({"deployment", {}});
        shop.window.selection().set({"service:order"});
        QStringList selected = shop.canvas().selection();
        selected.sort();
        QCOMPARE(selected,
                 QStringList({"service:order@zone:a", "service:order@zone:b", "service:order@zone:c"}));
        shop.window.selection().set({});
        shop.canvas().reveal("service:order@zone:b");
        QCOMPARE(shop.window.selection().keys(), QStringList("service:order"));
    }

    /// A layout by the kind's own order is one step, and no program runs for it.
    void kindsArrangeThemselves() {
        ShopWindow shop;
        shop.go({"deployment", {}});
        const int steps = shop.window.document().undoStack().count();
        shop.window.action("edit.layout")->trigger();
        QVERIFY(shop.window.tasks().tasks().empty());
        shop.window.workbench().current().acceptLayout();
        QCOMPARE(shop.window.document().undoStack().count(), steps + 1);
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    NavigationTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "navigation_test.moc"
