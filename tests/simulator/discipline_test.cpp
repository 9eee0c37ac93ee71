// Disciplines and processors against the results of queueing theory, and each alone against what defines it.
#include <QTest>
#include <cmath>
#include <random>

#include "simulator/engine/controlled_delay.h"
#include "simulator/engine/shared_processor.h"
#include "simulator/engine/waiting_line.h"
#include "tests/simulator/short_run.h"

using namespace simulator;
using namespace queueing;

class DisciplineTest : public QObject {
    Q_OBJECT

private slots:
    void sharedProcessorIsFluid();
    void controlledDelayRefusesEverMoreOften();
    void controlledDelayEndsBelowTheTarget();
    void adaptiveLinesTurnWhenCongested();
    void processorSharingDoesNotMindTheDistribution_data();
    void processorSharingDoesNotMindTheDistribution();
    void processorSharingStretchesByTheLoad();
    void processorsOfSeveralCores();
    void threadsShareTheCpuLimit();
    void prioritiesWithoutInterruption();
    void prioritiesWithInterruption();
    void eventLoopsServeWhileTheyWait();
    void eventLoopsHaveALimit();
    void controlledDelayKeepsTheWaitShort();
    void adaptiveLinesServeWhoIsStillThere();
    void killedProcessorsBeginAnew();
};

namespace {

// One server, 80 % loaded; times in units of a mean service of 1 ms.
RunResult oneServer(QueueDiscipline discipline, const Distribution& time, double seconds = 2000) {
    Builder model;
    model.service("s", 1, {compute(time)}).discipline = discipline;
    model.load("u", PoissonArrivals{800}, {"s.do"});
    return simulate(model.build(seconds, 5));
}

// Two classes at one server: `high` with a share of 0.3 of it, `low` with 0.5.
RunResult twoClasses(QueueDiscipline discipline) {
    Builder model;
    Deployment& deployment = model.service("s", 1, {compute(exponentially(1))});
    deployment.discipline = discipline;
    Operation high = model.lastOperation();
    high.id = OperationId("s.high");
    high.priority = 5;
    model.last().operations = model.last().operations.with(high);
    model.load("high", PoissonArrivals{300}, {"s.high"});
    model.load("low", PoissonArrivals{500}, {"s.do"});
    return simulate(model.build(1500, 5));
}

}  // namespace

// Against jobs that are drained in small steps.
void DisciplineTest::sharedProcessorIsFluid() {
    std::mt19937 random(7);
    for (const double cores : {0.5, 1.0, 3.0}) {
        struct Job {
            double rest;
            double end;
        };
        std::vector<Job> jobs;
        SharedProcessor processor(cores);
        double clock = 0;
        std::int64_t now = 0;
        std::size_t running = 0;
        const auto drainUntil = [&](std::int64_t time) {
            while (running > 0) {
                const double speed = std::min(cores, double(running)) / double(running);
                double least = INFINITY;
                for (const Job& job : jobs)
                    if (job.rest > 0) least = std::min(least, job.rest);
                const double step = std::min(least / speed, double(time) - clock);
                for (Job& job : jobs) {
                    if (job.rest <= 0) continue;
                    job.rest -= step * speed;
                    if (job.rest > 1e-6) continue;
                    job.rest = 0;
                    job.end = clock + step;
                    --running;
                }
                clock += step;
                if (clock >= double(time)) break;
            }
            clock = double(time);
        };
        std::vector<std::int64_t> ends(200);
        for (Index at = 0; at < 200; ++at) {
            const std::int64_t next = now + std::int64_t(random() % 1000);
            while (processor.nextEnd() <= next) {
                now = processor.nextEnd();
                ends[processor.leave(now)] = now;
            }
            now = next;
            drainUntil(now);
            const std::int64_t work = 1 + std::int64_t(random() % 3000);
            processor.enter(now, at, work);
            jobs.push_back({double(work), 0});
            ++running;
            QCOMPARE(processor.busy(), std::min(cores, double(processor.jobs())));
        }
        while (processor.nextEnd() != never) {
            now = processor.nextEnd();
            ends[processor.leave(now)] = now;
        }
        drainUntil(std::int64_t{1} << 40);
        for (std::size_t at = 0; at < 200; ++at)
            QVERIFY2(std::abs(double(ends[at]) - jobs[at].end) < 250, qPrintable(QString::number(at)));
    }
}

