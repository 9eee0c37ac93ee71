// Paired differences against known numbers.
#include <QTest>
#include <cmath>

#include "simulator/statistics/paired.h"

using namespace simulator;

namespace {

// Additional hours of sleep of ten patients by two drugs: Student, The probable error of a mean, Biometrika 6
// (1908). The results are those of R's documentation of t.test(..., paired = TRUE).
const std::vector<double> first{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

bool isNear(double found, double expected, double error) {
    return std::abs(found - expected) <= error;
}

}  // namespace

class PairedTest : public QObject {
    Q_OBJECT

private slots:
    void studentsSleep() {
        const PairedDifference difference = pairedDifference(first, second);
        QCOMPARE(difference.pairs, 10);
        QVERIFY(isNear(difference.base, 0.75, 1e-12) && isNear(difference.other, 2.33, 1e-12));
        QVERIFY(isNear(difference.mean, 1.58, 1e-12));
        QVERIFY(isNear(difference.deviation, 1.229995, 1e-6));
        const double half = halfWidth(difference, 0.05);
        QVERIFY(isNear(difference.mean - half, 0.7001142, 1e-6));
        QVERIFY(isNear(difference.mean + half, 2.4598858, 1e-6));
        QVERIFY(isNear(pValue(difference), 0.002833, 1e-6));
        // Variances 3.200556 and 4.009.
        QVERIFY(difference.gain && isNear(*difference.gain, (3.2005556 + 4.009) / 1.5128889, 1e-5));
    }

    // t(0.975) is 3.182 with 3 degrees of freedom and 2.776 with 4; mean / deviation is 1.2846.
    void pairsThatTell() {
        const PairedDifference difference = pairedDifference(first, second);
        QCOMPARE(pairsToDistinguish(difference, 0.05).value_or(0), std::int64_t{5});
        PairedDifference small = difference;
        small.mean = 0.0123;  // (1.96 x 100)^2 = 38,416 and a few
        const auto pairs = pairsToDistinguish(small, 0.05);
        QVERIFY(pairs && *pairs > 38'300 && *pairs < 38'550);
        QVERIFY(!pairsToDistinguish(small, 0.05, 1000));
        small.mean = 0;
        QVERIFY(!pairsToDistinguish(small, 0.05));
    }

    void differencesThatDoNotVary() {
        const PairedDifference same = pairedDifference(first, first);
        QCOMPARE(same.mean, 0.0);
        QVERIFY(!same.gain && pValue(same) == 1 && halfWidth(same, 0.05) == 0);
        std::vector<double> dearer = first;
        for (double& value : dearer) value += 0.3;
        const PairedDifference constant = pairedDifference(first, dearer);
        QVERIFY(isNear(constant.mean, 0.3, 1e-12) && constant.deviation == 0 && pValue(constant) == 0);
    }

    // Values of the same two buckets of a histogram tell no more than the buckets do.
    void resolutionBounds() {
        const std::vector<double> low(3, 10.0);
        const std::vector<double> high(3, 10.1);
        const PairedDifference difference = pairedDifference(low, high, 0.1);
        QCOMPARE(difference.deviation, 0.1);
        QVERIFY(halfWidth(difference, 0.05) > difference.mean);
        QCOMPARE(pairedDifference(low, low, 0.1).deviation, 0.0);
    }

    void onePairTellsNothing() {
        const PairedDifference difference =
            pairedDifference(std::vector<double>{1.0}, std::vector<double>{2.0});
        QVERIFY(difference.pairs == 1 && pValue(difference) == 1 && !difference.gain);
    }
};

QTEST_APPLESS_MAIN(PairedTest)
#include "paired_test.moc"
