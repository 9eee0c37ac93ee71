// What cannot be simulated is named before a run: by the library, with the place and the words.
#include <QTest>

#include "model/json/json.h"
#include "simulator/simulate.h"
#include "tests/simulator/acceptance.h"
#include "tests/simulator/bad_models.h"

using namespace queueing;
using simulator::RunResult;

namespace {

/// The first thing that is wrong: of the text, of the model, or of its scenario `s`.
model::Error firstProblem(const std::string& text, const simulator::RunOptions& options = {}) {
    const auto parsed = parseProject(text);
    if (!parsed) return parsed.error();
    const auto plan = simulator::compile(parsed->project, ScenarioId("s"), options);
    if (!plan) {
        if (!parsed->problems.empty() && parsed->problems.front().text() != plan.error().text())
            qWarning("check says otherwise: %s", parsed->problems.front().text().c_str());
        return plan.error();
    }
    return {"", "nothing"};
}

bool names(const model::Error& error, const std::string& place, const std::string& words) {
    const bool good = error.place == place && error.message.find(words) != std::string::npos;
    if (!good) qWarning("%s; expected %s: ...%s...", error.text().c_str(), place.c_str(), words.c_str());
    return good;
}

/// Many more arrive than can be served, or what arrives has no end.
RunResult exploded(Builder& model) {
    simulator::RunOptions options;
    options.replications = 1;
    return simulator::run(*planOf(model.build(10, 0)), options);
}

}  // namespace

class BadInputTest : public QObject {
    Q_OBJECT

private slots:
    void theModelItselfIsGood();
    void isNamed_data();
    void isNamed();
    void replicasOfAllServices();
    void sizesComeBeforeSettings();
    void memoryIsStated();
    void memoryIsLimited_data();
    void memoryIsLimited();
    void queuesWithoutBoundEnd();
    void workWithoutTimeEnds();
    void longWaitsOfManyAreCounted();
};

void BadInputTest::theModelItselfIsGood() {
    QCOMPARE(firstProblem(badmodels::modelWith({})).message, std::string("nothing"));
}

void BadInputTest::isNamed_data() {
    QTest::addColumn<std::size_t>("number");
    const auto list = badmodels::badModels();
    for (std::size_t at = 0; at < list.size(); ++at) QTest::newRow(list[at].name.c_str()) << at;
}

void BadInputTest::isNamed() {
    QFETCH(std::size_t, number);
    const badmodels::BadModel bad = badmodels::badModels()[number];
    QVERIFY(names(firstProblem(bad.text), bad.place, bad.words));
}

void BadInputTest::replicasOfAllServices() {
    Builder model;
    for (int at = 0; at < 12; ++at)
        model.service("s" + std::to_string(at), 1, {compute(exponentially(1))}).replicas =
            at == 7 ? 99'999 : 95'000;
    model.load("u", PoissonArrivals{1}, {"s0.do"});
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"));
    QVERIFY(!plan && names(plan.error(), "/deployments/s7/replicas",
                           "99999 replicas bring those of all services to 1144999, at most 1000000"));
}

// However short the run that is asked for, or long its warm-up: the model comes first.
void BadInputTest::sizesComeBeforeSettings() {
    simulator::RunOptions options;
    options.length = model::seconds(0.1);
    QVERIFY(names(
        firstProblem(badmodels::modelWith({{"more-of-a", R"(, {"step": "call", "operation": "a.do"})"}}),
                     options),
        "/services/a/operations/a.do", "a.do -> a.do"));
    QVERIFY(names(firstProblem(badmodels::modelWith({}), options), "/scenarios/s",
                  "the warm-up is as long as the run"));
    options.length = model::Duration(std::numeric_limits<std::int64_t>::max());
    QVERIFY(names(firstProblem(badmodels::modelWith({}), options), "/scenarios/s",
                  "the length of the run is not above 0 and at most 36 years"));
}

// Within half of what a run really takes, where it is much.
void BadInputTest::memoryIsStated() {
    Builder model;
    model.service("s", 1, {compute(exponentially(1))}).replicas = 100'000;
    model.load("u", ClosedUsers{200'000, exponentially(10'000)}, {"s.do"});
    const auto plan = planOf(model.build(10));
    simulator::RunOptions options;
    options.replications = 1;
    const simulator::MemoryNeed one = simulator::memoryNeed(*plan, options);
    QCOMPARE(one.place, std::string("/workloads/u/arrivals/users"));
    QVERIFY2(one.megabytes > 25 && one.megabytes < 60, qPrintable(QString::number(one.megabytes)));
    QCOMPARE(one.most, std::string("200000 users need 24 MB in one replication"));
    options.replications = 8;
    options.threads = 4;
    const simulator::MemoryNeed several = simulator::memoryNeed(*plan, options);
    QVERIFY(several.megabytes > 3.5 * one.megabytes && several.megabytes < 5 * one.megabytes);
}

