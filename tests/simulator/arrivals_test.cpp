// When journeys begin: numbers against the integral of the rate, dispersion against its closed form,
// recordings to the nanosecond.
#include <QTest>
#include <cmath>
#include <numbers>
#include <random>

#include "model/json/json.h"
#include "simulator/engine/arrival_process.h"
#include "simulator/plan/arrivals.h"
#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;
using simulator::ArrivalProcess;
using simulator::Purpose;
using simulator::RandomStream;

namespace {

simulator::WorkloadPlan planOf(const Arrivals& arrivals, double seconds = 1e6) {
    Workload workload;
    workload.id = WorkloadId("users");
    workload.arrivals = arrivals;
    const auto plan = simulator::compileArrivals(workload, model::seconds(seconds).count());
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

/// All arrivals before `seconds` [ns].
std::vector<std::int64_t> momentsOf(const Arrivals& arrivals, double seconds, std::uint32_t replication = 0) {
    const simulator::WorkloadPlan plan = planOf(arrivals, seconds);
    const std::int64_t end = model::seconds(seconds).count();
    const RandomStream stream(7, 1, Purpose::Arrival, replication);
    ArrivalProcess process(plan, end, stream, RandomStream(7, 1, Purpose::Modulation, replication));
    std::vector<std::int64_t> moments;
    for (std::int64_t next = process.next(); next < end; next = process.next()) {
        if (!moments.empty() && next < moments.back()) qFatal("time goes back");
        moments.push_back(next);
    }
    return moments;
}

/// The number of arrivals of a Poisson process, against its expectation.
bool isPoisson(std::int64_t count, double expected) {
    const bool good = std::abs(static_cast<double>(count) - expected) < 4.5 * std::sqrt(expected) + 1e-9;
    if (!good) qWarning("%lld, expected %g", static_cast<long long>(count), expected);
    return good;
}

std::int64_t countBetween(const std::vector<std::int64_t>& moments, double from, double to) {
    const auto at = [&](double second) {
        return std::lower_bound(moments.begin(), moments.end(), model::seconds(second).count());
    };
    return at(to) - at(from);
}

double integral(const DiurnalArrivals& wave, double from, double to) {
    const double speed = 2 * std::numbers::pi / inSeconds(wave.period);
    const double phase = inSeconds(wave.phase);
    return wave.mean * (to - from) +
           wave.amplitude / speed * (std::cos(speed * (from + phase)) - std::cos(speed * (to + phase)));
}

/// A model of one quick service under that load.
Builder modelOf(const Arrivals& arrivals) {
    Builder model;
    model.service("s", 4, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", arrivals, {"s.do"});
    return model;
}

simulator::RunResult runOf(const Project& project, int threads = 1) {
    const auto plan = simulator::compile(project, ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    simulator::RunOptions options;
    options.threads = threads;
    return simulator::run(**plan, options);
}

std::vector<Duration> randomTimes(int count) {
    std::mt19937_64 random(3);
    std::vector<Duration> times;
    for (int at = 0; at < count; ++at)
        times.push_back(Duration(std::uniform_int_distribution<std::int64_t>(0, 50'000'000'000)(random)));
    times.push_back(times.back());  // Two at the same moment
    std::sort(times.begin(), times.end());
    return times;
}

std::vector<Arrivals> newKinds() {
    return {DiurnalArrivals{200, 150, seconds(2), seconds(1)},
            StepArrivals{{{seconds(0.5), 100, {}}, {seconds(1), 0, {}}, {seconds(2), 300, {}}}},
            ModulatedArrivals{{{20, seconds(0.5), {}}, {0, seconds(0.1), {}}, {900, seconds(0.2), {}}}},
            TraceArrivals{{seconds(0.1), seconds(0.1), seconds(0.7)}, seconds(0.75)},
            CountedArrivals{milliseconds(250), {10, 0, 70}, Spacing::Poisson, true},
            CountedArrivals{milliseconds(250), {10, 0, 70}, Spacing::Regular, false}};
}

}  // namespace

class ArrivalsTest : public QObject {
    Q_OBJECT

private slots:
    void wavesFollowTheirIntegral_data();
    void wavesFollowTheirIntegral();
    void wavesAreInvertedExactly();
    void stepsFollowTheirLevels();
    void burstsAreDispersed_data();
    void burstsAreDispersed();
    void burstsChangeByAStreamOfTheirOwn();
    void tracesAreExact();
    void tracesSurviveTheFile();
    void countsAreMetAtEqualDistances();
    void countsAreRatesAtRandom();
    void allKindsConserveAndRepeat();
    void badInputIsNamed_data();
    void badInputIsNamed();
    void loadThatNeverComesIsNamed();
};

void ArrivalsTest::wavesFollowTheirIntegral_data() {
    QTest::addColumn<double>("amplitude");
    QTest::addColumn<double>("period");
    QTest::addColumn<double>("phase");
    QTest::newRow("deep") << 100.0 << 100.0 << 0.0;
    QTest::newRow("shallow") << 20.0 << 100.0 << 25.0;
    QTest::newRow("flat") << 0.0 << 50.0 << 0.0;
    QTest::newRow("quick") << 90.0 << 0.01 << 0.004;
    QTest::newRow("slow") << 90.0 << 86400.0 << 64800.0;
}

void ArrivalsTest::wavesFollowTheirIntegral() {
    QFETCH(double, amplitude);
    QFETCH(double, period);
    QFETCH(double, phase);
    const DiurnalArrivals wave{100, amplitude, seconds(period), seconds(phase)};
    const auto moments = momentsOf(wave, 1000);
    QVERIFY(isPoisson(static_cast<std::int64_t>(moments.size()), integral(wave, 0, 1000)));
    for (double from = 0; from < 1000; from += 12.5)
        QVERIFY(isPoisson(countBetween(moments, from, from + 12.5), integral(wave, from, from + 12.5)));
}

// Between arrivals the integral grows by what was drawn.
void ArrivalsTest::wavesAreInvertedExactly() {
    const DiurnalArrivals wave{100, 100, seconds(10), seconds(2)};
    const auto moments = momentsOf(wave, 200);
    RandomStream stream(7, 1, Purpose::Arrival, 0);
    double before = 0;
    for (const std::int64_t moment : moments) {
        const double now = static_cast<double>(moment) / 1e9;
        const double drawn = simulator::standardExponential(stream);
        QVERIFY(std::abs(integral(wave, before, now) - drawn) < 1e-6);
        before = now;
    }
}

void ArrivalsTest::stepsFollowTheirLevels() {
    const auto moments =
        momentsOf(StepArrivals{{{seconds(10), 50, {}}, {seconds(30), 0, {}}, {seconds(40), 400, {}}}}, 100);
    QCOMPARE(countBetween(moments, 0, 10), 0);
    QVERIFY(isPoisson(countBetween(moments, 10, 30), 1000));
    QCOMPARE(countBetween(moments, 30, 40), 0);
    QVERIFY(isPoisson(countBetween(moments, 40, 70), 12000));
    QVERIFY(isPoisson(countBetween(moments, 70, 100), 12000));
}

void ArrivalsTest::burstsAreDispersed_data() {
    QTest::addColumn<double>("window");
    for (const double window : {0.5, 3.0, 20.0}) QTest::newRow(qPrintable(QString::number(window))) << window;
}

// Of two states: Fischer, Meier-Hellstern (1993), from the first moment on, as the start is stationary.
void ArrivalsTest::burstsAreDispersed() {
    QFETCH(double, window);
    const double low = 5;
    const double high = 60;
    const double up = 1 / 4.0;
    const double down = 1 / 1.0;
    const ModulatedArrivals bursts{{{low, seconds(1 / up), {}}, {high, seconds(1 / down), {}}}};
    constexpr int windows = 20'000;
    std::vector<double> counts;
    for (std::uint32_t at = 0; at < windows; ++at)
        counts.push_back(static_cast<double>(momentsOf(bursts, window, at).size()));
    double mean = 0;
    for (const double count : counts) mean += count / windows;
    double variance = 0;
    double fourth = 0;
    for (const double count : counts) {
        variance += std::pow(count - mean, 2) / windows;
        fourth += std::pow(count - mean, 4) / windows;
    }
    const double sum = up + down;
    const double rate = (low * down + high * up) / sum;
    const double excess = 2 * up * down * std::pow(low - high, 2) / (sum * sum * (low * down + high * up));
    const double index = 1 + excess * (1 - -std::expm1(-sum * window) / (sum * window));
    QVERIFY2(std::abs(mean - rate * window) < 4.5 * std::sqrt(variance / windows),
             qPrintable(QString::number(mean)));
    const double tolerance = 4.5 * std::sqrt((fourth - variance * variance) / windows) / (rate * window);
    QVERIFY2(std::abs(variance / (rate * window) - index) < tolerance,
             qPrintable(QString("%1, expected %2 +- %3").arg(variance / mean).arg(index).arg(tolerance)));
}

// Ten times the rate in the same bursts: the silence between them stays where it was.
void ArrivalsTest::burstsChangeByAStreamOfTheirOwn() {
    const auto silences = [](double rate) {
        const auto moments =
            momentsOf(ModulatedArrivals{{{0, seconds(10), {}}, {rate, seconds(5), {}}}}, 1000);
        std::vector<double> starts;
        for (std::size_t at = 1; at < moments.size(); ++at)
            if (moments[at] - moments[at - 1] > 200'000'000)
                starts.push_back(static_cast<double>(moments[at - 1]) / 1e9);
        return starts;
    };
    const auto some = silences(500);
    const auto many = silences(5000);
    QVERIFY(some.size() > 30);
    QCOMPARE(some.size(), many.size());
    for (std::size_t at = 0; at < some.size(); ++at) QVERIFY(std::abs(some[at] - many[at]) < 0.03);
}

void ArrivalsTest::tracesAreExact() {
    const std::vector<Duration> times = randomTimes(10'000);
    const auto once = momentsOf(TraceArrivals{times, {}}, 1e6);
    QCOMPARE(once.size(), times.size());
    for (std::size_t at = 0; at < times.size(); ++at) QCOMPARE(once[at], times[at].count());
    const auto thrice = momentsOf(TraceArrivals{times, seconds(60)}, 180);
    QCOMPARE(thrice.size(), 3 * times.size());
    for (std::size_t at = 0; at < thrice.size(); ++at)
        QCOMPARE(thrice[at], times[at % times.size()].count() +
                                 static_cast<std::int64_t>(at / times.size()) * 60'000'000'000);
}

// Also odd nanoseconds of several days.
void ArrivalsTest::tracesSurviveTheFile() {
    std::vector<Duration> times = randomTimes(1000);
    times.push_back(Duration(604'800'000'000'001));
    times.push_back(Duration(604'800'123'456'789));
    const Project project = modelOf(TraceArrivals{times, {}}).build(60);
    const auto parsed = parseProject(writeProject(project));
    QVERIFY(parsed.has_value() && parsed->problems.empty());
    QVERIFY(parsed->project == project);
    const simulator::RunResult result = runOf(parsed->project);
    QCOMPARE(result.journeys[0].arrivals, 2u * 1001);  // Two replications
    QVERIFY(result.conservation.holds);
}

void ArrivalsTest::countsAreMetAtEqualDistances() {
    const CountedArrivals counted{Duration(1'000'000'007), {3, 0, 1, 7}, Spacing::Regular, true};
    const auto moments = momentsOf(counted, 1000);
    std::size_t at = 0;
    for (std::int64_t interval = 0; at + 7 < moments.size(); ++interval) {
        const std::int32_t count = counted.counts[static_cast<std::size_t>(interval % 4)];
        for (std::int32_t index = 0; index < count; ++index, ++at) {
            const double expected = (static_cast<double>(interval) + (index + 0.5) / count) * 1'000'000'007.0;
            QVERIFY(std::abs(static_cast<double>(moments[at]) - expected) <= 1.5);
        }
    }
    QVERIFY(std::abs(static_cast<double>(moments.size()) - 11 * 250) <= 11);
    // As dense as the clock allows.
    const auto dense = momentsOf(CountedArrivals{milliseconds(1), {100'000}, Spacing::Regular, false}, 1);
    QCOMPARE(dense.size(), std::size_t(100'000));
    for (std::size_t index = 0; index < dense.size(); ++index)
        QCOMPARE(dense[index], static_cast<std::int64_t>(10 * index + 5));
}

void ArrivalsTest::countsAreRatesAtRandom() {
    const auto moments = momentsOf(CountedArrivals{seconds(10), {500, 0, 2000}, Spacing::Poisson, true}, 600);
    for (int interval = 0; interval < 60; ++interval) {
        const double expected = interval % 3 == 0 ? 500 : interval % 3 == 1 ? 0 : 2000;
        QVERIFY(isPoisson(countBetween(moments, 10 * interval, 10 * (interval + 1)), expected));
    }
    const auto once = momentsOf(CountedArrivals{seconds(10), {500, 0, 2000}, Spacing::Poisson, false}, 600);
    QVERIFY(isPoisson(static_cast<std::int64_t>(once.size()), 2500));
    QCOMPARE(countBetween(once, 30, 600), 0);
}

void ArrivalsTest::allKindsConserveAndRepeat() {
    for (const Arrivals& arrivals : newKinds()) {
        const Project project = modelOf(arrivals).build(4);
        const simulator::RunResult one = runOf(project);
        QVERIFY(one.conservation.holds);
        QVERIFY(one.journeys[0].arrivals > 0);
        QVERIFY(one.conservation.worstLittleResidual < 1e-9);
        const simulator::RunResult other = runOf(project, 2);
        QCOMPARE(other.eventLogHash, one.eventLogHash);
        QCOMPARE(other.journeys[0].arrivals, one.journeys[0].arrivals);
        const auto parsed = parseProject(writeProject(project));
        QVERIFY(parsed.has_value() && parsed->problems.empty());
        QVERIFY(parsed->project == project);
    }
}

void ArrivalsTest::badInputIsNamed_data() {
    QTest::addColumn<Arrivals>("arrivals");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const Arrivals& arrivals, const char* place, const char* reason) {
        QTest::newRow(name) << arrivals << QString(place) << QString(reason);
    };
    const double nan = std::nan("");
    const double infinite = std::numeric_limits<double>::infinity();
    row("negative", PoissonArrivals{-1}, "/rate_per_s", "-1, should be from 0 to 100000000");
    row("not a number", ConstantArrivals{nan}, "/rate_per_s", "not a number");
    row("infinite", PoissonArrivals{infinite}, "/rate_per_s", "inf, should be");
    row("faster than the clock", ConstantArrivals{2e8}, "/rate_per_s", "should be from 0 to 100000000");
    row("endless ramp", RampArrivals{1, 2, Duration(INT64_MAX)}, "/over_s", "at most 1000000000");
    row("late spike", SpikeArrivals{1, 2, Duration(INT64_MAX), seconds(1)}, "/start_s", "to 1000000000");
    row("negative wave", DiurnalArrivals{10, 11, seconds(60), {}}, "", "the rate would be negative");
    row("wave without period", DiurnalArrivals{10, 1, {}, {}}, "/period_s", "0, should be from 0.001");
    row("wave without number", DiurnalArrivals{nan, 1, seconds(1), {}}, "/mean_per_s", "not a number");
    row("late phase", DiurnalArrivals{10, 1, seconds(1), seconds(2)}, "", "phase_s 2 above period_s 1");
    row("no levels", StepArrivals{}, "/levels", "no levels, expected at least one");
    row("unsorted levels", StepArrivals{{{seconds(2), 1, {}}, {seconds(1), 1, {}}}}, "/levels/1",
        "at_s 1 after 2");
    row("infinite level", StepArrivals{{{{}, infinite, {}}}}, "/levels/0/rate_per_s", "inf, should be");
    row("too many levels", StepArrivals{std::vector<RateLevel>(mostLevels + 1)}, "/levels",
        "10001 levels, expected at most 10000");
    row("no states", ModulatedArrivals{}, "/states", "no states");
    row("no stay", ModulatedArrivals{{{1, {}, {}}}}, "/states/0/mean_stay_s", "0, should be from 0.001");
    row("negative state", ModulatedArrivals{{{-1, seconds(1), {}}}}, "/states/0/rate_per_s", "-1, should");
    row("no times", TraceArrivals{}, "/times_s", "no times");
    row("unsorted times", TraceArrivals{{seconds(2), seconds(3), seconds(1)}, {}}, "/times_s/2",
        "1 after 3, times should not go back");
    row("negative time", TraceArrivals{{seconds(-2)}, {}}, "/times_s/0", "-2, should be from 0");
    row("late time", TraceArrivals{{Duration(INT64_MAX)}, {}}, "/times_s/0", "to 1000000000");
    row("too many times", TraceArrivals{std::vector<Duration>(mostRecorded + 1), {}}, "/times_s",
        "1000001 times");
    row("short round", TraceArrivals{{seconds(2)}, seconds(1)}, "", "repeat_after_s 1 before the last");
    row("dense round", TraceArrivals{{{}, {}}, Duration(1)}, "/repeat_after_s", "at most 100000000 a second");
    row("no counts", CountedArrivals{}, "/counts", "no counts");
    row("negative count", CountedArrivals{seconds(1), {1, -1}, Spacing::Poisson, false}, "/counts/1",
        "-1, should");
    row("no interval", CountedArrivals{{}, {1}, Spacing::Poisson, false}, "/interval_s", "above 0");
    row("dense counts", CountedArrivals{milliseconds(1), {100'001}, Spacing::Regular, false}, "/counts",
        "100001 journeys in 0.001 s, should be at most 100000000 a second");
    row("long counts", CountedArrivals{seconds(1e9), {1, 1}, Spacing::Regular, false}, "",
        "2 intervals of 1000000000 s");
    row("no users", ClosedUsers{0, {}}, "/users", "0, should be from 1");
}

// Before the run starts, with the place in the model.
void ArrivalsTest::badInputIsNamed() {
    QFETCH(Arrivals, arrivals);
    QFETCH(QString, place);
    QFETCH(QString, reason);
    const auto plan = simulator::compile(modelOf(arrivals).build(10), ScenarioId("test"));
    QVERIFY(!plan.has_value());
    QCOMPARE(QString::fromStdString(plan.error().place), "/workloads/u/arrivals" + place);
    QVERIFY2(QString::fromStdString(plan.error().message).contains(reason), plan.error().message.c_str());
}

void ArrivalsTest::loadThatNeverComesIsNamed() {
    const std::vector<Arrivals> nothing{
        PoissonArrivals{0},
        DiurnalArrivals{0, 0, seconds(1), {}},
        StepArrivals{{{seconds(100), 5, {}}}},
        ModulatedArrivals{{{0, seconds(1), {}}, {0, seconds(2), {}}}},
        TraceArrivals{{seconds(10)}, {}},
        CountedArrivals{seconds(1), {0, 0}, Spacing::Regular, true},
        CountedArrivals{seconds(1), {0, 0}, Spacing::Poisson, true},
        CountedArrivals{seconds(100), {0, 1}, Spacing::Regular, false},
    };
    for (const Arrivals& arrivals : nothing) {
        const auto plan = simulator::compile(modelOf(arrivals).build(10), ScenarioId("test"));
        QVERIFY(!plan.has_value());
        QCOMPARE(QString::fromStdString(plan.error().place), QString("/workloads/u/arrivals"));
    }
    const auto restless = simulator::compile(modelOf(ModulatedArrivals{{{1, seconds(0.001), {}}}}).build(1e7),
                                             ScenarioId("test"));
    QVERIFY(!restless.has_value());
    QVERIFY(restless.error().message.find("change 1e+10 times") != std::string::npos);
}

QTEST_GUILESS_MAIN(ArrivalsTest)
#include "arrivals_test.moc"
