// The load that the estimate makes of arrivals.
#include <array>

#include "simulator/estimate/bursts.h"
#include "simulator/estimate/load_profile.h"

#include "tests/simulator/estimates.h"

using namespace estimates;

namespace {

using simulator::estimating::LoadProfile;
using simulator::estimating::profileOf;

/// The mean and the highest of a rate, by looking at many moments.
template <class Rate>
LoadProfile scanned(double length, const Rate& rate) {
    constexpr int moments = 400'000;
    LoadProfile profile;
    for (int at = 0; at < moments; ++at) {
        const double now = rate((at + 0.5) * length / moments);
        profile.mean += now / moments;
        profile.peak = std::max(profile.peak, now);
    }
    return profile;
}

bool agree(const LoadProfile& one, const LoadProfile& other) {
    return std::abs(one.mean - other.mean) <= 1e-4 * other.mean &&
           std::abs(one.peak - other.peak) <= 1e-4 * other.peak;
}

using Square = std::array<std::array<double, 2>, 2>;

Square operator*(const Square& left, const Square& right) {
    Square product{};
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t column = 0; column < 2; ++column)
            product[row][column] = left[row][0] * right[0][column] + left[row][1] * right[1][column];
    return product;
}

Square inverse(const Square& of) {
    const double determinant = of[0][0] * of[1][1] - of[0][1] * of[1][0];
    return {{{of[1][1] / determinant, -of[0][1] / determinant},
             {-of[1][0] / determinant, of[0][0] / determinant}}};
}

/// The mean wait in MMPP/M/1 with two states: the matrix-geometric solution of M. F. Neuts.
double exactWait(const ModulatedArrivals& arrivals, double service) {
    const double mu = 1 / service;
    const std::array rates{arrivals.states[0].rate, arrivals.states[1].rate};
    const std::array leaves{1 / inSeconds(arrivals.states[0].meanStay),
                            1 / inSeconds(arrivals.states[1].meanStay)};
    const Square stays{{{-leaves[0] - rates[0] - mu, leaves[0]}, {leaves[1], -leaves[1] - rates[1] - mu}}};
    const Square still = inverse(stays);
    Square ratio{};
    for (double change = 1; change > 1e-13;) {
        Square inflow = ratio * ratio;
        for (std::size_t row = 0; row < 2; ++row) {
            for (double& entry : inflow[row]) entry *= mu;
            inflow[row][row] += rates[row];
        }
        const Square next = inflow * still;
        change = 0;
        for (std::size_t row = 0; row < 2; ++row)
            for (std::size_t column = 0; column < 2; ++column) {
                change = std::max(change, std::abs(-next[row][column] - ratio[row][column]));
                ratio[row][column] = -next[row][column];
            }
    }
    // Nobody there: the states in which the server idles balance.
    const double first = leaves[1] + mu * ratio[1][0];
    const double second = leaves[0] + rates[0] - mu * ratio[0][0];
    const Square sum = inverse({{{1 - ratio[0][0], -ratio[0][1]}, {-ratio[1][0], 1 - ratio[1][1]}}});
    const auto weigh = [&](const Square& by) {
        return first * (by[0][0] + by[0][1]) + second * (by[1][0] + by[1][1]);
    };
    const double present = weigh(sum * sum * ratio) / weigh(sum);
    return present / simulator::estimating::meanRate(arrivals) - service;
}

}  // namespace

class EstimateLoadTest : public QObject {
    Q_OBJECT

private slots:
    void peakAndMean();
    void scheduledRates();
    void recordings();
    void dispersionOfBursts();
    void waitsInBursts_data();
    void waitsInBursts();
    void burstsReachWhatTheirJourneysVisit();
};

