#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTest>
#include <cmath>

#include "app/simulate/chart_contents.h"
#include "app/simulate/heat.h"
#include "app/simulate/objective_text.h"
#include "app/simulate/result_model.h"
#include "app/simulate/result_table.h"
#include "app/simulate/series.h"
#include "app/simulate/time_marks.h"
#include "app/simulate/timeline.h"
#include "tests/app/retry_storm.h"

using namespace app;

namespace {

simulator::Figure figure(double value, double half = 0) {
    simulator::Figure made;
    made.value = value;
    made.low = value - half;
    made.high = value + half;
    return made;
}

simulator::Figure noFigure(const std::string& why) {
    simulator::Figure made;
    made.why = why;
    return made;
}

simulator::FlowResult flow(const std::string& id, std::uint64_t completed, std::uint64_t timeouts) {
    simulator::FlowResult made;
    made.id = id;
    made.arrivals = completed + timeouts;
    made.completed = completed;
    made.failed[0] = timeouts;
    made.goodput = figure(static_cast<double>(completed) / 100, 0.5);
    made.latency.p50 = figure(1400, 100);
    made.latency.p99 = completed > 0 ? figure(3000, 40) : noFigure("not enough data: no request succeeded");
    made.series = {{"offered_rps", {10, 20, NAN}},
                   {"goodput_rps", {10, 0, 0}},
                   {"p99_ms", {20, 2000, NAN}},
                   {"failed_timeout_rps", {0, 20, 20}}};
    return made;
}

simulator::StationResult station(const std::string& id, const std::string& kind, double utilisation) {
    simulator::StationResult made;
    made.id = id;
    made.kind = kind;
    made.servers = 12;
    made.utilisation = figure(utilisation, 0.01);
    made.meanQueue = figure(4);
    made.wait = figure(12);
    made.series = {{"utilisation", {0.2, 0.97, 1.0}}, {"queue", {0, 5, 9}}, {"p99_ms", {20, 2000, NAN}}};
    return made;
}

/// A hundred seconds of the retry storm, made up: what views of results are given in these tests.
simulator::RunResult madeUpResult() {
    simulator::RunResult result;
    result.replications = 1;
    result.simulatedSeconds = 110;
    result.warmUpSeconds = 10;
    result.seriesInterval = 10;
    result.journeys = {flow("checkout.visit", 600, 400), flow("browse.visit", 2000, 0)};
    result.operations = {flow("order.place-order", 600, 400), flow("payment.authorize", 0, 800),
                         flow("cart.show", 2000, 0)};
    result.stations = {station("payment", "service", 1.0), station("order", "service", 0.5),
                       station("cart", "service", 0.9)};
    simulator::EdgeResult edge;
    edge.caller = "order.place-order";
    edge.callee = "payment.authorize";
    edge.kind = "call";
    edge.calls = 400;
    edge.attempts = 800;
    edge.failed[0] = 800;
    result.edges = {edge};
    edge.caller = "web-gateway.browse";
    edge.callee = "cart.show";
    edge.calls = edge.attempts = 2000;
    edge.failed[0] = 3;
    result.edges.push_back(edge);
    edge.caller = "checkout.visit";
    edge.callee = "web-gateway.checkout";
    result.edges.push_back(edge);
    simulator::GroupResult group;
    group.channel = "orders";
    group.id = "mail";
    group.published = 1000;
    group.handled = 990;
    group.dropped = 7;
    group.expired = 3;
    group.largestLag = 120;
    group.oldestMs = 4000;
    result.groups = {group};
    return result;
}

}  // namespace

class ResultViewsTest : public QObject {
    Q_OBJECT

    const model::Project m_project = retry_storm::project();
    const RunNames m_names{m_project};

private slots:
    void amountsShowThreeDigits() {
        QCOMPARE(valueText(0.000123456, FigureKind::Amount), QStringLiteral("0.000123"));
        QCOMPARE(valueText(0.5, FigureKind::Amount), QStringLiteral("0.500"));
        QCOMPARE(valueText(42.13, FigureKind::Amount), QStringLiteral("42.1"));
        QCOMPARE(valueText(12345.6, FigureKind::Amount), QStringLiteral("12,346"));
        QCOMPARE(figureText(figure(42.13, 0.5), FigureKind::Amount), QStringLiteral("42.1 ± 0.5"));
    }

