// How a run goes on by an edited plan. A simulation of the new plan is made from scratch; then everything
// that has happened takes the place of its beginning.
#include <algorithm>

#include "simulator/engine/simulation.h"
#include "simulator/plan/fork_check.h"

namespace simulator {

model::Result<std::unique_ptr<Simulation>> Simulation::fork(const Plan& plan, const Grid& grid) const {
    if (const auto obstacle = whyNotForked(m_plan, plan)) return tl::unexpected(*obstacle);
    auto forked = std::make_unique<Simulation>(plan, grid, m_seed, m_replication);
    forked->continueFrom(*this);
    if (const auto faults = forked->continueFaults(*this); !faults) return tl::unexpected(faults.error());
    forked->setClocks();
    try {
        forked->continueUsers(*this);
        forked->useNewRoom();
        forked->endLongEvent();
    } catch (const ArenaFull& full) {
        forked->m_limit = full.limit;
    }
    return forked;
}

void Simulation::continueFrom(const Simulation& before) {
    m_now = before.m_now;
    m_forks = before.m_forks;
    m_events = before.m_events;
    m_hash = before.m_hash;
    m_limit = before.m_limit;
    m_anySlow = before.m_anySlow;
    m_anyWeighted = before.m_anyWeighted;
    m_queue = EventQueue(before.m_queue);
    assignLanes();
    m_frames = FrameArena(before.m_frames);
    m_recorder.continueFrom(before.m_recorder);
    m_recorder.closeUntil(m_now);  // What follows belongs to the present interval
    for (std::size_t at = 0; at < m_draws.size(); ++at) m_draws[at].continueFrom(before.m_draws[at]);
    for (std::size_t at = 0; at < m_arrivals.size(); ++at) m_arrivals[at].continueFrom(before.m_arrivals[at]);
    m_locks = before.m_locks;
    m_stores = before.m_stores;
    m_clusters = before.m_clusters;
    m_servers = before.m_servers;
    m_logs = before.m_logs;
    m_rows = before.m_rows;
    continueCaches(before);
    m_guardStates = before.m_guardStates;
    m_guards = before.m_guards;
    for (Guard& guard : m_guards)
        guard.firstHost = m_plan.services[m_plan.guards[guard.plan].service].firstReplica;
    m_calls = before.m_calls;
    m_hedged = before.m_hedged;
    m_freeCall = before.m_freeCall;
    m_shedders = before.m_shedders;
    m_retryThrottles = before.m_retryThrottles;
    m_groups = before.m_groups;
    m_consumers = before.m_consumers;
    m_partitions = before.m_partitions;
    m_nextPartition = before.m_nextPartition;
    m_pods = before.m_pods;
    m_health = before.m_health;
    m_nodePools = before.m_nodePools;
    m_podSets = before.m_podSets;
    continueReplicas(before);
    continuePauses(before);
    continueEndpoints(before);
    continueBrokers(before);
    if (!before.m_meshCounters.empty()) m_meshCounters = before.m_meshCounters;
    for (Consumer& consumer : m_consumers) consumer.replica = replicaOf(before, consumer.replica);
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.state == State::Free) continue;
        if (frame.replica != none) frame.replica = replicaOf(before, frame.replica);
        if (frame.role == Role::Probe) frame.pc = m_plan.probeEnd - 1;
        const bool isAddressed =
            frame.watched && (frame.state == State::InTransit || frame.state == State::Failing);
        if (const auto to = static_cast<Index>(frame.since); isAddressed && to != none)
            frame.since = replicaOf(before, to);
    }
    bind();
}

void Simulation::continueCaches(const Simulation& before) {
    m_fills = before.m_fills;
    m_freeFill = before.m_freeFill;
    for (std::size_t at = 0; at < m_contents.size(); ++at) m_contents[at].continueFrom(before.m_contents[at]);
}

Index Simulation::replicaOf(const Simulation& before, Index replica) const {
    const Index service = before.m_replicas[replica].serviceIndex;
    return m_services[service].firstReplica + replica - before.m_services[service].firstReplica;
}

