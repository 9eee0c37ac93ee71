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

}  // namespace model::checking
