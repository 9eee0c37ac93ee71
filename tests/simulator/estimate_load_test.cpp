// The load that the estimate makes of arrivals.
#include "simulator/estimate/modulation.h"

#include "tests/simulator/estimates.h"

using namespace estimates;

class EstimateLoadTest : public QObject {
    Q_OBJECT

private slots:
    void peakAndMean();
};

// From 0 to 1000/s within half of the run: 750/s in the mean.
void EstimateLoadTest::peakAndMean() {
    Builder model;
    model.service("queue", 2, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", RampArrivals{0, 1000, seconds(50)}, {"queue.do"});
    const Project project = model.build(100);
    const Estimate mean = estimated(project);
    const Estimate peak = estimated(project, "test", LoadLevel::Peak);
    QVERIFY(mean.loadVaries && peak.loadVaries);
    QVERIFY(near("mean", mean.figures.journeys.at(0).throughput, 750, 1e-9));
    QVERIFY(near("peak", peak.figures.journeys.at(0).throughput, 1000, 1e-9));
}

QTEST_GUILESS_MAIN(EstimateLoadTest)
#include "estimate_load_test.moc"
