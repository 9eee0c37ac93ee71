// Faults of stores, or of some of their servers: who is not let in, and what takes longer.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"

namespace simulator {

// Before a server is chosen. Where faults hit some servers only, it is theirs to say.
std::optional<Cause> Simulation::keptFromStore(Index reader, Index at) {
    const Store& store = m_stores[at];
    const bool mayFail = store.trouble.errorRate > 0 || store.trouble.ramps;
    if (mayFail && !store.trouble.onSome &&
        uniform(m_plan.stores[at].faultDraw) < troubleNow(true, at).errorRate)
        return Cause::Fault;
    if (store.cluster == none && store.trouble.divided && isCutOff(reader, at, 0)) return Cause::Crashed;
    return std::nullopt;
}

std::optional<Cause> Simulation::keptFromServer(Index reader, Index at, Index server) {
    const Store& store = m_stores[at];
    const Index place = server - m_plan.clusters[store.cluster].firstServer;
    if (store.trouble.divided && isCutOff(reader, at, place)) return Cause::Crashed;
    if (!store.trouble.onSome) return std::nullopt;
    const double rate = troubleAtServer(at, place).errorRate;
    if (rate > 0 && uniform(m_plan.stores[at].faultDraw) < rate) return Cause::Fault;
    return std::nullopt;
}

// The first ones, as they were at the beginning.
Trouble Simulation::troubleAtServer(Index store, Index server) {
    Trouble trouble;
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        const bool isOfStore = plan.store && m_faults[fault].target == store;
        if (m_faults[fault].active && isOfStore && (plan.replicas == 0 || server < plan.replicas))
            addTrouble(trouble, fault);
    }
    return trouble;
}

std::int64_t Simulation::slowedQuery(Index reader, Index at, std::int64_t time) {
    const Store& store = m_stores[at];
    const Index server =
        store.cluster == none ? 0 : m_frames[reader].seat.server - m_plan.clusters[store.cluster].firstServer;
    const Trouble trouble = store.trouble.onSome ? troubleAtServer(at, server) : troubleNow(true, at);
    std::int64_t slow = trouble.slow ? trouble.slowed(time) : time;
    if (store.trouble.divided) slow += std::llround(std::min(delayOfZones(reader, at, server), longestTime));
    return std::min(slow, static_cast<std::int64_t>(longestTime));
}

}  // namespace simulator
