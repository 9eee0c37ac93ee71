#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "simulator/plan/index.h"

namespace simulator {

/// A latency of the network between two zones, or two regions; the lower number first.
struct ZoneLink {
    Index one;
    Index other;
    Index draw;

    bool joins(Index first, Index second) const { return one == first && other == second; }
};

/// What the network takes between zones, where that is stated.
struct ZoneNetwork {
    std::vector<ZoneLink> zones;
    std::vector<ZoneLink> regions;
    std::vector<Index> regionOf;  ///< By zone; none of those without one

    bool empty() const { return zones.empty() && regions.empty(); }
    /// The draw between two zones; `none` where nothing is stated. O(log links).
    Index between(Index zone, Index other) const;
};

/// The zone of a replica or a server, of those that they are dealt out to; `none` where there are none.
inline Index zoneOf(const std::vector<Index>& zones, std::uint32_t at) {
    return zones.empty() ? none : zones[at % zones.size()];
}

/// Whether some of so many, dealt out to these zones, stand in that one, and whether some stand elsewhere.
inline bool standIn(const std::vector<Index>& zones, std::uint32_t count, Index zone) {
    const auto used = zones.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, zones.size()));
    return std::find(zones.begin(), used, zone) != used;
}

inline bool standBeside(const std::vector<Index>& zones, std::uint32_t count, Index zone) {
    const auto used = zones.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, zones.size()));
    return zones.empty() || std::any_of(zones.begin(), used, [zone](Index one) { return one != zone; });
}

}  // namespace simulator
