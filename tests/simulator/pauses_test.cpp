// Replicas that stand still: nothing is lost by it, and constant times say when all goes on.
#include <QTest>
#include <cmath>

#include "model/json/json.h"
#include "simulator/steered_run.h"
#include "tests/simulator/by_hand.h"

using namespace queueing;
using simulator::Cause;
using simulator::FlowResult;
using simulator::RunResult;
using simulator::SteeredRun;

namespace {

PauseFault hang(std::int32_t replicas = 0) {
    PauseFault fault;
    fault.replicas = replicas;
    return fault;
}

PauseFault pauses(double length, double perRequest = 0) {
    PauseFault fault;
    fault.pause = milliseconds(length);
    if (perRequest > 0) fault.perRequest = milliseconds(perRequest);
    return fault;
}
PauseFault every(double period, PauseFault fault) {
    fault.every = milliseconds(period);
    return fault;
}
PauseFault everyRequests(std::int32_t requests, PauseFault fault) {
    fault.everyRequests = requests;
    return fault;
}

/// For a builder that builds again.
Project unnamed() {
    Project project;
    project.name = "Test";
    return project;
}

/// One journey each second at 1 s, 2 s, ...
void everySecond(Builder& model, const std::string& operation, std::optional<std::string> policy = {}) {
    model.load("u", ConstantArrivals{1}, {operation}, std::move(policy));
}

}  // namespace

class PausesTest : public QObject {
    Q_OBJECT

private slots:
    void workIsKept();
    void oneWorkerFollowsTheRecursion();
    void processorsStandStillToo_data();
    void processorsStandStillToo();
    void othersGoOn();
    void answersAreNoticedLater();
    void patienceIsNot();
    void deadlinesPassInPauses();
    void queriesAreNoticedLater();
    void refusalsComeLater();
    void theDeadDoNotPause();
    void pausesComeAtTheirTimes();
    void pausesAreSpread();
    void pausesComeWithAllocation();
    void collectionSpirals();
    void pausesCanBeAddedByForks();
    void badPausesAreNamed_data();
    void badPausesAreNamed();
};

// Half done when the pause begins; one that comes meanwhile waits for its end.
void PausesTest::workIsKept() {
    Builder model;
    model.service("s", 5, {constantly(100)});
    everySecond(model, "s.do");
    model.fault(ServiceId("s"), 1.05, 2.0, hang());
    const RunResult result = simulate(model.build(3.9));
    QCOMPARE(result.journeys[0].completed, 3u);
    QVERIFY(std::abs(mean(result) - (2100 + 1150 + 150) / 3.0) < 1e-6);
    QVERIFY(std::abs(result.stations[0].wait.value.value_or(-1) - (1050 + 50) / 3.0) < 1e-6);
}

// Lindley's recursion, with a worker that goes away.
void PausesTest::oneWorkerFollowsTheRecursion() {
    constexpr double gap = 10;
    constexpr double service = 7;
    constexpr double begins = 1001;
    constexpr double ends = 1501;
    Builder model;
    model.service("s", 1, {constantly(service)});
    model.load("u", ConstantArrivals{1000 / gap}, {"s.do"});
    model.fault(ServiceId("s"), begins / 1000, (ends - begins) / 1000, hang());
    const RunResult result = simulate(model.build(9.999));
    double sum = 0;
    double free = 0;
    int count = 0;
    for (double arrival = gap; arrival < 9990; arrival += gap, ++count) {
        double start = std::max(arrival, free);
        if (start >= begins && start < ends) start = ends;
        free = start + service;
        if (start < begins && free > begins) free += ends - begins;
        sum += free - arrival;
    }
    QVERIFY(std::abs(mean(result) - sum / count) < 0.05);
    QCOMPARE(result.journeys[0].failures(), 0u);
}

void PausesTest::processorsStandStillToo_data() {
    QTest::addColumn<int>("discipline");
    QTest::addColumn<bool>("loop");
    QTest::newRow("workers") << int(QueueDiscipline::Fifo) << false;
    QTest::newRow("priorities") << int(QueueDiscipline::Priority) << false;
    QTest::newRow("preemptive") << int(QueueDiscipline::PreemptivePriority) << false;
    QTest::newRow("processor sharing") << int(QueueDiscipline::ProcessorSharing) << false;
    QTest::newRow("event loop") << int(QueueDiscipline::Fifo) << true;
}

