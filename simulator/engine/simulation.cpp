#include "simulator/engine/simulation.h"

#include <algorithm>

namespace simulator {

Simulation::Simulation(const Plan& plan, const Grid& grid, std::uint64_t seed, std::uint32_t replication,
                       const std::optional<TraceOptions>& traces)
    : m_plan(plan),
      m_seed(seed),
      m_replication(replication),
      m_length(plan.length),
      m_until(plan.length),
      m_code(plan.code.data()),
      m_recorder(plan, grid) {
    if (traces) m_tracer = Tracer(plan, *traces, seed, replication);
    m_draws.reserve(plan.draws.size());
    for (const DrawPlan& draw : plan.draws)
        m_draws.emplace_back(draw.sampler, RandomStream(seed, draw.entity, draw.purpose, replication));
    buildStations();
    try {
        startFaults();
        startScaling();
        startProbing();
        startRegistry();
        startWorkloads();
    } catch (const ArenaFull& full) {
        m_limit = full.limit;
    }
}

std::unique_ptr<Simulation> Simulation::clone() const {
    std::unique_ptr<Simulation> copy(new Simulation(*this));
    copy->bind();
    return copy;
}

void Simulation::buildStations() {
    m_services.resize(m_plan.services.size());
    m_stores.resize(m_plan.stores.size());
    m_operations.resize(m_plan.operations.size());
    m_journeys.resize(m_plan.journeys.size());
    m_sites.resize(m_plan.calls.size());
    for (Index service = 0; service < m_plan.services.size(); ++service) {
        const ServicePlan& plan = m_plan.services[service];
        Service& state = m_services[service];
        state.live = state.replicas = plan.replicas;
        state.firstReplica = plan.firstReplica;
        state.workers = plan.workers;
        state.queueLimit = plan.queueLimit;
        state.lifo = plan.discipline == Discipline::Lifo;
        state.faultDraw = plan.faultDraw;
        for (std::uint32_t at = 0; at < plan.replicas; ++at) {
            Replica replica;
            replica.serviceIndex = service;
            buildProcessors(plan, replica);
            m_replicas.push_back(replica);
        }
    }
    for (Index projection = 0; projection < m_plan.projections.size(); ++projection)
        m_stores[m_plan.projections[projection].store].projection = projection;
    buildPods();
    buildNodes();
    buildClusters();
    buildCaches();
    buildLocks();
    buildGroups();
    buildGuards();
    buildEndpoints();
    for (const PodSetPlan& plan : m_plan.podSets)
        if (plan.memory) updateTrouble(false, plan.service);
    buildBrokers();
    m_meshCounters.resize(m_plan.meshCounters);
    bind();
}

// What a request meets refers to what else it meets there: on the hot path no table is searched.
void Simulation::bind() {
    for (Replica& replica : m_replicas) {
        replica.service = &m_services[replica.serviceIndex];
        replica.meter = &m_recorder.service(replica.serviceIndex);
    }
    for (const PodSetPlan& plan : m_plan.podSets)
        for (std::uint32_t at = 0; at < plan.pods; ++at)
            m_replicas[m_plan.services[plan.service].firstReplica + at].meter =
                &m_recorder.pod(plan.firstPod + at);
    for (Index journey = 0; journey < m_journeys.size(); ++journey) {
        const JourneyPlan& plan = m_plan.journeys[journey];
        m_journeys[journey] = {&m_plan.workloads[plan.workload], &m_recorder.journey(journey), plan.entry,
                               onlyCall(plan)};
    }
    for (Index operation = 0; operation < m_operations.size(); ++operation) {
        const OperationPlan& plan = m_plan.operations[operation];
        const bool counts = !m_counting.empty() && m_counting[plan.service] != none;
        m_operations[operation] = {&m_services[plan.service], &m_recorder.operation(operation),
                                   counts ? plan.prologue : plan.entry};
    }
    for (Index site = 0; site < m_sites.size(); ++site) {
        const CallPlan& plan = m_plan.calls[site];
        const PolicyPlan& policy = m_plan.policies[plan.policy];
        const bool troubled = isTroubled(plan);
        const GuardPlan* const guard = plan.guard == none ? nullptr : &m_plan.guards[plan.guard];
        m_sites[site] = {&m_recorder.edge(plan.edge),
                         policy.timeout,
                         policy.deadline,
                         &m_operations[plan.operation],
                         plan.operation,
                         troubled ? none : plan.network,
                         plan.policy,
                         plan.backoff,
                         plan.guard,
                         none,
                         policy.timeout == never && policy.deadline == never && !guard,
                         troubled,
                         isPlaced(plan),
                         guard && guard->shedder != none,
                         0,
                         guard ? firstGuardState(*guard) : 0};
    }
    assignLanes();
    for (Index journey = 0; journey < m_journeys.size(); ++journey)
        if (const Instruction& first = m_code[m_journeys[journey].entry]; first.code == Code::Call)
            m_sites[first.a].journey = journey;
}

// Calls of the same patience share a lane, where there are not too many.
void Simulation::assignLanes() {
    constexpr std::size_t most = 256;
    std::vector<std::int64_t> patiences;
    for (const CallSite& site : m_sites) patiences.push_back(std::min(site.timeout, site.deadline));
    std::sort(patiences.begin(), patiences.end());
    patiences.erase(std::unique(patiences.begin(), patiences.end()), patiences.end());
    for (CallSite& site : m_sites) {
        const auto at =
            std::lower_bound(patiences.begin(), patiences.end(), std::min(site.timeout, site.deadline));
        site.lane = static_cast<std::uint8_t>((at - patiences.begin()) % most);
    }
    m_queue.addLanes(std::min(patiences.size(), most));
}

Index Simulation::newFrame(Role role, Index operation) {
    const Index index = m_frames.allocate();
    m_frames[index].role = role;
    m_frames[index].operation = operation;
    return index;
}

Index Simulation::fireOther(Index index) {
    Frame& frame = m_frames[index];
    if (m_paused > 0 && isHalted(frame)) [[unlikely]]
        return putOff(index);
    switch (frame.state) {
        case State::Querying:
            return endQuery(index);
        case State::Ready:
            return index;
        case State::AwaitingCall:
            return timeOut(index);
        case State::Backoff:
            if (frame.guarded) return attemptGuarded(index);
            // A pause may have lasted longer than there was time for.
            return m_now < frame.deadline ? retry(index) : fail(index, Cause::Dependency);
        case State::Thinking:
            frame.arrivedAt += m_now - frame.since;
            if (frame.traced) m_tracer.enter(index, Part::Service, m_now);
            ++frame.pc;
            return index;
        case State::Pausing:
            return beginJourney(index, *m_journeys[frame.operation].workload);
        case State::Executing:
            return jobEnds(index);
        case State::AwaitingPermit:
            return permitWaitEnds(index);
        case State::Permitted:
            return passLayers(index);
        case State::CallRefused:
            return attemptEnds(index, callOf(index).outcome);
        case State::AwaitingCopies:
            return nextCopy(index);
        case State::CopyBegins:
            return passLayers(index);
        case State::CopyIsCancelled:
            release(index);
            return none;
        case State::BreakerTimer:
            breakerTimer(index);
            return none;
        case State::OutlierSweep:
            sweepOutliers(index);
            return none;
        case State::EndpointEnds:
            endpointEnds(index);
            return none;
        case State::Resolves:
            resolves(index);
            return none;
        case State::LeasesExpire:
            leasesExpire(index);
            return none;
        case State::Committing:
            return committed(index);
        case State::Replicating:
            return queryEnds(index);
        case State::FailoverEnds:
            failoverEnds(index);
            return none;
        case State::ProcessorEvent:
            return sharedJobEnds(index);
        case State::QueuedAtService:
            return instanceStarts(index);
        case State::InChannel:
        case State::AwaitingRedelivery:
        case State::SessionExpires:
        case State::RebalanceEnds:
        case State::RetentionEnds:
        case State::BufferEnds:
        case State::PollEnds:
            channelEvent(index);
            return none;
        case State::MetricsScrape:
        case State::ScalingSync:
        case State::ContainerStarts:
        case State::BecomesReady:
        case State::Drains:
        case State::ContainerStops:
        case State::DiesStarting:
        case State::OutOfMemory:
        case State::InstanceStarts:
        case State::UsageScrape:
        case State::SizeLook:
            platformEvent(index);
            return none;
        case State::RolloutTimer:
        case State::RolloutLook:
            rolloutEvent(index);
            return none;
        case State::NodeRoom:
        case State::NodeComes:
        case State::NodeIdle:
        case State::NodesEvicted:
            nodeEvent(index);
            return none;
        case State::PressureLook:
            lookAtPressure(index);
            return none;
        case State::ProbeDue:
        case State::ProbeHeldUp:
        case State::ProbeTimesOut:
        case State::ProbeAnswered:
            proberEvent(index);
            return none;
        case State::FaultBegins:
            faultBegins(index);
            return none;
        case State::FaultEnds:
            faultEnds(index);
            return none;
        case State::PauseBegins:
            pauseBegins(index);
            return none;
        case State::PauseEnds:
            pauseEnds(index);
            return none;
        case State::FillFailed:
            return fail(index, Cause::Dependency);
        case State::Failing:
            refuse(index, Cause::Fault);
            return none;
        case State::Answered:
            return answer(index, frame.outcome);
        case State::GaveUp:
            return frame.guarded ? attemptEnds(index, failedBy(Cause::Timeout))
                                 : attemptFailed(index, Cause::Timeout);
        case State::LostItsQuery:
            return queryFailed(index, causeOf(frame.outcome));
        default:
            return none;
    }
}

Index Simulation::resume(Index index) {
    if (m_paused > 0 && isHalted(m_frames[index])) [[unlikely]]
        return putOff(index);
    switch (m_frames[index].state) {
        case State::Ready:
            return index;
        case State::Responding:
            return deliver(index, m_frames[index]);
        case State::Dispatched:
            return arriveMessage(index);
        case State::FillFailed:
            return fail(index, Cause::Dependency);
        case State::Permitted:
        case State::CopyBegins:
            return passLayers(index);
        case State::CopyIsCancelled:
            release(index);
            return none;
        case State::CallRefused:
            return attemptEnds(index, callOf(index).outcome);
        default:
            return none;
    }
}

Recording Simulation::finish(bool cancelled) {
    Recording recording = m_recorder.finish(m_now);
    recording.events = m_events;
    recording.hash = m_hash.value();
    recording.cancelled = cancelled;
    recording.limit = m_limit;
    if (m_limit != Limit::None) recording.atLimit = busiestPlace();
    closeBooks(recording);
    return recording;
}

// The operation that most of those in flight are requests of, or the channel or journey that they are in.
std::string Simulation::busiestPlace() const {
    std::vector<std::uint64_t> requests(m_plan.operations.size());
    std::vector<std::uint64_t> journeys(m_plan.journeys.size());
    std::vector<std::uint64_t> messages(m_plan.channels.size());
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        if (frame.state == State::Free) continue;
        if (frame.role == Role::Journey && frame.operation < journeys.size()) ++journeys[frame.operation];
        if (frame.role == Role::Request && frame.operation < requests.size()) ++requests[frame.operation];
        if (frame.role != Role::Message) continue;
        const Index group = frame.parent == none ? frame.operation : m_consumers[frame.parent].group;
        ++messages[m_plan.groups[group].channel];
    }
    std::string place;
    std::uint64_t most = 0;
    const auto look = [&](const std::vector<std::uint64_t>& counts, const auto& named) {
        const auto largest = std::max_element(counts.begin(), counts.end());
        if (largest == counts.end() || *largest <= most) return;
        most = *largest;
        place = named(static_cast<std::size_t>(largest - counts.begin()));
    };
    look(requests, [this](std::size_t at) { return "operation `" + m_plan.operations[at].id + "`"; });
    look(messages, [this](std::size_t at) { return "channel `" + m_plan.channels[at].id + "`"; });
    look(journeys, [this](std::size_t at) { return "journey `" + m_plan.journeys[at].id + "`"; });
    return place;
}

