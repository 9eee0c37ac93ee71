// Metastable failures: where they begin, what sets them off and what heals them.
#include <QFile>
#include <QTest>
#include <cmath>

#include "model/check.h"
#include "model/json/json.h"
#include "simulator/experiment/boundary.h"
#include "simulator/experiment/load.h"
#include "simulator/experiment/metastable.h"
#include "simulator/experiment/recovery.h"
#include "simulator/experiment/trigger.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::BoundarySearch;
using simulator::Metastability;
using simulator::MetastableOptions;
using simulator::TriggerSize;
using simulator::Votes;

namespace {

const ScenarioId incident("incident");
const ScenarioId test("test");

Project retryStorm() {
    QFile file(QStringLiteral(LINTEL_SOURCE_DIR "/samples/cascades/retry-storm.lintel"));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the sample is not there");
    return model::parseProject(file.readAll().toStdString()).value().project;
}

Metastability found(const Project& project, const ScenarioId& scenario, MetastableOptions options = {}) {
    const auto result = simulator::findMetastability(project, scenario, options);
    if (!result) qFatal("%s", result.error().text().c_str());
    return *result;
}

/// As `lintel metastable` finds the sample; looked for once.
const Metastability& knownStorm() {
    static const Metastability storm = found(retryStorm(), incident);
    return storm;
}

const simulator::TriedFix& fixOf(const Metastability& found, const std::string& family) {
    for (const simulator::TriedFix& fix : found.fixes)
        if (fix.fix.family == family) return fix;
    qFatal("no fix of the family %s", family.c_str());
}

/// All places below the limit are well, and so is one run of three a little above it.
BoundarySearch::Ask wellUpTo(double limit) {
    return [limit](const std::vector<double>& places) -> model::Result<std::vector<Votes>> {
        std::vector<Votes> votes;
        for (const double place : places)
            votes.push_back({place <= limit ? 3 : place <= 1.02 * limit ? 1 : 0, 3});
        return votes;
    };
}

/// Three servers of four workers that all stand still, or fail in part, for ten seconds.
Builder threeServers() {
    Builder model;
    model.service("server", 4, {compute(exponentially(20))}).replicas = 3;
    model.load("users", PoissonArrivals{100}, {"server.do"});
    return model;
}

Fault firstFault(const Project& project) {
    return project.faultPlans.at(0).faults.at(0);
}

std::string whyRefused(const Project& project, const ScenarioId& scenario) {
    const auto result = simulator::findMetastability(project, scenario);
    return result ? std::string() : result.error().text();
}

}  // namespace

class MetastableTest : public QObject {
    Q_OBJECT

private slots:
    // The threshold of stability is C / (1 + r): 300 / 2.
    void retryStormIsFoundWhereTheorySaysSo() {
        const Metastability& storm = knownStorm();
        QVERIFY2(std::abs(storm.safeLoad.value.value_or(0) - 150) <= 3,
                 qPrintable(QString::number(storm.safeLoad.value.value_or(0))));
        QVERIFY(storm.safeLoad.low <= *storm.safeLoad.value && *storm.safeLoad.value <= storm.safeLoad.high);
        QVERIFY(storm.collapseLoad.value.value_or(0) > 270 && *storm.collapseLoad.value < 310);
        QVERIFY(storm.outlives && !storm.failsAnyway);
        QCOMPARE(storm.load, 280.0);
        QVERIFY(storm.trigger.length.value.value_or(0) > 0.3 && *storm.trigger.length.value < 4);
        QVERIFY(!storm.trigger.depth.value && !storm.trigger.depth.why.empty());
    }

    // It is longer or shorter, but never half a zone.
    void aZoneIsATriggerWithoutDepth() {
        Builder model = threeServers();
        model.project.network.zones = model.project.network.zones.with({ZoneId("a"), "A", {}});
        model.deployments.back().zones = {ZoneId("a")};
        model.policy("p").timeout = seconds(1);
        model.fault(ZoneId("a"), 30, 10, KillFault{});
        const Project project = model.build(120);
        const ScenarioId id("test");
        const auto trigger = simulator::triggerOf(project, id);
        QVERIFY(trigger);
        QCOMPARE(trigger->length, 10.0);
        QVERIFY(!trigger->hasDepth);
        QVERIFY(simulator::depthText(project, id, 0.5).empty());
        const Project longer = simulator::withTrigger(project, id, {2, 0.5});
        QVERIFY(firstFault(longer).length == seconds(20));
        QVERIFY(firstFault(longer).effect == firstFault(project).effect);
    }

