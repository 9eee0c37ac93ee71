// The rows of each kind of element: what they show, take and refuse.
#include <QApplication>
#include <QTest>

#include "model/check.h"
#include "model/references.h"
#include "tests/app/inspected.h"

using namespace inspected;

class InspectorKindsTest : public QObject {
    Q_OBJECT

private slots:
    void arrivalsOfEachKindAreEdited();
    void distributionsOfEachKindAreEdited();
    void listsAreEditedLineByLine();
    void channelsShowWhatTheirBrokerCan();
    void storesShowReplicasAndRows();
    void cachesShowTheirKeys();
    void ratesAreStatedAndTaken();
    void objectivesOfEachKindAreEdited();
};

void InspectorKindsTest::arrivalsOfEachKindAreEdited() {
    const QString key = "workload:customers";
    const model::Project shop = app::loadSample("shop")->project;
    const app::Inspection inspection = app::inspect(shop, {key});
    const auto choices = row(inspection, "Arrivals").choices;
    QCOMPARE(choices.size(), std::variant_size_v<model::Arrivals>);
    // From each kind to each other.
    for (const app::Choice& first : choices)
        for (const app::Choice& second : choices) {
            const model::Project one = after(shop, key, "Arrivals", first.id);
            const model::Project other = after(one, key, "Arrivals", second.id);
            const auto* workload = other.workloads.find(model::WorkloadId("customers"));
            QCOMPARE(QString::number(workload->arrivals.index()), second.id);
            QVERIFY2(model::check(other).empty(), qPrintable(first.text + " to " + second.text));
            QVERIFY2(showsWhatItReads(other, key), qPrintable(first.text + " to " + second.text));
        }
    const model::Project wave = after(shop, key, "Arrivals", "4");
    const model::Project slow = after(wave, key, "Period", "24 h");
    QCOMPARE(row(app::inspect(slow, {key}), "Period").value, std::optional<QString>("24 h"));
    QVERIFY(refusal(wave, key, "Amplitude", "301").contains("the rate would be negative"));
    QVERIFY(refusal(wave, key, "Mean", "-1").contains("A rate from 0"));
}

void InspectorKindsTest::distributionsOfEachKindAreEdited() {
    const model::Project shop = app::loadSample("shop")->project;
    const QString key = QString::fromStdString(model::elementKey(shop.stores.begin()->id));
    const auto kinds = row(app::inspect(shop, {key}), "Distribution").choices;
    QCOMPARE(kinds.size(), std::size_t(10));
    for (const app::Choice& first : kinds)
        for (const QString& by : {QString("0"), QString("1")})
            for (const app::Choice& second : kinds) {
                model::Project project = after(shop, key, "Distribution", first.id);
                project = after(project, key, "Given by", by);
                project = after(project, key, "Distribution", second.id);
                const auto time = project.stores.begin()->readTime;
                QCOMPARE(QString::number(static_cast<int>(time.kind)), second.id);
                QVERIFY2(model::check(project).empty(), qPrintable(first.text + " to " + second.text));
                QVERIFY2(showsWhatItReads(project, key), qPrintable(first.text + " to " + second.text));
            }
    model::Project quantiles = after(shop, key, "Distribution", "6");
    quantiles = after(quantiles, key, "Given by", "1");
    quantiles = after(quantiles, key, "Time 2", "40 ms");
    quantiles = after(quantiles, key, "Time 1", "5 ms");
    quantiles = after(quantiles, key, "Quantile 2", "95 %");
    const std::vector<model::TimeQuantile> expected{{0.5, model::milliseconds(5), {}},
                                                    {0.95, model::milliseconds(40), {}}};
    QVERIFY(quantiles.stores.begin()->readTime.quantiles == expected);
    QVERIFY(refusal(quantiles, key, "Time 1", "41 ms").contains("probabilities and times should rise"));
}

