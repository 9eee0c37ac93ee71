// Trials on a pool of threads, and load that is scaled.
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <stdexcept>

#include "simulator/experiment/load.h"
#include "simulator/experiment/trials.h"
#include "tests/simulator/short_run.h"

using namespace queueing;
using simulator::ExperimentOptions;
using simulator::RunResult;
using simulator::TaskPlace;
using simulator::Trial;

namespace {

const ScenarioId test("test");

/// One service of four workers, and that load.
Project loadedWith(const Arrivals& arrivals, double length = 20) {
    Builder model;
    model.service("server", 4, {compute(exponentially(20))});
    model.load("users", arrivals, {"server.do"});
    return model.build(length);
}

std::vector<Trial> trialsOfRates(const std::vector<double>& rates) {
    std::vector<Trial> trials;
    for (const double rate : rates)
        trials.push_back({"rate " + std::to_string(rate), loadedWith(PoissonArrivals{rate}), test, {}});
    return trials;
}

std::vector<std::uint64_t> hashesOf(const std::vector<Trial>& trials, int threads) {
    ExperimentOptions options;
    options.threads = threads;
    const auto run = simulator::runTrials<std::uint64_t>(
        trials, [](std::size_t, const RunResult& result) { return result.eventLogHash; }, options);
    if (!run) qFatal("%s", run.error().text().c_str());
    return run->results;
}

double loadOfIt(const Arrivals& arrivals, double length = 20) {
    const auto load = simulator::loadOf(loadedWith(arrivals, length), test);
    if (!load) qFatal("%s", load.error().text().c_str());
    return *load;
}

template <class Kind>
Kind scaled(const Kind& arrivals, double factor) {
    const auto project = simulator::withLoadTimes(loadedWith(arrivals), test, factor);
    if (!project) qFatal("%s", project.error().text().c_str());
    return std::get<Kind>(project->workloads.at(0).arrivals);
}

}  // namespace

class ExperimentTest : public QObject {
    Q_OBJECT

private slots:
    // Each is what a run of its own would be, wherever it was run.
    void trialsAreTheSameOnAnyNumberOfThreads() {
        const std::vector<Trial> trials = trialsOfRates({150, 10, 80, 40, 120, 20, 60});
        const std::vector<std::uint64_t> alone = hashesOf(trials, 1);
        QCOMPARE(alone.size(), trials.size());
        for (std::size_t at = 0; at < trials.size(); ++at)
            QCOMPARE(alone[at], simulator::run(**simulator::compile(trials[at].project, test)).eventLogHash);
        QCOMPARE(hashesOf(trials, 2), alone);
        QCOMPARE(hashesOf(trials, 5), alone);
    }

    void noTrialsHaveNoResults() { QVERIFY(hashesOf({}, 2).empty()); }

    void theFirstFailureInOrderIsTold() {
        std::vector<Trial> trials = trialsOfRates({100, 10, 10, 10, 10});
        trials[2].scenario = ScenarioId("nobody");
        trials[1].scenario = ScenarioId("somebody");
        for (const int threads : {1, 2, 4}) {
            ExperimentOptions options;
            options.threads = threads;
            const auto run = simulator::runTrials<int>(
                trials, [](std::size_t, const RunResult&) { return 0; }, options);
            QVERIFY(!run);
            QCOMPARE(run.error().place, std::string("/scenarios"));
            QVERIFY2(run.error().message.find("`somebody`") != std::string::npos &&
                         run.error().message.find("(rate 10") != std::string::npos,
                     run.error().message.c_str());
        }
    }

    void threadsAreAsManyAsAllowed() {
        ExperimentOptions options;
        options.threads = 300;
        QCOMPARE(simulator::tasksAtOnce(1000, options), 256);
        options.mostThreads = 300;
        QCOMPARE(simulator::tasksAtOnce(1000, options), 300);
        QCOMPARE(simulator::tasksAtOnce(7, options), 7);
        QCOMPARE(simulator::tasksAtOnce(0, options), 1);
    }