    // Changes of other scenarios need not fit what is tried.
    void otherScenariosDoNotMatter() {
        Builder model = threeServers();
        Project project = model.build(120);
        Scenario other = *project.scenarios.find(ScenarioId("test"));
        other.id = ScenarioId("other");
        other.changes.json = R"({"deployments":{"server":{"workers":2}}})";
        project.scenarios = project.scenarios.with(other);
        const auto tried = simulator::modelOf(project, ScenarioId("test"));
        QVERIFY(tried);
        for (const Scenario& scenario : tried->scenarios) QVERIFY(scenario.changes.empty());
        QCOMPARE(tried->deployments.at(0).workers, 4);
    }

    // As an independent simulation has it: a queue limit or the last first heal at once, no retry heals in
    // about two minutes; a budget of 10 % (308 > 300) does not.
    void fixesDoWhatIsKnownOfThem() {
        const Metastability& storm = knownStorm();
        QVERIFY(fixOf(storm, "queue of orders").heals);
        QVERIFY(fixOf(storm, "queue of orders").recovery.value_or(1e9) < 15);
        QVERIFY(fixOf(storm, "lifo of orders").heals);
        QVERIFY(fixOf(storm, "lifo of orders").recovery.value_or(1e9) < 15);
        const auto without = fixOf(storm, "retries of impatient").recovery;
        QVERIFY(without.value_or(0) > 60 && *without < 250);
        QVERIFY(!fixOf(storm, "ratio of impatient").heals);
        QVERIFY(!fixOf(storm, "orphans of impatient").heals);
        QVERIFY(fixOf(storm, "replicas of orders").heals);
        QCOMPARE(fixOf(storm, "replicas of orders").patch.json,
                 std::string(R"({"deployments":{"orders":{"replicas":2}}})"));
    }

    // Whoever heals comes before who does not, and settings before mechanisms before machines.
    void fixesAreRanked() {
        const Metastability& storm = knownStorm();
        QVERIFY(storm.fixes.size() > 8);
        for (std::size_t at = 1; at < storm.fixes.size(); ++at) {
            const simulator::TriedFix& before = storm.fixes[at - 1];
            const simulator::TriedFix& after = storm.fixes[at];
            QVERIFY(before.heals || !after.heals);
            if (after.heals) QVERIFY(before.fix.effort <= after.fix.effort);
        }
    }

    // What is shown can be pasted: the scenario with these changes is as well as it was when it was tried.
    void aPatchHealsAScenario() {
        Project project = retryStorm();
        Scenario scenario = *project.scenarios.find(incident);
        scenario.changes = knownStorm().fixes.front().patch;
        project.scenarios = project.scenarios.with(scenario);
        const Metastability healed = found(project, incident);
        QVERIFY(!healed.outlives && healed.fixes.empty());
    }

    void belowTheSafeLoadNothingIsToHeal() {
        MetastableOptions options;
        options.load = 120;
        const Metastability calm = found(retryStorm(), incident, options);
        QVERIFY(!calm.outlives && calm.fixes.empty());
        QVERIFY(!calm.trigger.length.value);
        QVERIFY2(calm.trigger.length.why.find("recovers from up to 160 s") != std::string::npos,
                 calm.trigger.length.why.c_str());
    }

    void aboveTheCollapseLoadNoTriggerIsNeeded() {
        MetastableOptions options;
        options.load = 400;
        options.runs = 1;
        const Metastability fails = found(retryStorm(), incident, options);
        QVERIFY(fails.failsAnyway && fails.outlives);
        QVERIFY(!fails.trigger.length.value);
        QVERIFY(!fails.fixes.empty());
    }

    void theSameOnAnyNumberOfThreads() {
        MetastableOptions options;
        options.runs = 1;
        options.watched = seconds(60);
        options.precision = 0.1;
        options.experiment.threads = 1;
        const Metastability alone = found(retryStorm(), incident, options);
        options.experiment.threads = 2;
        QVERIFY(found(retryStorm(), incident, options) == alone);
    }

