// The platform that services run on, and what happens to it: what is refused, and where.
#include <QTest>
#include <algorithm>

#include "model/check.h"
#include "model/json/json.h"

using namespace model;

namespace {

/// A model with a service, a store with a copy, a channel, two zones, a pool and an objective of each kind,
/// and more fields, from JSON with single quotes.
std::string platformWith(const std::string& more) {
    std::string text =
        "{'lintel': 1, 'name': 'P',"
        "'network': {'zones': {'a': {'name': 'A'}, 'b': {'name': 'B'}}, 'regions': {'r': {'name': 'R'}},"
        "'node_pools': {'n': {'name': 'N'}}},"
        "'services': {'s': {'name': 'S', 'operations': {'s.do': {'name': 'Do'}}}},"
        "'stores': {'db': {'name': 'DB'}}, 'channels': {'c': {'name': 'C'}},"
        "'rates': {'price_per_vcpu_hour': 1},"
        "'objectives': {'up': {'name': 'Up', 'operation': 's.do', 'goal': 'availability'},"
        "'cheap': {'name': 'Cheap', 'goal': 'cost', 'limit': 5}}" +
        more + "}";
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string deployed(const std::string& fields) {
    return ", 'deployments': {'s': {'service': 's', " + fields + "}}";
}

std::string faulty(const std::string& fields) {
    return ", 'fault_plans': {'f': {'name': 'F', 'faults': [{" + fields + "}]}}";
}

std::string scenario(const std::string& fields) {
    return ", 'scenarios': {'t': {'name': 'T', 'length_s': 60, " + fields + "}}";
}

/// The first thing that is wrong; empty when nothing is.
QString problemOf(const std::string& text) {
    const auto parsed = parseProject(text);
    if (!parsed) return QString::fromStdString(parsed.error().text());
    return parsed->problems.empty() ? QString() : QString::fromStdString(parsed->problems.front().text());
}

}  // namespace

class PlatformTest : public QObject {
    Q_OBJECT
private slots:
    void soundOnesAreAccepted_data() {
        QTest::addColumn<QString>("more");
        const auto row = [](const char* name, const std::string& more) {
            QTest::newRow(name) << QString::fromStdString(more);
        };
        row("nothing", "");
        row("woken by events", deployed("'autoscaling': {'min_replicas': 0, 'events': {'channel': 'c'}}"));
        row("woken by requests", deployed("'autoscaling': {'min_replicas': 0, 'concurrency': {}}"));
        row("canary", deployed("'rollout': {'strategy': 'canary', 'steps': [{'weight_percent': 5},"
                               "{'weight_percent': 50}], 'analysis': {}}"));
        row("function", deployed("'serverless': {'provisioned': 2, 'max_instances': 2}"));
        row("zones apart", faulty("'zone': 'a', 'fault': 'partition', 'peer_zone': 'b'"));
        row("nodes", faulty("'node_pool': 'n', 'fault': 'kill', 'replicas': 2"));
        row("broker", faulty("'channel': 'c', 'fault': 'kill'"));
        row("steady", scenario("'steady_state': {'objectives': ['up']}, 'abort': {'objectives': ['up']}"));
    }
    void soundOnesAreAccepted() {
        QFETCH(QString, more);
        QCOMPARE(problemOf(platformWith(more.toStdString())), QString());
    }

