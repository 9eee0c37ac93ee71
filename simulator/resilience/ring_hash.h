#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/resilience/maglev.h"

namespace simulator {

/// Consistent hashing on a ring (Karger et al., STOC 1997; ketama) as in Envoy (RingHashLoadBalancer): each
/// host has points in proportion to its weight, at least `minSize` in all, at the hashes of `NAME_0`,
/// `NAME_1`, ...; a call goes to the first point at or after its hash. Built in O(points x log points), a
/// look-up is O(log points).
class HashRing {
public:
    HashRing(std::uint32_t minSize, std::uint32_t maxSize) : m_minSize(minSize), m_maxSize(maxSize) {}

    /// Over those of the hosts that `members` names, by their indices; none of them may have a weight of 0.
    void build(std::span<const BalancedHost> hosts, std::span<const std::uint32_t> members);
    /// `attempt` 0 is the first choice, the n-th retry goes n points further; `noHost` without members.
    std::uint32_t pick(std::uint64_t hash, std::uint32_t attempt = 0) const;

    struct Point {
        std::uint64_t hash;
        std::uint32_t host;
    };
    std::span<const Point> points() const { return m_points; }

private:
    std::uint32_t m_minSize;
    std::uint32_t m_maxSize;
    std::vector<Point> m_points;  ///< By their hashes
};

}  // namespace simulator
