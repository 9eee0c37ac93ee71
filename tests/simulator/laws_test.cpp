// Operational laws on networks made by chance, which hold whatever the distributions and disciplines: forced
// flow, utilisation, and Little's law by the figures that users see.
#include <random>

#include "tests/simulator/acceptance.h"

using namespace queueing;
using simulator::RunResult;

namespace {

/// A front that calls servers which only compute; how often each is visited follows from its steps.
class RandomNetwork {
public:
    explicit RandomNetwork(std::uint32_t seed) : m_random(seed) {}

    struct Server {
        double visits = 0;
        double seconds = 0;  ///< Of a visit
        double places = 0;
    };

    Project make() {
        const int count = 2 + below(3);
        for (int at = 0; at < count; ++at) {
            const double mean = 1 + below(5);
            Deployment& deployment = m_model.service(name(at), 1 + below(4), {compute(time(mean))});
            deployment.replicas = 1 + below(3);
            deployment.discipline = static_cast<QueueDiscipline>(below(6));
            servers.push_back({0, mean / 1000, double(deployment.workers) * deployment.replicas});
        }
        m_model.service("front", 100'000, steps(1, 0));
        rate = 1e9;
        for (const Server& server : servers)
            if (server.visits > 0)
                rate = std::min(rate, 0.75 * server.places / server.seconds / server.visits);
        m_model.load("u", PoissonArrivals{rate}, {"front.do"});
        return m_model.build(40'000 / rate, 4'000 / rate);
    }

    static std::string name(int at) { return "s" + std::to_string(at); }
    std::vector<Server> servers;
    double rate = 0;  ///< Journeys [1/s]

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }

    Distribution time(double mean) {
        switch (below(4)) {
            case 0:
                return Distribution::constant(milliseconds(mean));
            case 1:
                return Distribution::logNormal(milliseconds(mean), 1.2);
            case 2:
                return {DistributionKind::Gamma, milliseconds(mean), 0.6, {}};
            default:
                return exponentially(mean);
        }
    }

    Behaviour steps(double times, int depth) {
        Behaviour made;
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) made.push_back(step(times, depth));
        return made;
    }

    Step step(double times, int depth) {
        switch (below(depth < 3 ? 7 : 3)) {
            case 3:
                return branch(0.3, steps(0.3 * times, depth + 1));
            case 4: {
                const int rounds = 1 + below(3);
                return {Loop{rounds, steps(rounds * times, depth + 1)}, {}};
            }
            case 5: {
                Parallel parallel;
                for (int at = 0; at < 2; ++at) parallel.branches.push_back(steps(times, depth + 1));
                return {parallel, {}};
            }
            case 6: {
                CacheLookup lookup;
                lookup.hitRatio = 0.6;
                lookup.onMiss = steps(0.4 * times, depth + 1);
                return {lookup, {}};
            }
            default: {
                const int server = below(static_cast<int>(servers.size()));
                servers[static_cast<std::size_t>(server)].visits += times;
                return call(name(server) + ".do");
            }
        }
    }

    std::mt19937 m_random;
    Builder m_model;
};

template <class Result>
const Result& withId(const std::vector<Result>& results, const std::string& id) {
    for (const Result& result : results)
        if (result.id == id) return result;
    qFatal("no result of that id");
}

}  // namespace

class LawsTest : public QObject {
    Q_OBJECT

private slots:
    void holdOnAnyNetwork_data();
    void holdOnAnyNetwork();
};

void LawsTest::holdOnAnyNetwork_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 40; ++seed) QTest::addRow("%d", seed) << seed;
}

void LawsTest::holdOnAnyNetwork() {
    QFETCH(int, seed);
    RandomNetwork network(static_cast<std::uint32_t>(seed));
    const Project project = network.make();
    const RunResult run = simulator::run(*planOf(project));
    QVERIFY(run.conservation.holds && run.conservation.worstLittleResidual < 1e-9);
    QVERIFY(agrees("throughput", run.journeys[0].throughput, network.rate, 0.05));
    for (std::size_t at = 0; at < network.servers.size(); ++at) {
        const RandomNetwork::Server& server = network.servers[at];
        if (server.visits == 0) continue;
        const double visits = server.visits * network.rate;
        const std::string name = RandomNetwork::name(static_cast<int>(at));
        const simulator::StationResult& station = withId(run.stations, name);
        QVERIFY(agrees("utilisation", station.utilisation, visits * server.seconds / server.places, 0.05));
        for (const simulator::EdgeResult& edge : run.edges)
            if (edge.callee == name + ".do") QVERIFY(agrees("forced flow", edge.attemptRate, visits, 0.05));
        const simulator::FlowResult& visitors = withId(run.operations, name + ".do");
        const double inside = *station.meanQueue.value + *station.meanInService.value;
        const double little = *visitors.throughput.value * *visitors.latency.mean.value / 1000;
        QVERIFY2(std::abs(inside / little - 1) < 0.01, qPrintable(QString("%1 %2").arg(inside).arg(little)));
    }
}

QTEST_GUILESS_MAIN(LawsTest)
#include "laws_test.moc"