void InspectorKindsTest::listsAreEditedLineByLine() {
    const QString key = "workload:customers";
    const model::Project shop = app::loadSample("shop")->project;
    const auto arrivalsOf = [](const model::Project& project) {
        return project.workloads.find(model::WorkloadId("customers"))->arrivals;
    };
    const model::Project steps =
        after(after(shop, key, "Arrivals", "5"), key, "Levels", "0 s: 100 /s\n 1 min: 250.5\n\n90: 0");
    const model::StepArrivals levels{
        {{{}, 100, {}}, {model::seconds(60), 250.5, {}}, {model::seconds(90), 0, {}}}};
    QVERIFY(arrivalsOf(steps) == model::Arrivals(levels));
    QVERIFY(refusal(steps, key, "Levels", "60 s: 1\n30 s: 2").contains("later and later"));
    QVERIFY(refusal(steps, key, "Levels", "soon: 1").contains("\"soon: 1\" is not understood"));
    QVERIFY(refusal(steps, key, "Levels", "").contains("no levels"));
    const model::Project recorded = after(after(shop, key, "Arrivals", "7"), key, "Repeats after", "2 s");
    const model::Project trace = after(recorded, key, "Times", "100 ms 0.25 s,0.25\n 1 s");
    const auto times = std::get<model::TraceArrivals>(arrivalsOf(trace)).times;
    QVERIFY(times == (std::vector<model::Duration>{model::milliseconds(100), model::milliseconds(250),
                                                   model::milliseconds(250), model::seconds(1)}));
    const model::Project once = after(trace, key, "Repeats after", "");
    QVERIFY(!std::get<model::TraceArrivals>(arrivalsOf(once)).repeatAfter);
    const model::Project counts = after(after(shop, key, "Arrivals", "8"), key, "Counts", "3 0, 12");
    QVERIFY(std::get<model::CountedArrivals>(arrivalsOf(counts)).counts ==
            (std::vector<std::int32_t>{3, 0, 12}));
    QVERIFY(refusal(counts, key, "Counts", "3, x").contains("whole number"));

    const QString store = QString::fromStdString(model::elementKey(shop.stores.begin()->id));
    model::Project measured = after(after(shop, store, "Distribution", "9"), store, "Given by", "1");
    measured = after(measured, store, "Buckets", "0 ms: 30\n5 ms: 10\n20 ms: 0");
    QVERIFY(
        measured.stores.begin()->readTime ==
        model::Distribution::ofHistogram({{}, model::milliseconds(5), model::milliseconds(20)}, {30, 10}));
    QVERIFY(refusal(measured, store, "Buckets", "0 ms: 30").contains("At least two lines"));
    QVERIFY(refusal(measured, store, "Buckets", "5 ms: 30\n0 ms: 0").contains("edges should rise"));
}

// They cover an area of 1, and 0.99 of it up to the p99.
// Partitions that are assigned, retention, redelivery and dead letters; what only a log has goes with it.
void InspectorKindsTest::channelsShowWhatTheirBrokerCan() {
    const QString key = "channel:order-placed";
    model::Project project = app::loadSample("shop")->project;
    QVERIFY(!rowOf(app::inspect(project, {key}), "Keys"));
    project = after(project, key, "Partitioning", "2");
    for (const auto& [label, entered] :
         std::initializer_list<std::pair<QString, QString>>{{"Keys", "200"},
                                                            {"Skew", "1.1"},
                                                            {"Assignment", "2"},
                                                            {"Rebalance", "5"},
                                                            {"Session timeout", "10 s"},
                                                            {"Retention", "1 h"},
                                                            {"Deliveries", "3"},
                                                            {"Back-off", "200 ms"},
                                                            {"Back-off factor", "2"},
                                                            {"Longest back-off", "2 s"},
                                                            {"Dead letters to", "order-shipped"},
                                                            {"Delivery", "2"},
                                                            {"Commit", "4 ms"}})
        project = after(project, key, label, entered);
    QVERIFY(model::check(project).empty());
    QVERIFY(showsWhatItReads(project, key));
    const model::Channel& channel = *project.channels.find(model::ChannelId("order-placed"));
    QCOMPARE(channel.partitioning, model::Partitioning::ByKey);
    QCOMPARE(channel.keys, 200);
    QCOMPARE(channel.keySkew, 1.1);
    QCOMPARE(channel.assignment, model::PartitionAssignment::CooperativeSticky);
    QVERIFY(channel.rebalancePause == model::seconds(5) && channel.sessionTimeout == model::seconds(10));
    QVERIFY(channel.retention == model::seconds(3600));
    QVERIFY((channel.redelivery == model::Redelivery{3, model::milliseconds(200), 2, model::seconds(2), {}}));
    QCOMPARE(channel.deadLetter->value(), std::string("order-shipped"));
    QVERIFY(channel.transactionTime == model::milliseconds(4));

    QVERIFY(refusal(project, "channel:order-shipped", "Dead letters to", "order-placed").contains("circle"));
    QVERIFY(!after(project, key, "Retention", "").channels.find(channel.id)->retention);
    const model::Project queue = after(project, key, "Broker", "1");
    QVERIFY(!rowOf(app::inspect(queue, {key}), "Partitioning"));
    QCOMPARE(queue.channels.find(channel.id)->delivery, model::DeliveryGuarantee::AtLeastOnce);
    QVERIFY(refusal(queue, key, "Delivery", "2").contains("no transactions"));

    project = after(project, "operation:shipping.schedule-parcel", "Group", " parcels ");
    const model::OperationId fed("shipping.schedule-parcel");
    QCOMPARE(model::findOperation(project, fed)->subscription->group, std::string("parcels"));

    project = after(project, "store:parcels", "Made from", "order-placed");
    QCOMPARE(project.stores.find(model::DataStoreId("parcels"))->projection->value(),
             std::string("order-placed"));
}