// Two share one core or wait for one worker: 200 ms of work from 1 s on, 300 ms of pause in between. Whoever
// comes in the pause waits at the door.
void PausesTest::processorsStandStillToo() {
    QFETCH(int, discipline);
    QFETCH(bool, loop);
    Builder model;
    Deployment& deployment = model.service("s", 1, {constantly(100)});
    deployment.discipline = static_cast<QueueDiscipline>(discipline);
    if (loop) deployment.concurrency = Concurrency::EventLoop;
    deployment.cpuLimitMilli = 1000;
    for (const char* name : {"u", "v"}) model.load(name, ConstantArrivals{1}, {"s.do"});
    model.fault(ServiceId("s"), 1.05, 0.3, hang());
    model.fault(ServiceId("s"), 1.95, 0.1, hang());
    const RunResult result = simulate(model.build(2.9));
    const bool shares = discipline == int(QueueDiscipline::ProcessorSharing);
    const double first = shares ? 500 : 400;
    const double second = shares ? 250 : 150;
    for (std::size_t journey = 0; journey < 2; ++journey) QCOMPARE(result.journeys[journey].completed, 2u);
    QVERIFY(std::abs((mean(result, 0) + mean(result, 1)) / 2 - (first + 500 + second + 250) / 4) < 1e-5);
}

// The other replica takes no notice, nor does the rest of the system.
void PausesTest::othersGoOn() {
    Builder model;
    model.service("s", 10, {constantly(10)}).replicas = 2;
    model.service("t", 10, {constantly(10)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.load("v", ConstantArrivals{10}, {"t.do"});
    model.fault(ServiceId("s"), 1.05, 1.0, hang(1));
    const RunResult result = simulate(model.build(3.05));
    QCOMPARE(mean(result, 1), 10.0);
    // Of the requests of 1.1 s to 2.0 s every other one waits until 2.05 s.
    const double waits = (950 + 750 + 550 + 350 + 150);
    const double others = (850 + 650 + 450 + 250 + 50);
    const double sum = mean(result, 0) * 30 - 300;
    QVERIFY(std::abs(sum - waits) < 1e-6 || std::abs(sum - others) < 1e-6);
}

// The callee is ready after 100 ms, its caller looks at that when its pause is over.
void PausesTest::answersAreNoticedLater() {
    Builder model;
    model.service("a", 5, {call("b.do")});
    model.service("b", 5, {constantly(100)});
    everySecond(model, "a.do");
    model.fault(ServiceId("a"), 1.05, 0.45, hang());
    const RunResult result = simulate(model.build(1.9));
    QCOMPARE(result.journeys[0].completed, 1u);
    QCOMPARE(mean(result), 500.0);
    QCOMPARE(result.operations[1].latency.mean.value.value_or(-1), 100.0);
}

// A timeout that passes within a pause is noticed at its end, and the answer is too late then.
void PausesTest::patienceIsNot() {
    Builder model;
    model.policy("p").timeout = milliseconds(80);
    model.service("a", 5, {call("b.do", "p")});
    model.service("b", 5, {constantly(100)});
    everySecond(model, "a.do");
    model.fault(ServiceId("a"), 1.05, 0.45, hang());
    const RunResult result = simulate(model.build(1.9));
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), 1u);
    QCOMPARE(result.operations[1].completed, 1u);
    Builder user;
    user.policy("p").timeout = milliseconds(80);
    user.service("a", 5, {constantly(1)});
    everySecond(user, "a.do", "p");
    user.fault(ServiceId("a"), 0.95, 0.45, hang());
    QCOMPARE(failed(simulate(user.build(1.9)).journeys[0], Cause::Timeout), 1u);
}

// The time for all attempts passes while the caller waits for the next one: there is none.
void PausesTest::deadlinesPassInPauses() {
    Builder model;
    CallPolicy& policy = model.policy("p");
    policy.deadline = milliseconds(200);
    policy.retry = retries(3, BackoffKind::Constant, milliseconds(100));
    model.service("a", 5, {call("b.do", "p")});
    model.service("b", 5, {constantly(10), {Fail{1.0}, {}}});
    everySecond(model, "a.do");
    model.fault(ServiceId("a"), 1.05, 0.45, hang());
    const RunResult result = simulate(model.build(1.9));
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), 1u);
    QCOMPARE(result.edges[1].attempts, 1u);
}

void PausesTest::queriesAreNoticedLater() {
    Builder model;
    model.store("db", 1, Distribution::constant(milliseconds(100)));
    model.service("a", 5, {query("db"), constantly(10)});
    everySecond(model, "a.do");
    model.fault(ServiceId("a"), 1.05, 0.45, hang());
    QCOMPARE(mean(simulate(model.build(1.9))), 510.0);
    model.fault(DataStoreId("db"), 1.07, 0.1, KillFault{});
    Builder dies = model;
    dies.project = unnamed();
    const RunResult result = simulate(dies.build(1.9));
    QCOMPARE(failed(result.journeys[0], Cause::Dependency), 1u);
}