void BadInputTest::memoryIsLimited_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("place");
    QTest::newRow("replicas") << "replicas"
                              << "/deployments/s/replicas";
    QTest::newRow("users") << "users"
                           << "/workloads/u/arrivals/users";
    QTest::newRow("keys of caches") << "keys of caches"
                                    << "/stores/db";
    QTest::newRow("rows") << "rows"
                          << "/stores/db/rows";
    QTest::newRow("partitions") << "partitions"
                                << "/channels/news/partitions";
    QTest::newRow("operations") << "operations"
                                << "/services";
}

void BadInputTest::memoryIsLimited() {
    QFETCH(QString, what);
    QFETCH(QString, place);
    Builder model;
    CacheLookup lookup;
    lookup.store = DataStoreId("db");
    lookup.keys = KeySpace{what == "keys of caches" ? 2'000'000 : 10, 0};
    model.service("s", 1, {compute(exponentially(1)), Step{lookup, {}}, query("db"), publish("news")})
        .replicas = what == "replicas" ? 100'000 : 2;
    model.store("db", 1, exponentially(1)).rows = KeySpace{what == "rows" ? 2'000'000 : 10, 0};
    Channel channel;
    channel.id = ChannelId("news");
    channel.name = "News";
    channel.partitions = what == "partitions" ? 100'000 : 1;
    channel.partitioning = Partitioning::RoundRobin;
    model.project.channels = model.project.channels.with(channel);
    model.service("reader", 1, {compute(exponentially(1))});
    Operation reader = model.lastOperation();
    reader.subscription = Subscription{ChannelId("news"), "", 1, {}};
    model.last().operations = model.last().operations.with(reader);
    if (what == "operations")
        for (int at = 0; at < 100; ++at)
            model.service("t" + std::to_string(at), 1, {compute(exponentially(1))});
    model.load("u", ClosedUsers{what == "users" ? 900'000 : 1, {}}, {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    options.mostMemoryMb = 4;
    const auto plan = simulator::compile(model.build(10), ScenarioId("test"), options);
    QVERIFY(!plan && names(plan.error(), place.toStdString(), what.toStdString() + " need"));
    QVERIFY(names(plan.error(), place.toStdString(), "of memory, at most 4.0 MB are allowed"));
    options.mostMemoryMb = 4000;
    QVERIFY(simulator::compile(model.project, ScenarioId("test"), options));
}

void BadInputTest::queuesWithoutBoundEnd() {
    Builder model;
    model.service("slow", 1, {compute(exponentially(1000))});
    model.load("u", PoissonArrivals{1'000'000}, {"slow.do"});
    const RunResult result = exploded(model);
    QVERIFY(result.cancelled && result.conservation.holds);
    QVERIFY(result.simulatedSeconds > 1 && result.simulatedSeconds < 4);
    QVERIFY2(result.limitReached.find("more than 3.9 million requests were in flight, most of them in the "
                                      "operation `slow.do`") != std::string::npos,
             result.limitReached.c_str());
    QVERIFY(result.conservation.worstLittleResidual < 1e-9);
}

// Two requests at one moment, each of nearly as many steps as one may have.
void BadInputTest::workWithoutTimeEnds() {
    Builder model;
    model.service("s", 2, {Step{Loop{1'000'000, {call("t.do")}}, {}}});
    model.service("t", 2, {Step{Loop{90, {}}, {}}});
    for (const char* name : {"u", "v"}) model.load(name, ConstantArrivals{1}, {"s.do"});
    const RunResult result = exploded(model);
    QVERIFY(result.cancelled && result.conservation.holds);
    QCOMPARE(result.simulatedSeconds, 1.0);
    QVERIFY2(
        result.limitReached.starts_with("ended after 1 s because more than 100 million steps took no time"),
        result.limitReached.c_str());
}

// Nearly two million that wait for hours: more nanoseconds in all than 64 bits count.
void BadInputTest::longWaitsOfManyAreCounted() {
    Builder model;
    model.service("s", 1, {compute(Distribution::constant(seconds(1)))});
    model.load("u", ConstantArrivals{90}, {"s.do"});
    simulator::RunOptions options;
    options.replications = 1;
    const RunResult result = simulator::run(*planOf(model.build(20'000, 0)), options);
    QVERIFY(!result.cancelled && result.conservation.holds);
    QVERIFY2(result.conservation.worstLittleResidual < 1e-9,
             qPrintable(QString::number(result.conservation.worstLittleResidual)));
    for (const simulator::Series& series : result.stations.at(0).series)
        if (series.name == "queue") QVERIFY(std::abs(series.values.back() / (89 * 20'000) - 1) < 0.01);
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "bad_input_test.moc"
