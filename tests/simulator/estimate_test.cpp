// The analytic estimate against the formulas that it has to meet exactly, and
// against the simulator.
#include <QTest>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "model/json/json.h"
#include "simulator/estimate/closed_network.h"
#include "simulator/estimate/estimate.h"
#include "simulator/estimate/live_estimate.h"
#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;
using simulator::Estimate;
using simulator::LoadLevel;

namespace {

Project readSample(const std::string& name) {
    std::ifstream file(std::string(LINTEL_SOURCE_DIR) + "/samples/" + name + ".lintel");
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = parseProject(text.str());
    if (!parsed) qFatal("%s: %s", name.c_str(), parsed.error().text().c_str());
    return parsed->project;
}

Estimate estimated(const Project& project, const std::string& scenario = "test",
                   LoadLevel level = LoadLevel::Mean) {
    auto result = simulator::estimate(project, ScenarioId(scenario), level);
    if (!result) qFatal("%s", result.error().text().c_str());
    return *result;
}

const simulator::FlowResult& flow(const std::vector<simulator::FlowResult>& flows, const std::string& id) {
    for (const simulator::FlowResult& candidate : flows)
        if (candidate.id == id) return candidate;
    qFatal("no such flow");
}

const simulator::StationResult& station(const Estimate& estimate, const std::string& id) {
    for (const simulator::StationResult& candidate : estimate.figures.stations)
        if (candidate.id == id) return candidate;
    qFatal("no such station");
}

bool near(const char* what, const simulator::Figure& figure, double expected, double tolerance) {
    const bool good = figure.value && std::abs(*figure.value - expected) <= tolerance * std::abs(expected);
    if (!good)
        qWarning("%s: %g, expected %g (%s)", what, figure.value.value_or(-1), expected, figure.why.c_str());
    return good;
}

/// What a scenario must show; 0 where nothing is claimed. Times in ms.
struct Expected {
    double mean = 0, p50 = 0, p99 = 0, throughput = 0, rejected = 0;
};

void addRow(const std::string& sample, const std::string& scenario, const Expected& expected,
            const std::string& journey = {}) {
    QTest::newRow((sample + " " + scenario + " " + journey).c_str())
        << QString::fromStdString(sample) << QString::fromStdString(scenario)
        << QString::fromStdString(journey) << expected.mean << expected.p50 << expected.p99
        << expected.throughput << expected.rejected;
}

constexpr double exactly = 2e-5;  // The references have six digits
constexpr double fitted = 0.02;   // Quantiles of sums, and of order statistics

}  // namespace

class EstimateTest : public QObject {
    Q_OBJECT

private slots:
    void meetsTheFormulas_data();
    void meetsTheFormulas();
    void jacksonsNetwork();
    void retriesAmplify_data();
    void retriesAmplify();
    void generalArrivalsAndServices();
    void severalClassesExactly();
    void repairmen();
    void callersBoundTheirCallees();
    void unstableNetworksAreNamed();
    void timeoutsCutTails();
    void whatIsLeftOutIsNamed();
    void nothingIsMetWithoutWhatIsLeftOut();
    void badInputIsNamed();
    void peakAndMean();
    void followsEdits();
    void agreesWithTheSimulator_data();
    void agreesWithTheSimulator();
};

