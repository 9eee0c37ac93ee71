// Case 40: of 95 % intervals 92.5 to 97 % must hold the truth. M/M/1, one replication each, so that it is the
// batches that are tried; the longer the load makes the queue remember, the longer the runs.
#include <QTest>
#include <atomic>
#include <cmath>
#include <thread>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;
using namespace simulator;

class CoverageTest : public QObject {
    Q_OBJECT

private slots:
    void intervalsCoverTheTruth_data();
    void intervalsCoverTheTruth();
};

namespace {

constexpr int macroReplications = 400;

struct Count {
    std::atomic<int> covered = 0;
    std::atomic<int> refused = 0;
    std::atomic<double> width = 0;

    void add(const Figure& figure, double truth) {
        if (!figure.value) {
            ++refused;
            return;
        }
        covered += figure.low <= truth && truth <= figure.high;
        width += (figure.high - figure.low) / 2 / truth / macroReplications;
    }
    bool holds(const char* what) const {
        const double share = static_cast<double>(covered) / (macroReplications - refused);
        qInfo("%s: %.2f %% of %d intervals cover, %d refused, half-width %.2f %%", what, 100 * share,
              macroReplications - refused, refused.load(), 100 * width);
        return refused <= macroReplications / 50 && share >= 0.925 && share <= 0.97;
    }
};

}  // namespace

void CoverageTest::intervalsCoverTheTruth_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("length");
    QTest::newRow("0.5") << 0.5 << 130.0;
    QTest::newRow("0.8") << 0.8 << 650.0;
    QTest::newRow("0.9") << 0.9 << 2000.0;
}

void CoverageTest::intervalsCoverTheTruth() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("A billion events, which no sanitizer changes");
#endif
    QFETCH(double, load);
    QFETCH(double, length);
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{1000 * load}, {"s.do"});
    const auto plan = compile(model.build(length, length / 13), ScenarioId("test"));
    QVERIFY(plan);
    Count means;
    Count quantiles;
    std::atomic<int> next = 0;
    const auto work = [&] {
        for (int number = next++; number < macroReplications; number = next++) {
            RunOptions options;
            options.threads = 1;
            options.replications = 1;
            options.seed = 1000 + static_cast<std::uint64_t>(number);
            const LatencyFigures latency = run(**plan, options).journeys.at(0).latency;
            means.add(latency.mean, 1 / (1 - load));
            quantiles.add(latency.p99, std::log(100) / (1 - load));
        }
    };
    {
        std::jthread other(work);
        work();
    }
    QVERIFY(means.holds("mean"));
    QVERIFY(quantiles.holds("p99"));
}

QTEST_GUILESS_MAIN(CoverageTest)
#include "coverage_test.moc"
