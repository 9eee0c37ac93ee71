#include <QtTest>
#include <limits>

#include "model/check.h"
#include "model/diff.h"
#include "model/digest.h"
#include "model/edit.h"
#include "model/json/json.h"
#include "tests/model/example_project.h"

using namespace model;

namespace {

/// A model of a service, with what is given beside it.
std::string modelWith(const std::string& more) {
    std::string text =
        "{'lintel': 1, 'name': 'Rates', 'services': {'web': {'name': 'web', 'operations': {'web.get': "
        "{'name': 'Get'}}}}" +
        more + "}";
    for (char& letter : text)
        if (letter == '\'') letter = '"';
    return text;
}

QString firstProblem(const std::string& text) {
    const auto parsed = parseProject(text);
    if (!parsed) return "unreadable: " + QString::fromStdString(parsed.error().text());
    return parsed->problems.empty() ? QString("whole")
                                    : QString::fromStdString(parsed->problems.front().text());
}

}  // namespace

/// Prices, power and the objectives that need them.
class RatesTest : public QObject {
    Q_OBJECT

private slots:
    void readsAndWritesAll() {
        const std::string text = modelWith(
            ", 'rates': {'currency': 'EUR', 'source': 'the list', 'price_per_vcpu_hour': 0.04, "
            "'price_per_gib_hour': 0.0045, "
            "'price_per_million_messages': 0.4, 'price_per_store_node_hour': 0.2, 'x-source': 'list', "
            "'power': {'idle_w_per_vcpu': 0.74, 'full_w_per_vcpu': 3.5, 'w_per_gib': 0.4, "
            "'w_per_store_node': 30, 'pue': 1.1, 'assumed_use': 0.3, 'grid_g_per_kwh': 316, "
            "'embodied_g_per_vcpu_hour': 1.5, 'embodied_g_per_store_node_hour': 6, 'x-year': 2024}}, "
            "'deployments': {'web': {'service': 'web', 'price_per_replica_hour': 0.1}}, "
            "'stores': {'db': {'name': 'db', 'price_per_node_hour': 0.3}}");
        const auto parsed = parseProject(text);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        QVERIFY(parsed->problems.empty());
        const Rates& rates = *parsed->project.rates;
        QCOMPARE(rates.currency, std::string("EUR"));
        QCOMPARE(rates.source, std::string("the list"));
        QCOMPARE(*rates.vcpuHour, 0.04);
        QCOMPARE(*rates.gibHour, 0.0045);
        QCOMPARE(*rates.millionMessages, 0.4);
        QCOMPARE(*rates.storeNodeHour, 0.2);
        QCOMPARE(rates.power->idleWatts, 0.74);
        QCOMPARE(rates.power->fullWatts, 3.5);
        QCOMPARE(rates.power->memoryWatts, 0.4);
        QCOMPARE(*rates.power->storeNodeWatts, 30.0);
        QCOMPARE(rates.power->pue, 1.1);
        QCOMPARE(rates.power->assumedUse, 0.3);
        QCOMPARE(*rates.power->gridIntensity, 316.0);
        QCOMPARE(*rates.power->embodied, 1.5);
        QCOMPARE(*rates.power->storeNodeEmbodied, 6.0);
        QCOMPARE(*parsed->project.deployments.begin()->pricePerReplicaHour, 0.1);
        QCOMPARE(*parsed->project.stores.begin()->pricePerNodeHour, 0.3);
        const std::string written = writeProject(parsed->project);
        for (const char* unknown : {"\"x-source\": \"list\"", "\"x-year\": 2024"})
            QVERIFY2(written.find(unknown) != std::string::npos, written.c_str());
        const auto again = parseProject(written);
        QVERIFY(again);
        QVERIFY(again->project == parsed->project);
        QCOMPARE(writeProject(again->project), written);
    }

    void aModelWithoutRatesHasNone() {
        const auto parsed = parseProject(modelWith(""));
        QVERIFY(parsed);
        QVERIFY(!parsed->project.rates);
        QVERIFY(writeProject(parsed->project).find("rates") == std::string::npos);
        QCOMPARE(parseProject(modelWith(", 'rates': {}"))->project.rates->currency, std::string("USD"));
    }

