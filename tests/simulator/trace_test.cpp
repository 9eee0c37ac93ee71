// Traces explain where the time of journeys went, to the nanosecond, and change nothing else.
#include <QTest>
#include <map>
#include <set>

#include "simulator/simulate.h"
#include "tests/simulator/random_model.h"
#include "tests/simulator/same_result.h"

using namespace queueing;
using simulator::Part;
using simulator::RunOptions;
using simulator::RunResult;
using simulator::Span;
using simulator::SpanKind;
using simulator::Trace;
using simulator::TraceOptions;

class TraceTest : public QObject {
    Q_OBJECT

private slots:
    void tracingChangesNothing();
    void everyMomentIsExplained();
    void threadsDoNotMatter();
    void keepsTheSlowest();
    void keepsFailuresOfEachCause();
    void theReservoirLooksLikeAll();
    void theHeadIsAShare();
    void traceMemoryIsBounded();
    void spansToComeNeedMemory();
    void thinkTimesAreNoLatency();
    void retriesAndBackoffAreSeen();
    void whatNobodyWaitsForIsOrphan();
    void messagesAreFollowed();
    void sharedProcessorsCostTime();
    void idsAreUnique();
};

namespace {

RunResult traced(const Project& project, const TraceOptions& traces, int replications = 1, int threads = 1) {
    RunOptions options;
    options.replications = replications;
    options.threads = threads;
    options.traces = traces;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return simulator::run(**plan, options);
}

RunResult untraced(const Project& project) {
    RunOptions options;
    options.replications = 1;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return simulator::run(**plan, options);
}

/// Many of all kinds.
TraceOptions many() {
    TraceOptions options;
    options.headShare = 0.1;
    options.slowest = options.failed = options.reservoir = 30;
    options.mostHead = 100;
    return options;
}

std::vector<const Span*> childrenOf(const Trace& trace, std::size_t parent) {
    std::vector<const Span*> children;
    for (const Span& span : trace.spans)
        if (span.parent == static_cast<int>(parent)) children.push_back(&span);
    return children;
}

bool isBranch(const Span& span) {
    return span.kind == SpanKind::Internal && span.parent >= 0;
}

/// The time that children of some kind take of their parent, those that nobody waited for left out.
std::int64_t timeOf(const std::vector<const Span*>& children,
                    const std::function<bool(const Span&)>& chosen) {
    std::int64_t sum = 0;
    for (const Span* child : children)
        if (!child->asynchronous && chosen(*child)) sum += child->duration();
    return sum;
}

/// Of each fork the awaited branch that ended last.
std::int64_t timeOfBranches(const std::vector<const Span*>& children) {
    std::map<std::int64_t, std::int64_t> forks;
    for (const Span* child : children)
        if (isBranch(*child) && !child->orphan)
            forks[child->start] = std::max(forks[child->start], child->duration());
    std::int64_t sum = 0;
    for (const auto& [start, duration] : forks) sum += duration;
    return sum;
}

QString faultOfParts(const Span& span) {
    std::int64_t sum = 0;
    for (const std::int64_t part : span.parts) {
        if (part < 0) return "a part is negative";
        sum += part;
    }
    return sum == span.duration() ? "" : "the parts do not add up";
}

QString faultOfPlace(const Trace& trace, std::size_t at) {
    const Span& span = trace.spans[at];
    if (span.duration() < 0) return "ends before it starts";
    if ((at == 0) != (span.parent < 0)) return "the root is the first";
    if (at == 0) return {};
    if (span.parent >= static_cast<int>(at)) return "comes before its parent";
    const Span& parent = trace.spans[static_cast<std::size_t>(span.parent)];
    if (span.start < parent.start) return "starts before its parent";
    const bool awaited = !span.asynchronous && !span.orphan;
    return awaited && span.end > parent.end ? "outlasts its parent" : "";
}

QString faultOfOrder(const std::vector<const Span*>& children) {
    const Span* last = nullptr;
    for (const Span* child : children) {
        if (child->asynchronous || child->orphan || isBranch(*child)) continue;
        if (last && child->start < last->end) return "children overlap";
        last = child;
    }
    return {};
}

/// Whether the children take the time that the span's parts say.
QString faultOfCover(const Span& span, const std::vector<const Span*>& children) {
    const auto first = [](const Span& child) { return child.attempt == 1; };
    const auto later = [](const Span& child) { return child.attempt > 1; };
    const auto query = [](const Span& child) { return child.kind == SpanKind::Client && child.attempt == 0; };
    const auto handling = [](const Span& child) { return child.kind == SpanKind::Consumer; };
    if (timeOf(children, first) != span.part(Part::Call)) return "calls are not explained";
    if (timeOf(children, later) != span.part(Part::Retry)) return "retries are not explained";
    if (timeOf(children, query) != span.part(Part::Store)) return "queries are not explained";
    if (timeOf(children, handling) != span.part(Part::Handling)) return "deliveries are not explained";
    if (timeOfBranches(children) != span.part(Part::Branches)) return "branches are not explained";
    if (span.attempt > 0 && span.failure.empty() && span.part(Part::Callee) != children.at(0)->duration())
        return "the callee is not explained";
    return {};
}

/// What is wrong with a span; nothing when all is well. What a crash or the end of the run cut off is told by
/// no child.
QString faultOf(const Trace& trace, std::size_t at) {
    const Span& span = trace.spans[at];
    const std::vector<const Span*> children = childrenOf(trace, at);
    for (const QString& fault : {faultOfParts(span), faultOfPlace(trace, at), faultOfOrder(children)})
        if (!fault.isEmpty()) return fault;
    if (trace.cut || span.failure == "crashed" || span.unfinished) return {};
    return faultOfCover(span, children);
}

QString faultOf(const Trace& trace) {
    if (trace.spans.empty()) return "has no spans";
    const Span& root = trace.spans[0];
    if (root.duration() - root.part(Part::Think) != trace.latency) return "the root is not the journey";
    if (root.failure != trace.failure || root.unfinished) return "the root tells another end";
    for (std::size_t at = 0; at < trace.spans.size(); ++at)
        if (const QString fault = faultOf(trace, at); !fault.isEmpty())
            return QString("span %1 (%2): %3").arg(at).arg(trace.spans[at].name.c_str(), fault);
    return {};
}

/// Names of the parts that took time, of all spans of a name.
std::int64_t total(const Trace& trace, const std::string& name, Part part) {
    std::int64_t sum = 0;
    for (const Span& span : trace.spans)
        if (span.name == name) sum += span.part(part);
    return sum;
}

Project queue(double rate = 800, double length = 60) {
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{rate}, {"s.do"});
    return model.build(length);
}

}  // namespace