// The control law: after an interval above the target, then at distances of interval / sqrt(n).
void DisciplineTest::controlledDelayRefusesEverMoreOften() {
    constexpr std::int64_t ms = 1'000'000;
    ControlledDelay admission(5 * ms, 100 * ms);
    std::vector<std::int64_t> refusals;
    for (std::int64_t now = ms; now < 500 * ms; now += ms / 100)
        if (admission.refuses(now, 6 * ms, 10)) refusals.push_back(now);
    double expected = 101.0 * ms;
    QCOMPARE(refusals.size(), std::size_t(7));
    for (std::size_t at = 0; at < refusals.size(); ++at) {
        QVERIFY(std::abs(double(refusals[at]) - expected) <= 0.011 * ms);
        expected += 100.0 * ms / std::sqrt(at + 1.0);
    }
}

void DisciplineTest::controlledDelayEndsBelowTheTarget() {
    ControlledDelay admission(5, 100);
    QVERIFY(!admission.refuses(1, 6, 3));
    QVERIFY(!admission.refuses(100, 6, 3));
    QVERIFY(admission.refuses(101, 6, 3));
    QVERIFY(!admission.refuses(102, 4, 3));
    QVERIFY(!admission.refuses(190, 6, 3));
    QVERIFY(!admission.refuses(300, 6, 0));  // nobody waits behind it
    QVERIFY(!admission.refuses(399, 6, 3));
    QVERIFY(admission.refuses(499, 6, 3));
}

void DisciplineTest::adaptiveLinesTurnWhenCongested() {
    FrameArena frames;
    for (int at = 0; at < 8; ++at) frames.allocate();
    WaitingLine line(Discipline::AdaptiveLifo, 1, 100);
    line.push(frames, 0, 0, 1000);
    line.push(frames, 1, 0, 1099);
    line.push(frames, 2, 0, 1100);
    line.push(frames, 3, 0, 1101);
    for (const Index expected : {3u, 2u, 0u, 1u}) QCOMPARE(line.pop(frames), expected);
    QVERIFY(line.empty());
    line.push(frames, 4, 0, 1200);
    line.push(frames, 5, 0, 1210);
    QCOMPARE(line.pop(frames), 4u);
}

void DisciplineTest::processorSharingDoesNotMindTheDistribution_data() {
    QTest::addColumn<double>("cv");
    for (const double cv : {0.0, 1.0, 2.0}) QTest::addRow("cv %g", cv) << cv;
}

// M/G/1-PS: the mean time is 1 / (1 - rho) for any distribution.
void DisciplineTest::processorSharingDoesNotMindTheDistribution() {
    QFETCH(double, cv);
    Distribution time = exponentially(1);
    if (cv == 0) time = Distribution::constant(model::milliseconds(1));
    if (cv > 1) {
        time.kind = DistributionKind::HyperExponential;
        time.cv = cv;
    }
    const RunResult result = oneServer(QueueDiscipline::ProcessorSharing, time);
    QVERIFY(isNear(result.journeys[0].latency.mean, 5));
    QVERIFY(isNear(result.stations[0].utilisation, 0.8));
    QVERIFY(isNear(result.stations[0].meanInService, 4));
}

