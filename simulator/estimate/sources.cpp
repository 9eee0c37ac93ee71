#include "simulator/estimate/sources.h"

#include <algorithm>
#include <utility>

namespace simulator::estimating {

namespace {

/// Requests that one execution has under way at a station at the same time, in all that it may do.
class Fan {
public:
    Fan(const Network& network, Index station) : m_network(network), m_station(station) {}

    double of(Index first, Index end) const {
        double most = 0;
        for (Index at = first; at < end; at = m_network.nodes[at].end) most = std::max(most, step(at));
        return most;
    }

private:
    double step(Index at) const {
        const Node& node = m_network.nodes[at];
        switch (node.kind) {
            case Node::Kind::Call:
                if (m_network.programs[node.target].station != m_station) return 0;
                return m_network.patiences[node.patience].limited() ? QueueLoad::unbounded : 1;
            case Node::Kind::Query:
                return node.target == m_station ? 1 : 0;
            case Node::Kind::Lookup:
                return std::max(node.target == m_station ? 1.0 : 0.0, of(at + 1, node.end));
            case Node::Kind::Loop:
                return of(at + 1, node.end);
            case Node::Kind::Choice:
            case Node::Kind::Fallback: {
                double most = 0;
                for (Index way = at + 1; way < node.end; way = m_network.nodes[way].end)
                    most = std::max(most, of(way + 1, m_network.nodes[way].end));
                return most;
            }
            case Node::Kind::Fork: {
                double sum = 0;
                for (Index way = at + 1; way < node.end; way = m_network.nodes[way].end)
                    sum += of(way + 1, m_network.nodes[way].end);
                return node.needed < static_cast<std::uint32_t>(ways(at)) ? QueueLoad::unbounded * (sum > 0)
                                                                          : sum;
            }
            default:
                return 0;
        }
    }
    int ways(Index at) const {
        int count = 0;
        for (Index way = at + 1; way < m_network.nodes[at].end; way = m_network.nodes[way].end) ++count;
        return count;
    }

    const Network& m_network;
    Index m_station;
};

bool onlyUsersOneByOne(const Network& network) {
    for (const WorkloadPart& workload : network.workloads)
        if (!workload.closed) return false;
    for (const Index program : network.downward)
        for (Index at = network.programs[program].first; at < network.programs[program].end; ++at) {
            const Node& node = network.nodes[at];
            if (node.kind == Node::Kind::Fork || node.kind == Node::Kind::Publish) return false;
            if (node.kind == Node::Kind::Call && network.patiences[node.patience].limited()) return false;
        }
    return true;
}

double usersOf(const Network& network) {
    double users = 0;
    for (const WorkloadPart& workload : network.workloads) users += workload.users;
    return users;
}

/// Adds up what can be present, from callers to callees.
class Presence {
public:
    explicit Presence(const Network& network)
        : m_network(network),
          m_cap(onlyUsersOneByOne(network) ? usersOf(network) : QueueLoad::unbounded),
          m_most(network.stations.size(), 0),
          m_open(network.stations.size(), 0),
          m_fans(network.stations.size(), 0),
          m_widened(network.stations.size(), 0) {}

    void count() {
        for (const JourneyPart& journey : m_network.journeys) {
            const WorkloadPart& workload = m_network.workloads[journey.workload];
            gather(m_network.programs[journey.program]);
            spread(workload.closed ? workload.users : QueueLoad::unbounded, !workload.closed);
        }
        consumers();
        // Callers come after their callees in `upward`, and the programs of a pool one after the other. Of
        // those only the widest fan counts: they share the workers.
        Index pool = nowhere;
        for (auto at = m_network.upward.rbegin(); at != m_network.upward.rend(); ++at) {
            const Program& program = m_network.programs[*at];
            if (program.station != pool) spreadPool(pool);
            pool = program.station;
            if (pool != nowhere) gather(program);
        }
        spreadPool(pool);
    }
    double most(Index station) const { return m_most[station]; }
    bool open(Index station) const { return m_open[station] != 0; }

private:
    void gather(const Program& program) {
        const bool forks =
            std::any_of(m_network.nodes.begin() + program.first, m_network.nodes.begin() + program.end,
                        [](const Node& node) { return node.kind == Node::Kind::Fork; });
        ++m_gathered;
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            const bool calls = node.kind == Node::Kind::Call;
            const bool queries = node.kind == Node::Kind::Query || node.kind == Node::Kind::Lookup;
            if (!calls && !queries) continue;
            const Index station = calls ? m_network.programs[node.target].station : node.target;
            if (station == nowhere) continue;
            const bool isLimited = calls && m_network.patiences[node.patience].limited();
            if (m_fans[station] == 0) m_targets.push_back(station);
            m_fans[station] = std::max(m_fans[station], isLimited ? QueueLoad::unbounded : 1.0);
            if (forks && m_fans[station] < QueueLoad::unbounded) widen(station, program);
        }
    }
    // Once for each station that the program visits.
    void widen(Index station, const Program& program) {
        if (std::exchange(m_widened[station], m_gathered) == m_gathered) return;
        m_fans[station] = std::max(m_fans[station], Fan(m_network, station).of(program.first, program.end));
    }
    void spread(double executions, bool isOpen) {
        for (const Index station : m_targets) {
            const double count = std::min(QueueLoad::unbounded, executions * m_fans[station]);
            m_most[station] = std::min({m_most[station] + count, QueueLoad::unbounded, m_cap});
            m_fans[station] = 0;
            if (isOpen) m_open[station] = 1;
        }
        m_targets.clear();
    }
    void spreadPool(Index pool) {
        if (pool == nowhere) return;
        spread(std::min({m_network.stations[pool].capacity(), m_most[pool], m_cap}), open(pool));
    }
    // Nobody waits for messages, so any number may be there.
    void consumers() {
        for (const Group& group : m_network.groups)
            for (const Group::Consumer& consumer : group.consumers) {
                if (!m_network.programs[consumer.operation].reached) continue;
                const Index station = m_network.programs[consumer.operation].station;
                m_most[station] = std::min(m_most[station] + group.capacity, QueueLoad::unbounded);
                m_open[station] = 1;
            }
    }

    const Network& m_network;
    double m_cap;
    std::vector<double> m_most;
    std::vector<char> m_open;
    std::vector<double> m_fans;    ///< Of the pool that is gathered
    std::vector<Index> m_widened;  ///< The program that was looked at last, by station
    Index m_gathered = 0;          ///< Programs
    std::vector<Index> m_targets;
};

}  // namespace

std::vector<SourceBound> boundSources(const Network& network) {
    Presence presence(network);
    presence.count();
    std::vector<SourceBound> bounds;
    bounds.reserve(network.stations.size());
    for (Index at = 0; at < network.stations.size(); ++at) {
        const double most = presence.most(at);
        bounds.push_back({most < QueueLoad::unbounded / 2 ? most : QueueLoad::unbounded, !presence.open(at)});
    }
    return bounds;
}

}  // namespace simulator::estimating