void EstimateTest::meetsTheFormulas_data() {
    for (const char* column : {"sample", "scenario", "journey"}) QTest::addColumn<QString>(column);
    for (const char* column : {"mean", "p50", "p99", "throughput", "rejected"})
        QTest::addColumn<double>(column);
    // Cases 1 and 2.
    for (const auto& [name, mean] : {std::pair{"50", 2.0}, {"80", 5.0}, {"90", 10.0}, {"95", 20.0}})
        addRow("mm1", std::string("load-") + name,
               {.mean = mean,
                .p50 = mean * std::log(2),
                .p99 = mean * std::log(100),
                .throughput = 1000 * (1 - 1 / mean)});
    // Case 3.
    addRow("mmc", "c10-a8", {.mean = 1.204590, .throughput = 8000});
    addRow("mmc", "c50-a45", {.mean = 1.0727729, .throughput = 45000});
    addRow("mmc", "c100-a90", {.mean = 1.0216940, .throughput = 90000});
    // Case 5.
    addRow("erlang-b", "erlangs-20", {.mean = 1, .rejected = 0.0502218});
    addRow("erlang-b", "erlangs-25", {.mean = 1, .rejected = 0.143823});
    addRow("erlang-b", "erlangs-50", {.mean = 1, .rejected = 0.51752});
    // Case 6.
    addRow("mmck", "small-9", {.mean = 4.6466, .rejected = 0.0508137});
    addRow("mmck", "small-12", {.mean = 6.92614, .throughput = 1200, .rejected = 0.192586});
    addRow("mmck", "large-8", {.mean = 1.14506, .rejected = 0.00910718});
    addRow("mmck", "large-12", {.mean = 1.63597, .rejected = 0.179666});
    // Case 7.
    for (const auto& [kind, wait] : {std::pair{"constant", 2.0}, {"erlang", 2.5}, {"log-normal", 10.0}})
        addRow("mg1", "load-80", {.mean = wait + 1, .throughput = 800},
               std::string("to-") + kind + ".request");
    // Case 13.
    addRow("tandem", "steady", {.mean = 52.5995, .throughput = 10});
    // Case 14.
    addRow("closed-mva", "users-1", {.mean = 4.055, .throughput = 52.4796});
    addRow("closed-mva", "users-3", {.mean = 4.79983, .throughput = 151.516});
    addRow("closed-mva", "users-10", {.mean = 9.98722, .throughput = 400.205});
    addRow("closed-mva", "users-20", {.mean = 27.1482, .throughput = 474.516});
    // Case 17.
    addRow("connection-pool", "users-5", {.mean = 1.46663, .throughput = 436.048});
    addRow("connection-pool", "users-10", {.mean = 2.7321, .throughput = 785.418});
    addRow("connection-pool", "users-20", {.mean = 10.0375, .throughput = 998.131});
    addRow("connection-pool", "users-50", {.mean = 40, .throughput = 1000});
    // Case 21.
    addRow("fan-out", "leaves-10", {.mean = 2.92897, .p50 = 2.70356, .p99 = 6.90324});
    addRow("fan-out", "leaves-100", {.mean = 5.18738, .p50 = 4.97515, .p99 = 9.20537});
}

void EstimateTest::meetsTheFormulas() {
    QFETCH(QString, sample);
    QFETCH(QString, scenario);
    QFETCH(QString, journey);
    QFETCH(double, mean);
    QFETCH(double, p50);
    QFETCH(double, p99);
    QFETCH(double, throughput);
    QFETCH(double, rejected);
    const Estimate estimate = estimated(readSample("queues/" + sample.toStdString()), scenario.toStdString());
    QVERIFY(estimate.stable && estimate.converged);
    const simulator::FlowResult& seen = journey.isEmpty()
                                            ? estimate.figures.journeys.at(0)
                                            : flow(estimate.figures.journeys, journey.toStdString());
    if (mean > 0) QVERIFY(near("mean", seen.latency.mean, mean, exactly));
    if (p50 > 0) QVERIFY(near("p50", seen.latency.p50, p50, sample == "mm1" ? exactly : fitted));
    if (p99 > 0) QVERIFY(near("p99", seen.latency.p99, p99, sample == "mm1" ? exactly : fitted));
    if (throughput > 0) QVERIFY(near("throughput", seen.throughput, throughput, exactly));
    const double share = 1 - *seen.goodput.value / *seen.throughput.value;
    QVERIFY2(std::abs(share - rejected) <= exactly, qPrintable(QString::number(share)));
}

// Case 11. What waits in the channel `to-b` waits for the server `b`.
void EstimateTest::jacksonsNetwork() {
    const Estimate estimate = estimated(readSample("queues/jackson"), "steady");
    QVERIFY(near("A", station(estimate, "a").utilisation, 0.531915, exactly));
    QVERIFY(near("B", station(estimate, "b").utilisation, 0.531915, exactly));
    QVERIFY(near("C", station(estimate, "c").utilisation, 0.283688, exactly));
    double all = 0;
    for (const simulator::StationResult& part : estimate.figures.stations) {
        QVERIFY(part.meanQueue.value);
        all += *part.meanQueue.value + (part.kind == "channel" ? 0 : *part.meanInService.value);
    }
    QVERIFY2(std::abs(all - 2.66877) < 6e-3, qPrintable(QString::number(all)));
}