// From 0 to 1000/s within half of the run: 750/s in the mean.
void EstimateLoadTest::peakAndMean() {
    Builder model;
    model.service("queue", 2, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", RampArrivals{0, 1000, seconds(50)}, {"queue.do"});
    const Project project = model.build(100);
    const Estimate mean = estimated(project);
    const Estimate peak = estimated(project, "test", LoadLevel::Peak);
    QVERIFY(mean.loadVaries && peak.loadVaries);
    QVERIFY(near("mean", mean.figures.journeys.at(0).throughput, 750, 1e-9));
    QVERIFY(near("peak", peak.figures.journeys.at(0).throughput, 1000, 1e-9));
}

void EstimateLoadTest::scheduledRates() {
    for (const double phase : {0.0, 2.0, 3.1, 9.0})
        for (const double length : {1.0, 4.0, 25.0}) {
            const auto wave = [&](double time) {
                return 100 + 80 * std::sin(2 * std::acos(-1) * (time + phase) / 10);
            };
            const LoadProfile profile =
                profileOf(DiurnalArrivals{100, 80, seconds(10), seconds(phase)}, length);
            QVERIFY(agree(profile, scanned(length, wave)));
        }
    const StepArrivals steps{{{seconds(1), 20, {}}, {seconds(3), 5, {}}, {seconds(50), 1000, {}}}};
    const auto level = [](double time) { return time < 1 ? 0.0 : time < 3 ? 20.0 : 5.0; };
    for (const double length : {2.0, 10.0}) QVERIFY(agree(profileOf(steps, length), scanned(length, level)));
    const CountedArrivals counts{seconds(2), {4, 0, 10}, Spacing::Regular, true};
    const auto counted = [&](double time) {
        return counts.counts[static_cast<std::size_t>(std::fmod(time, 6) / 2)] / 2.0;
    };
    for (const double length : {5.0, 6.0, 15.0})
        QVERIFY(agree(profileOf(counts, length), scanned(length, counted)));
    QCOMPARE(profileOf(counts, 5).scv, 0.0);
    // Played once, nothing comes after the end.
    const CountedArrivals once{seconds(2), {4, 0, 10}, Spacing::Poisson, false};
    QVERIFY(std::abs(profileOf(once, 14).mean - 1) < 1e-12);
    QCOMPARE(profileOf(once, 1).peak, 2.0);
}

void EstimateLoadTest::recordings() {
    TraceArrivals trace;
    for (const double time : {0.1, 0.2, 0.3, 5.0, 9.0}) trace.times.push_back(seconds(time));
    QCOMPARE(profileOf(trace, 10).mean, 0.5);
    QCOMPARE(profileOf(trace, 10).peak, 3.0);  // Three within a second
    QCOMPARE(profileOf(trace, 1).mean, 3.0);
    trace.repeatAfter = seconds(10);
    QVERIFY(std::abs(profileOf(trace, 31).mean - 18.0 / 31) < 1e-12);
    // Gaps of .1, .1, 4.7 and 4: their variance over the square of their mean.
    const double mean = 8.9 / 4;
    const double square = (0.01 + 0.01 + 4.7 * 4.7 + 16) / 4;
    QVERIFY(std::abs(profileOf(trace, 10).scv - (square / (mean * mean) - 1)) < 1e-9);
    // At equal distances: as constant arrivals.
    TraceArrivals regular;
    for (int at = 0; at < 1000; ++at) regular.times.push_back(milliseconds(10 * at));
    QVERIFY(profileOf(regular, 10).scv < 1e-9);
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(8)))});
    model.load("users", regular, {"queue.do"});
    const Estimate recorded = estimated(model.build(10));
    model.workloads.back().arrivals = ConstantArrivals{100};
    const Estimate constant = estimated(model.build(10));
    QVERIFY(near("mean", recorded.figures.journeys.at(0).latency.mean,
                 *constant.figures.journeys.at(0).latency.mean.value, 1e-9));
}