    void costsStandInATable() {
        simulator::RunResult result = madeUpResult();
        QVERIFY(footprintSheet(result, m_names).rows.empty());
        simulator::FootprintResult& footprint = result.footprint;
        footprint.currency = "EUR";
        footprint.total.kind = "total";
        footprint.total.units = 2;
        footprint.total.cost = figure(0.5);
        simulator::FootprintPart& part = footprint.parts.emplace_back();
        part.id = "order";
        part.kind = "service";
        part.units = 2;
        part.cpuAssumed = true;
        part.cpu = figure(0.25);
        part.cost = figure(0.5);
        part.power = figure(10, 1);
        part.carbon = noFigure("the rates do not say");
        const ResultSheet sheet = footprintSheet(result, m_names);
        QCOMPARE(sheet.rows.size(), std::size_t{2});
        QCOMPARE(sheet.rows[0].cells[0].text, QStringLiteral("Total"));
        QCOMPARE(sheet.columns[3].title, QStringLiteral("EUR a month"));
        QCOMPARE(*sheet.rows[0].cells[3].value, 365.0);
        QCOMPARE(sheet.rows[1].nodeKey, QStringLiteral("service:order"));
        QVERIFY(sheet.rows[1].cells[2].text.contains(QStringLiteral("assumed")));
        QCOMPARE(sheet.rows[1].cells[5].text, QStringLiteral("7.30 ± 0.73"));
        QVERIFY(sheet.rows[1].cells[6].missing);
        for (const ResultRow& row : sheet.rows) QCOMPARE(row.cells.size(), sheet.columns.size());
    }

    void objectivesOfCostsHaveTheirUnit() {
        simulator::ObjectiveResult budget;
        budget.unit = "EUR/month";
        budget.limit = 400;
        budget.observed = figure(365);
        QCOMPARE(observedText(budget), QStringLiteral("365 EUR/month, should be at most 400 EUR/month"));
        model::Objective asked;
        asked.goal = model::CarbonObjective{0.02, model::CarbonBasis::Request};
        QCOMPARE(goalText(asked, "EUR"), QStringLiteral("at most 0.0200 g/request"));
        asked.goal = model::CostObjective{250, model::CostBasis::MillionRequests};
        QCOMPARE(goalText(asked, "EUR"), QStringLiteral("at most 250 EUR/million requests"));
    }

    void figuresHaveUnitsAndFitTheirSize() {
        QCOMPARE(latencyText(0.452), QStringLiteral("0.45 ms"));
        QCOMPARE(latencyText(18.24), QStringLiteral("18.2 ms"));
        QCOMPARE(latencyText(214.4), QStringLiteral("214 ms"));
        QCOMPARE(latencyText(3000), QStringLiteral("3.0 s"));
        QCOMPARE(latencyText(999.6), QStringLiteral("1.0 s"));
        QCOMPARE(rateText(2400), QStringLiteral("2,400 rps"));
        QCOMPARE(rateText(0), QStringLiteral("0.0 rps"));
        QCOMPARE(percentText(1), QStringLiteral("100 %"));
        QCOMPARE(percentText(0.9995), QStringLiteral("99.95 %"));
        QCOMPARE(percentText(0.97), QStringLiteral("97 %"));
        QCOMPARE(percentText(0.61), QStringLiteral("61 %"));
        QCOMPARE(percentText(0), QStringLiteral("0 %"));
        QCOMPARE(clockText(74.64, true), QStringLiteral("1:14.6"));
        QCOMPARE(clockText(600), QStringLiteral("10:00"));
        QCOMPARE(figureText(figure(3000, 100), FigureKind::Latency), QStringLiteral("3.0 s ± 0.1"));
        QCOMPARE(figureText(figure(280), FigureKind::Rate), QStringLiteral("280 rps"));
        QCOMPARE(figureText(noFigure("not enough data: two batches"), FigureKind::Rate),
                 QStringLiteral("not enough data"));
        QCOMPARE(figureTip(noFigure("not enough data: two batches"), FigureKind::Rate),
                 QStringLiteral("not enough data: two batches"));
        QCOMPARE(valueText(NAN, FigureKind::Latency), QStringLiteral("–"));
    }

