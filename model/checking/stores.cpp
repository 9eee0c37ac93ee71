#include "model/checking/visitor.h"

namespace model::checking {

// What a cache holds is simulated key by key or not at all.
void checkMore(const CacheLookup& lookup, Walk& walk) {
    if (lookup.keys) return;
    const auto needsKeys = [&](const char* field, bool isThere) {
        const PointerPath::Scope scope(walk.path, field);
        if (isThere) walk.report("is there without keys, expected keys, or a hit_ratio alone");
    };
    needsKeys("capacity", lookup.capacity.has_value());
    needsKeys("eviction", lookup.eviction != Eviction::Lru);
    needsKeys("ttl_s", lookup.ttl.has_value());
    needsKeys("single_flight", lookup.singleFlight);
    needsKeys("warm", lookup.warm);
}

void checkMore(const Replication& replication, Walk& walk) {
    if (replication.acknowledgements <= replication.replicas) return;
    const PointerPath::Scope scope(walk.path, "acknowledgements");
    walk.report(fmt::format("{}, expected at most as many as there are replicas, {}",
                            replication.acknowledgements, replication.replicas));
}

void checkMore(const DataStore& store, Walk& walk) {
    checkZones(store.zones, walk);
    const std::int32_t servers = 1 + (store.replication ? store.replication->replicas : 0);
    if (static_cast<std::int64_t>(store.zones.size()) <= servers) return;
    const PointerPath::Scope scope(walk.path, "zones");
    walk.report(fmt::format("{} zones, expected at most as many as there are servers, {}", store.zones.size(),
                            servers));
}

void checkZones(const std::vector<ZoneId>& zones, Walk& walk) {
    const PointerPath::Scope list(walk.path, "zones");
    for (std::size_t at = 1; at < zones.size(); ++at) {
        const auto here = zones.begin() + static_cast<std::ptrdiff_t>(at);
        if (std::find(zones.begin(), here, *here) == here) continue;
        const PointerPath::Scope place(walk.path, at);
        walk.report(fmt::format("\"{}\" is named twice", clipped(here->value())));
    }
}

}  // namespace model::checking
