// A scenario at many points.
#include <QTest>

#include "simulator/cluster/ranks.h"
#include "simulator/engine/simulation.h"
#include "simulator/experiment/sweep.h"
#include "simulator/experiment/sweep_row.h"
#include "simulator/metrics/outcome.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::Axis;
using simulator::Ranks;
using simulator::Sweep;
using simulator::SweepColumn;
using simulator::SweepOptions;
using simulator::SweepRow;
using simulator::SweepTable;

namespace {

const char* const workers = "/deployments/server/workers";
const char* const demand = "/services/server/operations/server.do/behaviour/0/time/mean_ms";

Sweep sweepOver(std::vector<Axis> axes) {
    Builder model;
    model.service("server", 2, {compute(exponentially(20))});
    model.load("users", PoissonArrivals{60}, {"server.do"});
    Sweep sweep;
    sweep.project = model.build(10, 2.0);
    sweep.scenario = ScenarioId("test");
    sweep.axes = std::move(axes);
    const auto points = simulator::gridOf(sweep.axes);
    if (!points) qFatal("%s", points.error().text().c_str());
    sweep.points = *points;
    return sweep;
}

Sweep usual() {
    return sweepOver({{workers, {"2", "3"}, {}}, {"load", {"40", "60", "80"}, {}}});
}

std::vector<SweepColumn> columnsOf(const Sweep& sweep) {
    const auto columns = simulator::checkSweep(sweep);
    if (!columns) qFatal("%s", columns.error().text().c_str());
    return *columns;
}

SweepTable tableOf(const Sweep& sweep, int threads = 1, const SweepOptions& options = {}) {
    Ranks ranks(threads);
    const auto table = simulator::runSweep(sweep, columnsOf(sweep), ranks, options);
    if (!table) qFatal("%s", table.error().text().c_str());
    return *table;
}

std::string cell(const SweepTable& table, std::size_t point, const std::string& column) {
    for (std::size_t at = 0; at < table.columns.size(); ++at)
        if (table.columns[at].name == column) return table.rows[point]->at(at);
    qFatal("there is no column %s", column.c_str());
}

std::string refusalOf(const Sweep& sweep) {
    const auto checked = simulator::checkSweep(sweep);
    return checked ? std::string("no failure") : checked.error().text();
}

}  // namespace

class SweepTest : public QObject {
    Q_OBJECT

private slots:
    // The row of a point is what the run of its model says.
    void pointsAreRuns() {
        const Sweep sweep = usual();
        const SweepTable table = tableOf(sweep);
        Builder model;
        model.service("server", 3, {compute(exponentially(20))});
        model.load("users", PoissonArrivals{80}, {"server.do"});
        const auto result = simulator::run(*planOf(model.build(10, 2.0)));
        QCOMPARE(cell(table, 5, "event_log_hash"),
                 QString::number(result.eventLogHash, 16).rightJustified(16, '0').toStdString());
        QCOMPARE(std::stod(cell(table, 5, "users.journey.mean_ms")),
                 *result.journeys.at(0).latency.mean.value);
        QCOMPARE(std::stod(cell(table, 5, "users.journey.goodput_rps.low")),
                 result.journeys.at(0).goodput.low);
        QCOMPARE(cell(table, 5, "busiest"), std::string("server"));
        QVERIFY(std::stod(cell(table, 0, "busiest_utilisation")) <
                std::stod(cell(table, 2, "busiest_utilisation")));
    }

    void anyNumberOfThreadsGivesTheSame() {
        const SweepTable alone = tableOf(usual(), 1);
        const SweepTable two = tableOf(usual(), 2);
        const SweepTable many = tableOf(usual(), 5);
        QVERIFY(!alone.cancelled && alone.rows.size() == 6);
        QVERIFY(alone.rows == two.rows && alone.rows == many.rows && alone.columns == many.columns);
    }

