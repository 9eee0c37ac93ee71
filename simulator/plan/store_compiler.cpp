// Stores with replicas or rows, and caches with keys, in the plan.
#include <algorithm>

#include "simulator/plan/scenario_compiler.h"

namespace simulator {

namespace {

constexpr std::uint64_t mostRowStates = 20'000'000;
constexpr std::uint64_t mostCacheStates = 50'000'000;
constexpr std::int64_t longestStoreTime = std::int64_t{1} << 60;

std::int64_t storeTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestStoreTime);
}

ZipfSampler sampled(const model::KeySpace& keys) {
    return {static_cast<std::uint32_t>(std::max(1, keys.count)), keys.skew};
}

bool isSameCache(const model::CacheLookup& one, const model::CacheLookup& other) {
    return one.keys == other.keys && one.capacity == other.capacity && one.eviction == other.eviction &&
           one.ttl == other.ttl && one.singleFlight == other.singleFlight && one.warm == other.warm;
}

}  // namespace

void ScenarioCompiler::cluster(const model::DataStore& store) {
    ClusterPlan plan;
    const std::string& id = store.id.value();
    plan.store = m_entities.stores.at(store.id);
    plan.firstServer = m_plan.servers;
    if (store.replication) {
        const model::Replication& replication = *store.replication;
        plan.servers = 1 + static_cast<std::uint32_t>(std::max(0, replication.replicas));
        plan.reads = static_cast<ReadTarget>(replication.reads);
        if (replication.lag) plan.lag = m_behaviours.draw(id, Purpose::Delay, *replication.lag);
        plan.acknowledgements = static_cast<std::uint32_t>(std::max(0, replication.acknowledgements));
        plan.failover = storeTime(replication.failover);
    }
    if (store.rows) {
        plan.hasRows = true;
        plan.rows = sampled(*store.rows);
        plan.row = m_behaviours.draw(id, Purpose::Key);
        plan.firstRow = m_plan.rows;
        m_plan.rows += plan.rows.keys();
    }
    StorePlan& owner = m_plan.stores[plan.store];
    owner.servers = plan.servers;
    owner.cluster = static_cast<Index>(m_plan.clusters.size());
    m_plan.servers += plan.servers;
    m_plan.clusters.push_back(plan);
}

// A row has its lock, and a place in the log of each replica.
ScenarioCompiler::Done ScenarioCompiler::checkClusters() const {
    std::uint64_t states = 0;
    for (const ClusterPlan& cluster : m_plan.clusters) {
        states += std::uint64_t{cluster.rowCount()} * cluster.servers;
        if (states > mostRowStates)
            return model::failure("/stores/" + m_plan.stores[cluster.store].id,
                                  "brings the rows of stores, times their servers, to " +
                                      std::to_string(states) +
                                      " in all, at most 20 million can be simulated");
    }
    return true;
}

model::Result<Index> BehaviourCompiler::cacheOf(const model::CacheLookup& lookup, const Owner& owner) {
    CachePlan plan;
    plan.id = lookup.store ? lookup.store->value() : m_plan.services[owner.service].id;
    if (!lookup.name.empty()) plan.id += "/" + lookup.name;
    const std::string place = (lookup.store ? "store " : "service ") + plan.id;
    const auto [known, isNew] = m_caches.try_emplace(place, static_cast<Index>(m_plan.caches.size()));
    if (!isNew) {
        if (isSameCache(lookup, m_firstLookUps[known->second])) return known->second;
        return model::failure(placeOf(owner), "looks in the cache `" + plan.id +
                                                  "` with other keys, or another capacity, eviction, ttl_s, "
                                                  "single_flight or warm, than elsewhere");
    }
    plan.keys = sampled(*lookup.keys);
    plan.capacity = plan.keys.keys();
    if (lookup.capacity)
        plan.capacity = std::min(plan.capacity, static_cast<std::uint32_t>(std::max(1, *lookup.capacity)));
    plan.evicts = lookup.eviction == model::Eviction::Lru;
    plan.singleFlight = lookup.singleFlight;
    plan.warm = lookup.warm;
    if (lookup.ttl) plan.ttl = storeTime(*lookup.ttl);
    plan.key = draw(place, Purpose::Key);
    if (lookup.store)
        plan.store = m_entities.stores.at(*lookup.store);
    else
        plan.service = owner.service;
    plan.firstContent = m_plan.contents;
    plan.contents = lookup.store ? 1 : m_plan.services[owner.service].replicas;
    m_plan.contents += plan.contents;
    m_plan.caches.push_back(plan);
    m_firstLookUps.push_back(lookup);
    m_firstLookUps.back().onMiss.clear();
    std::uint64_t states = 0;
    for (const CachePlan& cache : m_plan.caches)
        states += (std::uint64_t{cache.keys.keys()} + 2 * std::uint64_t{cache.capacity}) * cache.contents;
    if (states > mostCacheStates)
        return model::failure(
            placeOf(owner),
            "the cache `" + plan.id + "` brings the keys of caches, and twice what they hold, to " +
                std::to_string(states) + " in all replicas, at most 50 million can be simulated");
    return known->second;
}

// A look-up that fails is a miss that fills nothing in.
BehaviourCompiler::Done BehaviourCompiler::lookUpKey(const model::CacheLookup& lookup, const Owner& owner) {
    const model::Result<Index> cache = cacheOf(lookup, owner);
    if (!cache) return tl::unexpected(cache.error());
    const Index look = emit({Code::LookUp, 0, *cache});
    const Index failed = lookup.store ? emit({Code::Repeat, 0, here() + 1, 1}) : none;
    m_plan.code[look].b = here();
    if (Done done = steps(lookup.onMiss, owner); !done) return done;
    emit({Code::EndBranch});
    m_plan.code[look].c = here();
    if (failed != none) m_plan.code[failed].c = here();
    return true;
}

}  // namespace simulator
