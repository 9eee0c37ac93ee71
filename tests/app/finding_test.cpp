#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <ctime>

#include "app/canvas/canvas_view.h"
#include "app/canvas/minimap.h"
#include "app/finding/element_place.h"
#include "app/finding/element_uses.h"
#include "app/finding/find_popup.h"
#include "app/finding/folded_text.h"
#include "app/finding/uses_panel.h"
#include "app/overlays/diagram_lens.h"
#include "app/studio/main_window.h"
#include "app/studio/workbench.h"
#include "tests/app/big_models.h"
#include "tests/app/spread_shop.h"

using app::ElementIndex;
using app::FindField;
using app::FindTerm;
using app::parsedQuery;

namespace {

QStringList keysFound(const ElementIndex& index, const QString& query) {
    QStringList keys;
    for (const app::FoundElement& found : index.find(parsedQuery(query))) keys << index.at(found.element).key;
    return keys;
}

/// The shop with a tag, a scenario, faults and an objective.
model::Project taggedShop() {
    model::Project project = shop::spread();
    model::Service payment = *project.services.find(model::ServiceId("payment"));
    payment.tags = {"pci", "critical"};
    payment.description = "Charges cards, façade of the acquirer";
    project.services = project.services.with(payment);
    model::FaultPlan plan;
    plan.id = model::FaultPlanId("outage");
    plan.name = "Outage";
    plan.faults.push_back({model::ServiceId("payment"), {}, {}, {}, {}, model::KillFault{}, {}});
    project.faultPlans = project.faultPlans.with(plan);
    model::Objective objective;
    objective.id = model::ObjectiveId("fast");
    objective.name = "Fast";
    objective.target = model::OperationId("payment.authorize");
    project.objectives = project.objectives.with(objective);
    model::Scenario scenario;
    scenario.id = model::ScenarioId("friday");
    scenario.name = "Black Friday";
    scenario.faults = plan.id;
    scenario.objectives = {objective.id};
    project.scenarios = project.scenarios.with(scenario);
    return project;
}

QStringList titlesOf(const std::vector<app::UseGroup>& groups, const QString& title) {
    QStringList titles;
    for (const app::UseGroup& group : groups)
        if (group.title == title)
            for (const app::UseEntry& entry : group.entries) titles << entry.title;
    return titles;
}

/// A window on the shop, and hands for the search.
struct FindWindow {
    explicit FindWindow(const model::Project& project = taggedShop()) {
        window.resize(1400, 900);
        window.show();
        window.document().reset(project, {}, {});
        window.setMode(app::Mode::Design);
        QTest::qWait(50);
    }
    app::CanvasView& canvas() { return window.workbench().current().canvas(); }
    app::FindPopup& find() { return window.workbench().find(); }
    void type(const QString& text) {
        window.action("view.find")->trigger();
        QTest::keyClicks(find().field(), text);
        QTRY_VERIFY(find().countText() != QString() || text.isEmpty());
        QTest::qWait(20);
    }
    app::Minimap::Counts overview() { return canvas().findChild<app::Minimap*>()->counts(); }

    app::MainWindow window{app::Scheme::Light};
};

}  // namespace