    // With some points known it does the others, and all are as without.
    void knownPointsAreNotDoneAgain() {
        const SweepTable whole = tableOf(usual());
        for (std::size_t known = 0; known <= whole.rows.size(); ++known) {
            SweepOptions options;
            for (std::size_t point = 0; point < known; ++point)
                options.done[point * 5 % 6] = *whole.rows[point * 5 % 6];
            std::size_t kept = 0;
            options.keep = [&](std::size_t point, const SweepRow& row) -> model::Result<void> {
                kept += !options.done.contains(point) && row == *whole.rows[point];
                return {};
            };
            QVERIFY(tableOf(usual(), 2, options).rows == whole.rows);
            QCOMPARE(kept, whole.rows.size() - known);
        }
    }

    void seedsAreCommonOrIndependent() {
        Sweep sweep = usual();
        sweep.seed = 11;
        for (std::size_t point = 0; point < 6; ++point)
            QCOMPARE(simulator::seedOfPoint(sweep, point), std::uint64_t{11});
        sweep.independent = true;
        QVERIFY(simulator::seedOfPoint(sweep, 0) != simulator::seedOfPoint(sweep, 1));
        const SweepTable table = tableOf(sweep);
        QCOMPARE(cell(table, 1, "seed"), std::to_string(simulator::seedOfPoint(sweep, 1)));
        QVERIFY(tableOf(sweep, 3).rows == table.rows);
    }

    void seedsMayBeParameters() {
        const SweepTable table = tableOf(sweepOver({{"/scenarios/test/seed", {"3", "4"}, {}}}));
        QVERIFY(cell(table, 0, "seed") == "3" && cell(table, 1, "seed") == "4");
        QVERIFY(cell(table, 0, "event_log_hash") != cell(table, 1, "event_log_hash"));
    }

    void replicationsAndLengthAreOverruled() {
        Sweep sweep = usual();
        const std::string shorter = cell(tableOf(sweep), 0, "events");
        sweep.replications = 5;
        sweep.length = seconds(20);
        const SweepTable table = tableOf(sweep);
        QCOMPARE(cell(table, 0, "replications"), std::string("5"));
        QVERIFY(std::stod(cell(table, 0, "events")) > 4 * std::stod(shorter));
    }

    // The load is the mean over the run, also of one that is cut short while the load grows.
    void theLoadIsThatOfTheRun() {
        Builder model;
        model.service("server", 50, {compute(exponentially(1))});
        model.load("users", RampArrivals{20, 100, seconds(40)}, {"server.do"});
        Sweep sweep = sweepOver({{"load", {"200"}, {}}});
        sweep.project = model.build(40, 0.0);
        sweep.replications = 20;
        for (const double length : {40.0, 10.0}) {
            sweep.length = seconds(length);
            const double goodput = std::stod(cell(tableOf(sweep), 0, "goodput_rps"));
            QVERIFY2(std::abs(goodput - 200) < 8, qPrintable(QString::number(goodput)));
        }
    }

    // Journeys and objectives may come and go with a parameter.
    void columnsAreThoseOfAllPoints() {
        Builder model;
        model.service("server", 2, {compute(exponentially(20))});
        model.load("users", PoissonArrivals{60}, {"server.do"});
        model.load("others", PoissonArrivals{10}, {"server.do"});
        Sweep sweep = sweepOver({{"/scenarios/test/workloads", {"[\"users\"]", "[\"others\"]"}, {}}});
        sweep.project = model.build(10, 2.0);
        const SweepTable table = tableOf(sweep);
        QVERIFY(!cell(table, 0, "users.journey.mean_ms").empty() &&
                cell(table, 0, "others.journey.mean_ms").empty());
        QVERIFY(cell(table, 1, "users.journey.mean_ms").empty() &&
                !cell(table, 1, "others.journey.mean_ms").empty());
    }