void EstimateTest::retriesAmplify_data() {
    QTest::addColumn<int>("percent");
    for (const int percent : {10, 50, 90, 100}) QTest::addRow("%d", percent) << percent;
}

// Case 24.
void EstimateTest::retriesAmplify() {
    QFETCH(int, percent);
    const double p = percent / 100.0;
    const Estimate estimate = estimated(readSample("queues/retries"), "fail-" + std::to_string(percent));
    const double attempts = p < 1 ? (1 - std::pow(p, 4)) / (1 - p) : 4;
    double seen = 0;
    for (const simulator::EdgeResult& edge : estimate.figures.edges)
        if (edge.callee == "callee.answer") seen = edge.amplification;
    QVERIFY2(std::abs(seen - attempts) < 1e-9, qPrintable(QString::number(seen)));
    const simulator::FlowResult& journey = estimate.figures.journeys.at(0);
    QVERIFY(std::abs(*journey.goodput.value / *journey.throughput.value - (1 - std::pow(p, 4))) < 1e-9);
}

// Case 43, the formula of Allen and Cunneen itself.
void EstimateTest::generalArrivalsAndServices() {
    simulator::estimating::QueueLoad load;
    load.rate = 8;
    load.servers = 10;
    load.service = simulator::estimating::Moments::gamma(1, 4);
    QVERIFY(std::abs(simulator::estimating::solveQueue(load).wait.mean - 0.511475) < 1e-5);
    load = {};
    load.rate = 0.8;
    load.service = simulator::estimating::Moments::gamma(1, 1);
    load.arrivalScv = 4;
    QVERIFY(std::abs(simulator::estimating::solveQueue(load).wait.mean - 10) < 1e-9);
    // Case 3, the probability of waiting.
    QVERIFY(std::abs(simulator::estimating::erlangC(10, 9) - 0.668732) < 1e-6);
    QVERIFY(std::abs(simulator::estimating::erlangC(2, 1.8) - 0.852632) < 1e-6);
    QVERIFY(std::abs(simulator::estimating::erlangB(100, 110) - 0.136115) < 1e-6);
    // Half of a Poisson stream that is dealt out in turns: the loss of Erlang-2
    // arrivals at one server is the transform of the time between them.
    QVERIFY(std::abs(simulator::estimating::renewalLoss(1, 0.5, 0.5) - 0.25) < 1e-12);
}

namespace {

/// The steady state of a small closed network with two classes by summing over
/// all of its states.
struct Enumeration {
    const simulator::estimating::ClosedNetwork& network;
    std::vector<std::vector<int>> at;  ///< By station, the last one is where users think; by class
    double sum = 0;
    std::vector<double> present;

    void place(std::size_t kind, std::size_t where, int left) {
        if (where == network.stations.size()) {
            at[where][kind] = left;
            if (kind + 1 < network.classes.size()) return place(kind + 1, 0, network.classes[kind + 1].users);
            return weigh();
        }
        for (int count = 0; count <= left; ++count) {
            at[where][kind] = count;
            place(kind, where + 1, left - count);
        }
    }

    void weigh() {
        double weight = 1;
        for (std::size_t kind = 0; kind < network.classes.size(); ++kind)
            weight *=
                std::pow(network.classes[kind].think, at.back()[kind]) / std::tgamma(at.back()[kind] + 1);
        for (std::size_t where = 0; where < network.stations.size(); ++where) {
            const auto& facts = network.stations[where];
            int all = 0;
            for (std::size_t kind = 0; kind < network.classes.size(); ++kind) {
                const int count = at[where][kind];
                weight *= std::pow(facts.visits[kind] * facts.service, count) / std::tgamma(count + 1);
                all += count;
            }
            weight *= std::tgamma(all + 1);
            for (int count = 1; count <= all; ++count) weight /= std::min(count, facts.servers);
        }
        sum += weight;
        for (std::size_t where = 0; where < network.stations.size(); ++where)
            present[where] += weight * (at[where][0] + at[where][1]);
    }
};

}  // namespace

