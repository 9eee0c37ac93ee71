// Names that cannot be resolved, and clocks that are wrong.
#include <algorithm>
#include <cmath>

#include "simulator/engine/simulation.h"
#include "simulator/resilience/mix.h"

namespace simulator {

bool Simulation::isNameless(Index service) const {
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_faults[fault].target == service &&
            m_plan.faults[fault].kind == FaultPlanEntry::Kind::Names)
            return true;
    return false;
}

// A client that asks is told so.
bool Simulation::isResolved(Index replica) const {
    return isListed(replica) && !isNameless(m_replicas[replica].serviceIndex);
}

// Clients of agents and of a registry have lists of their own, which stay when nobody answers.
bool Simulation::keepsAddresses(Index service) const {
    const ServicePlan& plan = m_plan.services[service];
    return plan.isDiscovered() && plan.discovery != Discovery::Platform && isNameless(service);
}

// Who has no address asks again at each call, so that it has one as soon as there is one.
void Simulation::namesChange(Index fault) {
    const Index service = m_faults[fault].target;
    bindSites();
    if (!isNameless(service))
        for (Guard& guard : m_guards)
            if (guard.balances() && m_plan.guards[guard.plan].service == service && !guard.hasHosts())
                readEndpoints(guard);
    tellClients(service);
}

// One who does not spread calls itself has the name resolved at each call, or when what it knows is too old:
// each client at moments of its own.
bool Simulation::hasNoAddress(const Frame& request) const {
    const Index service = m_plan.operations[request.operation].service;
    const bool isAddressed = request.watched && static_cast<Index>(request.since) != none;
    if (isAddressed || m_plan.calls[request.site].caller == service || !isNameless(service)) return false;
    const ServicePlan& plan = m_plan.services[service];
    if (!plan.isDiscovered()) return true;
    if (plan.discovery != Discovery::Platform) return false;
    if (plan.ttl == 0) return true;
    const std::uint64_t client = request.parent == none ? none : m_frames[request.parent].replica;
    const std::uint64_t random = mixed(mixed(m_seed, m_replication), client << 32 | service);
    const auto phase = static_cast<std::int64_t>(static_cast<double>(random >> 11) * 0x1p-53 *
                                                 static_cast<double>(plan.ttl));
    const std::int64_t asked = m_now - (m_now + phase) % plan.ttl;
    for (Index fault = 0; fault < m_faults.size(); ++fault)
        if (m_faults[fault].active && m_faults[fault].target == service && m_faults[fault].begun <= asked &&
            m_plan.faults[fault].kind == FaultPlanEntry::Kind::Names)
            return true;
    return false;
}

void Simulation::setClocks() {
    m_clocks.clear();
    for (Index fault = 0; fault < m_faults.size(); ++fault) {
        if (!m_faults[fault].active || m_plan.faults[fault].kind != FaultPlanEntry::Kind::Clock) continue;
        m_clocks.resize(m_services.size());
        m_clocks[m_faults[fault].target] += m_plan.faults[fault].extra;
    }
}

// A deadline is told as a time of day: by the clock of who makes the call, and understood by that of who gets
// it.
std::int64_t Simulation::asTold(std::int64_t deadline, const Frame& caller, const Frame& request) const {
    if (deadline == never || m_clocks.empty()) return deadline;
    const auto ahead = [this](const Frame& frame) {
        return frame.replica == none ? 0 : m_clocks[m_replicas[frame.replica].serviceIndex];
    };
    return deadline + ahead(caller) - ahead(request);
}

}  // namespace simulator