    // One word for all objectives of a point: what the run says of each decides.
    void pointsAreMetOrMissed() {
        Builder model;
        model.service("server", 2, {compute(exponentially(20))}).queueLimit = 5;
        model.load("users", PoissonArrivals{60}, {"server.do"});
        for (const auto& [id, share] : {std::pair("most", 0.9), std::pair("half", 0.5)}) {
            Objective objective;
            objective.id = ObjectiveId(id);
            objective.name = id;
            objective.target = JourneyId("users.journey");
            objective.goal = AvailabilityObjective{share};
            model.objectives.push_back(objective);
        }
        Sweep sweep = sweepOver({{"load", {"20", "150", "600"}, {}}});
        sweep.project = model.build(60, 2.0);
        const SweepTable table = tableOf(sweep);
        const auto words = [&](std::size_t point) {
            return cell(table, point, "half.verdict") + " " + cell(table, point, "most.verdict") + " " +
                   cell(table, point, "verdict");
        };
        QCOMPARE(words(0), std::string("met met met"));
        QCOMPARE(words(1), std::string("met missed missed"));
        QCOMPARE(words(2), std::string("missed missed missed"));
        const auto hasVerdict = [](const Sweep& of) {
            const auto columns = columnsOf(of);
            return std::count(columns.begin(), columns.end(), SweepColumn{"verdict", true}) == 1;
        };
        QVERIFY(hasVerdict(sweep) && !hasVerdict(usual()));
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QStringList>("places");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        const auto row = [](const QStringList& places, const char* value, const char* told) {
            QTest::newRow(qPrintable(places.join(" ") + "=" + value))
                << places << QString(value) << QString(told);
        };
        row({"/deployments/nobody/workers"}, "2",
            "there is no `nobody` in /deployments; there is the following: server");
        row({"/deployments/server/worker"}, "2", "the format knows no field `worker`");
        row({workers}, "\"two\"",
            "/deployments/server/workers: expected a whole number, found the text \"two\"");
        row({workers}, "2.5",
            "expected a whole number, found the number 2.5 (point 0: /deployments/server/workers=2.5)");
        row({workers}, "0", "/deployments/server/workers: 0");
        row({workers, workers}, "2", "/deployments/server/workers: is set twice");
        row({demand, "/services/server/operations/server.do/behaviour"}, "2", "are parts of each other");
        row({"load"}, "0", "load: found 0, expected a rate above 0");
        row({"load"}, "\"much\"", "load: found \"much\", expected a rate above 0");
        row({"/scenarios/other/seed"}, "2", "only the fields of the one that runs matter");
    }

    void mistakesAreNamed() {
        QFETCH(QStringList, places);
        QFETCH(QString, value);
        QFETCH(QString, told);
        std::vector<Axis> axes;
        for (const QString& place : places) axes.push_back({place.toStdString(), {value.toStdString()}, {}});
        const std::string found = refusalOf(sweepOver(axes));
        QVERIFY2(found.find(told.toStdString()) != std::string::npos, found.c_str());
    }

    // What holds for all points and a parameter cannot both be.
    void whatIsSetForAllPointsIsNoParameter() {
        const auto told = [](const char* field, const auto& overrule) {
            Sweep sweep = sweepOver({{std::string("/scenarios/test/") + field, {"3", "4"}, {}}});
            if (refusalOf(sweep) != "no failure") return refusalOf(sweep);
            overrule(sweep);
            return refusalOf(sweep);
        };
        QCOMPARE(told("seed", [](Sweep& sweep) { sweep.seed = 1; }),
                 std::string("/scenarios/test/seed: is set by --seed too, expected one of the two"));
        QCOMPARE(told("seed", [](Sweep& sweep) { sweep.independent = true; }),
                 std::string("/scenarios/test/seed: is set by --independent too, expected one of the two"));
        QCOMPARE(told("replications", [](Sweep& sweep) { sweep.replications = 2; }),
                 std::string(
                     "/scenarios/test/replications: is set by --replications too, expected one of the two"));
        QCOMPARE(told("length_s", [](Sweep& sweep) { sweep.length = seconds(5); }),
                 std::string("/scenarios/test/length_s: is set by --duration too, expected one of the two"));
        QCOMPARE(told("length_s", [](Sweep& sweep) { sweep.seed = 1; }), std::string("no failure"));
    }