void EstimateTest::severalClassesExactly() {
    simulator::estimating::ClosedNetwork network;
    network.classes = {{4, 3.0}, {5, 1.5}};
    network.stations = {{1, 0.4, {1.0, 2.0}}, {3, 1.1, {0.5, 1.0}}, {2, 0.7, {2.0, 0.3}}};
    Enumeration states{network, std::vector<std::vector<int>>(4, std::vector<int>(2)), 0, {0, 0, 0}};
    states.place(0, 0, network.classes[0].users);
    const auto solution = simulator::estimating::exactMeanValues(network);
    for (std::size_t where = 0; where < network.stations.size(); ++where)
        QVERIFY2(std::abs(solution.present[where] - states.present[where] / states.sum) < 1e-10,
                 qPrintable(QString::number(solution.present[where] - states.present[where] / states.sum)));
    // Little's law for each class, over a whole round.
    for (std::size_t kind = 0; kind < 2; ++kind) {
        double round = network.classes[kind].think;
        for (std::size_t where = 0; where < network.stations.size(); ++where)
            round += network.stations[where].visits[kind] * solution.residence[kind][where];
        QVERIFY(std::abs(solution.throughput[kind] * round - network.classes[kind].users) < 1e-10);
    }
}

// Case 17, with two servers; and many servers near saturation, where the
// textbook's recursion fails.
void EstimateTest::repairmen() {
    simulator::estimating::ClosedNetwork network;
    network.classes = {{4, 1.0}};
    network.stations = {{2, 1.0, {1.0}}};
    const auto solution = simulator::estimating::exactMeanValues(network);
    QVERIFY(std::abs(solution.throughput[0] - 1.7) < 1e-12);
    QVERIFY(std::abs(solution.residence[0][0] - 1.35294) < 1e-5);
    network.classes = {{400, 1.0}};
    network.stations = {{16, 0.1, {1.0}}};
    const auto full = simulator::estimating::exactMeanValues(network);
    QVERIFY(std::abs(full.throughput[0] - 160) < 1e-9);
    QVERIFY(std::abs(full.residence[0][0] - 1.5) < 1e-9);
}

// Two workers that only wait for their callee leave no more than two requests
// there; the others wait outside, but all wait as long as at the callee alone.
void EstimateTest::callersBoundTheirCallees() {
    Builder model;
    model.service("front", 2, {call("back.do")});
    model.service("back", 1, {compute(Distribution::exponential(milliseconds(10)))});
    model.load("users", PoissonArrivals{70}, {"front.do"});
    const Estimate estimate = estimated(model.build(100));
    const double backs =
        *station(estimate, "back").meanQueue.value + *station(estimate, "back").meanInService.value;
    QVERIFY2(backs < 2, qPrintable(QString::number(backs)));
    QVERIFY2(std::abs(backs - (0.7 + 0.7 * 0.7)) < 1e-6,
             qPrintable(QString::number(backs)));  // E[min(n, 2)] of M/M/1
    QVERIFY(near("all", estimate.figures.journeys.at(0).latency.mean, 10 / 0.3, 0.1));
    QVERIFY(estimate.bottleneck == "back");
    QVERIFY(std::abs(estimate.headroom - (1 / 0.7 - 1)) < 1e-9);
    // Two users: nobody but the other one is ever in the way.
    Builder closed;
    closed.service("front", 2, {call("back.do")});
    closed.service("back", 2, {compute(Distribution::exponential(milliseconds(10)))});
    closed.load("users", ClosedUsers{2, {}}, {"front.do"});
    const Estimate two = estimated(closed.build(100));
    QVERIFY(near("throughput", two.figures.journeys.at(0).throughput, 200, 1e-9));
    QVERIFY(*station(two, "back").wait.value < 1e-12);
}

