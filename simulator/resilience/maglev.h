#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace simulator {

/// A replica that calls are spread over: its name and its weight.
struct BalancedHost {
    std::string_view name;
    std::uint32_t weight = 1;
};

/// No replica.
inline constexpr std::uint32_t noHost = 0xFFFFFFFF;

/// The look-up table of Maglev: consistent hashing with an even spread. Eisenbud et al.: Maglev: A fast and
/// reliable software network load balancer (NSDI 2016), section 3.4; names, hashes and weights as in Envoy
/// (OriginalMaglevTable). Each host takes free places of its own permutation of the table in turn, in the
/// order of the names. Built in O(size x log size) on the average; a look-up is O(1). A prime size.
class MaglevTable {
public:
    static constexpr std::uint32_t defaultSize = 65537;

    explicit MaglevTable(std::uint32_t size = defaultSize) : m_table(size > 2 ? size : 3, noHost) {}

    /// Over those of the hosts that `members` names, by their indices; none of them may have a weight of 0.
    void build(std::span<const BalancedHost> hosts, std::span<const std::uint32_t> members);
    /// `attempt` 0 is the first choice, others are of retries; `noHost` without members.
    std::uint32_t pick(std::uint64_t hash, std::uint32_t attempt = 0) const;
    std::span<const std::uint32_t> table() const { return m_table; }

private:
    struct Entry {
        std::uint32_t host;
        std::uint64_t offset;
        std::uint64_t skip;
        double weight;
        double target;
        std::uint64_t next;
    };

    std::uint64_t freePlace(Entry& entry) const;

    std::vector<std::uint32_t> m_table;
    std::vector<Entry> m_entries;  ///< Of the last build
};

}  // namespace simulator
