#include <QJsonArray>
#include <QTest>
#include <cmath>

#include "tests/app/cli_program.h"

namespace {

const QStringList estimateOfShop{"estimate", "sample:shop", "--scenario", "base", "--json"};

QStringList keysOf(const QJsonValue& value) {
    QStringList keys = value.toObject().keys();
    keys.removeAll("estimate");
    return keys;
}

}  // namespace

class CliEstimateTest : public QObject {
    Q_OBJECT

private slots:
    void theDocumentHasTheShapeOfARun() {
        const Ran ran = runLintel(estimateOfShop);
        QVERIFY2(ran.exit == 0 || ran.exit == 1, ran.told());
        const QJsonObject estimate = ran.json();
        const QJsonObject run =
            runLintel({"simulate", "sample:shop", "--scenario", "base", "--duration", "5s", "--json"}).json();
        QCOMPARE(keysOf(estimate), keysOf(run));
        for (const char* list : {"journeys", "operations", "edges", "stations", "objectives"}) {
            const QJsonArray mine = estimate[QLatin1String(list)].toArray();
            const QJsonArray theirs = run[QLatin1String(list)].toArray();
            QVERIFY2(mine.size() == theirs.size() && !mine.isEmpty(), list);
            for (qsizetype at = 0; at < mine.size(); ++at) {
                QCOMPARE(mine[at]["id"], theirs[at]["id"]);
                QCOMPARE(keysOf(mine[at]), keysOf(theirs[at]));
            }
        }
        for (const char* key : {"at", "stable", "bottleneck", "headroom_share", "exact", "converged",
                                "known_error", "operations", "stations", "not_represented"})
            QVERIFY2(estimate["estimate"].toObject().contains(QLatin1String(key)), key);
        QVERIFY(estimate["estimate"]["stable"].toBool());
        QVERIFY(!estimate["estimate"]["bottleneck"].toString().isEmpty());
    }

    void itSaysTheSameEachTime() { QCOMPARE(runLintel(estimateOfShop).out, runLintel(estimateOfShop).out); }

    void theReportIsForPeople() {
        const Ran ran = runLintel({"estimate", "sample:shop", "--scenario", "Base"});
        QVERIFY2(ran.exit == 0 || ran.exit == 1, ran.told());
        for (const char* part :
             {"(estimate)", "bottleneck", "headroom", "OBJECTIVES", "JOURNEYS", "no rates in the model",
              "OPERATIONS", "STATIONS", "OUTLOOK", "Known error", "customers.buy"})
            QVERIFY2(ran.out.contains(part), part);
    }

    void aQueueThatGrowsIsANo() {
        QByteArray model = runLintel({"format", "sample:queues/mm1"}).out;
        if (model.isEmpty()) model = contentOfFile(LINTEL_SOURCE_DIR "/samples/queues/mm1.lintel");
        model.replace("\"rate_per_s\": 800", "\"rate_per_s\": 1200");
        const Ran ran = runLintel({"estimate", "-", "--scenario", "load-80", "--json"}, model);
        QVERIFY2(ran.exit == 1, ran.told());
        const QJsonObject estimate = ran.json();
        QVERIFY(!estimate["estimate"]["stable"].toBool());
        QVERIFY(estimate["journeys"][0]["latency_ms"]["p99"]["why"].toString().contains("grows without end"));
    }

    void costsAreThoseOfTheRates() {
        const QJsonObject boutique = runLintel({"estimate", "sample:online-boutique", "--json"}).json();
        const QJsonValue footprint = boutique["footprint"];
        QCOMPARE(footprint["currency"].toString(), QString("USD"));
        const QJsonValue total = footprint["total"];
        double sum = 0;
        for (const QJsonValue& part : footprint["parts"].toArray())
            sum += part["cost_per_month"]["value"].toDouble();
        QVERIFY(sum > 0);
        QVERIFY(std::abs(total["cost_per_month"]["value"].toDouble() - sum) < 1e-9 * sum);
        QVERIFY(std::abs(total["cost_per_hour"]["value"].toDouble() * 730 - sum) < 1e-9 * sum);
        for (const char* key :
             {"cost_per_million_requests", "energy_kwh_per_month", "energy_j_per_request",
              "carbon_g_per_month", "carbon_g_per_request", "carbon_operational_g_per_month"})
            QVERIFY2(total[QLatin1String(key)]["value"].toDouble() > 0, key);
        QVERIFY(!footprint["left_out"].toArray().isEmpty());
        const QJsonObject shop = runLintel(estimateOfShop).json();
        QVERIFY(shop["footprint"]["currency"].isNull());
        QCOMPARE(shop["footprint"]["why"].toString(), QString("no rates in the model"));
    }

    void wrongUseAndBadInputAreTold() {
        const Ran scenario = runLintel({"estimate", "sample:shop", "--scenario", "nothing"});
        QVERIFY2(scenario.exit == 2 && scenario.err.contains("nothing"), scenario.told());
        const Ran level = runLintel({"estimate", "sample:shop", "--at", "noon"});
        QVERIFY2(level.exit == 2 && level.err.contains("noon"), level.told());
        const Ran none = runLintel({"estimate", "/nowhere.lintel"});
        QVERIFY2(none.exit == 3 && none.out.isEmpty(), none.told());
    }
};

QTEST_GUILESS_MAIN(CliEstimateTest)
#include "cli_estimate_test.moc"