// Ten come while one worker with room for two more pauses: seven are refused, at its end.
void PausesTest::refusalsComeLater() {
    Builder model;
    model.policy("p").timeout = milliseconds(10'000);
    model.service("s", 1, {constantly(1)}).queueLimit = 2;
    model.load("u", ConstantArrivals{10}, {"s.do"}, "p");
    model.fault(ServiceId("s"), 1.05, 1.0, hang());
    const RunResult before = simulate(model.build(2.04));
    QCOMPARE(failed(before.journeys[0], Cause::Rejected), 0u);
    QCOMPARE(before.conservation.inFlight, 10u);
    model.project = unnamed();
    QCOMPARE(failed(simulate(model.build(2.09)).journeys[0], Cause::Rejected), 7u);
}

// Killed in its pause: all who are there or at the door learn it, and what comes back is awake.
void PausesTest::theDeadDoNotPause() {
    Builder model;
    model.service("s", 1, {constantly(100)});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    model.fault(ServiceId("s"), 1.05, 2.0, hang());
    model.fault(ServiceId("s"), 1.55, 0.1, KillFault{});
    const RunResult result = simulate(model.build(2.95));
    QCOMPARE(failed(result.journeys[0], Cause::Crashed), 7u);  // 1.0 to 1.5, and 1.6
    QCOMPARE(result.journeys[0].completed, 9u + 12u);
    QVERIFY(std::abs(mean(result) - 100) < 1e-6);
}

// A worker that is never idle gets what the pauses leave of the time.
void PausesTest::pausesComeAtTheirTimes() {
    Builder model;
    model.service("s", 1, {constantly(1)});
    model.load("u", ClosedUsers{4, {}}, {"s.do"});
    model.fault(ServiceId("s"), 0.0005, {}, every(100, pauses(20)));
    QCOMPARE(simulate(model.build(100.0002)).journeys[0].completed, 80'000u);
    // Each pause grows by 10 ms for each of four: 60 ms.
    Builder grows;
    grows.service("s", 1, {constantly(1)});
    grows.load("u", ClosedUsers{4, {}}, {"s.do"});
    grows.fault(ServiceId("s"), 10.0005, {}, every(100, pauses(20, 10)));
    QCOMPARE(simulate(grows.build(100.0002)).journeys[0].completed, 10'000u + 900 * 40);
}

// Of four replicas there is always one that pauses, and never two.
void PausesTest::pausesAreSpread() {
    Builder model;
    model.service("s", 1, {constantly(1)}).replicas = 4;
    model.load("u", ClosedUsers{400, {}}, {"s.do"});
    model.fault(ServiceId("s"), 0, {}, every(100, pauses(25)));
    const double done = double(simulate(model.build(50)).journeys[0].completed);
    QVERIFY2(std::abs(done - 4 * 0.75 * 50'000) < 200, qPrintable(QString::number(done)));
}

// Fifty requests of 1 ms, then a pause of 10 ms and 1 ms for each of the seven that are there: the eighth
// user has just been answered.
void PausesTest::pausesComeWithAllocation() {
    Builder model;
    model.service("s", 1, {constantly(1)});
    model.load("u", ClosedUsers{8, {}}, {"s.do"});
    model.fault(ServiceId("s"), 0, {}, everyRequests(50, pauses(10, 1)));
    const double done = double(simulate(model.build(670)).journeys[0].completed);
    QVERIFY2(std::abs(done - 670 / 0.067 * 50) <= 50, qPrintable(QString::number(done)));
    // Counted only while the fault is there.
    model.faults.front().start = seconds(100);
    model.faults.front().length = seconds(67);
    model.project = unnamed();
    const double partly = double(simulate(model.build(200)).journeys[0].completed);
    QVERIFY2(std::abs(partly - 133'000 - 50'000) <= 70, qPrintable(QString::number(partly)));
}

// Capacity 300/s; after every 100 requests 20 ms, and 1 ms more for each request there. At 220/s that is
// stable up to about 100 requests; a minute at 260/s leaves more than that, and 220/s does not heal it.
void PausesTest::collectionSpirals() {
    const auto run = [](double middle) {
        Builder model;
        model.service("s", 30, {compute(exponentially(100))});
        StepArrivals arrivals;
        arrivals.levels = {{seconds(0), 220, {}}, {seconds(60), middle, {}}, {seconds(180), 220, {}}};
        model.load("u", arrivals, {"s.do"});
        model.fault(ServiceId("s"), 0, {}, everyRequests(100, pauses(20, 1)));
        return simulate(model.build(360)).conservation.inFlight;
    };
    QVERIFY2(run(220) < 150, qPrintable(QString::number(run(220))));
    QVERIFY2(run(260) > 5000, qPrintable(QString::number(run(260))));
}

void PausesTest::pausesCanBeAddedByForks() {
    const auto build = [](std::optional<PauseFault> fault, double length) {
        Builder model;
        model.service("s", 1, {constantly(1)});
        model.load("u", ClosedUsers{8, {}}, {"s.do"});
        if (fault) model.fault(ServiceId("s"), 10, length, *fault);
        simulator::RunOptions options;
        options.replications = 1;
        return *simulator::compile(model.build(100.0005, 0), ScenarioId("test"), options);
    };
    const auto done = [](SteeredRun& run) {
        run.runTo(run.length());
        if (!run.result().conservation.holds) qFatal("conservation is broken");
        return double(run.result().journeys[0].completed);
    };
    SteeredRun run(build({}, 0));
    run.runTo(5);
    auto hangs = run.fork(build(hang(), 10));
    auto collects = run.fork(build(everyRequests(50, pauses(10, 1)), 67));
    QVERIFY(hangs && collects);
    // An acting fault goes on, and may end earlier; a pause that has begun stands.
    hangs->runTo(15);
    collects->runTo(43.5);
    QVERIFY(!hangs->fork(build(hang(), 7)));
    auto earlier = collects->fork(build(everyRequests(50, pauses(10, 1)), 33.5));
    QVERIFY2(earlier, earlier ? "" : earlier.error().text().c_str());
    QCOMPARE(done(run), 100'000.0);
    QCOMPARE(done(*hangs), 90'000.0);
    QVERIFY(std::abs(done(*collects) - (33'000 + 50'000)) <= 70);
    QVERIFY(std::abs(done(*earlier) - (66'500 + 25'000)) <= 70);
}

void PausesTest::badPausesAreNamed_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* fault, const char* words) {
        QTest::newRow(name) << fault << words;
    };
    row("of a store", R"("store": "db", "fault": "pause")", "/fault: pause of a store");
    row("no such service", R"("service": "q", "fault": "pause")", "/service: there is no service \"q\"");
    row("how often", R"("service": "s", "fault": "pause", "pause_ms": 5)", "/pause_ms: one of many pauses");
    row("both", R"("service": "s", "fault": "pause", "pause_ms": 5, "every_ms": 9, "every_requests": 3)",
        "/every_requests: found every_ms too");
    row("no length", R"("service": "s", "fault": "pause", "every_ms": 9)",
        "/every_ms: pauses without a length");
    row("nothing", R"("service": "s", "fault": "pause", "every_ms": 9, "pause_ms": 0)",
        "/pause_ms: pauses of 0 ms");
    row("for ever", R"("service": "s", "fault": "pause", "every_ms": 9, "pause_ms": 9)",
        "/every_ms: 9, should be above pause_ms 9");
    row("negative", R"("service": "s", "fault": "pause", "every_ms": 9, "pause_ms": -1)",
        "/pause_ms: -1, should be from 0");
    row("no replicas", R"("service": "s", "fault": "pause", "replicas": -1)",
        "/replicas: -1, should be from 0");
    row("no requests", R"("service": "s", "fault": "pause", "every_requests": 0, "pause_ms": 1)",
        "/every_requests: 0, should be from 1");
    row("length of nothing", R"("service": "s", "fault": "pause", "length_s": 0)",
        "/length_s: 0, should be above 0");
    row("twice", R"("service": "s", "fault": "pause"}, {"service": "s", "fault": "pause", "start_s": 9)",
        "/faults/1: the same as fault 0 at the same time");
}

void PausesTest::badPausesAreNamed() {
    QFETCH(QString, fault);
    QFETCH(QString, words);
    const std::string text = R"({"lintel": 1, "name": "Bad",
      "services": {"s": {"name": "S", "operations": {"s.do": {"name": "Do"}}}},
      "stores": {"db": {"name": "DB"}},
      "fault_plans": {"f": {"name": "F", "faults": [{)" +
                             fault.toStdString() + "}]}}}";
    const auto parsed = model::parseProject(text);
    QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
    QVERIFY(!parsed->problems.empty());
    const std::string found = parsed->problems.front().text();
    QVERIFY2(found.starts_with("/fault_plans/f/faults/"), found.c_str());
    QVERIFY2(found.find(words.toStdString()) != std::string::npos, found.c_str());
}

QTEST_GUILESS_MAIN(PausesTest)
#include "pauses_test.moc"