/// Finding elements: the index, what is typed, the search over the canvas, where things are used.
class FindingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::setOrganizationName("lintel-test");
        QCoreApplication::setApplicationName("lintel-test");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    /// Whatever else is called or described alike.
    void everyElementIsFoundByItsExactNameFirst() {
        model::Project odd = taggedShop();
        const char* names[] = {"Größe",  "größe-rechner", "kind:service", "two  words",
                               "-minus", "Order",         "ORDER placed", "日本語サービス",
                               "a",      "Cart \"best\"", "مرحبا بكم",    "order"};
        int number = 0;
        for (const char* name : names) {
            model::Service service;
            service.id = model::ServiceId("odd-" + std::to_string(number++));
            service.name = name;
            odd.services = odd.services.with(service);
        }
        for (const model::Project& project : {odd, big::project(300)}) {
            const ElementIndex index(project);
            for (int element = 0; element < index.size(); ++element) {
                const QString name = index.at(element).name;
                const auto found = index.find({{name}, {}});
                QVERIFY2(!found.empty(), qPrintable(name));
                QCOMPARE(app::folded(index.at(found.front().element).name), app::folded(name));
                const bool there = std::any_of(found.begin(), found.end(), [element](const auto& each) {
                    return each.element == element;
                });
                QVERIFY2(there, qPrintable(name));
                // As one types it.
                QVERIFY(keysFound(index, app::quotedWord(name)).contains(index.at(element).key));
            }
        }
    }

    void queriesAreReadAsTheyAreWritten() {
        const QStringList texts{"ship",           "kind:service ship", "team:\"Order Team\" tag:pci",
                                "-tag:pci order", "\"kind:x\"",        "a b c"};
        for (const QString& text : texts) {
            const app::FindQuery query = parsedQuery(text);
            QCOMPARE(parsedQuery(app::queryText(query)), query);
            // What a view can keep comes back the same.
            app::FindQuery kept = query;
            std::erase_if(kept.terms, [](const FindTerm& term) { return term.excluded; });
            app::FindQuery back = app::queryOf(app::viewFilterOf(query));
            QCOMPARE(back.words, kept.words);
            QCOMPARE(back.terms.size(), kept.terms.size());
        }
        QCOMPARE(parsedQuery("team:"), app::FindQuery());
        QCOMPARE(parsedQuery("http://x").words, QStringList{"http://x"});
        QCOMPARE(app::toggledTerm("ship team:a", {FindField::Team, "A"}), QString("ship"));
        QCOMPARE(app::toggledTerm("ship", {FindField::Team, "a b"}), QString("ship team:\"a b\""));
    }

    void termsNarrowDown() {
        const ElementIndex index(taggedShop());
        QCOMPARE(keysFound(index, "kind:service tag:pci"), QStringList{"service:payment"});
        QCOMPARE(keysFound(index, "tag:pci kind:operation"), QStringList{"operation:payment.authorize"});
        const QStringList checkout = keysFound(index, "team:checkout kind:service");
        QCOMPARE(QSet<QString>(checkout.begin(), checkout.end()),
                 QSet<QString>({"service:order", "service:cart", "service:payment"}));
        QCOMPARE(keysFound(index, "tech:redis"), QStringList{"store:stock"});
        QCOMPARE(keysFound(index, "context:payment kind:store"), QStringList{"store:ledger"});
        QVERIFY(!keysFound(index, "kind:service -team:checkout").contains("service:cart"));
        // Of one field any value, of several fields all.
        QCOMPARE(keysFound(index, "kind:service tech:redis").size(), 0);
        QCOMPARE(keysFound(index, "kind:service tech:go tech:kong").size(), 4);
        QVERIFY(keysFound(index, "kind:external").contains("service:card-network"));
    }

    void namesAreFoundHoweverTheyAreTyped() {
        const ElementIndex index(taggedShop());
        QCOMPARE(keysFound(index, "PAYM").front(), QString("service:payment"));
        QCOMPARE(keysFound(index, "place order").front(), QString("operation:order.place-order"));
        QCOMPARE(keysFound(index, "wgw").front(), QString("service:web-gateway"));
        QVERIFY(
            keysFound(index, "facade").contains("service:payment"));  // Of the description, without accent
        QVERIFY(keysFound(index, "micronaut").contains("service:inventory"));
        QCOMPARE(keysFound(index, "zzz").size(), 0);
        // The beginning of a name counts more than its middle.
        const QStringList orders = keysFound(index, "order");
        QCOMPARE(orders.front(), QString("service:order"));
        QVERIFY(orders.indexOf("store:orders") < orders.indexOf("operation:order.place-order"));
    }

    void whatMatchesIsMarked() {
        using Spans = std::vector<app::TextSpan>;
        QCOMPARE(app::spansOf("PlaceOrder", {"order"}), (Spans{{5, 5}}));
        QCOMPARE(app::spansOf("Größe", {"grosse"}), (Spans{{0, 5}}));
        QCOMPARE(app::spansOf("Straße 5", {"strasse"}), (Spans{{0, 6}}));
        QCOMPARE(app::spansOf("web-gateway", {"wg"}), (Spans{{0, 1}, {4, 1}}));
        QCOMPARE(app::spansOf("cafe\u0301 bar", {"cafe", "bar"}), (Spans{{0, 4}, {6, 3}}));
        QCOMPARE(app::spansOf("x", {"y"}), Spans());
        for (const char* text : {"", "a", "ÄÖÜ ß", "😀 smile", "日本"})
            for (const app::TextSpan& span : app::spansOf(text, {"s", "a", "ß"}))
                QVERIFY(span.start >= 0 && span.length > 0 &&
                        span.start + span.length <= QString(text).size());
    }

    /// In seconds of the processor, so that a busy machine changes nothing.
    void tenThousandServicesAreSearchedAtOnce() {
        const ElementIndex index(big::project(10'000));
        QVERIFY(index.size() > 20'000);
        const QStringList queries{"ship",     "catalog-api", "a", "kind:service team:\"Team 7\"",
                                  "ctlg api", "zzzz"};
        for (const QString& query : queries) index.find(parsedQuery(query));
        const std::clock_t start = std::clock();
        for (int round = 0; round < 5; ++round)
            for (const QString& query : queries) index.find(parsedQuery(query));
        const double each = 1000.0 * double(std::clock() - start) / CLOCKS_PER_SEC / (5 * queries.size());
        qInfo("%.1f ms a query", each);
        QVERIFY2(each < 60, qPrintable(QString::number(each)));  // 20 on a machine of its own
    }

    void theListKeepsTheRulesOfItemModels() {
        app::FoundModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const ElementIndex index(taggedShop());
        for (const char* query : {"order", "", "kind:service", "zzz", "a"}) {
            model.show(index, parsedQuery(query));
            int hits = 0;
            for (int row = 0; row < model.rowCount(); ++row) hits += model.hitAt(row) >= 0;
            QCOMPARE(hits, model.keys().size());
            for (int hit = 0; hit < hits; ++hit) QCOMPARE(model.hitAt(model.rowOf(hit)), hit);
        }
        app::GroupedListModel list;
        QAbstractItemModelTester listTester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        list.setRows({{"Head", {}, {}, true, 1}, {"row", "detail", "link", false, 0}}, true);
        list.setRows({});
    }

    void typingFindsRingsAndGoes() {
        FindWindow shop;
        shop.type("order");
        QCOMPARE(shop.find().model().keys().front(), QString("service:order"));
        QVERIFY(shop.overview().hits > 2);
        QTest::keyClick(shop.find().field(), Qt::Key_Return);
        QCOMPARE(shop.window.selection().keys(), QStringList{"service:order"});
        QVERIFY(shop.find().countText().startsWith("1 "));
        shop.window.action("view.findNext")->trigger();
        QCOMPARE(shop.find().current(), 1);
        shop.window.action("view.findPrevious")->trigger();
        shop.window.action("view.findPrevious")->trigger();  // Around to the last
        QCOMPARE(shop.find().current(), int(shop.find().model().keys().size()) - 1);
        QTest::keyClick(shop.find().field(), Qt::Key_Escape);
        QVERIFY(!shop.find().isVisible());
        QCOMPARE(shop.overview().hits, 0);
    }

    void whatIsNotOnTheDiagramIsGoneTo() {
        FindWindow shop;
        shop.type("kind:team platform");
        QTest::keyClick(shop.find().field(), Qt::Key_Return);
        QCOMPARE(shop.canvas().diagram().name, QString("teams"));
        QCOMPARE(shop.window.selection().keys(), QStringList{"team:platform"});
        // A message stands on no diagram: it is selected where we are.
        shop.window.workbench().reveal("message:order-placed-event");
        QCOMPARE(shop.canvas().diagram().name, QString("teams"));
        QCOMPARE(shop.window.selection().keys(), QStringList{"message:order-placed-event"});
        // An operation stands with its service.
        shop.window.workbench().reveal("operation:order.place-order");
        QCOMPARE(shop.window.selection().keys(), QStringList{"operation:order.place-order"});
        QVERIFY(!app::keysShowing(shop.canvas().diagram(), "operation:order.place-order", "service:order")
                     .isEmpty());
    }

    void theSearchFollowsTheModel() {
        FindWindow shop;
        shop.type("brandnew");
        QVERIFY(shop.find().model().keys().isEmpty());
        shop.window.document().apply(
            model::rename(shop.window.document().project(), model::ServiceId("cart"), "brandnew"), "Rename");
        QCOMPARE(shop.find().model().keys(), QStringList{"service:cart"});
        shop.window.document().undoStack().undo();
        QVERIFY(shop.find().model().keys().isEmpty());
    }

    void theTreeIsFilteredInTheSameWords() {
        FindWindow shop;
        auto* view = shop.window.workbench().tree().findChild<QTreeView*>();
        auto* field = shop.window.workbench().tree().findChild<QLineEdit*>();
        const int all = view->model()->rowCount();
        field->setText("kind:service tag:pci");
        QCOMPARE(view->model()->rowCount(), 1);
        const QModelIndex context = view->model()->index(0, 0);
        QCOMPARE(view->model()->rowCount(context), 1);
        QCOMPARE(view->model()->index(0, 0, context).data().toString(), QString("payment"));
        field->setText("");
        QCOMPARE(view->model()->rowCount(), all);
    }

    void everyUseIsTold() {
        const model::Project project = taggedShop();
        model::Layout layout;
        model::View view;
        view.id = model::ViewId("pay");
        view.name = "Payments";
        view.focus = model::ViewFocus{{"service:payment"}, 1, model::FocusDirection::Both, {}};
        layout.views = layout.views.with(view);
        const ElementIndex index(project);
        const auto uses = app::usesOf(project, layout, index, "service:payment");
        QCOMPARE(titlesOf(uses, "Called by"), QStringList{"order.PlaceOrder"});
        QCOMPARE(titlesOf(uses, "Calls"), QStringList{"card-network.Charge"});
        QCOMPARE(titlesOf(uses, "Stores used"), QStringList{"ledger"});
        QCOMPARE(titlesOf(uses, "Team"), QStringList{"Checkout"});
        QCOMPARE(titlesOf(uses, "In the context"), QStringList{"Payment"});
        QCOMPARE(titlesOf(uses, "Hit by faults"), QStringList{"Outage"});
        QCOMPARE(titlesOf(uses, "Objectives"), QStringList{"Fast"});
        QCOMPARE(titlesOf(uses, "Saved views"), QStringList{"Payments"});
        QVERIFY(titlesOf(uses, "Diagrams").size() >= 3);
        QCOMPARE(titlesOf(app::usesOf(project, layout, index, "channel:order-placed"), "Consumed by"),
                 QStringList({"notification.Send", "shipping.Ship"}));
        QCOMPARE(titlesOf(app::usesOf(project, layout, index, "fault-plan:outage"), "Scenarios"),
                 QStringList{"Black Friday"});
        QVERIFY(app::usesOf(project, layout, index, "service:nobody").empty());
    }

    /// What A says of B, B says of A, and all entries lead to something.
    void usesAreMutual() {
        const model::Project project = taggedShop();
        const ElementIndex index(project);
        for (int element = 0; element < index.size(); ++element) {
            const QString key = index.at(element).key;
            for (const app::UseGroup& group : app::usesOf(project, {}, index, key))
                for (const app::UseEntry& entry : group.entries) {
                    if (entry.place) {
                        QVERIFY(!app::makeDiagram(*entry.place, project, {}).name.isEmpty());
                        continue;
                    }
                    const auto other = model::elementFromKey(entry.key.toStdString());
                    QVERIFY2(other && model::contains(project, *other), qPrintable(key + " " + entry.key));
                    bool back = false;
                    for (const app::UseGroup& groups : app::usesOf(project, {}, index, entry.key))
                        for (const app::UseEntry& theirs : groups.entries)
                            back |= app::hostOf(project, theirs.key) == app::hostOf(project, key);
                    QVERIFY2(back, qPrintable(entry.key + " says nothing of " + key));
                }
        }
    }

    void thePanelFollowsTheSelectionAndLeadsThere() {
        FindWindow shop;
        shop.window.action("view.uses")->trigger();
        auto* panel = shop.window.findChild<app::UsesPanel*>();
        QVERIFY(panel && panel->groups().empty());
        shop.window.selection().set({"service:payment"});
        QTRY_VERIFY(!panel->groups().empty());
        const app::UseEntry caller = panel->groups().front().entries.front();
        panel->goTo(caller);
        QCOMPARE(shop.window.selection().keys(), QStringList{caller.key});
        for (const app::UseGroup& group : std::vector<app::UseGroup>(panel->groups()))
            for (const app::UseEntry& entry : group.entries)
                if (entry.place) {
                    panel->goTo(entry);
                    QCOMPARE(shop.window.workbench().views().current(), *entry.place);
                }
    }

private:
    QTemporaryDir m_settings;
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    FindingTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "finding_test.moc"
