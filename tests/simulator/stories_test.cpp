// What explanations of failures hold to in every run, and the numbers that those of the samples rest on.
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "model/json/json.h"
#include "simulator/cascade/sustained.h"
#include "tests/simulator/random_channels.h"
#include "tests/simulator/random_faults.h"

using simulator::Cascade;
using simulator::CascadeEvent;
using simulator::Cause;
using simulator::Link;
using simulator::Mechanism;
using simulator::RunResult;

namespace {

model::Project sample(const QString& name) {
    QFile file(QStringLiteral(LINTEL_SOURCE_DIR "/samples/cascades/%1.lintel").arg(name));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s is not there", qPrintable(name));
    const auto parsed = model::parseProject(file.readAll().toStdString());
    if (!parsed || !parsed->problems.empty()) qFatal("%s is no model", qPrintable(name));
    return parsed->project;
}

simulator::RunOptions once() {
    simulator::RunOptions options;
    options.replications = 1;
    return options;
}

RunResult ranOnce(const model::Project& project, const std::string& scenario) {
    const auto plan = simulator::compile(project, model::ScenarioId(scenario), once());
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return simulator::run(**plan, once());
}

Cascade explained(const QString& name, const std::string& scenario) {
    const model::Project project = sample(name);
    return simulator::explainCascade(project, model::ScenarioId(scenario), ranOnce(project, scenario));
}

const CascadeEvent* eventOf(const Cascade& cascade, Mechanism mechanism, const std::string& entity) {
    const auto found = std::ranges::find_if(cascade.events, [&](const CascadeEvent& event) {
        return event.mechanism == mechanism && event.entity == entity;
    });
    return found == cascade.events.end() ? nullptr : &*found;
}

bool isWithin(double value, double expected, double tolerance) {
    const bool good = std::abs(value - expected) <= tolerance * std::abs(expected);
    if (!good) qWarning("%g, expected %g", value, expected);
    return good;
}

/// Why an event cannot be one of an explanation; empty when it can.
std::string flawOf(const Cascade& cascade, std::size_t at) {
    const CascadeEvent& event = cascade.events[at];
    if (event.to && *event.to < event.from) return "ends before it begins";
    if (at > 0 && event.from < cascade.events[at - 1].from) return "stands behind a later one";
    if (event.dueTo && *event.dueTo >= at) return "stands before its cause";
    if (event.dueTo && cascade.events[*event.dueTo].from > event.from) return "begins before its cause";
    if (event.dueTo.has_value() != (event.link != Link::None)) return "does not say how it came about";
    if (event.clause.empty() || event.evidence.empty()) return "has no words or no evidence";
    if (event.sentence.size() < 10 || !std::isupper(static_cast<unsigned char>(event.sentence[0])) ||
        event.sentence.back() != '.')
        return "is no sentence";
    for (const simulator::Evidence& evidence : event.evidence)
        if (!std::isfinite(evidence.value) || evidence.to < evidence.from)
            return "has evidence without sense";
    return {};
}

std::string flawOf(const Cascade& cascade) {
    for (std::size_t at = 0; at < cascade.events.size(); ++at)
        if (const std::string flaw = flawOf(cascade, at); !flaw.empty())
            return cascade.events[at].sentence + ": " + flaw;
    if (cascade.firstDomino && cascade.events[*cascade.firstDomino].dueTo) return "the first has a cause";
    if (cascade.detected.has_value() == cascade.detections.empty()) return "nobody and somebody noticed";
    if (!std::ranges::is_sorted(cascade.detections, {}, &simulator::Detection::at))
        return "who noticed is not in order";
    std::set<std::string> watchers;
    for (const simulator::Detection& detection : cascade.detections)
        if (!watchers.insert(detection.by).second) return detection.by + " noticed twice";
    if (cascade.meanShare < cascade.worstShare - 1e-9) return "on average worse than at the worst";
    return {};
}

}  // namespace

class StoriesTest : public QObject {
    Q_OBJECT

private slots:
    void noEffectComesBeforeItsCause_data();
    void noEffectComesBeforeItsCause();
    void noEffectComesBeforeItsCauseInRandomModels();
    void loadIsHeldAgainstCapacity();
    void lostCapacityIsTold();
    void brokenReplicasTellTheirShare();
    void ejectionsAreRecorded();
    void panicIsRecorded();
    void autoscalersTellWhatMisledThem();
    void hotKeysTellHowManyMadeThem();
    void backlogsTellTheirDelay();
    void poisonTellsOfItsPartition();
    void briefTroubleIsNoRest();
    void allWhoNoticeAreNamed();
    void theFirstDominoNeedsNoUsers();
    void itIsKnownSinceWhenItSustainsItself();
};

