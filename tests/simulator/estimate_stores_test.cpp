// What the estimate says of stores and caches that it does not know.
#include <QTest>

#include "simulator/estimate/estimate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;

namespace {

QStringList leftOut(const Project& project) {
    const auto estimate = simulator::estimate(project, ScenarioId("test"));
    if (!estimate) qFatal("%s", estimate.error().text().c_str());
    QStringList list;
    for (const simulator::Remark& remark : estimate->notRepresented)
        list << QString::fromStdString(remark.entity + ": " + remark.text);
    return list;
}

Project shop(bool plain) {
    Builder model;
    DataStore& store = model.store("db", 10, Distribution::exponential(milliseconds(1)));
    CacheLookup lookup;
    if (!plain) {
        store.replication = Replication{};
        store.rows = KeySpace{100, 0};
        lookup.keys = KeySpace{100, 0};
    }
    model.service("s", 10, {query("db"), {lookup, {}}});
    model.load("u", PoissonArrivals{10}, {"s.do"});
    return model.build(10);
}

}  // namespace

class EstimateStoresTest : public QObject {
    Q_OBJECT

private slots:
    void namesWhatItLeavesOut();
};

void EstimateStoresTest::namesWhatItLeavesOut() {
    const QStringList told = leftOut(shop(false));
    QCOMPARE(told.filter("db: replicas").size(), 1);
    QCOMPARE(told.filter("db: row locks").size(), 1);
    QCOMPARE(told.filter("a cache with keys").size(), 1);
    const QStringList plain = leftOut(shop(true));
    QVERIFY2(
        plain.filter("replicas").isEmpty() && plain.filter("row").isEmpty() && plain.filter("keys").isEmpty(),
        qPrintable(plain.join('\n')));
}

QTEST_GUILESS_MAIN(EstimateStoresTest)
#include "estimate_stores_test.moc"
