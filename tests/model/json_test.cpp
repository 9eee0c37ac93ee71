#include "model/json/json.h"

#include <QtTest>
#include <limits>

#include "model/check.h"
#include "model/edit.h"

using namespace model;

namespace {

const char* const small = R"({
  "lintel": 1,
  "name": "Small",
  "services": {
    "cart": {
      "name": "cart",
      "operations": {
        "cart.get": {
          "name": "GetCart",
          "behaviour": [{"step": "compute", "time": {"kind": "exponential", "mean_ms": 2}}]
        }
      }
    },
    "web": {
      "name": "web",
      "operations": {
        "web.index": {
          "name": "Index",
          "behaviour": [
            {"step": "call", "operation": "cart.get", "policy": "quick"},
            {
              "step": "branch",
              "alternatives": [
                {"probability": 0.25, "steps": [{"step": "call", "operation": "cart.get"}]}
              ]
            }
          ]
        }
      }
    }
  },
  "policies": {
    "quick": {
      "name": "Quick",
      "timeout_ms": 0.25
    }
  }
}
)";

/// JSON with single quotes in place of double ones.
std::string q(std::string text) {
    for (char& c : text)
        if (c == '\'') c = '"';
    return text;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    Q_ASSERT(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// The place and text of the error that parsing gives.
QString refusal(const std::string& text) {
    const auto parsed = parseProject(text);
    return parsed ? QString("accepted") : QString::fromStdString(parsed.error().text());
}

/// The first problem of a text that can be read.
QString problem(const std::string& text) {
    const auto parsed = parseProject(text);
    if (!parsed) return "unreadable: " + QString::fromStdString(parsed.error().text());
    return parsed->problems.empty() ? QString("whole")
                                    : QString::fromStdString(parsed->problems.front().text());
}

}  // namespace

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void canonicalTextIsStable() {
        const auto parsed = parseProject(small);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        QVERIFY(parsed->problems.empty());
        QCOMPARE(QString::fromStdString(writeProject(parsed->project)), QString(small));
    }

    void unknownFieldsSurvive() {
        const std::string text = with(
            with(small, q("'name': 'cart',"), q("'name': 'cart', 'x-owner': {'b': 1, 'a': [2.5, null]},")),
            q("'step': 'compute',"), q("'step': 'compute', 'note': 'warm',"));
        const auto parsed = parseProject(text);
        QVERIFY(parsed);
        const std::string written = writeProject(parsed->project);
        QVERIFY(written.find(q("'x-owner': {'b': 1, 'a': [2.5, null]}")) != std::string::npos);
        QVERIFY(written.find(q("'note': 'warm'")) != std::string::npos);
        const auto again = parseProject(written);
        QVERIFY(again);
        QVERIFY(again->project == parsed->project);
        QCOMPARE(writeProject(again->project), written);
    }

    void refusals_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const std::string& text, const char* error) {
            QTest::newRow(name) << QString::fromStdString(text) << error;
        };
        row("empty", "", "line 1, column 1: malformed JSON");
        row("truncated", std::string(small).substr(0, 120), "malformed JSON");
        row("not JSON", "<xml/>", "line 1, column 1: malformed JSON");
        row("NaN", with(small, "0.25\n", "NaN\n"), "malformed JSON");
        row("overflow", with(small, "0.25,", "1e999,"),
            "/alternatives/0/probability: number overflow parsing '1e999', expected a number of at most");
        row("list", "[]", "expected a Lintel model: an object, found a list");
        row("no version", "{\"name\": \"x\"}", "found no field \"lintel\"");
        row("newer", with(small, "\"lintel\": 1", "\"lintel\": 2"),
            "/lintel: written by a newer version of Lintel: format 2");
        row("version zero", with(small, "\"lintel\": 1", "\"lintel\": 0"),
            "/lintel: expected a format version");
        row("wrong type", with(small, q("'name': 'web'"), q("'name': 7")),
            "/services/web/name: expected a text, found the number 7");
        row("wrong word", with(small, q("'step': 'branch'"), q("'step': 'brunch'")),
            "/services/web/operations/web.index/behaviour/1/step: expected one of compute, call");
        row("missing", with(small, q("'probability': 0.25, "), ""),
            "/alternatives/0: the field \"probability\" is missing");
        row("duplicate id", with(small, q("'web': {"), q("'cart': {")),
            "/services/cart: the key \"cart\" is there twice");
        row("null", with(small, q("'timeout_ms': 0.25"), q("'timeout_ms': null")),
            "/policies/quick/timeout_ms: expected a number, found null");
        row("huge time", with(small, q("'timeout_ms': 0.25"), q("'timeout_ms': 1e300")),
            "expected a time below 280 years");
        row("long text",
            with(small, q("'name': 'web'"),
                 q("'description': '") + std::string(2 << 20, 'x') + q("', 'name': 'web'")),
            "/services/web/description: a text of 2097152 bytes");
        std::string nested;
        for (int i = 0; i < 100000; ++i) nested += q("[");
        row("deep", with(small, q("'name': 'web'"), q("'name': 'web', 'x': ") + nested),
            "nested more than 256 levels deep");
    }
    void refusals() {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const QString found = refusal(text.toStdString());
        QVERIFY2(found.contains(error), qPrintable(found));
        QVERIFY2(found.size() < 600, qPrintable(found));
    }

    void deepSteps() {
        std::string steps = q("{'step': 'call', 'operation': 'cart.get'}");
        for (int i = 0; i < 70; ++i) steps = q("{'step': 'cache', 'on_miss': [") + steps + "]}";
        const QString found =
            refusal(with(small, q("{'step': 'call', 'operation': 'cart.get', 'policy': 'quick'}"), steps));
        QVERIFY2(found.contains("steps nest more than 64 levels deep"), qPrintable(found));
    }

    void problems_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const std::string& text, const char* error) {
            QTest::newRow(name) << QString::fromStdString(text) << error;
        };
        row("whole", small, "whole");
        row("dangling", with(small, q("'policy': 'quick'"), q("'policy': 'slow'")),
            "/services/web/operations/web.index/behaviour/0/policy: there is no call policy \"slow\"");
        row("negative time", with(small, q("'timeout_ms': 0.25"), q("'timeout_ms': -2")),
            "/policies/quick/timeout_ms: -2, should be above 0 and at most 1000000000000");
        row("probability", with(small, q("'probability': 0.25"), q("'probability': 1.5")),
            "/alternatives/0/probability: 1.5, should be from 0 to 1");
        row("id", with(small, q("'quick': {"), q("'Quick!': {")), "there is no call policy");
        row("same operation", with(small, q("'web.index': {"), q("'cart.get': {")),
            "the id \"cart.get\" is used in \"cart\" too");
        row("empty name", with(small, q("'name': 'web'"), q("'name': ''")),
            "/services/web/name: empty, expected a name");
        row("long name", with(small, q("'name': 'web'"), q("'name': '") + std::string(1000, 'w') + "\""),
            "/services/web/name: 1000 bytes long, expected at most 500");
        const auto channels = [&](const std::string& list) {
            return with(small, q("'policies': {"), q("'channels': {" + list + "},\n  'policies': {"));
        };
        row("whole channels",
            channels("'a': {'name': 'A', 'partitioning': 'by-key', 'dead_letter': 'b'}, 'b': {'name': 'B', "
                     "'broker': 'rabbitmq', 'retention_s': 60}"),
            "whole");
        row("dead letters in a circle",
            channels("'a': {'name': 'A', 'dead_letter': 'b'}, 'b': {'name': 'B', 'dead_letter': 'c'}, "
                     "'c': {'name': 'C', 'dead_letter': 'b'}"),
            "/channels/b/dead_letter: dead letters go in a circle: b -> c -> b");
        row("dead letters to itself", channels("'a': {'name': 'A', 'dead_letter': 'a'}"),
            "/channels/a/dead_letter: dead letters go in a circle: a -> a");
        row("dead letters to nowhere", channels("'a': {'name': 'A', 'dead_letter': 'b'}"),
            "/channels/a/dead_letter: there is no channel \"b\"");
        row("partitions of a queue",
            channels("'a': {'name': 'A', 'broker': 'rabbitmq', 'partitioning': 'by-key'}"),
            "/channels/a/partitioning: by-key with the broker rabbitmq, which has no partitions");
        row("transactions of a queue",
            channels("'a': {'name': 'A', 'broker': 'cloud-queue', 'delivery': 'exactly-once'}"),
            "/channels/a/delivery: exactly-once with the broker cloud-queue");
        row("no delivery", channels("'a': {'name': 'A', 'redelivery': {'max_deliveries': 0}}"),
            "/channels/a/redelivery/max_deliveries: 0, should be from 1 to 255");
        row("no key", channels("'a': {'name': 'A', 'keys': 0}"), "/channels/a/keys: 0, should be from 1");
        row("no retention", channels("'a': {'name': 'A', 'retention_s': 0}"),
            "/channels/a/retention_s: 0, should be above 0");
        const auto stores = [&](const char* list) {
            return with(small, q("'policies': {"), q("'stores': {") + q(list) + q("},\n  'policies': {"));
        };
        row("acknowledgements of nobody",
            stores("'s': {'name': 'S', 'replication': {'replicas': 2, 'acknowledgements': 3}}"),
            "/stores/s/replication/acknowledgements: 3, expected at most as many as there are replicas, 2");
        row("no replica", stores("'s': {'name': 'S', 'replication': {'replicas': 0}}"),
            "/stores/s/replication/replicas: 0, should be from 1");
        row("no row", stores("'s': {'name': 'S', 'rows': {'count': 0}}"),
            "/stores/s/rows/count: 0, should be from 1");
        row("rows without a number", stores("'s': {'name': 'S', 'rows': {'skew': 1}}"), "count");
        row("fed from nowhere",
            with(small, q("'policies': {"),
                 q("'stores': {'s': {'name': 'S', 'projection': 'x'}},\n  'policies': {")),
            "/stores/s/projection: there is no channel \"x\"");
    }
    void problems() {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const QString found = problem(text.toStdString());
        QVERIFY2(found.contains(error), qPrintable(found));
    }

    void numbersThatAreNoneAreProblems() {
        auto parsed = parseProject(small);
        QVERIFY(parsed);
        Workload workload;
        workload.name = "w";
        workload.arrivals = PoissonArrivals{std::numeric_limits<double>::quiet_NaN()};
        const auto put = model::put(parsed->project, workload);
        QVERIFY(!put);
        QVERIFY2(put.error().message.find("not a number, should be from 0") == 0, put.error().text().c_str());
    }

    /// Any truncation and any single changed byte gives a model or an error, never a crash.
    void everyByteIsHostile() {
        const std::string text = small;
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto parsed = parseProject(std::string_view(text).substr(0, length));
            QVERIFY(!parsed || length + 2 >= text.size());
        }
        for (std::size_t at = 0; at < text.size(); ++at)
            for (const char c : {'\0', '"', '{', '}', '[', '9', '-', '\\', '\xff'}) {
                std::string changed = text;
                changed[at] = c;
                if (const auto parsed = parseProject(changed)) {
                    const auto again = parseProject(writeProject(parsed->project));
                    QVERIFY(again);
                    QVERIFY(again->project == parsed->project);
                }
            }
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