void StoriesTest::noEffectComesBeforeItsCause_data() {
    QTest::addColumn<QString>("name");
    for (const QString& file : QDir(QStringLiteral(LINTEL_SOURCE_DIR "/samples/cascades"))
                                   .entryList({QStringLiteral("*.lintel")}, QDir::Files))
        QTest::newRow(qPrintable(file)) << file.chopped(7);
}

void StoriesTest::noEffectComesBeforeItsCause() {
    QFETCH(QString, name);
    const model::Project project = sample(name);
    for (const model::Scenario& scenario : project.scenarios) {
        const Cascade cascade =
            simulator::explainCascade(project, scenario.id, ranOnce(project, scenario.id.value()));
        const std::string flaw = flawOf(cascade);
        QVERIFY2(flaw.empty(), (scenario.id.value() + ": " + flaw).c_str());
    }
}

void StoriesTest::noEffectComesBeforeItsCauseInRandomModels() {
    std::size_t links = 0;
    for (std::uint32_t seed = 0; seed < 120; ++seed) {
        const model::Project project =
            seed % 3 == 0 ? queueing::RandomChannels(seed).make()
            : seed % 3 == 1
                ? queueing::RandomFaults(seed).make()
                : queueing::RandomFaults(queueing::RandomModel(seed).withProtection(), seed).make();
        simulator::RunOptions options = once();
        options.seed = seed;
        const auto plan = simulator::compile(project, model::ScenarioId("test"), options);
        if (!plan) continue;  // Somebody would wait for ever
        const Cascade cascade =
            simulator::explainCascade(project, model::ScenarioId("test"), simulator::run(**plan, options));
        const std::string flaw = flawOf(cascade);
        QVERIFY2(flaw.empty(), (std::to_string(seed) + ": " + flaw).c_str());
        for (const CascadeEvent& event : cascade.events) links += event.dueTo.has_value();
    }
    QVERIFY2(links > 100, std::to_string(links).c_str());
}

// 30 workers at 100 ms can do 300/s; each of 280/s is asked for twice.
void StoriesTest::loadIsHeldAgainstCapacity() {
    const Cascade cascade = explained("retry-storm", "incident");
    const CascadeEvent* full = eventOf(cascade, Mechanism::Saturated, "orders");
    QVERIFY(full && full->load && full->load->canDo && full->load->usualHeld);
    QCOMPARE(full->load->servers, 30.0);
    QVERIFY(isWithin(*full->load->usualHeld, 0.1, 0.02));
    QVERIFY(isWithin(*full->load->canDo, 300, 0.05));
    QVERIFY(isWithin(full->load->came, 560, 0.02));
    QVERIFY(isWithin(full->load->usuallyCame, 280, 0.02));
    QVERIFY(full->sentence.find("At 100 ms a request they can do about 300/s; 5") != std::string::npos);
    // A thread that waits for 2 s on half of the requests is held for 1 s: 100 of them can do 100/s.
    const Cascade pool = explained("pool-exhaustion", "incident");
    const CascadeEvent* web = eventOf(pool, Mechanism::Saturated, "web");
    QVERIFY(web && web->load && web->load->held && web->link == Link::PoolExhausted);
    QVERIFY(isWithin(*web->load->held, 1, 0.1));
    QVERIFY(isWithin(*web->load->canDo, 100, 0.1));
}

// Ten of thirty workers of 50 ms: 400/s are left of 600/s, and 420/s come.
void StoriesTest::lostCapacityIsTold() {
    const Cascade cascade = explained("zone-loss", "incident");
    const CascadeEvent* lost = eventOf(cascade, Mechanism::Fault, "worker");
    QVERIFY(lost && lost->load && lost->load->canDo);
    QCOMPARE(std::round(lost->load->servers), 20.0);
    QCOMPARE(std::round(lost->load->allServers), 30.0);
    QVERIFY2(lost->sentence.find("20 of 30 workers were left") != std::string::npos, lost->sentence.c_str());
    QVERIFY2(lost->sentence.find("they can do about 400/s, and 4") != std::string::npos,
             lost->sentence.c_str());
    const CascadeEvent* full = eventOf(cascade, Mechanism::Saturated, "worker");
    QVERIFY(full && full->from < 200 && full->dueTo);
    const CascadeEvent* dead = eventOf(cascade, Mechanism::Failures, "worker.do");
    QVERIFY(dead && dead->link == Link::StaleDiscovery);
}

