#include "simulator/engine/simulation.h"

namespace simulator {

Simulation::Simulation(const Plan& plan, const Grid& grid, std::uint64_t seed, std::uint32_t replication)
    : m_plan(plan),
      m_length(plan.length),
      m_code(plan.code.data()),
      m_calls(plan.calls.data()),
      m_recorder(plan, grid) {
    m_draws.reserve(plan.draws.size());
    for (const DrawPlan& draw : plan.draws)
        m_draws.push_back({draw.sampler, RandomStream(seed, draw.entity, draw.purpose, replication)});
    buildStations();
    try {
        startFaults();
        startWorkloads();
    } catch (const ArenaFull&) {
        m_overflowed = true;
    }
}

void Simulation::buildStations() {
    m_services.resize(m_plan.services.size());
    m_stores.resize(m_plan.stores.size());
    for (Index service = 0; service < m_plan.services.size(); ++service) {
        const ServicePlan& plan = m_plan.services[service];
        Service& state = m_services[service];
        state.live = state.replicas = plan.replicas;
        state.firstReplica = plan.firstReplica;
        state.workers = plan.workers;
        state.queueLimit = plan.queueLimit;
        state.lifo = plan.lifo;
        Replica replica;
        replica.service = service;
        m_replicas.insert(m_replicas.end(), plan.replicas, replica);
    }
    for (const OperationPlan& operation : m_plan.operations)
        m_operations.push_back({operation.service, operation.entry});
    for (Index index = 0; index < m_plan.groups.size(); ++index) {
        Group group;
        group.firstConsumer = static_cast<Index>(m_consumers.size());
        for (const SubscriberPlan& subscriber : m_plan.groups[index].subscribers) {
            const ServicePlan& service = m_plan.services[subscriber.service];
            for (Index replica = 0; replica < service.replicas; ++replica)
                m_consumers.push_back({index, subscriber.operation, subscriber.edge,
                                       service.firstReplica + replica, subscriber.concurrency, 0});
        }
        group.consumers = static_cast<std::uint32_t>(m_consumers.size()) - group.firstConsumer;
        m_groups.push_back(group);
    }
    countConsumers();
}

// Most events are the end of a time of computing, or a way over the network.
inline Index Simulation::fire(Index index) {
    Frame& frame = m_frames[index];
    if (frame.state == State::Computing) {
        ++frame.pc;
        return index;
    }
    if (frame.state == State::InTransit) return arrive(index);
    if (frame.state == State::Responding) return deliver(index);
    return fireOther(index);
}

bool Simulation::advance(std::uint64_t events) try {
    if (m_overflowed) return false;
    for (; events > 0; --events) {
        const EventQueue::Key key = m_queue.first();
        if (key.time >= static_cast<std::uint64_t>(m_length)) {
            m_now = m_length;
            return false;
        }
        m_now = static_cast<std::int64_t>(key.time);
        if (m_now >= m_recorder.boundary()) [[unlikely]]
            m_recorder.closeUntil(m_now);
        const Index index = m_queue.owner(key.timer());
        Frame& frame = m_frames[index];
        m_hash.add(key.time, key.sequence(), static_cast<std::uint64_t>(frame.state));
        ++m_events;
        m_atOnce = 0;
        m_queue.take(key);
        frame.timed = false;
        run(fire(index));
        if (m_ready.empty() && m_atOnce <= mostAtOnce) continue;
        // Those whose turn comes may make others ready.
        for (std::size_t at = 0; at < m_ready.size(); ++at) run(resume(m_ready[at]));
        m_ready.clear();
        if (m_atOnce > mostAtOnce) [[unlikely]]
            break;
    }
    if (m_frames.isNearlyFull()) throw ArenaFull();
    return true;
} catch (const ArenaFull&) {
    m_overflowed = true;
    return false;
}

Index Simulation::fireOther(Index index) {
    Frame& frame = m_frames[index];
    switch (frame.state) {
        case State::Querying:
            return endQuery(index);
        case State::Ready:
            return index;
        case State::AwaitingCall:
            return timeOut(index);
        case State::Backoff:
            return retry(index);
        case State::Thinking:
            frame.arrivedAt += m_now - frame.since;
            ++frame.pc;
            return index;
        case State::Pausing:
            return beginJourney(index, m_plan.journeys[frame.operation].workload);
        case State::NextArrival:
            return nextArrival(index);
        case State::InChannel:
            becomeVisible(index);
            return none;
        case State::FaultBegins:
            faultBegins(index);
            return none;
        case State::FaultEnds:
            faultEnds(index);
            return none;
        default:
            return none;
    }
}

Index Simulation::resume(Index index) {
    switch (m_frames[index].state) {
        case State::Ready:
            return index;
        case State::Responding:
            return deliver(index);
        case State::Dispatched:
            return arriveMessage(index);
        default:
            return none;
    }
}

Recording Simulation::finish(bool cancelled) {
    Recording recording = m_recorder.finish(m_now);
    recording.events = m_events;
    recording.hash = m_hash.value();
    recording.cancelled = cancelled;
    recording.overflowed = m_overflowed;
    closeBooks(recording);
    return recording;
}

// Counts who is where by the frames themselves, independently of the meters.
void Simulation::closeBooks(Recording& recording) const {
    const std::size_t stores = m_plan.services.size();
    const std::size_t channels = stores + m_plan.stores.size();
    const auto inside = [&](std::size_t station, std::int64_t since) {
        ++recording.stationBooks[station].inside;
        recording.stationBooks[station].insideStayed += m_now - since;
    };
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        if (frame.state == State::Free) continue;
        if (frame.role == Role::Journey && frame.underWay) ++recording.journeyBooks[frame.operation].inside;
        const bool serves = frame.role == Role::Request || frame.role == Role::Message;
        if (serves && frame.replica != none) inside(m_replicas[frame.replica].service, frame.arrivedAt);
        if (frame.role == Role::Message)
            inside(channels +
                       m_plan.groups[frame.parent == none ? frame.operation : m_consumers[frame.parent].group]
                           .channel,
                   frame.origin);
        if (frame.state == State::QueuedAtStore || frame.state == State::Querying)
            inside(stores + m_plan.code[frame.pc].a, frame.since);
    }
    for (std::size_t station = 0; station < recording.stationBooks.size(); ++station)
        recording.stationBooks[station].metered = m_recorder.inside(station);
}

}  // namespace simulator