    // What only shows when it is compiled is told with its point.
    void pointsThatCannotBeSimulatedAreNamed() {
        Sweep sweep = sweepOver({{"/scenarios/test/workloads", {"[\"users\"]", "[]"}, {}}});
        Ranks ranks(2);
        const auto table = simulator::runSweep(sweep, columnsOf(sweep), ranks);
        QVERIFY(!table);
        QVERIFY2(table.error().text().find("(point 1: /scenarios/test/workloads=[])") != std::string::npos,
                 table.error().text().c_str());
    }

    void rowsThatCannotBeKeptEndIt() {
        SweepOptions options;
        options.keep = [](std::size_t, const SweepRow&) -> model::Result<void> {
            return model::failure("space.csv.journal", "no space is left");
        };
        Ranks ranks(2);
        const auto table = simulator::runSweep(usual(), columnsOf(usual()), ranks, options);
        QVERIFY(!table && table.error().text().find("no space is left") != std::string::npos);
    }

    void aStopEndsIt() {
        std::stop_source stop;
        SweepOptions options;
        options.experiment.stop = stop.get_token();
        options.keep = [&](std::size_t, const SweepRow&) -> model::Result<void> {
            stop.request_stop();
            return {};
        };
        const SweepTable table = tableOf(usual(), 1, options);
        QVERIFY(table.cancelled && table.rows[0] && !table.rows[5]);
    }

    // Also where a replication had reached a limit before: what is left of the others is no row.
    void whatWasStoppedIsNoRow() {
        simulator::RunResult result;
        const std::vector<std::string> columns{"events", "limit_reached"};
        QVERIFY(simulator::rowOfEnded(columns, result, true)->has_value());
        result.cancelled = true;
        QVERIFY(!simulator::rowOfEnded(columns, result, true)->has_value());
        result.limitReached = "ended after 3 s because more than 100 million steps took no time";
        QVERIFY(!simulator::rowOfEnded(columns, result, true)->has_value());
        QCOMPARE(simulator::rowOfEnded(columns, result, false)->value().at(1), result.limitReached);
    }

    // How far a run comes for want of memory depends on the machine: no figures.
    void whatLacksMemoryIsAFailure() {
        const auto plan = planOf(usual().project);
        const simulator::Grid grid = simulator::Grid::of(plan->length, plan->warmUp);
        std::vector<simulator::Recording> recordings;
        for (const auto limit : {simulator::Limit::Standstill, simulator::Limit::Memory}) {
            simulator::Simulation simulation(*plan, grid, 1, static_cast<std::uint32_t>(recordings.size()));
            recordings.push_back(simulation.finish(false));
            recordings.back().limit = limit;
        }
        const auto result = simulator::outcome(*plan, grid, recordings);
        const auto row = simulator::rowOfEnded({"events"}, result, false);
        QVERIFY(!row);
        QVERIFY2(row.error().message.find("has no more memory") != std::string::npos,
                 row.error().message.c_str());
    }

    void questionsDiffer() {
        const Sweep sweep = usual();
        const auto asked = simulator::questionOf(sweep);
        QVERIFY(simulator::questionOf(usual()) == asked);
        std::vector<Sweep> others(6, sweep);
        others[0].seed = 99;
        others[1].independent = true;
        others[2].replications = 7;
        others[3].length = seconds(3);
        others[4].points.pop_back();
        others[5].project.name = "Another";
        for (const Sweep& other : others) QVERIFY(simulator::questionOf(other) != asked);
    }

    void rowsAreTexts() {
        const SweepRow row{"1.5", "", "met", ""};
        const auto again = simulator::rowOfText(simulator::textOfRow(42, row), 4);
        QVERIFY(again && again->first == 42 && again->second == row);
        for (const char* text : {"", "x", "1", "1\ta", "1\ta\tb\tc\td\te"})
            QVERIFY(!simulator::rowOfText(text, 4));
    }
};

QTEST_APPLESS_MAIN(SweepTest)
#include "sweep_test.moc"
