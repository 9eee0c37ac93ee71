// What cannot be simulated is refused, with the entity and the reason; a metastable failure behaves as
// published.
#include <QTest>
#include <cmath>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;
using simulator::RunResult;

namespace {

std::string refusal(const Project& project, const std::string& scenario = "test") {
    const auto plan = simulator::compile(project, ScenarioId(scenario));
    return plan ? "compiled" : plan.error().text();
}

bool names(const std::string& text, const std::string& entity, const std::string& reason) {
    const bool good = text.find(entity) != std::string::npos && text.find(reason) != std::string::npos;
    if (!good) qWarning("%s", text.c_str());
    return good;
}

Builder valid() {
    Builder model;
    model.service("s", 2, {compute(Distribution::constant(milliseconds(1)))});
    model.load("u", PoissonArrivals{10}, {"s.do"});
    return model;
}

/// Case 1 of the cascades: 30 workers of 100 ms, a timeout of 1 s, an outage of ten seconds at 60 s.
RunResult retryStorm(double rate, int attempts) {
    Builder model;
    model.service("pool", 30, {compute(Distribution::exponential(milliseconds(100)))});
    CallPolicy& policy = model.policy("client");
    policy.timeout = seconds(1);
    policy.retry = retries(attempts);
    model.load("users", PoissonArrivals{rate}, {"pool.do"}, "client");
    // An outage in which work comes to a stand, but nothing is lost.
    model.fault(ServiceId("pool"), 60, 10, SlowFault{1.0, seconds(10)});
    const auto plan = simulator::compile(model.build(400), ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    simulator::RunOptions options;
    options.replications = 2;
    return simulator::run(**plan, options);
}

const std::vector<double>& series(const simulator::FlowResult& flow, const std::string& name) {
    for (const simulator::Series& candidate : flow.series)
        if (candidate.name == name) return candidate.values;
    qFatal("no such series");
}

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t at = from; at < to; ++at) sum += values[at];
    return sum / static_cast<double>(to - from);
}

/// The first second after the outage from which on goodput stays near the load.
std::size_t recovery(const std::vector<double>& goodput, double rate) {
    std::size_t at = goodput.size();
    while (at > 70 && goodput[at - 1] > 0.6 * rate) --at;
    return at;
}

}  // namespace

class CompileTest : public QObject {
    Q_OBJECT

private slots:
    void refusals();
    void cyclesNameThePath();
    void unreachableOperationsDoNotMatter();
    void messagesMayGoInCircles();
    void hashesFollowTheFacts();
    void retryStormOutlivesItsTrigger();
};

void CompileTest::refusals() {
    QCOMPARE(refusal(valid().build(10)), std::string("compiled"));
    QVERIFY(names(refusal(valid().build(10), "other"), "scenarios", "`other`"));

    Builder noRate = valid();
    noRate.load("zero", PoissonArrivals{0}, {"s.do"});
    QVERIFY(names(refusal(noRate.build(10)), "zero", "rate"));

    Builder empty = valid();
    empty.service("t", 1, {});
    empty.load("v", PoissonArrivals{1}, {"t.do"});
    QVERIFY(names(refusal(empty.build(10)), "t.do", "no behaviour"));

    Builder noLoad;
    noLoad.service("s", 2, {compute(Distribution::constant(milliseconds(1)))});
    QVERIFY(names(refusal(noLoad.build(10)), "test", "load"));

    Builder dangling = valid();
    dangling.load("v", PoissonArrivals{1}, {"nobody.do"});
    QVERIFY(names(refusal(dangling.build(10)), "nobody.do", ""));

    Builder many = valid();
    many.deployments.back().replicas = 2'000'000'000;
    QVERIFY(refusal(many.build(10)) != "compiled");

    Builder quorum = valid();
    quorum.service("q", 1, {Step{Parallel{{{compute({})}}, Join::Quorum, 2}, {}}});
    quorum.load("v", PoissonArrivals{1}, {"q.do"});
    QVERIFY(refusal(quorum.build(10)) != "compiled");

    Builder loops = valid();
    Step round = compute({});
    for (int depth = 0; depth < 3; ++depth) round = Step{Loop{1000, {round}}, {}};
    loops.service("l", 1, {round});
    loops.load("v", PoissonArrivals{1}, {"l.do"});
    QVERIFY(names(refusal(loops.build(10)), "l.do", "1000000000 rounds"));
}

void CompileTest::cyclesNameThePath() {
    Builder model;
    model.service("a", 1, {call("b.do")});
    model.service("b", 1, {branch(0.5, {call("c.do")})});
    model.service("c", 1, {call("a.do")});
    model.load("u", PoissonArrivals{1}, {"a.do"});
    QVERIFY(names(refusal(model.build(10)), "a.do", "a.do -> b.do -> c.do -> a.do"));
}

void CompileTest::unreachableOperationsDoNotMatter() {
    Builder model = valid();
    model.service("a", 1, {call("b.do")});
    model.service("b", 1, {call("a.do")});
    QCOMPARE(refusal(model.build(10)), std::string("compiled"));
}

void CompileTest::messagesMayGoInCircles() {
    Builder model;
    Channel channel;
    channel.id = ChannelId("news");
    channel.name = "News";
    model.project.channels = model.project.channels.with(channel);
    model.service("a", 1, {compute(Distribution::constant(milliseconds(1))), publish("news")});
    Operation operation = model.lastOperation();
    operation.subscription = Subscription{ChannelId("news"), "", 1, {}};
    model.last().operations = model.last().operations.with(operation);
    model.load("u", PoissonArrivals{1}, {"a.do"});
    const auto plan = simulator::compile(model.build(2), ScenarioId("test"));
    QVERIFY(plan.has_value());
    QVERIFY(simulator::run(**plan).conservation.holds);
}

void CompileTest::hashesFollowTheFacts() {
    const std::uint64_t hash = simulator::modelHash(valid().build(10));
    QCOMPARE(simulator::modelHash(valid().build(10)), hash);
    QVERIFY(simulator::modelHash(valid().build(11)) != hash);
}

// Threshold C / (1 + r) = 150 rps: above it the storm stays for ever, though the trigger is long gone.
void CompileTest::retryStormOutlivesItsTrigger() {
    const RunResult storm = retryStorm(280, 2);
    QVERIFY(meanOf(series(storm.journeys[0], "goodput_rps"), 20, 55) > 250);
    QVERIFY(meanOf(series(storm.journeys[0], "goodput_rps"), 300, 400) < 1);
    const double offered = meanOf(series(storm.operations[0], "offered_rps"), 300, 400);
    QVERIFY2(std::abs(offered - 560) < 10, qPrintable(QString::number(offered)));

    const RunResult calm = retryStorm(280, 1);
    const std::size_t healed = recovery(series(calm.journeys[0], "goodput_rps"), 280);
    QVERIFY2(healed > 140 && healed < 320, qPrintable(QString::number(healed)));

    const RunResult light = retryStorm(140, 2);
    QVERIFY(meanOf(series(light.journeys[0], "goodput_rps"), 300, 400) > 130);
}

QTEST_GUILESS_MAIN(CompileTest)
#include "compile_test.moc"
