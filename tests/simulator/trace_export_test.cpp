// Traces as files of others: the shape that readers expect, and nothing lost on the way.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>

#include "simulator/simulate.h"
#include "simulator/trace/explanation.h"
#include "simulator/trace/jaeger.h"
#include "simulator/trace/otlp.h"
#include "tests/simulator/random_model.h"

using namespace queueing;
using simulator::Part;
using simulator::Span;
using simulator::Trace;

class TraceExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void otlpHasTheShapeOfTheProtocol();
    void otlpTellsEverySpan();
    void jaegerHasTheShapeOfItsInterface();
    void jaegerLooksLikeRealFiles();
    void strangeNamesAreValidJson();
    void sharesAddUpToTheLatency();
    void sharesNameTheCause();

private:
    std::vector<Trace> m_traces;
};

namespace {

std::vector<Trace> tracesOf(const Project& project) {
    simulator::RunOptions options;
    options.replications = 1;
    options.traces = simulator::TraceOptions();
    options.traces->headShare = 0.02;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return simulator::run(**plan, options).traces;
}

QJsonObject parsed(const std::string& text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError) qWarning("%s", qPrintable(error.errorString()));
    return document.object();
}

bool isHex(const QJsonValue& value, int digits) {
    static const QRegularExpression pattern("^[0-9a-f]+$");
    const QString text = value.toString();
    return text.size() == digits && pattern.match(text).hasMatch() && text != QString(digits, '0');
}

/// All spans of a document of the protocol, by trace and id, with the service of their resource.
std::map<std::pair<std::string, std::string>, std::pair<QJsonObject, std::string>> otlpSpans(
    const QJsonObject& document) {
    std::map<std::pair<std::string, std::string>, std::pair<QJsonObject, std::string>> spans;
    for (const QJsonValue& resource : document["resourceSpans"].toArray()) {
        const QJsonValue service = resource["resource"]["attributes"][0];
        if (service["key"].toString() != "service.name") qWarning("a resource without service.name");
        for (const QJsonValue& scope : resource["scopeSpans"].toArray())
            for (const QJsonValue& span : scope["spans"].toArray())
                spans[{span["traceId"].toString().toStdString(), span["spanId"].toString().toStdString()}] = {
                    span.toObject(), service["value"]["stringValue"].toString().toStdString()};
    }
    return spans;
}

QStringList shapeOf(const QJsonObject& object) {
    QStringList keys = object.keys();
    keys.removeAll("_comment");
    keys.sort();
    return keys;
}

}  // namespace

void TraceExportTest::initTestCase() {
    for (std::uint32_t seed = 0; seed < 40; ++seed)
        for (const Trace& trace : tracesOf(RandomModel(seed).make())) m_traces.push_back(trace);
    QVERIFY(m_traces.size() > 300);
}

// opentelemetry-proto, trace/v1/trace.proto, in the JSON encoding of its specification.
void TraceExportTest::otlpHasTheShapeOfTheProtocol() {
    const auto spans = otlpSpans(parsed(simulator::otlpJson(m_traces)));
    QVERIFY(!spans.empty());
    static const QRegularExpression nanoseconds("^[0-9]{19}$");
    for (const auto& [ids, found] : spans) {
        const QJsonObject& span = found.first;
        QVERIFY(isHex(span["traceId"], 32) && isHex(span["spanId"], 16));
        QVERIFY(!span.contains("parentSpanId") || isHex(span["parentSpanId"], 16));
        QVERIFY(span["kind"].isDouble() && span["kind"].toInt() >= 1 && span["kind"].toInt() <= 5);
        QVERIFY(nanoseconds.match(span["startTimeUnixNano"].toString()).hasMatch());
        QVERIFY(span["endTimeUnixNano"].toString() >= span["startTimeUnixNano"].toString());
        QVERIFY(!span["name"].toString().isEmpty() && !found.second.empty());
        for (const QJsonValue& attribute : span["attributes"].toArray()) {
            QVERIFY(!attribute["key"].toString().isEmpty());
            const QJsonObject value = attribute["value"].toObject();
            QCOMPARE(value.size(), 1);
            const QString type = value.keys()[0];
            QVERIFY(type == "stringValue" || type == "intValue" || type == "boolValue");
            QVERIFY(value[type].isBool() == (type == "boolValue"));
        }
    }
}

void TraceExportTest::otlpTellsEverySpan() {
    const auto spans = otlpSpans(parsed(simulator::otlpJson(m_traces)));
    std::size_t count = 0;
    for (const Trace& trace : m_traces)
        for (const Span& span : trace.spans) {
            const auto place = spans.find({trace.id, span.id});
            QVERIFY(place != spans.end());
            const auto& [json, service] = place->second;
            QCOMPARE(service, span.service);
            QCOMPARE(json["name"].toString().toStdString(), span.name);
            QCOMPARE(json["endTimeUnixNano"].toString().toLongLong() -
                         json["startTimeUnixNano"].toString().toLongLong(),
                     span.duration());
            QCOMPARE(json["status"]["code"].toInt() == 2, !span.failure.empty());
            const std::string parent = json["parentSpanId"].toString().toStdString();
            QCOMPARE(parent, span.parent < 0 ? "" : trace.spans[static_cast<std::size_t>(span.parent)].id);
            ++count;
        }
    QCOMPARE(spans.size(), count);
}

