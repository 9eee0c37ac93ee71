#pragma once

#include <span>

#include "simulator/estimate/network.h"

namespace simulator::estimating {

/// Lists in one array.
template <class Entry>
class Lists {
public:
    std::span<const Entry> of(Index list) const {
        return {m_entries.data() + m_first[list], m_entries.data() + m_first[list + 1]};
    }
    /// Makes that many lists of what `forEach(add)` adds by `add(list, entry)`; it is asked twice.
    template <class ForEach>
    void fill(Index lists, const ForEach& forEach) {
        m_first.assign(lists + 1, 0);
        forEach([&](Index list, const Entry&) { ++m_first[list + 1]; });
        for (Index at = 0; at < lists; ++at) m_first[at + 1] += m_first[at];
        m_entries.resize(m_first[lists]);
        std::vector<Index> next(m_first.begin(), m_first.end() - 1);
        forEach([&](Index list, const Entry& entry) { m_entries[next[list]++] = entry; });
    }

private:
    std::vector<Index> m_first;
    std::vector<Entry> m_entries;
};

/// Where load comes from, by where it goes to; only what the load of the scenario reaches.
struct Wiring {
    struct Sender {
        Index node = 0;
        Index program = 0;
    };
    Lists<Sender> callers;     ///< By program
    Lists<Sender> queriers;    ///< By station
    Lists<Sender> publishers;  ///< By channel
    Lists<Index> operations;   ///< By service
    struct Feed {
        Index group = nowhere;
        double share = 0;  ///< Of the group's messages
    };
    std::vector<Feed> feeds;  ///< By program

    explicit Wiring(const Network& network);
    Wiring() = default;
};

}  // namespace simulator::estimating