void EstimateTest::unstableNetworksAreNamed() {
    Builder model;
    model.service("front", 16, {compute(Distribution::exponential(milliseconds(1))), call("middle.do")});
    model.service("middle", 16, {compute(Distribution::exponential(milliseconds(1))), query("store")});
    model.store("store", 2, Distribution::exponential(milliseconds(10)));
    model.load("users", PoissonArrivals{300}, {"front.do"});
    const Estimate estimate = estimated(model.build(100));
    QVERIFY(!estimate.stable);
    QCOMPARE(estimate.bottleneck, std::string("store"));
    QVERIFY(estimate.headroom < 0);
    const simulator::FlowResult& journey = estimate.figures.journeys.at(0);
    QVERIFY(!journey.latency.mean.value);
    QVERIFY2(journey.latency.mean.why.find("`store`") != std::string::npos, journey.latency.mean.why.c_str());
    QVERIFY2(std::abs(*journey.throughput.value - 200) < 4,
             qPrintable(QString::number(*journey.throughput.value)));
    QVERIFY(*station(estimate, "store").utilisation.value > 0.97);
    const auto outlook = std::find_if(estimate.operations.begin(), estimate.operations.end(),
                                      [](const auto& one) { return one.id == "front.do"; });
    QVERIFY(!outlook->stable && outlook->bottleneck == "store");
    // At two thirds of that load nothing grows.
    model.workloads.back().arrivals = PoissonArrivals{150};
    const Estimate calm = estimated(model.build(100));
    QVERIFY(calm.stable && calm.converged && calm.headroom > 0.3);
}

// A deadline at the median of M/M/1: half of the requests fail, the others have
// the truncated distribution.
void EstimateTest::timeoutsCutTails() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.policy("strict").timeout = milliseconds(2 * std::log(2));
    model.load("users", PoissonArrivals{500}, {"queue.do"}, "strict");
    const simulator::FlowResult journey = estimated(model.build(1000)).figures.journeys.at(0);
    QVERIFY(std::abs(*journey.goodput.value - 250) < 1e-3);
    QVERIFY(std::abs(static_cast<double>(journey.failed[0]) - 250'000) < 5);
    // E[T | T < m] of an exponential time with the median m is its mean minus m.
    QVERIFY(near("mean", journey.latency.mean, 2 - 2 * std::log(2), 1e-3));
}

void EstimateTest::whatIsLeftOutIsNamed() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))}).discipline =
        QueueDiscipline::Lifo;
    model.load("users", RampArrivals{0, 100, seconds(10)}, {"queue.do"});
    model.fault(ServiceId("queue"), 3, 2, KillFault{});
    const Estimate estimate = estimated(model.build(20));
    QStringList entities;
    for (const simulator::Remark& remark : estimate.notRepresented)
        entities << QString::fromStdString(remark.entity);
    entities.sort();
    QCOMPARE(entities, QStringList({"queue", "queue", "users"}));

    // Nothing but a step that it does not know: named as that, not as an operation without behaviour.
    Builder unknown;
    unknown.service("loop", 1, {Step{Loop{2, {compute(Distribution::constant(milliseconds(1)))}}, {}}});
    unknown.load("users", PoissonArrivals{10}, {"loop.do"});
    const Estimate without = estimated(unknown.build(20));
    QCOMPARE(without.notRepresented.size(), std::size_t{1});
    QCOMPARE(without.notRepresented[0].entity, std::string("loop.do"));
}

void EstimateTest::nothingIsMetWithoutWhatIsLeftOut() {
    using Verdict = simulator::ObjectiveResult::Verdict;
    const Step work = compute(Distribution::constant(milliseconds(1)));
    const auto verdict = [](const Behaviour& behaviour, double limit) {
        Builder model;
        model.service("queue", 4, behaviour);
        model.load("users", PoissonArrivals{10}, {"queue.do"});
        Project project = model.build(20);
        Objective objective;
        objective.id = ObjectiveId("fast");
        objective.target = JourneyId("users.journey");
        objective.goal = LatencyObjective{0.5, milliseconds(limit)};
        project.objectives = project.objectives.with(objective);
        Scenario scenario = *project.scenarios.begin();
        scenario.objectives = {objective.id};
        project.scenarios = project.scenarios.with(scenario);
        return estimated(project).figures.objectives.at(0).verdict;
    };
    QCOMPARE(verdict({work}, 100), Verdict::Met);
    QCOMPARE(verdict({work, Step{Loop{1000, {work}}, {}}}, 100), Verdict::Undecided);
    QCOMPARE(verdict({work, Step{Loop{1000, {work}}, {}}}, 0.1), Verdict::Missed);
}