// M/G/1-PS: a job of size x takes x / (1 - rho).
void DisciplineTest::processorSharingStretchesByTheLoad() {
    Builder model;
    model.service("s", 1, {compute(Distribution::constant(milliseconds(0.1)))}).discipline =
        QueueDiscipline::ProcessorSharing;
    Operation large = model.lastOperation();
    large.id = OperationId("s.large");
    large.behaviour = {compute(Distribution::constant(milliseconds(10)))};
    model.last().operations = model.last().operations.with(large);
    model.load("small", PoissonArrivals{3000}, {"s.do"});
    model.load("large", PoissonArrivals{50}, {"s.large"});
    const RunResult result = simulate(model.build(1500, 5));
    QVERIFY(isNear(result.journeys[0].latency.mean, 0.5));
    QVERIFY(isNear(result.journeys[1].latency.mean, 50));
}

// M/M/2-PS holds as many as M/M/2: W = 1 / (1 - rho^2).
void DisciplineTest::processorsOfSeveralCores() {
    Builder model;
    model.service("s", 2, {compute(exponentially(1))}).discipline = QueueDiscipline::ProcessorSharing;
    model.load("u", PoissonArrivals{1600}, {"s.do"});
    const RunResult result = simulate(model.build(1000, 5));
    QVERIFY(isNear(result.journeys[0].latency.mean, 1 / (1 - 0.64)));
    QVERIFY(isNear(result.stations[0].utilisation, 0.8));
}

// Half a core: 1 ms of CPU takes 2 ms alone. Threads do not limit it, the pure delay is not stretched.
void DisciplineTest::threadsShareTheCpuLimit() {
    Builder model;
    Step work = compute(exponentially(1));
    std::get<Compute>(work.action).work = Work::Cpu;
    Deployment& deployment =
        model.service("s", 1000, {work, compute(Distribution::constant(milliseconds(7)))});
    deployment.cpuLimitMilli = 500;
    model.load("u", PoissonArrivals{350}, {"s.do"});
    const RunResult result = simulate(model.build(1500, 5));
    QVERIFY(isNear(result.journeys[0].latency.mean, 7 + 2 / (1 - 0.7)));
    QVERIFY(isNear(result.stations[0].cpu, 0.7));
    QVERIFY(isNear(result.stations[0].utilisation, 0.35 * (7 + 2 / 0.3) / 1000));
}

// Cobham, 1954: Wq = R / ((1 - sigma_(k-1)) (1 - sigma_k)), R = the mean rest of who is served = rho.
void DisciplineTest::prioritiesWithoutInterruption() {
    const RunResult result = twoClasses(QueueDiscipline::Priority);
    QVERIFY(isNear(result.journeys[0].latency.mean, 1 + 0.8 / 0.7));
    QVERIFY(isNear(result.journeys[1].latency.mean, 1 + 0.8 / (0.7 * 0.2)));
}

// Preemptive resume: T = (S (1 - sigma_k) + R_k) / ((1 - sigma_(k-1)) (1 - sigma_k)), R_k of classes up to k.
void DisciplineTest::prioritiesWithInterruption() {
    const RunResult result = twoClasses(QueueDiscipline::PreemptivePriority);
    QVERIFY(isNear(result.journeys[0].latency.mean, 1 / 0.7));
    QVERIFY(isNear(result.journeys[1].latency.mean, (0.2 + 0.8) / (0.7 * 0.2)));
    QVERIFY(isNear(result.stations[0].utilisation, 0.8));
}

// One loop: M/M/1 for the computing alone, however long the callee takes; a thread would be overloaded.
void DisciplineTest::eventLoopsServeWhileTheyWait() {
    Builder model;
    model.service("slow", 1000, {compute(Distribution::constant(milliseconds(50)))});
    model.service("loop", 1, {compute(exponentially(1)), call("slow.do")}).concurrency =
        Concurrency::EventLoop;
    model.load("u", PoissonArrivals{500}, {"loop.do"});
    const RunResult result = simulate(model.build(1000, 5));
    QVERIFY(isNear(result.journeys[0].latency.mean, 52));
    QVERIFY(isNear(result.stations[0].utilisation, 0.5));
    QVERIFY(isNear(result.stations[0].meanInService, 26));
}