    void overlayColoursNodesAndNamesFailingEdges() {
        const Overlay overlay = overlayOf(madeUpResult(), m_names, HeatQuantity::Utilisation);
        const NodeHeat payment = overlay.nodes.value(QStringLiteral("service:payment"));
        QCOMPARE(payment.utilisation, std::optional<double>(1.0));
        QVERIFY(payment.alarming);
        QCOMPARE(payment.text, QStringLiteral("100 %"));
        QCOMPARE(payment.brief, QStringLiteral("100 %"));
        const NodeHeat order = overlay.nodes.value(QStringLiteral("service:order"));
        QVERIFY(!order.alarming);
        QCOMPARE(order.text, QStringLiteral("50 % · p99 3.0 s"));
        QCOMPARE(order.brief, QStringLiteral("50 % · 3.0 s"));
        QVERIFY(!overlay.nodes.value(QStringLiteral("service:cart")).alarming);  // Above 90 %, not at
        const EdgeHeat failing = overlay.edges.value(QStringLiteral("service:order>service:payment"));
        QVERIFY(failing.failing);
        QCOMPARE(failing.text, QStringLiteral("100 % timeout"));
        QVERIFY(!overlay.edges.contains(QStringLiteral("service:web-gateway>service:cart")));
        QCOMPARE(overlay.edges.size(), 1);
    }

    void overlayFollowsTheMoment() {
        const auto at = [this](std::size_t interval) {
            return overlayOf(madeUpResult(), m_names, HeatQuantity::Utilisation, interval)
                .nodes.value(QStringLiteral("service:order"));
        };
        QCOMPARE(at(0).utilisation, std::optional<double>(0.2));
        QVERIFY(!at(0).alarming);
        QVERIFY(at(1).alarming);
        QCOMPARE(at(1).text, QStringLiteral("97 % · p99 2.0 s"));
        QVERIFY(!at(99).utilisation.has_value());  // Beyond the run
    }

    void heatScalesAreMonotonous() {
        QCOMPARE(latencyHeat(0.1), 0.0);
        QCOMPARE(latencyHeat(100), 0.5);
        QCOMPARE(latencyHeat(1e9), 1.0);
        QCOMPARE(errorHeat(0), 0.0);
        QCOMPARE(errorHeat(1), 1.0);
        for (double value = 0.1; value < 1e5; value *= 1.3) {
            QVERIFY(latencyHeat(value) <= latencyHeat(value * 1.3));
            QVERIFY(errorHeat(value / 1e5) <= errorHeat(value * 1.3 / 1e5));
        }
    }

    void everyQuantityHasAWordForEveryStation() {
        for (const HeatQuantity quantity :
             {HeatQuantity::Utilisation, HeatQuantity::Latency, HeatQuantity::Errors}) {
            const Overlay overlay = overlayOf(madeUpResult(), m_names, quantity);
            for (const simulator::StationResult& one : madeUpResult().stations)
                QVERIFY(!overlay.nodes.value(RunNames::nodeOfStation(one)).text.isEmpty());
        }
    }

    void modelKeepsTheRulesOfModels() {
        ResultModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        for (const ResultSheet& sheet :
             {operationSheet(madeUpResult(), m_names), journeySheet(madeUpResult(), m_names),
              stationSheet(madeUpResult(), m_names), groupSheet(madeUpResult(), m_names), ResultSheet()}) {
            model.setSheet(sheet);
            QCOMPARE(model.rowCount(), static_cast<int>(sheet.rows.size()));
            for (const ResultRow& row : sheet.rows) QCOMPARE(row.cells.size(), sheet.columns.size());
        }
    }

