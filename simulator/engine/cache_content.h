#pragma once

#include <cstdint>
#include <vector>

#include "simulator/plan/plan.h"
#include "simulator/random/philox.h"

namespace simulator {

/// The keys that one cache holds, and the fills that are under way. Finding and filling are O(1): a slot for
/// each key that is held, in a list from the one that was wanted last to the one that was wanted first.
class CacheContent {
public:
    /// Empty, or full where the plan says that it is warm; `cache` is its place in the plan.
    CacheContent(const CachePlan& plan, Index cache);

    enum class Found { Hit, Expired, Absent };
    /// Looks for a key; a hit makes it the last that was wanted, one too old leaves.
    Found find(Index key, std::int64_t now);
    /// Takes a key in, or makes it new. True when another had to leave for it.
    bool fill(Index key, std::int64_t now);
    /// Forgets all keys.
    void clear();
    /// Forgets each key with that probability.
    void drop(double share, RandomStream& stream);

    /// What another one with the same keys held, as far as there is room, and the fills under way.
    void continueFrom(const CacheContent& before);

    std::uint32_t size() const { return m_size; }
    Index cache() const { return m_cache; }
    /// The fill of a key that is under way, or none; for the engine to set.
    Index& fillOf(Index key) { return m_fillOf[key]; }

private:
    struct Slot {
        std::int64_t filledAt;
        Index key;
        Index newer;
        Index older;
    };

    void warm();
    void link(Index slot);
    void unlink(Index slot);
    void remove(Index slot);

    Index m_cache;
    std::uint32_t m_capacity;
    std::int64_t m_ttl;
    bool m_evicts;
    std::uint32_t m_size = 0;
    Index m_newest = none;
    Index m_oldest = none;
    Index m_free = none;          ///< Linked by `older`
    std::vector<Slot> m_slots;    ///< Those that were ever used
    std::vector<Index> m_slotOf;  ///< By key
    std::vector<Index> m_fillOf;  ///< By key
};

}  // namespace simulator