// Requests inside are limited to workers and queue limit: Erlang's loss with 3 servers offered 50 erlangs.
void DisciplineTest::eventLoopsHaveALimit() {
    Builder model;
    model.service("slow", 1000, {compute(exponentially(50))});
    Deployment& deployment = model.service("loop", 1, {call("slow.do")});
    deployment.concurrency = Concurrency::EventLoop;
    deployment.queueLimit = 2;
    model.load("u", PoissonArrivals{1000}, {"loop.do"});
    const RunResult result = simulate(model.build(300, 5));
    double blocking = 1;
    for (int servers = 1; servers <= 3; ++servers) blocking = 50 * blocking / (servers + 50 * blocking);
    const FlowResult& flow = result.journeys[0];
    const double share = double(flow.failed[int(Cause::Rejected)]) / double(flow.arrivals);
    QVERIFY2(std::abs(share - blocking) < 0.01, qPrintable(QString::number(share)));
}

// A load of 1.3 that does not give way: without control the wait grows by 300 ms in each second. The control
// law takes its time to refuse 300 in a second, so the wait swings, but it stays below seconds.
void DisciplineTest::controlledDelayKeepsTheWaitShort() {
    Builder model;
    Deployment& deployment = model.service("s", 1, {compute(exponentially(1))});
    deployment.codel = CoDel{};
    model.load("u", PoissonArrivals{1300}, {"s.do"});
    const RunResult result = simulate(model.build(200, 100));
    const FlowResult& flow = result.journeys[0];
    QVERIFY(isNear(flow.goodput, 1000));
    QCOMPARE(flow.failures(), flow.failed[int(Cause::Rejected)]);
    QVERIFY2(*flow.latency.p99.value < 2000, qPrintable(QString::number(*flow.latency.p99.value)));
}

// Overloaded for 5 s, users wait 200 ms at most: FIFO then serves only those who have gone.
void DisciplineTest::adaptiveLinesServeWhoIsStillThere() {
    std::uint64_t completed[2];
    for (const bool adaptive : {false, true}) {
        Builder model;
        model.policy("patience").timeout = milliseconds(200);
        model.service("s", 1, {compute(Distribution::constant(milliseconds(1)))}).discipline =
            adaptive ? QueueDiscipline::AdaptiveLifo : QueueDiscipline::Fifo;
        model.load("u", SpikeArrivals{500, 1500, seconds(5), seconds(5)}, {"s.do"}, "patience");
        completed[adaptive] = simulate(model.build(20, 0.0)).journeys[0].completed;
    }
    QVERIFY2(completed[1] > completed[0] + 4000,
             qPrintable(QString("%1 %2").arg(completed[0]).arg(completed[1])));
}

void DisciplineTest::killedProcessorsBeginAnew() {
    for (const QueueDiscipline discipline :
         {QueueDiscipline::ProcessorSharing, QueueDiscipline::PreemptivePriority,
          QueueDiscipline::Priority}) {
        Builder model;
        Deployment& deployment = model.service("s", 2, {compute(exponentially(1))});
        deployment.discipline = discipline;
        if (discipline == QueueDiscipline::Priority) deployment.concurrency = Concurrency::EventLoop;
        model.load("u", PoissonArrivals{1500}, {"s.do"});
        model.fault(ServiceId("s"), 3, 2.0, KillFault{});
        const RunResult result = simulate(model.build(10));
        const FlowResult& flow = result.journeys[0];
        QVERIFY(flow.failed[int(Cause::Crashed)] > 2800 && flow.failed[int(Cause::Crashed)] < 3300);
        const std::vector<double>& busy = result.stations[0].series[0].values;
        const auto busyAt = [&](double time) { return busy[std::size_t(time / result.seriesInterval)]; };
        QVERIFY(busyAt(2.5) > 0.3 && busyAt(3.9) == 0 && busyAt(4.5) == 0 && busyAt(9) > 0.3);
    }
}

QTEST_GUILESS_MAIN(DisciplineTest)
#include "discipline_test.moc"
