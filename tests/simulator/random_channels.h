#pragma once

#include <random>

#include "tests/simulator/queueing.h"

namespace queueing {

/// Systems of channels made by chance: publishers, groups, dead letters, failures and deaths.
class RandomChannels {
public:
    explicit RandomChannels(std::uint32_t seed) : m_random(seed) {}

    Project make() {
        m_channels = 1 + below(4);
        for (int at = 0; at < m_channels; ++at) channel(at);
        Behaviour publishing;
        for (int at = 0; at < m_channels; ++at)
            if (at == 0 || chance(0.5)) publishing.push_back(publish(name("t", at)));
        m_model.service("p", 50, publishing);
        m_model.load("u", PoissonArrivals{10.0 * (1 + below(10))}, {"p.do"});
        const int services = 1 + below(4);
        for (int at = 0; at < services; ++at) service(at);
        const int faults = below(4);
        for (int at = 0; at < faults; ++at) {
            const double start = 0.1 * below(80);
            const std::optional<double> length =
                chance(0.8) ? std::optional(0.1 * (1 + below(30))) : std::nullopt;
            const ServiceId target(name("c", below(services)));
            if (chance(0.7))
                m_model.kill(target, start, length, below(3));
            else
                m_model.fault(target, start, length, ErrorFault{0.5});
        }
        return m_model.build(10);
    }

private:
    static std::string name(const std::string& kind, int at) { return kind + std::to_string(at); }
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }
    Distribution time(double most) {
        return chance(0.5) ? Distribution::exponential(milliseconds(most / 3))
                           : Distribution::constant(milliseconds(most * below(4) / 4));
    }

    void channel(int at) {
        Channel made;
        made.id = ChannelId(name("t", at));
        made.name = "Channel";
        made.broker = chance(0.7) ? Broker::Kafka : Broker::RabbitMq;
        const bool log = made.broker == Broker::Kafka;
        made.delivery = static_cast<DeliveryGuarantee>(below(log ? 3 : 2));
        made.partitions = 1 + below(6);
        if (log) made.partitioning = static_cast<Partitioning>(below(3));
        made.keys = 1 + below(30);
        made.keySkew = 0.5 * below(4);
        made.assignment = static_cast<PartitionAssignment>(below(3));
        made.rebalancePause = milliseconds(500.0 * below(4));
        made.sessionTimeout = milliseconds(500.0 * below(4));
        if (chance(0.4)) made.retention = milliseconds(50.0 * (1 + below(20)));
        made.redelivery = {1 + below(5), milliseconds(20.0 * below(3)), 1.0 + below(2), milliseconds(50), {}};
        made.transactionTime = milliseconds(below(3));
        if (at + 1 < m_channels && chance(0.6)) made.deadLetter = ChannelId(name("t", at + 1));
        if (chance(0.5)) made.delay = time(20);
        m_model.project.channels = m_model.project.channels.with(made);
    }

    void service(int at) {
        const int source = below(m_channels);
        Behaviour handling{compute(time(30))};
        const bool branches = chance(0.3);
        // On to later channels only, so that messages end.
        if (source + 1 < m_channels && chance(0.5)) {
            const Step next = publish(name("t", source + 1));
            handling.push_back(branches ? Step{Parallel{{{next, compute(time(5))}, {compute(time(5))}},
                                                        static_cast<Join>(below(2)),
                                                        1},
                                               {}}
                                        : next);
        }
        if (chance(0.5)) handling.push_back(compute(time(10)));
        if (chance(0.5)) handling.push_back({Fail{0.2, branches}, {}});
        Deployment& deployment = m_model.service(name("c", at), 1 + below(6), handling);
        deployment.replicas = 1 + below(4);
        deployment.startUp = milliseconds(below(200));
        Operation operation = m_model.lastOperation();
        operation.subscription =
            Subscription{ChannelId(name("t", source)), chance(0.4) ? "one" : "", 1 + below(3), {}};
        m_model.last().operations = m_model.last().operations.with(operation);
    }

    std::mt19937 m_random;
    Builder m_model;
    int m_channels = 0;
};

}  // namespace queueing