void InspectorKindsTest::storesShowReplicasAndRows() {
    const model::Project shop = app::loadSample("shop")->project;
    const model::DataStoreId id = shop.stores.begin()->id;
    const QString key = QString::fromStdString(model::elementKey(id));
    QVERIFY(!rowOf(app::inspect(shop, {key}), "Failover"));
    model::Project project = shop;
    for (const auto& [label, entered] :
         std::initializer_list<std::pair<QString, QString>>{{"Replicas", "3"},
                                                            {"Reads from", "2"},
                                                            {"Lag", "20 ms"},
                                                            {"Acknowledgements", "2"},
                                                            {"Failover", "10"},
                                                            {"Locked rows", "500"},
                                                            {"Skew of the rows", "0.8"}})
        project = after(project, key, label, entered);
    QVERIFY(model::check(project).empty());
    QVERIFY(showsWhatItReads(project, key));
    const model::DataStore& store = *project.stores.find(id);
    QCOMPARE(store.replication->reads, model::ReadsFrom::LeastBusy);
    QVERIFY(store.replication->lag->mean == model::milliseconds(20));
    QVERIFY(store.replication->failover == model::seconds(10));
    QCOMPARE(store.rows->count, 500);
    QVERIFY(refusal(project, key, "Acknowledgements", "4").contains("0 to 3"));
    QCOMPARE(after(project, key, "Replicas", "1").stores.find(id)->replication->acknowledgements, 1);
    model::Project plain = after(after(project, key, "Replicas", "0"), key, "Locked rows", "");
    QVERIFY(!plain.stores.find(id)->replication && !plain.stores.find(id)->rows);
}

void InspectorKindsTest::cachesShowTheirKeys() {
    model::Project project = app::loadSample("shop")->project;
    model::Service service = *project.services.begin();
    model::Operation operation = service.operations.at(0);
    const model::OperationId id = operation.id;
    operation.behaviour = {{model::CacheLookup{}, {}}};
    service.operations = service.operations.with(operation);
    project.services = project.services.with(service);
    const QString key = "operation:" + QString::fromStdString(id.value());
    QVERIFY(rowOf(app::inspect(project, {key}), "Hit ratio"));
    QVERIFY(!rowOf(app::inspect(project, {key}), "Capacity"));
    for (const auto& [label, entered] :
         std::initializer_list<std::pair<QString, QString>>{{"Keys", "5000"},
                                                            {"Skew", "1.1"},
                                                            {"Capacity", "100"},
                                                            {"Eviction", "1"},
                                                            {"Time to live", "60"},
                                                            {"Fills of a key", "1"},
                                                            {"At the start", "1"}})
        project = after(project, key, label, entered);
    QVERIFY(model::check(project).empty());
    const auto lookUp = [&] {
        return std::get<model::CacheLookup>(model::findOperation(project, id)->behaviour.at(0).action);
    };
    QCOMPARE(lookUp().keys->count, 5000);
    QCOMPARE(lookUp().capacity, std::optional<std::int32_t>(100));
    QCOMPARE(lookUp().eviction, model::Eviction::None);
    QVERIFY(lookUp().ttl == model::seconds(60));
    QVERIFY(lookUp().singleFlight && lookUp().warm);
    project = after(project, key, "Keys", "");
    QVERIFY(lookUp() == model::CacheLookup{});
}