    void badOnesAreNamed_data() {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const std::string& more, const char* problem) {
            QTest::newRow(name) << QString::fromStdString(more) << problem;
        };
        const auto scaled = [](const std::string& fields) {
            return deployed("'autoscaling': {" + fields + "}");
        };
        row("nobody wakes it", scaled("'min_replicas': 0"),
            "/deployments/s/autoscaling/min_replicas: 0, but only events and requests under way");
        row("two metrics", scaled("'events': {'channel': 'c'}, 'concurrency': {}"),
            "/deployments/s/autoscaling/concurrency: found events too");
        row("ahead of events", scaled("'events': {'channel': 'c'}, 'predictive': {}"),
            "/deployments/s/autoscaling/predictive: beside events or concurrency");
        row("memory and requests",
            deployed("'memory_use': {}, 'autoscaling': {'target_memory_percent': 80, 'concurrency': {}}"),
            "/deployments/s/autoscaling/target_memory_percent: beside events or concurrency");
        row("memory of which nothing is known", scaled("'target_memory_percent': 80"),
            "/deployments/s/autoscaling/target_memory_percent: found no memory_use");
        row("no such channel", scaled("'events': {'channel': 'd'}"),
            "/deployments/s/autoscaling/events/channel: there is no channel \"d\"");
        row("function that scales", deployed("'serverless': {}, 'autoscaling': {}"),
            "/deployments/s/serverless: found autoscaling too");
        row("more than the most", deployed("'serverless': {'provisioned': 3, 'max_instances': 2}"),
            "/deployments/s/serverless: provisioned 3 above max_instances 2");
        row("both ways", deployed("'vertical_scaling': {}, 'autoscaling': {}"),
            "/deployments/s/vertical_scaling: found autoscaling by CPU too");
        row("upside down", deployed("'vertical_scaling': {'min_cpu_milli': 200, 'max_cpu_milli': 100}"),
            "/deployments/s/vertical_scaling: min_cpu_milli 200 above max_cpu_milli 100");
        row("alive twice", deployed("'liveness': {'success_threshold': 2}"),
            "/deployments/s/liveness/success_threshold: 2, should be 1");
        row("too large to start", deployed("'memory_use': {'idle_mib': 300}"),
            "/deployments/s/memory_use/idle_mib: 300, should be at most memory_limit_mib 256");
        row("canary without steps", deployed("'rollout': {'strategy': 'canary'}"),
            "/deployments/s/rollout/strategy: canary without steps");
        row("steps of no canary", deployed("'rollout': {'steps': [{'weight_percent': 5}]}"),
            "/deployments/s/rollout/steps: of a rolling roll-out");
        row("less and less",
            deployed("'rollout': {'strategy': 'canary', 'steps': ["
                     "{'weight_percent': 50}, {'weight_percent': 5}]}"),
            "/deployments/s/rollout/steps: step 1 has less traffic");
        row("judged without a side", deployed("'rollout': {'analysis': {}}"),
            "/deployments/s/rollout/analysis: of a rolling roll-out");
        row("stands still", deployed("'rollout': {'max_surge_percent': 0, 'max_unavailable_percent': 0}"),
            "/deployments/s/rollout/max_unavailable_percent: 0, and max_surge_percent 0");
        row("two places", deployed("'node_pool': 'n', 'zones': ['a']"),
            "/deployments/s/zones: found a node_pool too");
        row("a zone apart from itself", faulty("'zone': 'a', 'fault': 'partition', 'peer_zone': 'a'"),
            "/fault_plans/f/faults/0/peer_zone: \"a\", the zone itself");
        row("a service apart from a zone", faulty("'service': 's', 'fault': 'loss', 'peer_zone': 'a'"),
            "/fault_plans/f/faults/0/peer_zone: at the other end of what is no zone");
        row("a zone apart from a service", faulty("'zone': 'a', 'fault': 'loss', 'peer': 's'"),
            "/fault_plans/f/faults/0/peer: a service, at the other end of a zone");
        row("slow broker", faulty("'channel': 'c', 'fault': 'slow'"),
            "/fault_plans/f/faults/0/fault: only a kill takes a channel");
        row("half a region", faulty("'region': 'r', 'fault': 'kill', 'replicas': 2"),
            "/fault_plans/f/faults/0/replicas: of a region, which is lost as a whole");
        row("release of a store", faulty("'store': 'db', 'fault': 'release'"),
            "/fault_plans/f/faults/0/fault: what happens to services only");
        row("release with an end", faulty("'service': 's', 'fault': 'release', 'length_s': 5"),
            "/fault_plans/f/faults/0/length_s: a release stays");
        row("pressure on nothing", faulty("'service': 's', 'fault': 'pressure'"),
            "/fault_plans/f/faults/0: pressure on nothing");
        row("two targets", faulty("'channel': 'c', 'zone': 'a', 'fault': 'kill'"),
            "/fault_plans/f/faults/0: expected one of \"service\", \"store\", \"zone\", \"channel\", "
            "\"node_pool\" and \"region\", found several");
        row("judged by costs", scenario("'abort': {'objectives': ['cheap']}"),
            "/scenarios/t/abort/objectives/0: \"cheap\" is of the whole system");
        row("judged by nothing", scenario("'steady_state': {}"),
            "/scenarios/t/steady_state: without objectives, and the scenario has none");
        row("longer than the run", scenario("'abort': {'objectives': ['up'], 'window_s': 90}"),
            "/scenarios/t/abort: window_s is longer than length_s");
        row("fewer than there are", ", 'network': {'node_pools': {'n': {'name': 'N', 'max_nodes': 2}}}",
            "/network/node_pools/n/max_nodes: 2, below nodes 3");
        row("stated twice",
            ", 'network': {'zones': {'a': {'name': 'A'}, 'b': {'name': 'B'}}, 'zone_latencies': ["
            "{'from': 'a', 'to': 'b', 'latency': {'kind': 'constant', 'mean_ms': 1}}, "
            "{'from': 'b', 'to': 'a', 'latency': {'kind': 'constant', 'mean_ms': 2}}]}",
            "/network/zone_latencies/1: the latency between \"a\" and \"b\" is stated twice");
    }
    void badOnesAreNamed() {
        QFETCH(QString, more);
        QFETCH(QString, problem);
        std::string text = platformWith(more.toStdString());
        // A network of its own takes the place of the other.
        if (const auto own = text.rfind("\"network\""); own != text.find("\"network\"")) {
            const auto first = text.find("\"network\"");
            text.erase(first, text.find("\"services\"") - first);
        }
        const QString found = problemOf(text);
        QVERIFY2(found.contains(problem), qPrintable(found + "\nexpected: " + problem));
    }
};

QTEST_APPLESS_MAIN(PlatformTest)
#include "platform_test.moc"