void Simulation::continueReplicas(const Simulation& before) {
    for (std::size_t at = 0; at < m_services.size(); ++at) {
        m_services[at].cursor = before.m_services[at].cursor;
        if (m_plan.services[at].podSet == none) {
            m_services[at].live += before.m_services[at].live - before.m_services[at].replicas;
        } else {
            m_services[at].live = before.m_services[at].live;
            m_services[at].replicas = before.m_services[at].replicas;
        }
        const std::int64_t more =
            std::int64_t{m_plan.services[at].replicas} - before.m_plan.services[at].replicas;
        m_recorder.replicas(static_cast<Index>(at)).changed(m_now, static_cast<double>(more));
        m_services[at].trouble = before.m_services[at].trouble;
    }
    // The events of new processors were those of frames elsewhere.
    for (Processor& processor : m_processors) processor.event = none;
    for (Index at = 0; at < before.m_replicas.size(); ++at) {
        const Replica& from = before.m_replicas[at];
        Replica& to = m_replicas[replicaOf(before, at)];
        to.queue = from.queue;
        to.busy = from.busy;
        to.alive = from.alive;
        to.paused = from.paused;
        to.draining = from.draining;
        to.gone = from.gone;
        if (from.line != none) m_lines[to.line] = before.m_lines[from.line];
        if (from.admission != none) m_admissions[to.admission] = before.m_admissions[from.admission];
        if (from.processor == none) continue;
        const Processor& old = before.m_processors[from.processor];
        Processor& processor = m_processors[to.processor];
        processor.size = old.size;
        if (old.size != 1)
            processor.shared.setCores(m_now, m_plan.services[to.serviceIndex].cores * processor.size);
        continueProcessor(processor, old);
        if (const Index event = m_processors[to.processor].event; event != none)
            m_frames[event].operation = to.processor;
    }
    for (Index at = 0; at < m_processors.size(); ++at)
        if (m_processors[at].kind == ProcessorKind::Shared && m_processors[at].event == none)
            addProcessorEvent(at);
}

void Simulation::continueProcessor(Processor& processor, const Processor& before) {
    processor.busy = before.busy;
    processor.event = before.event;
    processor.line = before.line;
    processor.running = before.running;
    if (processor.kind != ProcessorKind::Shared) return;
    if (!processor.shared.continueFrom(before.shared, m_now)) return;
    m_recorder.processor(processor.meter).changed(m_now, processor.shared.busy() - before.shared.busy());
    awaitNextEnd(processor);
}

// Users who come now think before they begin.
void Simulation::continueUsers(const Simulation& before) {
    for (Index at = 0; at < m_plan.workloads.size(); ++at) {
        const WorkloadPlan& workload = m_plan.workloads[at];
        for (std::uint32_t user = before.m_plan.workloads[at].users; user < workload.users; ++user)
            addUser(workload);
    }
}

// The events of faults that are still to come are those of the new plan.
model::Result<bool> Simulation::continueFaults(const Simulation& before) {
    std::vector<FaultState> states = before.m_faults;
    for (Index fault = 0; fault < states.size(); ++fault)
        for (Index& replica : states[fault].killed)
            if (!before.m_plan.faults[fault].store && before.m_plan.faults[fault].pool == none)
                replica = replicaOf(before, replica);
    if (m_plan.faults == before.m_plan.faults) {
        for (Index fault = 0; fault < states.size(); ++fault)
            continueFault(before, fault, std::move(states[fault]), fault);
        bindSites();
        squeezeAgain();
        return true;
    }
    std::vector<Index> places(states.size(), none);
    for (Index index = 0; index < m_frames.used(); ++index)
        if (m_frames[index].role == Role::Fault && m_frames[index].state != State::Free) release(index);
    for (Index fault = 0; fault < m_plan.faults.size(); ++fault) {
        const FaultPlanEntry& plan = m_plan.faults[fault];
        const Index old = sameFault(before, fault, places);
        if (old != none) {
            places[old] = fault;
            const std::int64_t end = m_faults[fault].end;
            continueFault(before, old, std::move(states[old]), fault);
            if (plan.meanGap == 0) m_faults[fault].end = end;
            scheduleFault(fault, !m_faults[fault].active);
        } else if (plan.meanGap > 0) {
            m_faults[fault].next += m_now;
            scheduleFault(fault, true);
        } else if (plan.start >= m_now) {
            for (const bool begins : {true, false}) scheduleFault(fault, begins);
        } else if (plan.end > m_now && plan.kind != FaultPlanEntry::Kind::Flush) {
            return faultFailure("a fault should have begun before the moment of the fork");
        }
    }
    for (Index old = 0; old < places.size(); ++old)
        if (before.m_faults[old].active && places[old] == none)
            return faultFailure("a fault that acts at the moment of the fork is another one or missing");
    renumberPauses(places);
    squeezeAgain();
    return true;
}