void TraceTest::tracingChangesNothing() {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        const Project project = RandomModel(seed).make();
        TraceOptions few;
        few.mostSpans = 1 + seed % 7;
        few.mostInMemory = 1 + seed * 3;
        const RunResult with = traced(project, seed % 2 ? many() : few);
        QVERIFY2(sameResult(with, untraced(project)), qPrintable(QString::number(seed)));
        QVERIFY(with.conservation.holds);
    }
}

void TraceTest::everyMomentIsExplained() {
    std::size_t traces = 0;
    std::map<std::string, int> seen;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const RunResult result = traced(RandomModel(seed).make(), many());
        for (const Trace& trace : result.traces) {
            const QString fault = faultOf(trace);
            QVERIFY2(fault.isEmpty(), qPrintable(QString("model %1: %2").arg(seed).arg(fault)));
            for (const Span& span : trace.spans) {
                for (std::size_t part = 0; part < simulator::partCount; ++part)
                    if (span.parts[part] > 0) ++seen[simulator::partName(static_cast<Part>(part))];
                if (span.orphan) ++seen["orphan"];
                if (span.unfinished) ++seen["unfinished"];
                ++seen[span.failure];
            }
            ++traces;
        }
    }
    QVERIFY(traces > 5000);
    for (const char* kind :
         {"queue",   "processor", "service", "network",  "backoff",    "channel", "call",
          "retry",   "callee",    "store",   "branches", "handling",   "orphan",  "unfinished",
          "timeout", "rejected",  "crashed", "fault",    "dependency", "bug"})
        QVERIFY2(seen[kind] > 0, kind);
}