    void operationsShowNamesRatesAndReasons() {
        ResultModel model;
        model.setSheet(operationSheet(madeUpResult(), m_names));
        const auto text = [&model](int row, int column, int role = Qt::DisplayRole) {
            return model.index(row, column).data(role).toString();
        };
        QCOMPARE(text(0, 0), QStringLiteral("order.PlaceOrder"));
        QCOMPARE(text(0, 1), QStringLiteral("10.0 rps"));
        QCOMPARE(text(0, 3), QStringLiteral("40 % timeout"));
        QCOMPARE(text(0, 4), QStringLiteral("1.4 s ± 0.1"));
        QCOMPARE(text(1, 5), QStringLiteral("not enough data"));
        QCOMPARE(text(1, 5, Qt::ToolTipRole), QStringLiteral("not enough data: no request succeeded"));
        QCOMPARE(model.index(1, 5).data(Qt::ForegroundRole).value<QColor>(), Theme::of(Scheme::Light).faint);
        QCOMPARE(text(1, 6), QStringLiteral("2.0×"));
        QCOMPARE(text(2, 3), QStringLiteral("0 %"));
    }

    void tableSortsByValueNotByText() {
        ResultTable table;
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        table.view()->sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(table.view()->model()->index(0, 0).data().toString(), QStringLiteral("cart.Show"));
        table.view()->sortByColumn(5, Qt::AscendingOrder);
        QCOMPARE(table.view()->model()->index(0, 0).data().toString(), QStringLiteral("payment.Authorize"));
    }

    void namesHaveTheRoomThatTheTableHas() {
        ResultTable table;
        table.resize(990, 200);
        table.show();
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        const auto* view = table.view();
        const QFontMetrics metrics(view->font());
        QVERIFY(view->columnWidth(0) > metrics.horizontalAdvance("recommendation.ListRecommendations") + 20);
        QCOMPARE(view->textElideMode(), Qt::ElideMiddle);
        QCOMPARE(view->model()->index(0, 0).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("order.PlaceOrder"));
    }

    void theTimelineStaysInsideItsBar() {
        Timeline timeline;
        timeline.resize(600, 46);
        const auto edge = [&timeline] { return timeline.grab().toImage().pixelColor(596, 26); };
        timeline.setTimes(390, 0, 1, {});
        const QColor outside = edge();
        timeline.setTimes(390, 900, 1, {});  // Cancelled before the warm-up was over
        QCOMPARE(edge(), outside);
    }

    void groupsShowWhatTheyLostAndHowFarTheyLag() {
        ResultTable table;
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        table.setKind(ResultTable::Kind::Groups);
        const QStringList lines = table.copyText(QLatin1Char('\t')).split(QLatin1Char('\n'));
        QCOMPARE(lines[1], QStringLiteral("orders · mail\t1000\t990\t0\t0\t10\t120\t4000\t0"));
        const QModelIndex lost = table.view()->model()->index(0, 5);
        QCOMPARE(lost.data(Qt::ToolTipRole).toString(), QStringLiteral("7 given up, 3 too old"));
        QSignalSpy flows(&table, &ResultTable::flowChosen);
        QSignalSpy nodes(&table, &ResultTable::nodeChosen);
        table.view()->selectRow(0);
        QCOMPARE(flows.back().front().toString(), QString());
        QCOMPARE(nodes.back().front().toString(), QStringLiteral("channel:orders"));
    }