    void problems_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const std::string& more, const char* error) {
            QTest::newRow(name) << QString::fromStdString(modelWith(more)) << error;
        };
        row("negative price", ", 'rates': {'price_per_vcpu_hour': -0.1}",
            "/rates/price_per_vcpu_hour: -0.1, should be from 0 to");
        row("boundless price", ", 'rates': {'price_per_gib_hour': 1e300}",
            "/rates/price_per_gib_hour: 1e+300");
        row("price of another kind", ", 'rates': {'price_per_gib_hour': '4 cents'}",
            "unreadable: /rates/price_per_gib_hour: expected a number, found the text \"4 cents\"");
        row("currency", ", 'rates': {'currency': 'dollars'}",
            "/rates/currency: \"dollars\" is no code of ISO 4217");
        row("small letters", ", 'rates': {'currency': 'usd'}", "/rates/currency: \"usd\" is no code");
        row("list", ", 'rates': []", "unreadable: /rates: expected an object, found a list");
        row("no full power", ", 'rates': {'power': {'idle_w_per_vcpu': 1}}",
            "unreadable: /rates/power: the field \"full_w_per_vcpu\" is missing");
        row("idle above full", ", 'rates': {'power': {'idle_w_per_vcpu': 5, 'full_w_per_vcpu': 3.5}}",
            "/rates/power: idle_w_per_vcpu 5 above full_w_per_vcpu 3.5");
        row("overhead below none",
            ", 'rates': {'power': {'idle_w_per_vcpu': 1, 'full_w_per_vcpu': 3.5, 'pue': 0.9}}",
            "/rates/power/pue: 0.9, should be from 1 to");
        row("price of a replica",
            ", 'deployments': {'web': {'service': 'web', 'price_per_replica_hour': -1}}",
            "/deployments/web/price_per_replica_hour: -1, should be from 0");
        const auto objective = [](const std::string& fields) {
            return ", 'objectives': {'o': {'name': 'O', " + fields + "}}";
        };
        const std::string cost = objective("'goal': 'cost', 'limit': 100");
        const std::string carbon = objective("'goal': 'carbon', 'limit_g': 100, 'per': 'request'");
        row("cost without rates", cost, "/objectives/o/goal: the model has no rates");
        row("carbon without rates", carbon, "/objectives/o/goal: the model has no rates");
        row("cost without a price", cost + ", 'rates': {}",
            "/objectives/o/goal: the rates of the model state no price");
        row("carbon without a grid",
            carbon + ", 'rates': {'power': {'idle_w_per_vcpu': 1, 'full_w_per_vcpu': 2}}",
            "/objectives/o/goal: the power in the rates of the model states neither");
        row("whole", cost + ", 'rates': {'price_per_vcpu_hour': 0.04}", "whole");
        row("cost of a journey",
            objective("'goal': 'cost', 'limit': 100, 'operation': 'web.get'") +
                ", 'rates': {'price_per_vcpu_hour': 0.04}",
            "/objectives/o: cost and carbon are those of the whole system");
        row("no limit", objective("'goal': 'cost'"),
            "unreadable: /objectives/o: the field \"limit\" is missing");
        row("limit of nothing",
            objective("'goal': 'cost', 'limit': 0") + ", 'rates': {'price_per_vcpu_hour': 1}",
            "/objectives/o/limit: 0, should be above 0");
        row("each year", objective("'goal': 'cost', 'limit': 9, 'per': 'year'"),
            "unreadable: /objectives/o/per: expected one of month, million-requests");
        row("latency of nothing", objective("'goal': 'latency'"),
            "/objectives/o: expected either \"journey\" or \"operation\", found neither");
    }
    void problems() {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const QString found = firstProblem(text.toStdString());
        QVERIFY2(found.startsWith(error), qPrintable(found));
    }

    void numbersThatAreNoneAreProblems() {
        for (const double bad :
             {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), -1.0}) {
            Rates rates;
            rates.vcpuHour = bad;
            const auto put = putRates(examples::shop(), rates);
            QVERIFY(!put);
            QCOMPARE(put.error().place, std::string("/rates/price_per_vcpu_hour"));
        }
    }

    void ratesArePutAndTaken() {
        Project project = examples::shop();
        const auto without = putRates(project, std::nullopt);
        QVERIFY(!without);  // An objective needs them
        QCOMPARE(without.error().place, std::string("/objectives/budget/goal"));
        for (const char* id : {"budget", "light"}) project = *model::remove(project, ObjectiveId(id));
        const auto bare = putRates(project, std::nullopt);
        QVERIFY(bare);
        QVERIFY(!bare->rates);
        QVERIFY(check(*bare).empty());
        QVERIFY(digest(*bare) != digest(project));
    }

    void differencesAreTold() {
        Project after = examples::shop();
        after.rates->power->gridIntensity = 100;
        after.rates->millionMessages = 2;
        const Difference difference = diff(examples::shop(), after);
        QVERIFY(difference.changes.empty());
        QCOMPARE(difference.project.size(), std::size_t{2});
        const FieldChange grid{"/rates/power/grid_g_per_kwh", "316", "100"};
        QVERIFY(difference.project[0] == grid || difference.project[1] == grid);
        Objective budget = *after.objectives.find(ObjectiveId("budget"));
        budget.goal = CostObjective{3, CostBasis::MillionRequests};
        const auto put = model::put(after, budget);
        QVERIFY(put);
        const Difference of = diff(after, *put);
        QCOMPARE(of.changes.size(), std::size_t{1});
        QVERIFY(digest(after) != digest(*put));
    }
};

QTEST_APPLESS_MAIN(RatesTest)
#include "rates_test.moc"