void TraceTest::threadsDoNotMatter() {
    for (const std::uint32_t seed : {3u, 8u, 21u}) {
        const Project project = RandomModel(seed).make();
        const RunResult one = traced(project, many(), 7, 1);
        const RunResult three = traced(project, many(), 7, 3);
        QVERIFY(!one.traces.empty());
        QVERIFY(one.traces == three.traces && one.traceCounts == three.traceCounts);
    }
}

// The slowest that is kept is the slowest of all: with room for everybody, the same come first.
void TraceTest::keepsTheSlowest() {
    const auto slowestOf = [](std::size_t room) {
        TraceOptions options;
        options.slowest = room;
        options.failed = options.reservoir = 0;
        std::vector<std::int64_t> latencies;
        for (const Trace& trace : traced(queue(800, 10), options, 3).traces)
            latencies.push_back(trace.latency);
        std::sort(latencies.rbegin(), latencies.rend());
        return latencies;
    };
    const std::vector<std::int64_t> all = slowestOf(1'000'000);
    const std::vector<std::int64_t> few = slowestOf(25);
    QVERIFY(all.size() > 20'000);
    QCOMPARE(few.size(), std::size_t{25});
    QVERIFY(std::equal(few.begin(), few.end(), all.begin()));
}

void TraceTest::keepsFailuresOfEachCause() {
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1))), {Fail{0.05}, {}}})
        .queueLimit = 3;
    model.policy("p").timeout = milliseconds(4);
    model.load("u", PoissonArrivals{900}, {"s.do"}, "p");
    TraceOptions options;
    options.failed = 4;
    options.slowest = options.reservoir = 0;
    const RunResult result = traced(model.build(20), options, 2);
    std::map<std::string, int> causes;
    for (const Trace& trace : result.traces) ++causes[trace.failure];
    QCOMPARE(causes, (std::map<std::string, int>{{"bug", 4}, {"rejected", 4}, {"timeout", 4}}));
}

// Latencies of an M/M/1 queue are exponential; the largest distance of the two distributions is within the
// bound of Kolmogorov and Smirnov at 0.1 %.
void TraceTest::theReservoirLooksLikeAll() {
    TraceOptions options;
    options.reservoir = 2000;
    options.slowest = options.failed = 0;
    const RunResult result = traced(queue(500, 200), options, 4);
    QCOMPARE(result.traces.size(), std::size_t{2000});
    std::vector<double> latencies;
    double sum = 0;
    std::set<int> replications;
    for (const Trace& trace : result.traces) {
        latencies.push_back(static_cast<double>(trace.latency) / 1e6);
        sum += latencies.back();
        replications.insert(trace.replication);
    }
    std::sort(latencies.begin(), latencies.end());
    double distance = 0;
    for (std::size_t at = 0; at < latencies.size(); ++at)
        distance = std::max(distance, std::abs(1 - std::exp(-latencies[at] / 2) - (at + 0.5) / 2000.0));
    QVERIFY2(distance < 1.95 / std::sqrt(2000.0), qPrintable(QString::number(distance)));
    QVERIFY(std::abs(sum / 2000 - *result.journeys[0].latency.mean.value) < 4 * 2 / std::sqrt(2000.0));
    QCOMPARE(replications.size(), std::size_t{4});
}

void TraceTest::theHeadIsAShare() {
    TraceOptions options;
    options.slowest = options.failed = options.reservoir = 0;
    options.headShare = 0.02;
    options.mostHead = 1'000'000;
    const RunResult all = traced(queue(500, 40), options, 2);
    const double expected = 0.02 * 500 * 40 * 2;
    QVERIFY(std::abs(static_cast<double>(all.traces.size()) - expected) < 5 * std::sqrt(expected));
    QCOMPARE(all.traceCounts.traced, std::uint64_t{all.traces.size()});
    options.mostHead = 50;
    const RunResult few = traced(queue(500, 40), options, 2);
    QCOMPARE(few.traces.size(), std::size_t{50});
    for (const Trace& trace : few.traces) {
        QCOMPARE(int(trace.keptFor), int(simulator::keptAsHead));
        QVERIFY(std::find(all.traces.begin(), all.traces.end(), trace) != all.traces.end());
    }
}