// An independent simulation has .534; a tenth would be fair.
void StoriesTest::brokenReplicasTellTheirShare() {
    const Cascade cascade = explained("black-hole", "incident");
    const CascadeEvent* errors = eventOf(cascade, Mechanism::Failures, "backend.get");
    QVERIFY(errors && errors->share && errors->link == Link::Errors);
    QVERIFY(isWithin(*errors->share, 0.534, 0.03));
    QVERIFY2(errors->sentence.find("a fair share is 10 %") != std::string::npos, errors->sentence.c_str());
    QVERIFY2(errors->sentence.find("looks idle") != std::string::npos, errors->sentence.c_str());
    const Cascade inTurn = explained("black-hole", "round-robin");
    const CascadeEvent* fair = eventOf(inTurn, Mechanism::Failures, "backend.get");
    QVERIFY(fair && fair->sentence.find("looks idle") == std::string::npos);
}

// Five errors in a row at each return; in between it is out for 30 s times the ejections so far, to the next
// look, every 10 s.
void StoriesTest::ejectionsAreRecorded() {
    const model::Project project = sample("black-hole");
    const RunResult result = ranOnce(project, "healed");
    const std::vector<simulator::OutlierChange>& changes = result.chronicle.outliers;
    QVERIFY(changes.size() >= 7);
    std::vector<double> ejected;
    for (std::size_t at = 0; at < changes.size(); ++at) {
        QCOMPARE(changes[at].kind, std::string(at % 2 ? "returned" : "ejected"));
        QCOMPARE(changes[at].service, std::string("backend"));
        QVERIFY(changes[at].client.empty());
        QCOMPARE(changes[at].all, 10);
        QCOMPARE(changes[at].left, at % 2 ? 10 : 9);
        if (at % 2 == 0) QCOMPARE(changes[at].reason, std::string("5 errors in a row"));
        if (at % 2 == 0) ejected.push_back(changes[at].at);
    }
    for (std::size_t at = 0; at < ejected.size(); ++at)
        QVERIFY(std::abs(ejected[at] - std::vector<double>{60, 100, 170, 270}.at(at)) < 0.5);
    const Cascade cascade = simulator::explainCascade(project, model::ScenarioId("healed"), result);
    const CascadeEvent* out = eventOf(cascade, Mechanism::Ejected, "backend");
    QVERIFY(out && out->dueTo && out->link == Link::Ejection);
    QCOMPARE(out->amount, static_cast<double>(ejected.size()));
}

// Six of ten out are more than half.
void StoriesTest::panicIsRecorded() {
    const model::Project project = sample("black-hole");
    const RunResult result = ranOnce(project, "panic");
    const auto began = std::ranges::find(result.chronicle.outliers, std::string("panic_began"),
                                         &simulator::OutlierChange::kind);
    QVERIFY(began != result.chronicle.outliers.end());
    QCOMPARE(began->left, 4);
    QCOMPARE(began->all, 10);
    const Cascade cascade = simulator::explainCascade(project, model::ScenarioId("panic"), result);
    const CascadeEvent* panic = eventOf(cascade, Mechanism::Panic, "backend");
    QVERIFY(panic && panic->link == Link::Panic);
    QVERIFY(panic->sentence.find("With 4 of 10 replicas left") != std::string::npos);
    for (const char* calm : {"healed", "without-panic"})
        QVERIFY(!eventOf(explained("black-hole", calm), Mechanism::Panic, "backend"));
}

// Four replicas are enough for 144/s, three were for 115/s; the rest is the CPU of those that
// start.
void StoriesTest::autoscalersTellWhatMisledThem() {
    const Cascade naive = explained("autoscaler-thrash", "incident");
    const CascadeEvent* ran = eventOf(naive, Mechanism::Scaling, "naive");
    QVERIFY(ran && ran->dueTo && ran->share);
    QCOMPARE(ran->amount, 10.0);
    QCOMPARE(ran->link, Link::StartUpCpu);
    QVERIFY2(ran->sentence.find("For the load alone 4 replicas would have been enough") != std::string::npos,
             ran->sentence.c_str());
    QVERIFY(ran->to);
    const Cascade exact = explained("autoscaler-thrash", "healed");
    const CascadeEvent* right = eventOf(exact, Mechanism::Scaling, "exact");
    QVERIFY(right && !right->share);
    QCOMPARE(right->amount, 4.0);
    QCOMPARE(right->link, Link::Scaling);
    QVERIFY2(right->sentence.find("That is what the load needs.") != std::string::npos,
             right->sentence.c_str());
}

void StoriesTest::hotKeysTellHowManyMadeThem() {
    const Cascade incident = explained("hot-key-stampede", "incident");
    const CascadeEvent* misses = eventOf(incident, Mechanism::CacheMisses, "memcached");
    QVERIFY(misses && misses->sentence.find("each of them made it anew") != std::string::npos);
    const Cascade healed = explained("hot-key-stampede", "healed");
    const CascadeEvent* waits = eventOf(healed, Mechanism::CacheMisses, "memcached");
    QVERIFY(waits && waits->sentence.find("one made it, and the others waited") != std::string::npos);
}