void TraceExportTest::jaegerHasTheShapeOfItsInterface() {
    const QJsonArray data = parsed(simulator::jaegerJson(m_traces))["data"].toArray();
    QCOMPARE(static_cast<std::size_t>(data.size()), m_traces.size());
    for (qsizetype at = 0; at < data.size(); ++at) {
        const Trace& trace = m_traces[static_cast<std::size_t>(at)];
        const QJsonArray spans = data[at]["spans"].toArray();
        const QJsonObject processes = data[at]["processes"].toObject();
        QCOMPARE(static_cast<std::size_t>(spans.size()), trace.spans.size());
        std::set<QString> ids;
        for (qsizetype place = 0; place < spans.size(); ++place) {
            const Span& span = trace.spans[static_cast<std::size_t>(place)];
            const QJsonValue json = spans[place];
            QVERIFY(isHex(json["spanID"], 16) && json["traceID"] == data[at]["traceID"]);
            const QString process = json["processID"].toString();
            QCOMPARE(processes[process]["serviceName"].toString().toStdString(), span.service);
            QVERIFY(std::abs(json["duration"].toDouble() - static_cast<double>(span.duration()) / 1000) <= 1);
            const QJsonArray references = json["references"].toArray();
            QCOMPARE(references.size(), span.parent < 0 ? 0 : 1);
            for (const QJsonValue& reference : references) {
                QCOMPARE(reference["refType"].toString(),
                         QString(span.asynchronous ? "FOLLOWS_FROM" : "CHILD_OF"));
                QVERIFY(ids.count(reference["spanID"].toString()));
            }
            ids.insert(json["spanID"].toString());
        }
    }
}

// Every member and every type of tag that real files have, ours have as well.
void TraceExportTest::jaegerLooksLikeRealFiles() {
    const QDir folder("/work/shared/inputs/jaeger");
    const QStringList files = folder.entryList({"*.json"}, QDir::Files);
    if (files.isEmpty()) QSKIP("the real files of Jaeger are not there");
    const QJsonValue own = parsed(simulator::jaegerJson(m_traces))["data"][0];
    for (const QString& name : files) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject real = parsed(file.readAll().toStdString());
        const QJsonValue trace = real.contains("data") ? real["data"][0] : QJsonValue(real);
        QCOMPARE(shapeOf(own.toObject()), shapeOf(trace.toObject()));
        QCOMPARE(shapeOf(own["spans"][1].toObject()), shapeOf(trace["spans"][1].toObject()));
        QCOMPARE(shapeOf(own["spans"][1]["references"][0].toObject()),
                 shapeOf(trace["spans"][1]["references"][0].toObject()));
        QCOMPARE(shapeOf(own["processes"]["p1"].toObject()), shapeOf(trace["processes"]["p1"].toObject()));
        std::set<QString> types{"string", "int64", "bool", "float64"};
        for (const QJsonValue& span : own["spans"].toArray())
            for (const QJsonValue& tag : span["tags"].toArray()) {
                QCOMPARE(shapeOf(tag.toObject()), shapeOf(trace["spans"][0]["tags"][0].toObject()));
                QVERIFY(types.count(tag["type"].toString()));
            }
    }
}

void TraceExportTest::strangeNamesAreValidJson() {
    Span span;
    span.id = "0123456789abcdef";
    span.name = "\"\\\n\xc3\x28";
    span.service = "\t";
    Trace trace;
    trace.id = span.id + span.id;
    trace.journey = "j\xff";
    trace.spans.push_back(span);
    QVERIFY(!parsed(simulator::otlpJson({trace})).isEmpty());
    QVERIFY(!parsed(simulator::jaegerJson({trace})).isEmpty());
    QVERIFY(parsed(simulator::otlpJson({}))["resourceSpans"].isArray());
    QVERIFY(parsed(simulator::jaegerJson({}))["data"].isArray());
}

void TraceExportTest::sharesAddUpToTheLatency() {
    for (const Trace& trace : m_traces) {
        std::int64_t sum = 0;
        std::int64_t last = std::numeric_limits<std::int64_t>::max();
        for (const simulator::LatencyShare& share : simulator::explained(trace)) {
            QVERIFY(share.time > 0 && share.time <= last);
            last = share.time;
            sum += share.time;
        }
        QCOMPARE(sum, trace.latency);
    }
}

void TraceExportTest::sharesNameTheCause() {
    Builder model;
    model.project.network.latency = Distribution::constant(milliseconds(1));
    model.store("db", 1, Distribution::constant(milliseconds(4)));
    model.service("pay", 1, {compute(Distribution::constant(milliseconds(20))), query("db")});
    model.service("shop", 50, {compute(Distribution::constant(milliseconds(2))), call("pay.do")});
    model.load("u", ConstantArrivals{45}, {"shop.do"});
    const std::vector<Trace> traces = tracesOf(model.build(5));
    const Trace* const slowest = simulator::slowestTrace(traces, "u.journey");
    QVERIFY(slowest);
    for (const Trace& trace : traces)
        QVERIFY(trace.failure.empty() ? trace.latency <= slowest->latency : true);
    std::map<std::string, std::int64_t> shares;
    for (const auto& [cause, time] : simulator::explained(*slowest)) shares[cause] = time;
    QCOMPARE(simulator::explained(*slowest)[0].cause, std::string("queue at pay"));
    QCOMPARE(shares["service at pay"], 20'000'000);
    QCOMPARE(shares["service at db"], 4'000'000);
    QCOMPARE(shares["service at shop"], 2'000'000);
    QCOMPARE(shares["network"], 4'000'000);
    QCOMPARE(shares.size(), std::size_t{5});
    QCOMPARE(simulator::slowestTrace(traces, "nobody"), nullptr);
}

QTEST_GUILESS_MAIN(TraceExportTest)
#include "trace_export_test.moc"