void Simulation::continueFault(const Simulation& before, Index old, FaultState state, Index fault) {
    m_faults[fault] = std::move(state);
    m_faultDraws[fault].continueFrom(before.m_faultDraws[old]);
    m_chances[fault] = before.m_chances[old];
}

model::Result<bool> Simulation::faultFailure(const std::string& message) const {
    return model::failure("/scenarios/" + m_plan.scenario, message);
}

// One that acts, or comes by chance, and differs from this one in its end at most; the end of a pause that
// has begun stands.
Index Simulation::sameFault(const Simulation& before, Index fault, const std::vector<Index>& places) const {
    for (Index old = 0; old < places.size(); ++old) {
        FaultPlanEntry acting = before.m_plan.faults[old];
        const bool stands = acting.kind == FaultPlanEntry::Kind::Pause && !acting.repeats();
        if (!stands) acting.end = m_plan.faults[fault].end;
        const bool goesOn = before.m_faults[old].active || acting.meanGap > 0;
        if (goesOn && places[old] == none && acting == m_plan.faults[fault]) return old;
    }
    return none;
}

// The pauses of a fault that is over end without it.
void Simulation::renumberPauses(const std::vector<Index>& places) {
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.role == Role::Pause && frame.state != State::Free && frame.operation != none)
            frame.operation = places[frame.operation];
        if (frame.role == Role::Pressure && frame.state != State::Free)
            frame.operation = places[frame.operation];
        if (frame.role == Role::Node && frame.state == State::NodesEvicted) frame.pc = places[frame.pc];
    }
    const auto renumber = [&](Index& release) {
        if (release != none) release = places[release];
    };
    for (Pod& pod : m_pods) renumber(pod.version);
    for (PodSet& set : m_podSets) {
        renumber(set.rollout.from);
        renumber(set.rollout.to);
    }
    for (Index& fault : m_counting)
        if (fault != none) fault = places[fault];
    bind();
}

void Simulation::continuePauses(const Simulation& before) {
    m_paused = before.m_paused;
    m_counting = before.m_counting;
    if (before.m_pauses.empty()) return;
    m_pauses.resize(m_replicas.size());
    for (Index at = 0; at < before.m_pauses.size(); ++at)
        m_pauses[replicaOf(before, at)] = before.m_pauses[at];
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.role == Role::Pause && frame.state != State::Free) frame.pc = replicaOf(before, frame.pc);
    }
}

// Those who wait where there is room now need not wait for somebody to leave.
void Simulation::useNewRoom() {
    for (Index at = 0; at < m_replicas.size(); ++at)
        if (m_replicas[at].alive && !m_replicas[at].paused) useRoom(at);
    for (Index at = 0; at < m_stores.size(); ++at)
        while (!m_stores[at].queue.empty() && m_stores[at].busy < m_plan.stores[at].connections)
            serveNextQuery(at);
    for (Index cluster = 0; cluster < m_clusters.size(); ++cluster) useNewConnections(cluster);
    for (LockState& state : m_locks)
        while (!state.queue.empty() && state.busy < m_plan.locks[state.lock].permits) grantNext(state);
    countConsumers();
    for (Index group = 0; group < m_groups.size(); ++group)
        if (m_groups[group].partitions == 0) dispatchWaiting(group);
}

}  // namespace simulator
