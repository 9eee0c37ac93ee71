#include "simulator/resilience/maglev.h"

#include <algorithm>

#include "simulator/resilience/xx_hash.h"

namespace simulator {

std::uint64_t MaglevTable::freePlace(Entry& entry) const {
    while (true) {
        const std::uint64_t place = (entry.offset + entry.skip * entry.next++) % m_table.size();
        if (m_table[place] == noHost) return place;
    }
}

void MaglevTable::build(std::span<const BalancedHost> hosts, std::span<const std::uint32_t> members) {
    std::fill(m_table.begin(), m_table.end(), noHost);
    m_entries.clear();
    if (members.empty()) return;
    double total = 0;
    double largest = 0;
    for (const std::uint32_t host : members) total += hosts[host].weight;
    for (const std::uint32_t host : members) {
        const std::uint64_t size = m_table.size();
        const double weight = hosts[host].weight / total;
        largest = std::max(largest, weight);
        m_entries.push_back({host, xxHash64(hosts[host].name) % size,
                             xxHash64(hosts[host].name, 1) % (size - 1) + 1, weight, 0, 0});
    }
    std::sort(m_entries.begin(), m_entries.end(), [&](const Entry& a, const Entry& b) {
        const int order = hosts[a.host].name.compare(hosts[b.host].name);
        return order != 0 ? order < 0 : a.host < b.host;
    });
    // A host of the largest weight takes a place in every round, one of a third of it in every third.
    std::size_t taken = 0;
    for (std::uint32_t round = 1; taken < m_table.size(); ++round)
        for (Entry& entry : m_entries) {
            if (taken == m_table.size()) break;
            if (round * entry.weight < entry.target) continue;
            entry.target += largest;
            m_table[freePlace(entry)] = entry.host;
            ++taken;
        }
}

std::uint32_t MaglevTable::pick(std::uint64_t hash, std::uint32_t attempt) const {
    if (attempt > 0) hash ^= ~std::uint64_t{0} - attempt + 1;
    return m_table[hash % m_table.size()];
}

}  // namespace simulator
