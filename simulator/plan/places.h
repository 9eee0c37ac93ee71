#pragma once

#include <cassert>
#include <functional>
#include <string_view>
#include <vector>

#include "model/id.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// Places in an array, found by the hash of what lies there: whether it is the thing sought is for the caller
/// to say. Open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4, algorithm L).
class PlaceTable {
public:
    /// The place for which `isSought(place)` among those of the hash; `none` when there is none.
    template <class IsSought>
    Index find(std::size_t hash, const IsSought& isSought) const {
        if (m_entries.empty()) return none;
        const std::uint32_t tag = tagOf(hash);
        for (std::size_t at = tag & mask();; at = (at + 1) & mask()) {
            const Entry& entry = m_entries[at];
            if (entry.place == none || (entry.tag == tag && isSought(entry.place))) return entry.place;
        }
    }
    void add(std::size_t hash, Index place) {
        if (2 * ++m_size > m_entries.size()) grow();
        put({tagOf(hash), place});
    }

private:
    struct Entry {
        std::uint32_t tag = 0;
        Index place = none;
    };

    static std::uint32_t tagOf(std::size_t hash) {
        return static_cast<std::uint32_t>((std::uint64_t{hash} * 0x9e3779b97f4a7c15) >> 32);
    }
    std::size_t mask() const { return m_entries.size() - 1; }
    void put(Entry entry) {
        std::size_t at = entry.tag & mask();
        while (m_entries[at].place != none) at = (at + 1) & mask();
        m_entries[at] = entry;
    }
    void grow() {
        std::vector<Entry> before(m_entries.empty() ? 16 : 2 * m_entries.size());
        before.swap(m_entries);
        for (const Entry& entry : before)
            if (entry.place != none) put(entry);
    }

    std::vector<Entry> m_entries;  ///< A power of two of them, at most half of them in use
    std::size_t m_size = 0;
};

/// Numbers the entities of one kind, in the order in which they are added: their places in the plan's
/// arrays. The ids have to outlive it.
template <class Entity>
class Places {
public:
    using Id = model::Id<Entity>;

    Index add(const Id& id) {
        m_table.add(hashOf(id), static_cast<Index>(m_ids.size()));
        m_ids.push_back(id.value());
        return static_cast<Index>(m_ids.size() - 1);
    }
    /// `none` when there is none of that id.
    Index find(const Id& id) const {
        return m_table.find(hashOf(id), [&](Index place) { return m_ids[place] == id.value(); });
    }
    /// Of one that is there.
    Index at(const Id& id) const {
        const Index place = find(id);
        assert(place != none);
        return place;
    }
    Index size() const { return static_cast<Index>(m_ids.size()); }
    std::string_view id(Index place) const { return m_ids[place]; }

private:
    static std::size_t hashOf(const Id& id) { return std::hash<std::string_view>{}(id.value()); }

    PlaceTable m_table;
    std::vector<std::string_view> m_ids;
};

}  // namespace simulator