void TraceTest::traceMemoryIsBounded() {
    Builder model;
    model.service("t", 1000, {compute(Distribution::constant(milliseconds(1)))});
    model.service("s", 1000, {{Loop{40, {call("t.do")}}, {}}});
    model.load("u", PoissonArrivals{50}, {"s.do"});
    TraceOptions options;
    options.mostSpans = 20;
    const RunResult result = traced(model.build(10), options);
    QVERIFY(!result.traces.empty());
    for (const Trace& trace : result.traces) {
        QVERIFY(trace.cut && trace.spans.size() <= 20 && trace.spans.size() > 15);
        QVERIFY2(faultOf(trace).isEmpty(), qPrintable(faultOf(trace)));
        QVERIFY(trace.latency > 39'000'000);
    }
    QCOMPARE(result.traceCounts.untraced, std::uint64_t{0});
    options.mostInMemory = 60;
    const RunResult little = traced(model.build(10), options);
    QVERIFY(little.traceCounts.untraced > 0 && little.traceCounts.traced > 0);
}

// Twenty calls are on their way at the same time: each has a span, and will have another at its callee.
void TraceTest::spansToComeNeedMemory() {
    Builder model;
    model.project.network.latency = Distribution::constant(milliseconds(1));
    model.service("t", 1000, {compute(Distribution::constant(milliseconds(1)))});
    const std::vector<Behaviour> calls(20, {call("t.do")});
    model.service("s", 1000, {{Parallel{calls, Join::All, 1}, {}}});
    model.load("u", ConstantArrivals{10}, {"s.do"});
    TraceOptions options = many();
    options.mostInMemory = 40;
    const RunResult result = traced(model.build(10), options);
    std::size_t spans = 0;
    for (const Trace& trace : result.traces) spans += trace.spans.size();
    QVERIFY2(spans > 30 && spans <= 40, qPrintable(QString::number(spans)));
}

void TraceTest::thinkTimesAreNoLatency() {
    Builder model;
    model.service("s", 100, {compute(Distribution::constant(milliseconds(5)))});
    Workload& load = model.load("u", PoissonArrivals{20}, {"s.do", "s.do"});
    Journey journey = load.journeys.at(0);
    journey.steps[0].think = Distribution::constant(milliseconds(30));
    load.journeys = load.journeys.with(journey);
    const RunResult result = traced(model.build(10), many());
    QVERIFY(!result.traces.empty());
    for (const Trace& trace : result.traces) {
        QCOMPARE(trace.latency, 10'000'000);
        QCOMPARE(trace.spans[0].duration(), 40'000'000);
        QCOMPARE(trace.spans[0].part(Part::Think), 30'000'000);
    }
}

void TraceTest::retriesAndBackoffAreSeen() {
    Builder model;
    model.project.network.latency = Distribution::constant(milliseconds(1));
    model.service("s", 100, {compute(Distribution::constant(milliseconds(5))), {Fail{1}, {}}});
    CallPolicy& policy = model.policy("p");
    policy.retry = RetryPolicy{};
    policy.retry->maxAttempts = 3;
    policy.retry->delay = milliseconds(10);
    policy.retry->backoff = BackoffKind::Constant;
    policy.retry->jitter = static_cast<Jitter>(0);
    model.load("u", PoissonArrivals{20}, {"s.do"}, "p");
    const RunResult result = traced(model.build(10), many());
    QVERIFY(!result.traces.empty());
    for (const Trace& trace : result.traces) {
        const Span& root = trace.spans[0];
        QCOMPARE(trace.spans.size(), std::size_t{7});
        QCOMPARE(root.part(Part::Call), 7'000'000);
        QCOMPARE(root.part(Part::Retry), 14'000'000);
        QCOMPARE(root.part(Part::Backoff), 20'000'000);
        QCOMPARE(total(trace, "s.do", Part::Network), 6'000'000);
        QCOMPARE(total(trace, "s.do", Part::Service), 15'000'000);
        QCOMPARE(trace.failure, std::string("bug"));
        QVERIFY(trace.keptFor & (simulator::keptAsFailed | simulator::keptAsHead));
    }
}