    // What one run may have, many at a time may not.
    void memoryIsSharedByTrials() {
        const Trial trial{"a small one", loadedWith(PoissonArrivals{10}), test, {}};
        QVERIFY(simulator::runTrial(trial, {0, {}, {}, 1}));
        const auto many = simulator::runTrial(trial, {0, {}, {}, 10'000'000});
        QVERIFY(!many);
        const std::string& told = many.error().message;
        QVERIFY2(
            told.find("10000000 are made at a time") != std::string::npos && told.ends_with("(a small one)"),
            told.c_str());
        const ExperimentOptions two{2, 256, {}, {}};
        const auto atOnce = [](const TaskPlace& place) -> model::Result<bool> { return place.atOnce == 2; };
        QVERIFY(simulator::doTasks(5, atOnce, two).value());
    }

    void whatATaskThrowsIsThrown() {
        const auto task = [](const TaskPlace& place) -> model::Result<bool> {
            if (place.number == 3) throw std::runtime_error("three");
            if (place.number == 5) return model::failure("five", "later");
            return true;
        };
        ExperimentOptions options;
        options.threads = 2;
        QVERIFY_EXCEPTION_THROWN((void)simulator::doTasks(8, task, options), std::runtime_error);
    }

    // What ended before the stop is kept, in order.
    void aStopKeepsTheFirstTrials() {
        std::stop_source stop;
        ExperimentOptions options;
        options.threads = 1;
        options.stop = stop.get_token();
        const auto run = simulator::runTrials<std::size_t>(
            trialsOfRates({50, 50, 50, 50}),
            [&](std::size_t number, const RunResult&) {
                if (number == 1) stop.request_stop();
                return number;
            },
            options);
        QVERIFY(run && run->cancelled);
        QCOMPARE(run->results, (std::vector<std::size_t>{0, 1}));
    }

    void progressIsToldOfAllTogether() {
        std::atomic<int> told = 0;
        std::atomic<bool> sound = true;
        ExperimentOptions options;
        options.threads = 2;
        options.progress = [&](const simulator::Progress& progress) {
            sound = sound && progress.share >= 0 && progress.share <= 1 && progress.wallSeconds > 0;
            ++told;
        };
        std::atomic<bool> enough = false;
        const auto task = [&](const TaskPlace& place) -> model::Result<bool> {
            place.progress({0.5, 100, 0, 0});
            while (told < 2) std::this_thread::yield();
            return true;
        };
        QVERIFY(simulator::doTasks(2, task, options).value());
        QVERIFY(sound && told >= 2);
    }

    void loadIsThatOfAllWorkloadsOnAverage() {
        QCOMPARE(loadOfIt(PoissonArrivals{12}), 12.0);
        QCOMPARE(loadOfIt(RampArrivals{0, 10, seconds(20)}), 5.0);
        QCOMPARE(loadOfIt(SpikeArrivals{10, 30, seconds(5), seconds(5)}), 15.0);
        QCOMPARE(loadOfIt(ModulatedArrivals{{{10, seconds(30), {}}, {50, seconds(10), {}}}}), 20.0);
        QCOMPARE(loadOfIt(CountedArrivals{seconds(10), {30, 50}, Spacing::Poisson, false}), 4.0);
    }

    void closedUsersHaveNoRate() {
        const auto load = simulator::loadOf(loadedWith(ClosedUsers{5, {}}), test);
        QVERIFY(!load);
        QCOMPARE(load.error().place, std::string("/workloads/users/arrivals"));
        QCOMPARE(scaled(ClosedUsers{5, {}}, 2.5).users, 13);
        QCOMPARE(scaled(ClosedUsers{5, {}}, 0.01).users, 1);
    }