    void copiedTextHasPlainNumbers() {
        ResultTable table;
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        const QStringList lines = table.copyText(QLatin1Char('\t')).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 5);  // Head, three rows, the end
        QCOMPARE(lines[0].split(QLatin1Char('\t')).size(), 10);
        QVERIFY(
            lines[1].startsWith(QStringLiteral("order.PlaceOrder\t10\t6\t0.5\t0.4\t1400\t100\t3000\t40\t")));
        table.view()->selectRow(1);
        QCOMPARE(table.copyText(QLatin1Char(',')).split(QLatin1Char('\n')).size(), 3);
    }

    void ctrlCCopies() {
        ResultTable table;
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        table.show();
        QVERIFY(QTest::qWaitForWindowActive(&table));
        table.view()->setFocus();
        table.view()->selectRow(0);
        QTest::keyClick(table.view(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("order.PlaceOrder\t")));
    }

    void choosingRowsTellsFlowAndNode() {
        ResultTable table;
        table.setResult(std::make_shared<simulator::RunResult>(madeUpResult()), m_names);
        QSignalSpy flows(&table, &ResultTable::flowChosen);
        QSignalSpy nodes(&table, &ResultTable::nodeChosen);
        table.view()->selectRow(1);
        QCOMPARE(flows.back().front().toString(), QStringLiteral("payment.authorize"));
        QCOMPARE(nodes.back().front().toString(), QStringLiteral("service:payment"));
        const auto told = flows.size();
        table.selectNode(QStringLiteral("service:cart"));  // From the diagram: no echo
        QCOMPARE(flows.size(), told);
        QCOMPARE(table.view()->selectionModel()->selectedRows().size(), 1);
    }

    void chartsShowWhatWasMeasured() {
        const simulator::RunResult result = madeUpResult();
        const Theme theme = Theme::of(Scheme::Light);
        const ChartContent throughput = throughputContent(result, m_names, {}, theme);
        QCOMPARE(throughput.lines[0].values[1], 40.0);  // Both journeys
        QVERIFY(std::isnan(throughput.lines[0].values[2]));
        QCOMPARE(throughputContent(result, m_names, "cart.show", theme).lines[0].values[1], 20.0);
        QVERIFY(latencyContent(result, m_names, {}, theme).title.contains(QStringLiteral("browse")));
        QCOMPARE(errorContent(result, m_names, {}, theme).lines.size(), 1U);
        QCOMPARE(utilisationContent(result, m_names, theme).lines.size(), 3U);
    }

    void faultsAreNamedByWhatTheyDo() {
        const model::ServiceId id = m_project.services.begin()->id;
        const QString name = QString::fromStdString(m_project.services.begin()->name);
        const auto text = [&](const model::FaultEffect& effect) {
            model::Fault fault;
            fault.target = id;
            fault.effect = effect;
            return faultText(m_project, fault);
        };
        model::PauseFault pauses;
        pauses.pause = model::milliseconds(20);
        QCOMPARE(text(pauses), QStringLiteral("pause of %1").arg(name));
        pauses.everyRequests = 500;
        pauses.replicas = 1;
        QCOMPARE(text(pauses), QStringLiteral("pauses of 1 of %1 every 500 requests").arg(name));
        QCOMPARE(text(model::FlushFault{}), QStringLiteral("flush the caches of %1").arg(name));
        QCOMPARE(text(model::PartitionFault{}),
                 QStringLiteral("partition between %1 and all others").arg(name));
        QCOMPARE(text(model::PartitionFault{id}), QStringLiteral("partition between %1 and %1").arg(name));
    }
    void timeMarksComeFromFaults() {
        const model::Scenario* storm = m_project.scenarios.find(model::ScenarioId("retry-storm"));
        const std::vector<TimeMark> marks = timeMarks(m_project, *storm);
        QCOMPARE(marks.size(), 1U);
        QCOMPARE(marks[0], (TimeMark{QStringLiteral("slow payment 20×"), 20, 30, true}));
        QVERIFY(timeMarks(m_project, *m_project.scenarios.find(model::ScenarioId("calm"))).empty());
    }
    void timeMarksAreThoseOfTheChanges() {
        model::Project project = m_project;
        model::Scenario storm = *project.scenarios.find(model::ScenarioId("retry-storm"));
        const std::string plan = storm.faults->value();
        storm.changes.json = "{\"fault_plans\": {\"" + plan + "\": {\"faults\": []}}}";
        project.scenarios = project.scenarios.with(storm);
        QVERIFY(timeMarks(project, storm).empty());
    }
};

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    ResultViewsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "result_views_test.moc"