// 200 of 1200/s stay behind for 600 s: the last waits for 120 s.
void StoriesTest::backlogsTellTheirDelay() {
    const Cascade cascade = explained("broker-backlog", "incident");
    const CascadeEvent* backlog = eventOf(cascade, Mechanism::Backlog, "orders-placed");
    QVERIFY(backlog && isWithin(backlog->amount, 120'000, 0.03));
    QVERIFY2(backlog->sentence.find("1,200/s came, and the 10 consumers of billing took 1,000/s") !=
                 std::string::npos,
             backlog->sentence.c_str());
    const auto age =
        std::ranges::find(backlog->evidence, std::string("oldest_ms"), &simulator::Evidence::name);
    QVERIFY(age != backlog->evidence.end() && isWithin(age->value, 120'000, 0.03));
}

void StoriesTest::poisonTellsOfItsPartition() {
    const Cascade cascade = explained("broker-backlog", "poison");
    const auto deliveries = std::ranges::find(cascade.events, Mechanism::Failures, &CascadeEvent::mechanism);
    QVERIFY(deliveries != cascade.events.end());
    QVERIFY2(deliveries->sentence.find("delivered up to 255 times, 1 s apart") != std::string::npos,
             deliveries->sentence.c_str());
    QVERIFY(deliveries->sentence.find("in its partition, one of 10, waits") != std::string::npos);
    const CascadeEvent* backlog = eventOf(cascade, Mechanism::Backlog, "orders-placed");
    QVERIFY(backlog && backlog->link == Link::BlockedPartition);
}

// A third of the requests for a few seconds is not `hardly`.
void StoriesTest::briefTroubleIsNoRest() {
    const Cascade cascade = explained("pool-exhaustion", "breaker");
    QVERIFY(cascade.worstShare < 0.9);
    bool isTold = false;
    for (const std::string& sentence : cascade.story) {
        QVERIFY2(sentence.find("hardly") == std::string::npos, sentence.c_str());
        isTold |= sentence.find("noticed") != std::string::npos &&
                  sentence.find("the circuit breaker of web for recommender") != std::string::npos;
    }
    QVERIFY(isTold);
}

void StoriesTest::allWhoNoticeAreNamed() {
    const auto noticed = [](const Cascade& cascade, const char* by) {
        return std::ranges::any_of(cascade.detections, [by](const simulator::Detection& detection) {
            return detection.by.find(by) != std::string::npos;
        });
    };
    const Cascade zone = explained("zone-loss", "incident");
    QVERIFY(noticed(zone, "the readiness probes of worker"));
    QVERIFY(noticed(zone, "the users of users.do"));
    for (const simulator::Detection& detection : zone.detections)
        if (detection.by == "the readiness probes of worker") QVERIFY(detection.at > 80 && detection.at < 90);
    QVERIFY(noticed(explained("black-hole", "healed"), "the outlier detection of users for backend"));
    QVERIFY(noticed(explained("autoscaler-thrash", "incident"), "the autoscaler of naive"));
    QVERIFY(noticed(explained("pool-exhaustion", "breaker"), "the circuit breaker of web"));
}

void StoriesTest::theFirstDominoNeedsNoUsers() {
    for (const char* name : {"broker-backlog", "autoscaler-thrash", "overload-growth"}) {
        const Cascade cascade = explained(name, "incident");
        QVERIFY2(cascade.blastRadius.empty() && cascade.firstDomino, name);
        QCOMPARE(cascade.events[*cascade.firstDomino].mechanism, Mechanism::MoreLoad);
    }
    const Cascade storm = explained("retry-storm", "incident");
    QCOMPARE(storm.operations, std::vector<std::string>{"orders.place"});
    QCOMPARE(storm.services, std::vector<std::string>{"orders"});
}

// A standstill of less than a second is enough; without a length there is nothing to cut.
void StoriesTest::itIsKnownSinceWhenItSustainsItself() {
    const auto sustained = [](const char* name) {
        const model::Project project = sample(name);
        const model::ScenarioId incident("incident");
        const Cascade cascade = simulator::explainCascade(project, incident, ranOnce(project, "incident"));
        return simulator::sustainedSince(project, incident, once(), cascade).value_or(-1);
    };
    const double storm = sustained("retry-storm");
    QVERIFY2(storm > 60.2 && storm < 62, std::to_string(storm).c_str());
    QCOMPARE(sustained("cache-flush"), 60.0);
    QCOMPARE(sustained("zone-loss"), -1.0);
    const model::Project project = sample("retry-storm");
    const Cascade told = simulator::explainCascade(project, model::ScenarioId("incident"),
                                                   ranOnce(project, "incident"), storm);
    QVERIFY(told.sustainedIsTried);
    QCOMPARE(told.sustainedSince, std::optional(storm));
}

QTEST_APPLESS_MAIN(StoriesTest)
#include "stories_test.moc"