    void everyKindOfLoadIsScaled() {
        QCOMPARE(scaled(PoissonArrivals{12}, 2).rate, 24.0);
        QCOMPARE(scaled(ConstantArrivals{12}, 0.5).rate, 6.0);
        QCOMPARE(scaled(RampArrivals{1, 10, seconds(5)}, 2), (RampArrivals{2, 20, seconds(5)}));
        QCOMPARE(scaled(SpikeArrivals{1, 10, seconds(5), seconds(2)}, 3),
                 (SpikeArrivals{3, 30, seconds(5), seconds(2)}));
        QCOMPARE(scaled(DiurnalArrivals{10, 5, seconds(60), {}}, 2),
                 (DiurnalArrivals{20, 10, seconds(60), {}}));
        QCOMPARE(scaled(StepArrivals{{{seconds(0), 3, {}}, {seconds(4), 5, {}}}}, 2),
                 (StepArrivals{{{seconds(0), 6, {}}, {seconds(4), 10, {}}}}));
        QCOMPARE(scaled(ModulatedArrivals{{{3, seconds(4), {}}}}, 2),
                 (ModulatedArrivals{{{6, seconds(4), {}}}}));
    }

    // Sums are right, though each count is whole.
    void recordingsKeepTheirShape() {
        const CountedArrivals counted{seconds(1), {1, 1, 1, 1, 6}, Spacing::Poisson, false};
        QCOMPARE(scaled(counted, 1.5).counts, (std::vector<std::int32_t>{2, 1, 2, 1, 9}));
        const TraceArrivals trace{{seconds(1), seconds(2), seconds(4)}, seconds(10)};
        QCOMPARE(scaled(trace, 2).times, (std::vector<Duration>{seconds(1), seconds(1.5), seconds(2),
                                                                seconds(3), seconds(4), seconds(7)}));
        QCOMPARE(scaled(trace, 1.0 / 3).times, (std::vector<Duration>{seconds(2)}));
        QCOMPARE(scaled(trace, 1).times, trace.times);
    }

    // Three hours between two journeys, and nearly a million copies of the first.
    void recordingsMayBeStretchedALot() {
        const TraceArrivals trace{{seconds(0)}, seconds(10'800)};
        const std::vector<Duration> times = scaled(trace, 900'000).times;
        QCOMPARE(times.size(), std::size_t{900'000});
        QVERIFY(std::is_sorted(times.begin(), times.end()));
        QCOMPARE(times[899'999].count(), std::int64_t{10'799'988'000'000});
    }

    void tooMuchIsRefused() {
        const auto huge =
            simulator::withLoadTimes(loadedWith(TraceArrivals{{seconds(1), seconds(2)}, {}}), test, 1e9);
        QVERIFY(!huge && huge.error().place == "/workloads/users/arrivals");
        const auto counts = simulator::withLoadTimes(
            loadedWith(CountedArrivals{seconds(1), {2000}, Spacing::Poisson, false}), test, 1e9);
        QVERIFY(!counts && counts.error().message.find("would count") != std::string::npos);
        QVERIFY(!simulator::withLoadTimes(loadedWith(PoissonArrivals{1}), test, 0));
        QVERIFY(!simulator::withLoadTimes(loadedWith(PoissonArrivals{1}), test, INFINITY));
        QVERIFY(!simulator::withLoadOf(loadedWith(PoissonArrivals{0}), test, 10));
    }

    // The load that is scaled is that of the scenario, changes included.
    void changesComeFirst() {
        Project project = loadedWith(PoissonArrivals{10});
        Scenario scenario = *project.scenarios.find(test);
        scenario.changes.json = R"({"workloads":{"users":{"arrivals":{"rate_per_s":40}}}})";
        project.scenarios = project.scenarios.with(scenario);
        QCOMPARE(simulator::loadOf(project, test).value(), 40.0);
        const auto more = simulator::withLoadOf(project, test, 100);
        QVERIFY(more && more->scenarios.find(test)->changes.empty());
        QCOMPARE(simulator::loadOf(*more, test).value(), 100.0);
    }
};

QTEST_APPLESS_MAIN(ExperimentTest)
#include "experiment_test.moc"
