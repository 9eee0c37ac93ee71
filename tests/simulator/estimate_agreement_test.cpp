// The analytic estimate against the simulator, on networks made by chance.
#include <map>
#include <random>

#include "simulator/simulate.h"

#include "tests/simulator/estimates.h"

using namespace estimates;

namespace {

/// Layered networks made by chance, loaded so that the busiest station has the
/// utilisation that is asked for.
class LayeredModel {
public:
    explicit LayeredModel(std::uint32_t seed) : m_random(seed) {}

    Project make(double busiest) {
        for (;;) {
            m_model = {};
            grow();
            const Estimate probe = estimated(m_model.build(10));
            if (mostVisits(probe) > 10) continue;
            const double rate = busiest * (1 + probe.headroom);
            m_model.workloads.back().arrivals = PoissonArrivals{rate};
            return m_model.build(40000 / rate, 4000 / rate);
        }
    }

private:
    /// Of one station, by one journey: the load is one journey a second.
    static double mostVisits(const Estimate& probe) {
        double most = 0;
        for (const simulator::StationResult& part : probe.figures.stations)
            most = std::max(most, static_cast<double>(part.arrivals) / 10);
        return most;
    }

    void grow() {
        m_services = 3 + below(6);
        m_stores = 1 + below(3);
        if (chance(0.5)) m_model.project.network.latency = time(0.5);
        for (int at = 0; at < m_stores; ++at) m_model.store(name("store", at), 1 + below(6), time(3));
        for (int at = 0; at < m_services; ++at) {
            Deployment& deployment = m_model.service(name("s", at), 2 + below(15), behaviour(at, 0));
            deployment.replicas = 1 + below(3);
        }
        m_model.load("users", PoissonArrivals{1}, {"s0.do", "s1.do"});
    }

    static std::string name(const std::string& kind, int at) { return kind + std::to_string(at); }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    Distribution time(double mean) {
        const Duration length = milliseconds(mean * (1 + below(10)) / 5);
        switch (below(4)) {
            case 0:
                return Distribution::constant(length);
            case 1:
                return Distribution::logNormal(length, 1.5);
            case 2:
                return {DistributionKind::Gamma, length, 0.5, {}};
            default:
                return Distribution::exponential(length);
        }
    }

    Behaviour behaviour(int service, int depth) {
        Behaviour steps{compute(time(2))};
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) steps.push_back(step(service, depth));
        return steps;
    }

    Step step(int service, int depth) {
        switch (below(depth < 2 ? 11 : 4)) {
            case 0:
            case 1:
            case 2:
                if (service + 1 < m_services)
                    return call(name("s", service + 1 + below(m_services - service - 1)) + ".do");
                return compute(time(1));
            case 3:
                return query(name("store", below(m_stores)), static_cast<StoreAccess>(below(2)));
            case 4:
                return branch(0.4, behaviour(service, depth + 1));
            case 5: {
                Parallel parallel;
                const int count = 2 + below(2);
                for (int at = 0; at < count; ++at) parallel.branches.push_back(behaviour(service, depth + 2));
                return {parallel, {}};
            }
            case 6:
                return {Loop{2 + below(2), behaviour(service, depth + 1)}, {}};
            case 7:
                return {Fallback{behaviour(service, depth + 1), {compute(time(1))}}, {}};
            case 8:
                return {Fail{0.02 * (1 + below(5))}, {}};
            default: {
                CacheLookup lookup;
                if (chance(0.5)) lookup.store = DataStoreId(name("store", below(m_stores)));
                lookup.hitRatio = 0.6;
                lookup.onMiss = behaviour(service, depth + 1);
                return {lookup, {}};
            }
        }
    }

    std::mt19937 m_random;
    Builder m_model;
    int m_services = 0;
    int m_stores = 0;
};

/// How far off an estimated figure is, beyond what the run itself does not
/// know, relative to the run's.
double offBy(const simulator::Figure& estimate, const simulator::Figure& run) {
    if (!estimate.value || !run.value || !(*run.value > 0)) return 0;
    const double half = std::max(run.high - *run.value, *run.value - run.low);
    return std::max(0.0, std::abs(*estimate.value - *run.value) - half) / *run.value;
}

}  // namespace

class EstimateAgreementTest : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheSimulator_data();
    void agreesWithTheSimulator();
    void nineOfTenStayWithinTheKnownError();

private:
    std::map<double, int> m_beyond;  ///< Networks, by the load of the busiest station
};

void EstimateAgreementTest::agreesWithTheSimulator_data() {
    QTest::addColumn<int>("seed");
    QTest::addColumn<double>("busiest");
    for (const double busiest : {0.3, 0.5, 0.7})
        for (int seed = 1; seed <= 12; ++seed) QTest::addRow("%g %d", busiest, seed) << seed << busiest;
}

void EstimateAgreementTest::agreesWithTheSimulator() {
    QFETCH(int, seed);
    QFETCH(double, busiest);
    const Project project = LayeredModel(static_cast<std::uint32_t>(seed)).make(busiest);
    const Estimate estimate = estimated(project);
    const auto plan = simulator::compile(project, ScenarioId("test"));
    QVERIFY(plan);
    const simulator::RunResult run = simulator::run(**plan);
    QVERIFY(estimate.stable);
    double worstMean = 0, worstQuantile = 0, worstUtilisation = 0;
    const auto compare = [&](const auto& mine, const auto& theirs) {
        for (std::size_t at = 0; at < mine.size(); ++at) {
            QCOMPARE(mine[at].id, theirs[at].id);
            worstMean = std::max(worstMean, offBy(mine[at].latency.mean, theirs[at].latency.mean));
            worstQuantile = std::max(worstQuantile, offBy(mine[at].latency.p99, theirs[at].latency.p99));
        }
    };
    compare(estimate.figures.journeys, run.journeys);
    compare(estimate.figures.operations, run.operations);
    for (std::size_t at = 0; at < run.stations.size(); ++at) {
        QCOMPARE(estimate.figures.stations[at].id, run.stations[at].id);
        worstUtilisation = std::max(
            worstUtilisation, offBy(estimate.figures.stations[at].utilisation, run.stations[at].utilisation));
    }
    qInfo(
        "%g: mean %.1f %%, p99 %.1f %%, utilisation %.1f %%; stated %.0f %%, "
        "%.0f %%",
        busiest, 100 * worstMean, 100 * worstQuantile, 100 * worstUtilisation, 100 * estimate.meanError,
        100 * estimate.quantileError);
    // None is far beyond what is stated, few are beyond it at all.
    QVERIFY(worstMean <= 3 * estimate.meanError && worstQuantile <= 3 * estimate.quantileError);
    if (worstMean > estimate.meanError || worstQuantile > estimate.quantileError ||
        worstUtilisation > estimate.meanError)
        ++m_beyond[busiest];
}

// The known error is one that nine of ten networks stay within.
void EstimateAgreementTest::nineOfTenStayWithinTheKnownError() {
    for (const auto& [busiest, networks] : m_beyond) {
        qInfo("%g: %d networks beyond the known error", busiest, networks);
        QVERIFY(networks <= 1);
    }
}

QTEST_GUILESS_MAIN(EstimateAgreementTest)
#include "estimate_agreement_test.moc"