void EstimateTest::badInputIsNamed() {
    Builder model;
    model.service("a", 1, {call("b.do")});
    model.service("b", 1, {call("a.do")});
    model.load("users", PoissonArrivals{1}, {"a.do"});
    const Project circle = model.build(1);
    const auto none = simulator::estimate(circle, ScenarioId("none"));
    QVERIFY(!none && none.error().message.find("`none`") != std::string::npos);
    const auto failed = simulator::estimate(circle, ScenarioId("test"));
    QVERIFY(!failed && failed.error().message.find("a.do") != std::string::npos);
    Builder lost;
    lost.service("a", 1, {call("nobody.do")});
    lost.load("users", PoissonArrivals{1}, {"a.do"});
    const auto missing = simulator::estimate(lost.build(1), ScenarioId("test"));
    QVERIFY(!missing && missing.error().text().find("nobody.do") != std::string::npos);
}

// From 0 to 1000/s within half of the run: 750/s in the mean.
void EstimateTest::peakAndMean() {
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

// After each edit the live estimate says what an estimate from scratch says.
void EstimateTest::followsEdits() {
    simulator::LiveEstimate live(ScenarioId("test"));
    for (const double time : {1.0, 2.0, 1.5, 0.1}) {
        Builder model;
        Parallel parallel;
        parallel.branches = {{call("back.do")}, {call("back.do")}};
        model.service("back", 4, {compute(Distribution::exponential(milliseconds(time)))}).queueLimit = 10;
        model.service("front", 16, {compute(Distribution::exponential(milliseconds(1))), Step{parallel, {}}});
        model.load("users", PoissonArrivals{600}, {"front.do"});
        const Project project = model.build(10);
        QVERIFY(live.update(project));
        const Estimate whole = estimated(project);
        const simulator::Glance glance = live.operation(1);
        QVERIFY(glance.stable && glance.reached);
        QVERIFY(near("mean", flow(whole.figures.operations, "front.do").latency.mean, glance.mean, 1e-4));
        QVERIFY(near("p99", flow(whole.figures.operations, "front.do").latency.p99, glance.p99, 1e-4));
        QVERIFY(near("utilisation", station(whole, "back").utilisation, live.station(0).utilisation, 1e-4));
        QCOMPARE(QString::fromStdString(std::string(live.bottleneck())),
                 QString::fromStdString(whole.bottleneck));
        QCOMPARE(live.whole().stable, whole.stable);
    }
    Builder broken;
    broken.service("a", 1, {call("nobody.do")});
    broken.load("users", PoissonArrivals{1}, {"a.do"});
    QVERIFY(!live.update(broken.build(10)));
    QCOMPARE(live.stations(), std::size_t{0});
}

namespace {

/// Layered networks made by chance, loaded so that the busiest station has the
/// utilisation that is asked for.
class LayeredModel {
public:
    explicit LayeredModel(std::uint32_t seed) : m_random(seed) {}

    Project make(double busiest) {
        for (;;) {
            m_model = {};
            grow();
            const Estimate probe = estimated(m_model.build(10));
            if (mostVisits(probe) > 10) continue;
            const double rate = busiest * (1 + probe.headroom);
            m_model.workloads.back().arrivals = PoissonArrivals{rate};
            return m_model.build(40000 / rate, 4000 / rate);
        }
    }

private:
    /// Of one station, by one journey: the load is one journey a second.
    static double mostVisits(const Estimate& probe) {
        double most = 0;
        for (const simulator::StationResult& part : probe.figures.stations)
            most = std::max(most, static_cast<double>(part.arrivals) / 10);
        return most;
    }

    void grow() {
        m_services = 3 + below(6);
        m_stores = 1 + below(3);
        if (chance(0.5)) m_model.project.network.latency = time(0.5);
        for (int at = 0; at < m_stores; ++at) m_model.store(name("store", at), 1 + below(6), time(3));
        for (int at = 0; at < m_services; ++at) {
            Deployment& deployment = m_model.service(name("s", at), 2 + below(15), behaviour(at, 0));
            deployment.replicas = 1 + below(3);
        }
        m_model.load("users", PoissonArrivals{1}, {"s0.do", "s1.do"});
    }

    static std::string name(const std::string& kind, int at) { return kind + std::to_string(at); }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    Distribution time(double mean) {
        const Duration length = milliseconds(mean * (1 + below(10)) / 5);
        switch (below(4)) {
            case 0:
                return Distribution::constant(length);
            case 1:
                return Distribution::logNormal(length, 1.5);
            case 2:
                return {DistributionKind::Gamma, length, 0.5, {}};
            default:
                return Distribution::exponential(length);
        }
    }

    Behaviour behaviour(int service, int depth) {
        Behaviour steps{compute(time(2))};
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) steps.push_back(step(service, depth));
        return steps;
    }

    Step step(int service, int depth) {
        switch (below(depth < 2 ? 8 : 4)) {
            case 0:
            case 1:
            case 2:
                if (service + 1 < m_services)
                    return call(name("s", service + 1 + below(m_services - service - 1)) + ".do");
                return compute(time(1));
            case 3:
                return query(name("store", below(m_stores)), static_cast<StoreAccess>(below(2)));
            case 4:
                return branch(0.4, behaviour(service, depth + 1));
            case 5: {
                Parallel parallel;
                const int count = 2 + below(2);
                for (int at = 0; at < count; ++at) parallel.branches.push_back(behaviour(service, depth + 2));
                return {parallel, {}};
            }
            default: {
                CacheLookup lookup;
                if (chance(0.5)) lookup.store = DataStoreId(name("store", below(m_stores)));
                lookup.hitRatio = 0.6;
                lookup.onMiss = behaviour(service, depth + 1);
                return {lookup, {}};
            }
        }
    }

    std::mt19937 m_random;
    Builder m_model;
    int m_services = 0;
    int m_stores = 0;
};

/// How far off an estimated figure is, beyond what the run itself does not
/// know, relative to the run's.
double offBy(const simulator::Figure& estimate, const simulator::Figure& run) {
    if (!estimate.value || !run.value || !(*run.value > 0)) return 0;
    const double half = std::max(run.high - *run.value, *run.value - run.low);
    return std::max(0.0, std::abs(*estimate.value - *run.value) - half) / *run.value;
}

}  // namespace