// For two states there is a formula of its own (Fischer and Meier-Hellstern 1993).
void EstimateLoadTest::dispersionOfBursts() {
    const double first = 3, second = 40, stayFirst = 5, staySecond = 0.5;
    const ModulatedArrivals arrivals{{{first, seconds(stayFirst), {}}, {second, seconds(staySecond), {}}}};
    const double leavesFirst = 1 / stayFirst, leavesSecond = 1 / staySecond;
    const double gap = first - second, leaves = leavesFirst + leavesSecond;
    const double expected = 1 + 2 * gap * gap * leavesFirst * leavesSecond /
                                    (leaves * leaves * (first * leavesSecond + second * leavesFirst));
    const auto modulation = simulator::estimating::modulationOf(arrivals);
    QVERIFY(std::abs(modulation.dispersion - expected) < 1e-9);
    // However many states there are, the levels keep the mean.
    ModulatedArrivals many;
    for (int at = 0; at < 500; ++at) many.states.push_back({1.0 + at % 37, seconds(1 + at % 3), {}});
    const auto fewer = simulator::estimating::modulationOf(many);
    double share = 0, mean = 0;
    for (const auto& level : fewer.levels) {
        share += level.share;
        mean += level.share * level.factor;
    }
    QVERIFY(fewer.levels.size() <= 17 && std::abs(share - 1) < 1e-9 && std::abs(mean - 1) < 1e-9);
}

void EstimateLoadTest::waitsInBursts_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("stay");
    for (const double load : {0.3, 0.5, 0.7})
        for (const auto& [low, high] : {std::pair{0.5, 1.5}, {0.2, 1.4}, {0.1, 2.5}})
            for (const double stay : {0.01, 0.1, 1.0, 10.0, 100.0, 1000.0})
                QTest::addRow("%g: %g to %g for %g s", load, low, high, stay) << load << low << high << stay;
}

// Bursts from much shorter to much longer than a queue remembers.
void EstimateLoadTest::waitsInBursts() {
    QFETCH(double, load);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, stay);
    const double other = stay * (1 - low) / (high - 1);
    const ModulatedArrivals arrivals{
        {{100 * load * low, seconds(stay), {}}, {100 * load * high, seconds(other), {}}}};
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(10)))});
    model.load("users", arrivals, {"queue.do"});
    const Project project = model.build(100);
    const Estimate estimate = estimated(project);
    QVERIFY(estimate.stable && estimate.converged && estimate.loadVaries);
    const double wait = 1e3 * exactWait(arrivals, 0.010);
    QVERIFY(near("wait", station(estimate, "queue").wait, wait, 0.3));
    const Estimate peak = estimated(project, "test", LoadLevel::Peak);
    QVERIFY(near("peak", peak.figures.journeys.at(0).throughput, std::min(100.0, 100 * load * high), 1e-4));
}

// Half of the journeys of a bursty workload go on to a second queue; those of another one do not swing.
void EstimateLoadTest::burstsReachWhatTheirJourneysVisit() {
    const auto made = [](double burstyShare) {
        const double rate = 100;
        Builder model;
        model.service("first", 2, {compute(Distribution::exponential(milliseconds(10)))});
        model.service("other", 2, {compute(Distribution::exponential(milliseconds(10)))});
        model.load("bursts",
                   ModulatedArrivals{{{0.5 * burstyShare * rate, seconds(5), {}},
                                      {1.5 * burstyShare * rate, seconds(5), {}}}},
                   {"first.do"});
        model.load("calm", PoissonArrivals{(1 - burstyShare) * rate}, {"first.do"});
        model.load("apart", PoissonArrivals{rate}, {"other.do"});
        return estimated(model.build(100));
    };
    const double calm = 10 * 0.25 / 0.75;  // M/M/2 at half of its capacity
    double before = calm * 0.999;
    for (const double share : {0.1, 0.4, 0.9}) {
        const Estimate estimate = made(share);
        QVERIFY(near("other", station(estimate, "other").wait, calm, 1e-6));
        QVERIFY(*station(estimate, "first").wait.value > before);
        before = *station(estimate, "first").wait.value;
    }
    QVERIFY(before < 3 * calm);
}

QTEST_GUILESS_MAIN(EstimateLoadTest)
#include "estimate_load_test.moc"