void InspectorKindsTest::ratesAreStatedAndTaken() {
    model::Project project = app::loadSample("shop")->project;
    QVERIFY(!project.rates);
    QVERIFY(!rowOf(app::inspect(project, {"service:order"}), "Price"));
    project = after(project, {}, "State prices", {});
    QVERIFY(project.rates);
    QVERIFY(!project.rates->vcpuHour);
    project = after(project, {}, "vCPU", "0.04");
    project = after(project, {}, "Currency", "eur");
    project = after(project, {}, "Messages", "0.4");
    QCOMPARE(*project.rates->vcpuHour, 0.04);
    QCOMPARE(project.rates->currency, std::string("EUR"));
    QCOMPARE(row(app::inspect(project, {}), "vCPU").hint, QString("EUR per hour"));
    QVERIFY(!after(project, {}, "Messages", "").rates->millionMessages);
    QVERIFY(refusal(project, {}, "Currency", "money").contains("ISO 4217"));
    QVERIFY(refusal(project, {}, "vCPU", "-1").contains("A number from 0"));

    project = after(project, {}, "State power and carbon", "1");
    QCOMPARE(project.rates->power->fullWatts, 4.26);
    project = after(project, {}, "Grid", "316");
    project = after(project, {}, "Assumed use", "30 %");
    QCOMPARE(*project.rates->power->gridIntensity, 316.0);
    QCOMPARE(project.rates->power->assumedUse, 0.3);
    QVERIFY(refusal(project, {}, "Idle", "9").contains("idle_w_per_vcpu 9 above"));
    QVERIFY(refusal(project, {}, "PUE", "0.5").contains("A number from 1"));
    QVERIFY(showsWhatItReads(project, {}));

    const model::Project priced = after(project, "service:order", "Price", "0.2");
    QCOMPARE(*model::deploymentOf(priced, model::ServiceId("order"))->pricePerReplicaHour, 0.2);
    QVERIFY(showsWhatItReads(priced, "service:order"));
    const std::string store = priced.stores.begin()->id.value();
    const model::Project stored = after(priced, QString::fromStdString("store:" + store), "Price", "0.5");
    QCOMPARE(*stored.stores.begin()->pricePerNodeHour, 0.5);
    QVERIFY(!after(stored, {}, "Remove power and carbon", {}).rates->power);
    QVERIFY(!after(stored, {}, "Remove the rates", {}).rates);
}

void InspectorKindsTest::objectivesOfEachKindAreEdited() {
    model::Project project = app::loadSample("shop")->project;
    const QString scenario = QString::fromStdString(model::elementKey(project.scenarios.begin()->id));
    QVERIFY(refusal(project, scenario, "Add an objective", "2").contains("no rates"));
    project = after(project, {}, "State prices", {});
    project = after(project, {}, "vCPU", "0.04");
    const std::size_t before = project.scenarios.begin()->objectives.size();
    project = after(project, scenario, "Add an objective", "2");
    QCOMPARE(project.scenarios.begin()->objectives.size(), before + 1);
    const model::ObjectiveId id = project.scenarios.begin()->objectives.back();
    const QString key = QString::fromStdString(model::elementKey(id));
    project = after(project, key, "At most", "250");
    project = after(project, key, "For each", "1");
    QVERIFY(project.objectives.find(id)->goal ==
            model::ObjectiveGoal(model::CostObjective{250, model::CostBasis::MillionRequests}));
    QVERIFY(!rowOf(app::inspect(project, {key}), "Of"));
    QVERIFY(showsWhatItReads(project, key));
    QVERIFY(refusal(project, {}, "Remove the rates", {}).contains("no rates"));

    project = after(project, key, "Goal", "0");
    QVERIFY(!std::holds_alternative<model::WholeSystem>(project.objectives.find(id)->target));
    project = after(project, key, "Quantile", "95 %");
    project = after(project, key, "At most", "300 ms");
    QVERIFY(project.objectives.find(id)->goal ==
            model::ObjectiveGoal(model::LatencyObjective{0.95, model::milliseconds(300)}));
    QVERIFY(showsWhatItReads(project, key));
    QVERIFY(refusal(project, key, "Goal", "3").contains("grid_g_per_kwh"));
    project = after(project, key, "Goal", "1");
    QVERIFY(showsWhatItReads(project, key));
    QVERIFY(model::check(project).empty());
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    InspectorKindsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "inspector_kinds_test.moc"
