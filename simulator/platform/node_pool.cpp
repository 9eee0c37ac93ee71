#include "simulator/platform/node_pool.h"

#include <algorithm>
#include <tuple>

namespace simulator {

NodePool::NodePool(const NodePoolRules& rules)
    : m_rules(rules), m_nodes(std::max(rules.nodes, rules.mostNodes)) {
    for (std::uint32_t node = 0; node < rules.nodes; ++node) m_nodes[node].state = State::Ready;
}

bool NodePool::fits(const Node& node, const PodRequest& pod) const {
    return node.cpuMilli + pod.cpuMilli <= m_rules.cpuMilli &&
           node.memoryMib + pod.memoryMib <= m_rules.memoryMib;
}

std::uint32_t NodePool::choose(const PodRequest& pod, const std::vector<bool>& zonesAway) const {
    std::vector<std::uint32_t> inZone;
    const auto countOf = [&](const Node& node) { return std::ranges::count(node.pods, pod.service); };
    const auto zoneAt = [&](std::uint32_t node) { return m_rules.zones.empty() ? 0 : zone(node); };
    for (std::uint32_t at = 0; at < size(); ++at) {
        if (zoneAt(at) >= inZone.size()) inZone.resize(zoneAt(at) + 1);
        if (m_nodes[at].state == State::Ready)
            inZone[zoneAt(at)] += static_cast<std::uint32_t>(countOf(m_nodes[at]));
    }
    std::uint32_t best = noNode;
    std::tuple<std::uint32_t, std::int64_t, double> lowest;
    for (std::uint32_t at = 0; at < size(); ++at) {
        const Node& node = m_nodes[at];
        if (node.state != State::Ready || !fits(node, pod)) continue;
        if (!m_rules.zones.empty() && zone(at) < zonesAway.size() && zonesAway[zone(at)]) continue;
        const double allocated = static_cast<double>(node.cpuMilli) /
                                     static_cast<double>(std::max<std::int64_t>(1, m_rules.cpuMilli)) +
                                 static_cast<double>(node.memoryMib) /
                                     static_cast<double>(std::max<std::int64_t>(1, m_rules.memoryMib));
        const std::tuple score(inZone[zoneAt(at)], std::int64_t{countOf(node)}, allocated);
        if (best != noNode && score >= lowest) continue;
        best = at;
        lowest = score;
    }
    return best;
}

void NodePool::add(std::uint32_t node, const PodRequest& pod, std::int64_t now) {
    m_nodes[node].changed = now;
    m_nodes[node].cpuMilli += pod.cpuMilli;
    m_nodes[node].memoryMib += pod.memoryMib;
    m_nodes[node].pods.push_back(pod.service);
}

bool NodePool::remove(std::uint32_t node, const PodRequest& pod, std::int64_t now) {
    Node& from = m_nodes[node];
    from.changed = now;
    from.cpuMilli -= pod.cpuMilli;
    from.memoryMib -= pod.memoryMib;
    if (const auto found = std::ranges::find(from.pods, pod.service); found != from.pods.end())
        from.pods.erase(found);
    return from.pods.empty();
}

// Those that wait are put on nodes one after the other, each on the first one with room.
std::uint32_t NodePool::missingNodes(const std::vector<PodRequest>& waiting) const {
    std::vector<Node> coming(static_cast<std::size_t>(
        std::ranges::count(m_nodes, State::Ordered, [](const Node& node) { return node.state; })));
    const std::size_t ordered = coming.size();
    for (const PodRequest& pod : waiting) {
        if (!fits({}, pod)) continue;
        auto node = std::ranges::find_if(coming, [&](const Node& one) { return fits(one, pod); });
        if (node == coming.end()) node = coming.insert(coming.end(), Node{});
        node->cpuMilli += pod.cpuMilli;
        node->memoryMib += pod.memoryMib;
    }
    return static_cast<std::uint32_t>(coming.size() - ordered);
}

std::uint32_t NodePool::order() {
    for (std::uint32_t at = 0; at < size(); ++at)
        if (m_nodes[at].state == State::Absent) {
            m_nodes[at].state = State::Ordered;
            return at;
        }
    return noNode;
}

bool NodePool::hasSpare() const {
    const auto there = std::ranges::count_if(m_nodes, [](const Node& node) {
        return node.state == State::Ready || node.state == State::Lost || node.state == State::Ordered;
    });
    return there > static_cast<std::ptrdiff_t>(m_rules.nodes);
}

}  // namespace simulator