void EstimateTest::agreesWithTheSimulator_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<double>("busiest");
    for (const double busiest : {0.3, 0.5, 0.7})
        for (int seed = 1; seed <= 12; ++seed) QTest::addRow("%g %d", busiest, seed) << seed << busiest;
}

void EstimateTest::agreesWithTheSimulator() {
    QFETCH(int, seed);
    QFETCH(double, busiest);
    const Project project = LayeredModel(static_cast<std::uint32_t>(seed)).make(busiest);
    const Estimate estimate = estimated(project);
    const auto plan = simulator::compile(project, ScenarioId("test"));
    QVERIFY(plan);
    const simulator::RunResult run = simulator::run(**plan);
    QVERIFY(estimate.stable);
    double worstMean = 0, worstQuantile = 0, worstUtilisation = 0;
    const auto compare = [&](const auto& mine, const auto& theirs) {
        for (std::size_t at = 0; at < mine.size(); ++at) {
            QCOMPARE(mine[at].id, theirs[at].id);
            worstMean = std::max(worstMean, offBy(mine[at].latency.mean, theirs[at].latency.mean));
            worstQuantile = std::max(worstQuantile, offBy(mine[at].latency.p99, theirs[at].latency.p99));
        }
    };
    compare(estimate.figures.journeys, run.journeys);
    compare(estimate.figures.operations, run.operations);
    for (std::size_t at = 0; at < run.stations.size(); ++at) {
        QCOMPARE(estimate.figures.stations[at].id, run.stations[at].id);
        worstUtilisation = std::max(
            worstUtilisation, offBy(estimate.figures.stations[at].utilisation, run.stations[at].utilisation));
    }
    qInfo(
        "%g: mean %.1f %%, p99 %.1f %%, utilisation %.1f %%; stated %.0f %%, "
        "%.0f %%",
        busiest, 100 * worstMean, 100 * worstQuantile, 100 * worstUtilisation, 100 * estimate.meanError,
        100 * estimate.quantileError);
    QVERIFY(worstMean <= estimate.meanError);
    QVERIFY(worstQuantile <= estimate.quantileError);
    QVERIFY(worstUtilisation <= estimate.meanError);
}

QTEST_GUILESS_MAIN(EstimateTest)
#include "estimate_test.moc"