void TraceTest::whatNobodyWaitsForIsOrphan() {
    Builder model;
    model.service("s", 100, {compute(Distribution::constant(milliseconds(50)))});
    CallPolicy& policy = model.policy("p");
    policy.timeout = milliseconds(10);
    policy.orphanWork = OrphanWork::Finish;
    model.load("u", PoissonArrivals{20}, {"s.do"}, "p");
    const RunResult result = traced(model.build(10), many());
    QVERIFY(!result.traces.empty());
    for (const Trace& trace : result.traces) {
        QCOMPARE(trace.spans.size(), std::size_t{3});
        QCOMPARE(trace.latency, 10'000'000);
        QCOMPARE(trace.spans[1].failure, std::string("timeout"));
        QVERIFY(!trace.spans[1].orphan && trace.spans[2].orphan);
        if (!trace.spans[2].unfinished) QCOMPARE(trace.spans[2].duration(), 50'000'000);
    }
}

void TraceTest::messagesAreFollowed() {
    Builder model;
    Channel channel;
    channel.id = ChannelId("news");
    channel.name = "News";
    channel.broker = Broker::Kafka;
    channel.delay = Distribution::constant(milliseconds(3));
    model.project.channels = model.project.channels.with(channel);
    model.service("s", 100, {publish("news"), compute(Distribution::constant(milliseconds(1)))});
    model.service("reader", 100, {compute(Distribution::constant(milliseconds(7)))});
    Operation operation = model.lastOperation();
    operation.subscription = Subscription{ChannelId("news"), "", 100, {}};
    model.last().operations = model.last().operations.with(operation);
    model.load("u", PoissonArrivals{1}, {"s.do"});
    const RunResult result = traced(model.build(30), many());
    QVERIFY(!result.traces.empty());
    for (const Trace& trace : result.traces) {
        QCOMPARE(trace.latency, 1'000'000);
        QCOMPARE(trace.spans.size(), std::size_t{5});
        const Span& message = trace.spans[3];
        const Span& consumer = trace.spans[4];
        QVERIFY(message.asynchronous && message.kind == SpanKind::Producer && message.service == "s");
        QVERIFY(consumer.kind == SpanKind::Consumer && consumer.parent == 3 && consumer.service == "reader");
        if (message.unfinished) continue;
        QCOMPARE(message.part(Part::Channel), 3'000'000);
        QCOMPARE(message.part(Part::Handling), 7'000'000);
        QCOMPARE(consumer.duration(), 7'000'000);
        QCOMPARE(message.attributes[0], (std::pair<std::string, std::string>("messaging.system", "kafka")));
    }
}

void TraceTest::sharedProcessorsCostTime() {
    Builder model;
    Deployment& deployment = model.service("s", 1, {compute(Distribution::constant(milliseconds(10)))});
    deployment.discipline = QueueDiscipline::ProcessorSharing;
    model.load("u", PoissonArrivals{70}, {"s.do"});
    const RunResult result = traced(model.build(20), many());
    bool contended = false;
    for (const Trace& trace : result.traces) {
        QVERIFY(std::abs(total(trace, "s.do", Part::Service) - 10'000'000) <= 1);
        contended |= total(trace, "s.do", Part::Processor) > 10'000'000;
        QVERIFY2(faultOf(trace).isEmpty(), qPrintable(faultOf(trace)));
    }
    QVERIFY(contended);
}

void TraceTest::idsAreUnique() {
    const RunResult result = traced(RandomModel(5).make(), many(), 3);
    std::set<std::string> traces;
    for (const Trace& trace : result.traces) {
        QVERIFY(trace.id.size() == 32 && traces.insert(trace.id).second);
        std::set<std::string> spans;
        for (const Span& span : trace.spans) QVERIFY(span.id.size() == 16 && spans.insert(span.id).second);
    }
    QVERIFY(traces.size() > 20);
}

QTEST_GUILESS_MAIN(TraceTest)
#include "trace_test.moc"
