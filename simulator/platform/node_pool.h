#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace simulator {

inline constexpr std::uint32_t noNode = std::numeric_limits<std::uint32_t>::max();

/// Machines of one kind.
struct NodePoolRules {
    std::uint32_t nodes = 3;
    std::uint32_t mostNodes = 3;       ///< That it grows to
    std::int64_t cpuMilli = 4000;      ///< Of a node, for pods
    std::int64_t memoryMib = 16384;    ///< The same
    std::vector<std::uint32_t> zones;  ///< The nodes are dealt out to them in turn
    std::int64_t provision = 0;        ///< Times in [ns]
    std::int64_t idle = 0;
    std::int64_t detection = 0;
    std::int64_t eviction = 0;

    bool operator==(const NodePoolRules&) const = default;
};

/// What a pod asks for, and whose it is.
struct PodRequest {
    std::uint32_t service = 0;
    std::int64_t cpuMilli = 0;
    std::int64_t memoryMib = 0;
};

/// Where pods are on the nodes of a pool, by their requests. A new pod goes to a node that has room: of the
/// zone with the fewest pods of its service, among these the node with the fewest of them, then the one that
/// would be least allocated (the mean of the shares of CPU and memory), then the first: the scores of the
/// kube-scheduler's defaults, PodTopologySpread and NodeResourcesFit by LeastAllocated, taken one after the
/// other rather than added up. Where there is no room, the cluster autoscaler orders a node if the pool may
/// grow, one for as many pods as would fit on those that are on their way.
class NodePool {
public:
    enum class State : std::uint8_t { Absent, Ordered, Ready, Lost };

    explicit NodePool(const NodePoolRules& rules);

    /// The node for it, or `noNode`; those in `zonesAway` cannot be used.
    std::uint32_t choose(const PodRequest& pod, const std::vector<bool>& zonesAway) const;
    void add(std::uint32_t node, const PodRequest& pod, std::int64_t now);
    /// Whether the node has no pods any more.
    bool remove(std::uint32_t node, const PodRequest& pod, std::int64_t now);

    /// Of pods that wait for room: how many nodes are to be ordered beside those that are on their way.
    std::uint32_t missingNodes(const std::vector<PodRequest>& waiting) const;
    /// The number of the node that is ordered next, or `noNode`.
    std::uint32_t order();
    void set(std::uint32_t node, State state, std::int64_t now) {
        m_nodes[node].state = state;
        m_nodes[node].changed = now;
    }
    /// It is ready, and has had no pods for so long.
    bool isIdle(std::uint32_t node, std::int64_t now) const {
        return m_nodes[node].state == State::Ready && isEmpty(node) &&
               now - m_nodes[node].changed >= m_rules.idle;
    }
    State state(std::uint32_t node) const { return m_nodes[node].state; }
    bool isEmpty(std::uint32_t node) const { return m_nodes[node].pods.empty(); }
    /// Beyond those that it has at least.
    bool hasSpare() const;
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_nodes.size()); }
    std::uint32_t zone(std::uint32_t node) const {
        return m_rules.zones.empty() ? noNode : m_rules.zones[node % m_rules.zones.size()];
    }

private:
    struct Node {
        State state = State::Absent;
        std::int64_t changed = 0;   ///< When it got its state, or lost its last pod [ns]
        std::int64_t cpuMilli = 0;  ///< Asked for by its pods
        std::int64_t memoryMib = 0;
        std::vector<std::uint32_t> pods;  ///< Their services
    };
    bool fits(const Node& node, const PodRequest& pod) const;

    NodePoolRules m_rules;
    std::vector<Node> m_nodes;
};

}  // namespace simulator