// Counts who is where by the frames themselves, independently of the meters.
void Simulation::closeBooks(Recording& recording) const {
    const std::size_t stores = m_plan.services.size();
    const std::size_t channels = stores + m_plan.stores.size();
    const std::size_t locks = channels + m_plan.channels.size();
    const auto inside = [&](std::size_t station, std::int64_t since) {
        ++recording.stationBooks[station].inside;
        recording.stationBooks[station].insideStayed += static_cast<double>(m_now - since);
    };
    for (Index index = 0; index < m_frames.used(); ++index) {
        const Frame& frame = m_frames[index];
        if (frame.state == State::Free) continue;
        if (frame.role == Role::Journey && frame.underWay) ++recording.journeyBooks[frame.operation].inside;
        if (frame.role == Role::Request && frame.underWay)
            ++recording.journeyBooks[m_sites[frame.site].journey].inside;
        const bool serves = frame.role == Role::Request || frame.role == Role::Message;
        const bool probes = frame.role == Role::Probe && frame.state == State::QueuedAtService;
        if ((serves || probes) && frame.replica != none)
            inside(m_replicas[frame.replica].serviceIndex, frame.arrivedAt);
        if (serves && frame.replica == none && frame.state == State::QueuedAtService)
            inside(m_plan.operations[frame.operation].service, frame.arrivedAt);
        if (frame.role == Role::Message && !frame.underWay) {
            const Index group = frame.parent == none ? frame.operation : m_consumers[frame.parent].group;
            inside(channels + m_plan.groups[group].channel, frame.origin);
            ++recording.groupBooks[group].inside;
        }
        if (isInStore(frame.state)) inside(stores + m_plan.code[frame.pc].a, frame.since);
        if (frame.state == State::Filling) ++recording.cacheBooks[m_contents[frame.operation].cache()].inside;
        if (frame.role == Role::Ticket) inside(locks + m_locks[frame.operation].lock, frame.arrivedAt);
    }
    for (std::size_t station = 0; station < recording.stationBooks.size(); ++station)
        recording.stationBooks[station].metered = m_recorder.inside(station);
}

}  // namespace simulator
