#include <algorithm>

#include "simulator/estimate/flatten.h"

namespace simulator::estimating {

namespace {

/// What each program starts: lists in one array.
struct Successors {
    std::vector<Index> first;
    std::vector<Index> all;

    std::size_t size() const { return first.size() - 1; }
};

Successors successorsOf(const Network& network, bool messages) {
    Successors result;
    for (const Program& program : network.programs) {
        result.first.push_back(static_cast<Index>(result.all.size()));
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = network.nodes[at];
            if (node.kind == Node::Kind::Call) result.all.push_back(node.target);
            if (node.kind != Node::Kind::Publish || !messages) continue;
            for (const Index group : network.channels[node.target].groups)
                for (const Group::Consumer& consumer : network.groups[group].consumers)
                    result.all.push_back(consumer.operation);
        }
    }
    result.first.push_back(static_cast<Index>(result.all.size()));
    return result;
}

/// Depth first, without recursion: the finished ones in order, and the first circle that is met.
class Walk {
public:
    explicit Walk(const Successors& successors)
        : m_successors(successors), m_marks(successors.size(), Mark::New) {}

    void from(Index root) {
        if (m_marks[root] != Mark::New) return;
        enter(root);
        while (!m_path.empty()) {
            auto& [at, next] = m_path.back();
            if (next == m_successors.first[at + 1]) {
                m_marks[at] = Mark::Done;
                m_finished.push_back(at);
                m_path.pop_back();
                continue;
            }
            const Index successor = m_successors.all[next++];
            if (m_marks[successor] == Mark::New)
                enter(successor);
            else if (m_marks[successor] == Mark::Open && m_circle.empty())
                close(successor);
        }
    }
    const std::vector<Index>& finished() const { return m_finished; }
    const std::vector<Index>& circle() const { return m_circle; }

private:
    enum class Mark : char { New, Open, Done };

    void enter(Index at) {
        m_marks[at] = Mark::Open;
        m_path.push_back({at, m_successors.first[at]});
    }
    void close(Index back) {
        auto from = std::find_if(m_path.begin(), m_path.end(),
                                 [&](const auto& entry) { return entry.first == back; });
        for (; from != m_path.end(); ++from) m_circle.push_back(from->first);
        m_circle.push_back(back);
    }

    const Successors& m_successors;
    std::vector<Mark> m_marks;
    std::vector<std::pair<Index, Index>> m_path;
    std::vector<Index> m_finished;
    std::vector<Index> m_circle;
};

/// Which service calls which, over all reached operations.
Successors servicesOf(const Network& network, const Successors& calls) {
    std::vector<std::vector<Index>> callees(network.services);
    for (Index at = 0; at < network.operations; ++at) {
        const Program& program = network.programs[at];
        if (!program.reached) continue;
        for (Index next = calls.first[at]; next < calls.first[at + 1]; ++next) {
            const Index callee = network.programs[calls.all[next]].station;
            if (callee != program.station) callees[program.station].push_back(callee);
        }
    }
    Successors result;
    for (const std::vector<Index>& list : callees) {
        result.first.push_back(static_cast<Index>(result.all.size()));
        result.all.insert(result.all.end(), list.begin(), list.end());
    }
    result.first.push_back(static_cast<Index>(result.all.size()));
    return result;
}

std::string placeOf(const Network& network, const Program& operation) {
    return "/services/" + std::string(network.stations[operation.station].id) + "/operations/" +
           std::string(operation.id);
}

model::Result<bool> circleOf(const Network& network, const std::vector<Index>& circle) {
    std::string path;
    for (const Index at : circle) path += (path.empty() ? "" : " -> ") + std::string(network.programs[at].id);
    return model::failure(placeOf(network, network.programs[circle.front()]),
                          "synchronous calls go in a circle without a bound: " + path);
}

}  // namespace

model::Result<bool> orderPrograms(Network& network) {
    const Successors started = successorsOf(network, true);
    Walk flow(started);
    for (const JourneyPart& journey : network.journeys) flow.from(journey.program);
    network.downward.assign(flow.finished().rbegin(), flow.finished().rend());
    for (const Index at : network.downward) network.programs[at].reached = true;
    network.cyclic = !flow.circle().empty();

    const Successors calls = successorsOf(network, false);
    Walk callees(calls);
    for (const Index at : network.downward) callees.from(at);
    if (!callees.circle().empty()) return circleOf(network, callees.circle());

    const Successors services = servicesOf(network, calls);
    Walk order(services);
    for (Index service = 0; service < network.services; ++service) order.from(service);
    if (!order.circle().empty()) network.cyclic = true;
    std::vector<Index> rank(network.services);
    for (Index at = 0; at < network.services; ++at) rank[order.finished()[at]] = at;
    network.upward = callees.finished();
    const auto rankOf = [&](Index program) {
        const Index station = network.programs[program].station;
        return station == nowhere ? network.services : rank[station];
    };
    std::stable_sort(network.upward.begin(), network.upward.end(),
                     [&](Index left, Index right) { return rankOf(left) < rankOf(right); });
    for (const Index at : network.upward) {
        const Program& program = network.programs[at];
        for (Index next = calls.first[at]; next < calls.first[at + 1]; ++next)
            if (network.programs[calls.all[next]].station == program.station) network.cyclic = true;
        if (program.blank)
            return model::failure(placeOf(network, program), "is called, but has no behaviour");
    }
    return true;
}

}  // namespace simulator::estimating