    void aStopIsTold() {
        std::stop_source stop;
        MetastableOptions options;
        options.experiment.stop = stop.get_token();
        options.phase = [&](const std::string& phase) {
            if (phase == "the safe load") stop.request_stop();
        };
        QVERIFY(found(retryStorm(), incident, options).cancelled);
    }

    void boundariesAreNarrowedDown() {
        BoundarySearch search(wellUpTo(150));
        QVERIFY(search.isWellAt(10).value());
        QVERIFY(search.climb(10, 2, 10).value());
        const auto figure = search.narrow(0.01).value();
        QVERIFY(std::abs(*figure.value - 150) < 1.5);
        QVERIFY(figure.low <= 150 && figure.high >= 153);
        BoundarySearch downwards(wellUpTo(0.3));
        QVERIFY(downwards.climb(1, 0.5, 10).value());
        QVERIFY(std::abs(*downwards.narrow(0.01).value().value - 0.3) < 0.003);
        QVERIFY(!BoundarySearch(wellUpTo(1000)).climb(1, 2, 5).value());
    }

    // Places between 100 and 200 are well in most runs only: the bounds are outside of them.
    void boundsAreWhereAllRunsAgree() {
        BoundarySearch search([](const std::vector<double>& places) -> model::Result<std::vector<Votes>> {
            std::vector<Votes> votes;
            for (const double place : places)
                votes.push_back({place < 100 ? 3 : place < 150 ? 2 : place < 200 ? 1 : 0, 3});
            return votes;
        });
        QVERIFY(!search.isWellAt(199).value());
        QVERIFY(search.isWellAt(101).value());
        const auto figure = search.narrow(0.01).value();
        QVERIFY(std::abs(*figure.value - 150) < 1.5);
        QVERIFY2(figure.low < 100 && figure.low > 80, qPrintable(QString::number(figure.low)));
        QVERIFY2(figure.high >= 200 && figure.high < 250, qPrintable(QString::number(figure.high)));
    }

    // Nowhere do all agree: after a few steps, or at the most that can be tried, it ends.
    void boundsAreLookedForInSteps() {
        int asked = 0;
        const auto neverSure =
            [&asked](const std::vector<double>& places) -> model::Result<std::vector<Votes>> {
            std::vector<Votes> votes;
            for (const double place : places) votes.push_back({place < 0.5 ? 2 : 1, 3});
            asked += static_cast<int>(places.size());
            return votes;
        };
        BoundarySearch search(neverSure);
        QVERIFY(search.climb(1, 0.25, 5).value());
        asked = 0;
        const auto figure = search.narrow(0.05, 1).value();
        QVERIFY(figure.high <= 1 && figure.low > 0 && figure.low < 0.5);
        QVERIFY2(asked < 30, qPrintable(QString::number(asked)));
    }

    // Two that follow each other would meet, which no plan may have, if only their lengths grew.
    void longerTriggersKeepTheirDistances() {
        Builder model = threeServers();
        model.fault(ServiceId("server"), 10, 20, PauseFault{});
        model.fault(ServiceId("server"), 40, 10, PauseFault{});
        const Project twice = simulator::withTrigger(model.build(200), test, TriggerSize{2, 1});
        QVERIFY(model::check(twice, 1).empty());
        const std::vector<Fault>& faults = twice.faultPlans.at(0).faults;
        QCOMPARE(faults[0].start, seconds(10));
        QCOMPARE(*faults[0].length, seconds(40));
        QCOMPARE(faults[1].start, seconds(70));
        QCOMPARE(*faults[1].length, seconds(20));
        const Project half = simulator::withTrigger(model.build(200), test, TriggerSize{0.5, 1});
        QCOMPARE(half.faultPlans.at(0).faults[1].start, seconds(40));
    }

