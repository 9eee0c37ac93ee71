#include "simulator/engine/assignment.h"

#include <algorithm>

namespace simulator {

namespace {

// The first members get the next few each, and one more where it does not come out even.
std::vector<Index> byRange(std::uint32_t members, std::size_t partitions) {
    std::vector<Index> owners;
    owners.reserve(partitions);
    for (Index member = 0; member < members; ++member) {
        const std::size_t count = partitions / members + (member < partitions % members ? 1 : 0);
        owners.insert(owners.end(), count, member);
    }
    return owners;
}

std::vector<Index> inTurn(std::uint32_t members, std::size_t partitions) {
    std::vector<Index> owners(partitions);
    for (std::size_t at = 0; at < partitions; ++at) owners[at] = static_cast<Index>(at % members);
    return owners;
}

// How many partitions each member may have: all the same, some of them one more.
class Quotas {
public:
    Quotas(std::uint32_t members, std::size_t partitions)
        : m_counts(members), m_least(partitions / members), m_extras(partitions % members) {}

    /// Gives the member one more, where it may have it.
    bool take(Index member) {
        if (m_counts[member] > m_least || (m_counts[member] == m_least && m_extras == 0)) return false;
        if (m_counts[member]++ == m_least) --m_extras;
        return true;
    }

private:
    std::vector<std::size_t> m_counts;
    std::size_t m_least;
    std::size_t m_extras;
};

std::vector<Index> sticky(std::uint32_t members, std::vector<Index> owners) {
    Quotas quotas(members, owners.size());
    for (Index& owner : owners)
        if (owner != none && !quotas.take(owner)) owner = none;
    Index next = 0;
    for (Index& owner : owners) {
        if (owner != none) continue;
        while (!quotas.take(next)) next = next + 1 == members ? 0 : next + 1;
        owner = next;
    }
    return owners;
}

}  // namespace

std::vector<Index> assignPartitions(Assignment way, std::uint32_t members, const std::vector<Index>& before) {
    if (members == 0) return std::vector<Index>(before.size(), none);
    switch (way) {
        case Assignment::Range:
            return byRange(members, before.size());
        case Assignment::RoundRobin:
            return inTurn(members, before.size());
        case Assignment::CooperativeSticky:
            return sticky(members, before);
    }
    return {};
}

}  // namespace simulator