    void triggersHaveASize() {
        Builder model = threeServers();
        model.fault(ServiceId("server"), 10, 20, KillFault{2});
        const Project project = model.build(60);
        const simulator::Trigger trigger = simulator::triggerOf(project, test).value();
        QCOMPARE(trigger.start, 10.0);
        QCOMPARE(trigger.length, 20.0);
        QVERIFY(trigger.hasDepth);
        QCOMPARE(simulator::triggerEnd(project, test), 30.0);
        const Project half = simulator::withTrigger(project, test, TriggerSize{0.25, 0.5});
        QCOMPARE(*firstFault(half).length, seconds(5));
        QCOMPARE(std::get<KillFault>(firstFault(half).effect).replicas, 1);
        QCOMPARE(simulator::depthText(project, test, 1), std::string("2 of 3 replicas of server"));
        QVERIFY(simulator::withTrigger(project, test, {}) == project);
    }

    void everyKindOfFaultGetsLessDeep() {
        const auto halved = [](const FaultEffect& effect) {
            Builder model = threeServers();
            model.policy("patient").timeout = seconds(2);
            model.fault(ServiceId("server"), 10, 20, effect);
            return firstFault(simulator::withTrigger(model.build(60), test, TriggerSize{1, 0.5})).effect;
        };
        QCOMPARE(std::get<PauseFault>(halved(PauseFault{})).replicas, 2);
        QCOMPARE(std::get<SlowFault>(halved(SlowFault{5, milliseconds(10)})),
                 (SlowFault{3, milliseconds(5)}));
        QCOMPARE(std::get<ErrorFault>(halved(ErrorFault{0.5})).rate, 0.25);
        QCOMPARE(std::get<LossFault>(halved(LossFault{{}, 0.4})).rate, 0.2);
        QCOMPARE(std::get<FlushFault>(halved(FlushFault{1})).share, 0.5);
        QVERIFY(std::holds_alternative<PartitionFault>(halved(PartitionFault{})));
    }

    // A spike is a trigger: what overloads a server without a limit is worked off in the end.
    void spikesAreTriggers() {
        Builder model;
        model.service("server", 4, {compute(exponentially(20))});
        model.load("users", SpikeArrivals{100, 300, seconds(10), seconds(10)}, {"server.do"});
        const Project project = model.build(120);
        QCOMPARE(simulator::triggerOf(project, test).value().length, 10.0);
        QCOMPARE(simulator::depthText(project, test, 0.5), std::string("200 journeys/s"));
        QVERIFY(std::holds_alternative<PoissonArrivals>(
            simulator::withoutTrigger(project, test).workloads.at(0).arrivals));
        MetastableOptions options;
        options.runs = 3;
        const Metastability calm = found(project, test, options);
        QCOMPARE(calm.statedLoad, 100.0);
        QVERIFY(!calm.outlives);
        // Four workers of 20 ms each: 200/s, from which on it fails in any case.
        QVERIFY(std::abs(calm.collapseLoad.value.value_or(0) - 202) < 8);
        QVERIFY(std::abs(calm.safeLoad.value.value_or(0) - 200) < 10);
    }

    void badInputIsNamed() {
        const std::string none = whyRefused(threeServers().build(60), test);
        QVERIFY2(none.find("has no trigger") != std::string::npos, none.c_str());
        Builder endless = threeServers();
        endless.fault(ServiceId("server"), 10, {}, KillFault{1});
        const std::string lasting = whyRefused(endless.build(60), test);
        QVERIFY2(lasting.find("/fault_plans/faults/faults/0: lasts to the end") == 0, lasting.c_str());
        Builder closed;
        closed.service("server", 4, {compute(exponentially(20))});
        closed.load("users", ClosedUsers{5, {}}, {"server.do"});
        closed.fault(ServiceId("server"), 10, 5, KillFault{1});
        const std::string users = whyRefused(closed.build(60), test);
        QVERIFY2(users.find("/workloads/users/arrivals") == 0, users.c_str());
        QVERIFY(whyRefused(threeServers().build(60), ScenarioId("nobody")).find("`nobody`") !=
                std::string::npos);
        Builder broken;
        broken.service("server", 4, {{Fail{1}, {}}});
        broken.load("users", PoissonArrivals{10}, {"server.do"});
        broken.fault(ServiceId("server"), 10, 5, KillFault{1});
        QVERIFY(whyRefused(broken.build(60), test).find("no journey ends well") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(MetastableTest)
#include "metastable_test.moc"
