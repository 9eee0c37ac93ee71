#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "model/result.h"
#include "simulator/engine/arrival_process.h"
#include "simulator/engine/cache_content.h"
#include "simulator/engine/frame_arena.h"
#include "simulator/engine/guard.h"
#include "simulator/engine/hedged_calls.h"
#include "simulator/engine/pods.h"
#include "simulator/engine/registry.h"
#include "simulator/engine/replica_log.h"
#include "simulator/engine/stations.h"
#include "simulator/engine/tracer.h"
#include "simulator/kernel/event_log_hash.h"
#include "simulator/kernel/event_queue.h"
#include "simulator/metrics/recorder.h"
#include "simulator/plan/plan.h"
#include "simulator/resilience/deadline.h"
#include "simulator/resilience/load_shedder.h"
#include "simulator/resilience/retry_throttle.h"

namespace simulator {

/// One replication of a plan while it runs.
///
/// A request goes to one replica of its service in turn, those that are dead left out, or to the one that its
/// client chooses. There it takes a
/// worker, or waits for one, and holds it until it is over, also while it calls, queries or waits for its
/// branches; branches take no worker of their own. The network's latency lies between services, and between
/// users and services, each way, for answers and refusals alike; stores and channels have it in their own
/// times. A caller that gives up goes on at once; what it asked for is finished or dropped as its policy
/// says. Branches that a join no longer needs go on until they end. Messages take a worker of the replica
/// that handles them, but no place of its queue limit; more on channels in `channels.md`, on stores and
/// caches in `stores.md`, on replicas that come and go in `platform.md`, `scaling.md` and `resizing.md`,
/// on zones and who knows of their loss in `zones.md`.
class Simulation {
public:
    Simulation(const Plan& plan, const Grid& grid, std::uint64_t seed, std::uint32_t replication,
               const std::optional<TraceOptions>& traces = {});

    Simulation& operator=(const Simulation&) = delete;
    /// The same at this moment; both go on alike.
    std::unique_ptr<Simulation> clone() const;

    /// Goes on from this moment by another plan, of the same shape: see `whyNotForked`. Times that were drawn
    /// stay as they are. Fails where a fault that acts now is another one there, or one should have begun.
    model::Result<std::unique_ptr<Simulation>> fork(const Plan& plan, const Grid& grid) const;

    /// Executes at most that many events. False when the run, or the part of it that is wanted, is over.
    [[gnu::flatten]] bool advance(std::uint64_t events);
    /// Wants events before that moment only [ns]; the whole run at first.
    void wantUntil(std::int64_t time) { m_until = std::min(time, m_length); }
    /// What ended the run early.
    Limit limit() const { return m_limit; }
    bool isOver() const { return m_limit != Limit::None || m_now >= m_length; }
    /// What was traced so far, and no more.
    TraceSample takeTraces() { return m_tracer.finish(m_now); }
    /// Closes the books.
    Recording finish(bool cancelled);

    std::int64_t now() const { return m_now; }
    std::uint64_t events() const { return m_events; }
    std::uint64_t hash() const { return m_hash.value(); }

private:
    Simulation(const Simulation&) = default;

    using Priority = EventQueue::Priority;

    void startWorkloads();
    void startFaults();
    void buildStations();
    void bind();
    void assignLanes();

    // Whoever's turn comes by what another does is returned by the function that did it, and goes on next;
    // where there are several, they get ready and follow in order. `none`: all wait.

    // What takes no time could go on in one event for hours, and fill the memory with frames that are ready:
    // beyond so many calls, rounds and branches it goes on in the next event, and `advance` returns. More
    // than one fork can have.
    static constexpr std::uint32_t mostAtOnce = 100'000;
    static constexpr std::uint32_t few = 16;  // Most events have fewer: these are not counted
    // Work without time may have no end at all: beyond so many the run is over.
    static constexpr std::uint64_t mostAtOneMoment = 100'000'000;
    [[gnu::noinline]] bool passesStop(std::uint64_t next);
    bool standsStill(std::uint64_t steps);
    bool countsTooMuch(std::uint32_t more) { return (m_atOnce += more) > few && becomesTooLong(); }
    bool becomesTooLong() {
        m_isLong = true;
        return m_atOnce > mostAtOnce;
    }

    // Forks
    void continueFrom(const Simulation& before);
    void continueReplicas(const Simulation& before);
    void continueCaches(const Simulation& before);
    void continueProcessor(Processor& processor, const Processor& before);
    Index replicaOf(const Simulation& before, Index replica) const;
    void continueUsers(const Simulation& before);
    model::Result<bool> continueFaults(const Simulation& before);
    model::Result<bool> faultFailure(const std::string& message) const;
    void continueFault(const Simulation& before, Index old, FaultState state, Index fault);
    Index sameFault(const Simulation& before, Index fault, const std::vector<Index>& places) const;
    void scheduleFault(Index fault, bool begins);
    void useNewRoom();
    [[gnu::noinline]] std::uint64_t endLongEvent();

    /// Where the run, or the part of it that is wanted, or the open interval ends.
    std::int64_t nextStop() const { return std::min(m_until, m_recorder.boundary()); }

    // The events
    Index fire(Index frame);
    [[gnu::noinline]] Index fireOther(Index frame);
    [[gnu::noinline]] Index resume(Index frame);
    void run(Index frame);
    void schedule(Index index, State state, std::int64_t time, Priority priority = Priority::Work) {
        schedule(index, m_frames[index], state, time, priority);
    }
    void schedule(Index index, Frame& frame, State state, std::int64_t time,
                  Priority priority = Priority::Work) {
        frame.state = state;
        frame.link =
            frame.timed ? m_queue.move(frame.link, time, priority) : m_queue.schedule(index, time, priority);
        frame.timed = true;
    }
    /// The end of its patience, which seldom comes.
    void awaitAnswer(Index index, Frame& frame, const CallSite& site, std::int64_t patience) {
        if (patience == never) return waitWithoutTimer(frame, State::AwaitingCall);
        frame.state = State::AwaitingCall;
        frame.link = frame.timed ? m_queue.moveToLane(site.lane, frame.link, patience)
                                 : m_queue.scheduleInLane(site.lane, index, patience);
        frame.timed = true;
    }
    void stopTimer(Frame& frame) {
        if (!frame.timed) return;
        m_queue.cancel(frame.link);
        frame.timed = false;
    }
    void waitWithoutTimer(Index index, State state) { waitWithoutTimer(m_frames[index], state); }
    void waitWithoutTimer(Frame& frame, State state) {
        frame.state = state;
        stopTimer(frame);
    }
    void makeReady(Index frame, State state) {
        m_frames[frame].state = state;
        m_ready.push_back(frame);
        m_isLong = true;
    }
    Index newFrame(Role role, Index operation);
    void release(Index index) { release(index, m_frames[index]); }
    void release(Index index, Frame& frame) {
        stopTimer(frame);
        m_frames.release(index, frame);
    }
    std::int64_t draw(Index index) { return m_draws[index].time(); }
    RandomStream streamOf(Index index) { return index == none ? RandomStream() : m_draws[index].stream(); }
    double uniform(Index index) { return m_draws[index].stream().uniform(); }

    // Behaviour
    [[gnu::noinline]] Index chosen(const Instruction& instruction);
    double chance(Index frame, const Instruction& instruction) {
        return instruction.count == 0 ? uniform(instruction.b) : fateOf(frame, instruction);
    }
    [[gnu::noinline]] double fateOf(Index frame, const Instruction& instruction);
    [[gnu::noinline]] Index fail(Index frame, Cause cause);
    void compute(Index frame, Frame& state, Index drawIndex);
    [[gnu::noinline]] void fork(Index frame, const Instruction& instruction);
    [[gnu::noinline]] Index enclose(Index frame, const Instruction& instruction);
    Index newBranch(Index parent, Index entry);
    void awaitBranches(Index frame, std::uint32_t needed, std::uint32_t running);
    [[gnu::noinline]] Index endBranch(Index frame, Outcome outcome);

    // Calls
    Index startCall(Index index, Frame& frame, Index site);
    Index attempt(Index index, Frame& frame, Index site);
    [[gnu::noinline]] Index retry(Index frame);
    Index arrive(Index index, Frame& frame, const Operation& operation);
    [[gnu::noinline]] Index arriveTraced(Index frame);
    Index admit(Index index, Frame& frame, const Operation& operation);
    Index enter(Index index, Frame& frame, const Operation& operation, Index replica);
    Index begin(Index index, Frame& frame, Replica& replica, const Operation& operation);
    [[gnu::noinline]] void refuse(Index frame, Cause cause);
    Index finish(Index index, Frame& frame, Outcome outcome);
    void leaveReplica(Frame& frame);
    void serveNext(Index replica);
    [[gnu::noinline]] bool leavesUnserved(Index frame);
    Index respond(Index index, Frame& frame, Outcome outcome);
    Index respondToNobody(Index index, Frame& frame, Outcome outcome);
    Index deliver(Index index, Frame& frame);
    Index answer(Index caller, Outcome outcome);
    [[gnu::noinline]] Index attemptFailed(Index caller, Cause cause);
    [[gnu::noinline]] Index timeOut(Index caller);
    void abandonChild(Index caller);
    std::int64_t backoff(const CallSite& site, const PolicyPlan& policy, std::uint16_t attempt);
    Index pickReplica(Service& service);
    Index siteOf(const Frame& caller) const { return m_code[caller.pc].a; }

    // Calls under protection
    void buildGuards();
    [[gnu::noinline]] Index startGuarded(Index caller, Index site);
    [[gnu::noinline]] Index askFirst(Index caller);
    [[gnu::noinline]] Index attemptGuarded(Index caller);
    [[gnu::noinline]] Index passLayers(Index caller);
    Index passOn(Index caller, Frame& frame, GuardedCall& call, Guard& guard);
    /// What a layer says to a call that wants to pass.
    enum class Passage { Passes, Waits, Refused };
    [[gnu::noinline]] Passage passLayer(GuardLayer layer, Index caller, Cause& cause);
    Passage awaitRate(Index caller, RateDecision decision, Cause& cause);
    Passage enterLine(Index caller, Entry entry, CallLine& line, std::int64_t longest);
    void leaveLine(Index caller);
    std::uint32_t chooseHost(Guard& guard, std::uint32_t attempt);
    [[gnu::noinline]] std::uint32_t chooseOtherwise(Guard& guard, std::uint32_t attempt);
    [[gnu::noinline]] Index startRecorded(Index caller, Index guard);
    [[gnu::noinline]] void recordCall(Index caller);
    [[gnu::noinline]] Index sendRecorded(Index caller, Frame& frame, GuardedCall& call, Guard& guard);
    Index sendGuarded(Index caller, Frame& frame, Guard& guard, Index host, std::int64_t patience);
    [[gnu::noinline]] Index sendNearby(Index request);
    [[gnu::noinline]] Index permitWaitEnds(Index caller);
    [[gnu::noinline]] Index refuseCall(Index caller, Cause cause);
    [[gnu::noinline]] Index refuseWithoutHost(Index caller);
    [[gnu::noinline]] Index attemptEnds(Index caller, Outcome outcome);
    [[gnu::noinline]] Index attemptEndsOtherwise(Index caller, Outcome outcome);
    void leaveHost(GuardedCall& call, Guard& guard, Outcome outcome);
    [[gnu::noinline]] void reportFailure(const GuardedCall& call, Outcome outcome);
    Index leaveLayers(Index caller, Outcome outcome);
    [[gnu::noinline]] void leaveLayer(GuardLayer layer, GuardedCall& call, Outcome& outcome);
    [[gnu::noinline]] bool repeats(Index caller, Outcome outcome, std::int64_t& delay);
    [[gnu::noinline]] Index repeatAfter(Index caller, std::int64_t delay);
    Index endGuarded(Index caller, Outcome outcome, Outcome last);
    [[gnu::noinline]] void admitNext(CallLine& line);
    void dropGuarded(Index caller);
    Index newGuardedCall(Index caller, Index guard);
    void scheduleGuarded(Index caller, State state, std::int64_t time, Priority priority = Priority::Timeout);
    std::int64_t patienceOf(const GuardedCall& call) const {
        return std::min(call.attemptEnd, m_frames[call.caller].deadline);
    }
    [[gnu::noinline]] bool isTooLate(Index caller);
    std::int64_t outerDeadline(Index caller) const;
    std::int64_t asTold(std::int64_t deadline, const Frame& caller, const Frame& request) const;
    void setClocks();
    GuardedCall& callOf(Index caller) {
        if (m_frames[caller].callsPlainly()) [[unlikely]]
            recordCall(caller);
        return m_calls[static_cast<Index>(m_frames[caller].since)];
    }
    const GuardRules& rulesOf(const Guard& guard) const {
        return *m_plan.policies[m_plan.guards[guard.plan].policy].guard;
    }
    Index firstGuardState(const GuardPlan& plan) const;
    [[gnu::noinline]] Index makeGuard(Index caller, Index plan);
    Guard newGuard(Index plan, std::uint32_t client);
    void awaitEvents(Index guard);
    void awaitBreaker(Index guard);
    [[gnu::noinline]] void breakerChanged(Index guard, const BreakerTransition& transition);

    // Calls that are hedged
    /// That of its server, which all guards of its client for it share.
    RetryThrottle* throttleOf(const Guard& guard);
    void startHedging(Index caller);
    void addCopy(Index caller);
    void awaitCopies(Index caller);
    [[gnu::noinline]] Index nextCopy(Index caller);
    [[gnu::noinline]] Index copyEnds(Index copy, Outcome outcome);
    Index endHedging(Index caller, Outcome outcome);
    void unlinkCopy(Index copy);
    void cancelCopy(Index copy);
    void endCopy(Index copy);
    void endCopies(Index caller);
    void removeCopies(Index caller, void (Simulation::*end)(Index copy));

    // Who clients believe to be there
    void tellClients(Index service);
    void tell(Index guard, const ServicePlan& service);
    void readEndpoints(Guard& guard);
    void countZones(Guard& guard);
    void awaitResolution(Index guard);
    void resolves(Index event);
    void forgetGuards(Index service, std::uint32_t replica);
    void breakerTimer(Index event);
    void sweepOutliers(Index event);
    void applyOutlier(Guard& guard, const OutlierEvent& event);
    void note(const Guard& guard, OutlierRecord::Kind kind, const OutlierEvent& event);
    void notePanic(Guard& guard);
    [[gnu::noinline]] Index admitWatched(Index request);
    LoadShedder* shedderOf(const Frame& request, Index replica);
    [[gnu::noinline]] void leaveShedder(Index request, bool dropped);

    // Disciplines
    void wait(Index frame, Replica& replica, const Service& service) {
        if (replica.line == none && !service.lifo) [[likely]]
            return replica.queue.pushBack(m_frames, frame);
        waitOtherwise(frame, replica);
    }
    [[gnu::noinline]] void waitOtherwise(Index frame, Replica& replica);
    [[gnu::noinline]] Index nextInLine(Replica& replica);
    [[gnu::noinline]] bool isRefused(Replica& replica, Index frame);

    // Processors
    void buildProcessors(const ServicePlan& service, Replica& replica);
    Index meterOf(const ServicePlan& plan, Index service) const;
    [[gnu::noinline]] void execute(Index frame, Index drawIndex);
    void executeWork(Index frame, std::int64_t work);
    void serve(Processor& processor, Index frame, std::int64_t work);
    bool interrupt(Processor& processor, std::uint32_t level);
    Index jobEnds(Index frame);
    Index sharedJobEnds(Index event);
    void serveNextJob(Processor& processor);
    void addProcessorEvent(Index processor);
    void awaitNextEnd(Processor& processor);
    void stopProcessor(Processor& processor);
    std::uint32_t levelOf(Index frame) const { return m_plan.operations[m_frames[frame].operation].level; }

    // Users
    void addUser(const WorkloadPlan& workload);
    Index nextArrival(Index source);
    Index beginJourney(Index frame, const WorkloadPlan& workload);
    Index onlyCall(const JourneyPlan& journey) const;
    Index askOnce(Index index, Frame& frame, Index site);
    [[gnu::noinline]] void addUserOf(Index request);
    [[gnu::noinline]] Index chosenJourney(const WorkloadPlan& workload);
    void endJourney(Index index, Frame& frame, bool leaves);
    [[gnu::noinline]] void traceEnd(Index frame, Outcome outcome);
    [[gnu::noinline]] void failJourney(Index frame, Cause cause);
    [[gnu::noinline]] void pauseUser(Index frame);

    // Stores
    Index query(Index frame, const Instruction& instruction);
    void startQuery(Index frame, Index store, Index drawIndex);
    Index endQuery(Index frame);
    void leaveStore(Index frame);
    [[gnu::noinline]] Index queryFailed(Index frame, Cause cause);
    void serveNextQuery(Index store);
    void beginQuery(Index frame, Index store, Index drawIndex);
    Index queryEnds(Index frame);
    [[gnu::noinline]] std::optional<Cause> keptFromStore(Index reader, Index store);
    [[gnu::noinline]] std::optional<Cause> keptFromServer(Index reader, Index store, Index server);
    Trouble troubleAtServer(Index store, Index server);
    [[gnu::noinline]] std::int64_t slowedQuery(Index reader, Index store, std::int64_t time);
    void killStore(Index store);
    void failQueries(Index store, const std::vector<Index>& lost);
    void endGhost(Index ghost, Outcome outcome);

    // Stores with several servers, or rows
    void buildClusters();
    [[gnu::noinline]] Index queryCluster(Index frame, const Instruction& instruction);
    Index readServer(Index reader, Cluster& cluster, const ClusterPlan& plan);
    void connect(Index frame);
    void startAtServer(Index frame);
    void noteStaleness(Index server, Index cluster);
    [[gnu::noinline]] void disconnect(Index frame);
    void serveNextAt(Index server, Index store);
    void useNewConnections(Index cluster);
    void unlockRow(Index store, Index row);
    [[gnu::noinline]] bool replicate(Index frame);
    std::int64_t writeToLogs(Index cluster, Index row);
    void killServers(Index fault);
    void endQueriesAt(Index cluster);
    void reviveServers(Index fault);
    void losePrimary(Index cluster);
    void setPrimary(Index cluster, Index server);
    void failoverEnds(Index frame);
    void promote(Index cluster);

    // Caches with keys
    void buildCaches();
    [[gnu::noinline]] Index lookUp(Index frame, const Instruction& instruction);
    Index beginFill(Index fill);
    enum class FillEnd { Filled, Failed, Died };
    [[gnu::noinline]] void endFill(Index fill, FillEnd end);
    void endWaiting(KeyFill& fill, FillEnd end);
    void forgetWaiting(Index fill);
    void flushCache(Index cache);
    void flushCachesOf(Index store);
    void flushCachesAt(Index service, std::uint32_t replica);

    // Locks
    void buildLocks();
    [[gnu::noinline]] Index lock(Index frame, const Instruction& instruction);
    Index grant(Index ticket);
    [[gnu::noinline]] void unlock(Index ticket);
    void grantNext(LockState& state);

    // Two-phase commits
    [[gnu::noinline]] Index agree(Index frame, const Instruction& instruction);
    Index vote(Index participant);
    Index decide(Index coordinator);
    [[gnu::noinline]] Index committed(Index participant);
    Index participantFails(Index coordinator);
    Index participantDone(Index coordinator);
    Index loseConnection(Index participant);
    Index acknowledged(Index participant);
    void endParticipant(Index participant);
    void commitAtReturn(Index participant);
    const ParticipantPlan& participantAt(const Frame& participant) const;

    // Channels
    [[gnu::noinline]] Index publish(Index publisher, const Instruction& instruction);
    void publishTo(Index channel, Index edge, Index publisher);
    Index partitionOf(Index channel);
    [[gnu::noinline]] void channelEvent(Index frame);
    enum class End { Front, Back };
    void waitForConsumer(Index message, End end);
    void dispatchWaiting(Index group);
    void handOver(Index message, Index consumer);
    [[gnu::noinline]] Index arriveMessage(Index message);
    [[gnu::noinline]] void messageHandled(Index message, Outcome outcome);
    void deliverAgain(Index message, Outcome outcome);
    void conclude(Index message, Fate fate, Outcome outcome);
    Index pickConsumer(Group& group);
    void countConsumers();
    bool isExpired(Index message) const;
    void expire(Index message);
    void watchRetention(Index group, Index partition);
    void dropExpired(Index watch);

    // Brokers that are away
    void buildBrokers();
    bool isAway(Index channel) const { return !m_brokers.empty() && m_brokers[channel].away > 0; }
    void loseBroker(Index channel);
    void regainBroker(Index channel);
    Index publishToAway(Index publisher, const Instruction& instruction);
    void publishOrKeep(Index channel, Index edge, Index publisher);
    void buffer(Index channel, Index edge, Index publisher);
    void watchBuffer(Index channel);
    void giveUpBuffered(Index watch);
    void forgetBuffered(Index firstReplica, const std::vector<bool>& dies);
    void continueBrokers(const Simulation& before);

    // Members that take several messages at once
    void serveFromPoll(Index consumer);
    bool poll(Index consumer);
    void pollEnds(Index frame);
    void keepLeftOver(Index partition, bool again);
    void straggle(Index consumer);
    void stragglerEnds(Index message);
    void nextLeftOver(Index consumer);
    void forgetPolls(Index group);
    void loseFromPoll(Index partition);

    // Groups of consumers with partitions of their own
    void buildGroups();
    void buildMembers(Index group);
    void servePartition(Index partition);
    void standInLine(Index partition);
    void serveMember(Index consumer);
    void loseMembers(Index service);
    void takeFromDead(Index group);
    void leaveGroups(Index service);
    void regainMembers(Index service);
    bool hasMembersAt(Index group, Index service) const;
    std::vector<Index> liveMembers(Index group) const;
    std::vector<Index> assignment(Index group, const std::vector<Index>& members) const;
    void expireSession(Index frame);
    void beginRebalance(Index group);
    double stopPartitions(Index group);
    void assignAnew(Index group);

    // Exactly-once publication
    Index transactionOf(Index publisher) const;
    void hold(Index handler, const Instruction& instruction);
    void endTransaction(Index handler, bool commits);

    // Faults
    void faultBegins(Index frame);
    void faultEnds(Index frame);
    void awaitChance(Index fault);
    bool drawTarget(Index fault);
    void act(Index fault);
    void stopActing(Index fault);
    void reviveReplicas(Index fault);
    Index zoneLossAt(bool store, Index target, std::uint32_t at) const;
    void leaveToZones(Index fault, Index first);
    double strengthOf(Index fault) const;
    void addTrouble(Trouble& trouble, Index fault) const;
    const Trouble& troubleNow(bool store, Index target);
    Trouble troubleAt(Index replica);
    bool strikes(Index fault, Index replica) const;
    std::uint32_t struckBy(Index fault) const;
    [[gnu::noinline]] std::int64_t slowedAt(Index replica, std::int64_t time);
    [[gnu::noinline]] std::int64_t slowed(bool store, Index target, std::int64_t time);
    void flush(Index fault);
    void updateTrouble(bool store, Index target);
    bool hasPaused(Index service) const;
    bool isOfCluster(const FaultPlanEntry& fault) const;
    void killReplicas(Index fault);
    void stopReplica(Index service, std::uint32_t replica);
    void endWorkAt(Index service, const std::vector<bool>& dies);
    void awaitRecovery(Index participant);
    void terminate(Index frame);
    void replyCrashed(Index frame, Index replica);
    [[gnu::noinline]] bool isKeptOut(Index frame, Service& service);
    bool failsInTurn(Index request, Service& service);

    // Replicas that are dead and not yet known to be
    void buildEndpoints();
    bool isListed(Index replica) const;
    bool isResolved(Index replica) const;
    bool isNameless(Index service) const;
    bool keepsAddresses(Index service) const;
    void namesChange(Index fault);
    [[gnu::noinline]] bool hasNoAddress(const Frame& request) const;
    void noticeByProbes(Index replica);
    void noticeByChecks(Index replica);
    void noticeByLeases(Index replica);
    void awaitEndpoint(Index replica, std::int64_t time);
    void goesToTheDraining(Index request, Index replica);
    void startRegistry();
    void leasesExpire(Index event);
    bool hasLingering(Index service) const;
    bool isUnnoticed(const ServicePlan& plan, Index replica) const;
    bool isOnLostNode(const ServicePlan& plan, Index replica) const;
    void endpointsChange(Index service);
    void endpointEnds(Index event);
    void noteUnlisted(Index service, Index replica);
    bool meetsTheDead(Index request, Service& service);
    void goesToTheDead(Index request, Index replica);
    void continueEndpoints(const Simulation& before);
    std::int64_t failureTime(Index service, Index replica) const;
    bool meetsError(Index request, Service& service, Index replica);

    // Trouble in the network
    void bindSites();
    bool isTroubled(const CallPlan& call) const;
    /// A request or its answer on its way, with the replicas at both ends as far as they are known.
    struct OneWay {
        Index site;
        Index caller;
        Index callee;
        bool isAnswer;
    };
    std::optional<std::int64_t> timeOnTheWay(const OneWay& way);
    [[gnu::noinline]] Index sendInTrouble(Index request);
    [[gnu::noinline]] void respondInTrouble(Index request);
    void loseSilently(Index caller);

    // Between zones
    Index zoneOfReplica(Index replica) const;
    bool mayDivide(const FaultPlanEntry& fault, const CallPlan& call) const;
    bool isPlaced(const CallPlan& call) const;
    double timeOfNetwork(const CallPlan& call, Index from, Index to);
    void choosePlace(Index request);
    void networkChanges(Index fault);
    bool dividesStore(const FaultPlanEntry& fault, Index store) const;
    bool isCutOff(Index reader, Index store, Index server) const;
    double delayOfZones(Index reader, Index store, Index server);

    // Meshes
    bool opensConnection(const MeshPlan& mesh, bool atCaller, Index replica);
    std::int64_t timeAtProxies(const OneWay& way);
    [[gnu::noinline]] bool passProxy(Index frame, const Instruction& instruction);

    // Pauses
    Pause& pauseOf(Index replica);
    void beginPauses(Index fault);
    void countRequests(Index service);
    [[gnu::noinline]] void allocate(Index replica);
    void pauseBegins(Index frame);
    void pauseEnds(Index frame);
    std::int64_t pauseLength(Index replica, Index fault) const;
    void pause(Index replica, std::int64_t length);
    void halt(Index replica, std::int64_t length);
    void endPause(Index replica);
    void dropPause(Index replica);
    void useRoom(Index replica);
    bool waitsAtDoor(Index frame, Service& service);
    void waitAtDoor(Index frame, Index replica);
    void letIn(Index frame);
    void takePlace(Index frame);
    bool isHalted(const Frame& frame) const;
    [[gnu::noinline]] bool isAnsweredLater(Index caller, Outcome outcome);
    Index putOff(Index frame);
    void continuePauses(const Simulation& before);
    void renumberPauses(const std::vector<Index>& places);

    enum class Side { Any, Old, New };

    // How many pods there are to be: `startScaler`, `scalerActs` and `wantedBy` for each kind of autoscaler
    void startScaling();
    void startScaler(const NoScaler&, Index) {}
    void startScaler(const CpuScaler& plan, Index podSet);
    void startScaler(const PredictiveScaler& plan, Index podSet);
    void startScaler(const EventScaler& plan, Index podSet);
    void startScaler(const ConcurrencyScaler& plan, Index podSet);
    void startScaler(const FunctionScaler& plan, Index podSet);
    void scalerEvent(Index frame);
    void scalerActs(const NoScaler&, Index) {}
    void scalerActs(const CpuScaler& plan, Index frame);
    void scalerActs(const PredictiveScaler& plan, Index frame);
    void scalerActs(const EventScaler& plan, Index frame);
    void scalerActs(const ConcurrencyScaler& plan, Index frame);
    void scalerActs(const FunctionScaler& plan, Index frame);
    std::uint32_t wantedBy(const NoScaler&, Index podSet) { return m_podSets[podSet].wanted; }
    std::uint32_t wantedBy(const CpuScaler& plan, Index podSet);
    std::uint32_t wantedBy(const PredictiveScaler& plan, Index podSet);
    std::uint32_t wantedBy(const EventScaler& plan, Index podSet);
    std::uint32_t wantedBy(const ConcurrencyScaler& plan, Index podSet);
    std::uint32_t wantedBy(const FunctionScaler&, Index podSet) { return m_podSets[podSet].wanted; }
    std::int32_t recommendedBy(const CpuScaler& plan, Index podSet);
    PodSample memorySampleOf(const PodSetPlan& plan, Index pod) const;
    void synchronise(Index podSet);
    void noteScaling(Index podSet, std::uint32_t before);
    void noteUsage(const CpuScaler& scaler, Index podSet, ScalerRecord& record) const;
    double startUpOf(const PodSetPlan& plan, const Pod& pod) const;
    double cpuWorked(const PodSetPlan& plan, Index pod) const;
    double cpuUsed(const PodSetPlan& plan, Index pod) const;
    void scrape(const PodSetPlan& plan);
    PodSample sampleOf(const PodSetPlan& plan, const CpuScaler& scaler, Index pod) const;

    // How large pods are to be
    void startSizing(Index podSet);
    void sizeEvent(Index frame);
    void recommendSize(Index podSet);
    void evictPods(Index podSet);
    bool evictPods(Index podSet, Side side);
    SizedPod sizedPod(const PodSetPlan& plan, Index pod) const;
    std::int32_t requestFor(const PodSetPlan& plan) const;
    double sizeOf(const PodSetPlan& plan, Index pod) const;
    double speedOf(const PodSetPlan& plan, Index pod) const;
    void resize(const PodSetPlan& plan, Index pod);
    void countSizes(const PodSetPlan& plan);

    // Requests that come while there is no pod
    [[gnu::noinline]] void meetsNobody(Index request, const Service& service);
    void scrapeRequests(Index podSet);
    void openActivator(Index service);
    void leaveActivator(Index request, Index replica);

    // Functions, with an instance for each request
    bool isFunction(Index service) const {
        const Index set = m_plan.services[service].podSet;
        return set != none && m_plan.podSets[set].isFunction();
    }
    FunctionMemory& functionOf(Index service) {
        return std::get<FunctionMemory>(m_podSets[m_plan.services[service].podSet].scaler);
    }
    void invoke(Index request, Service& service);
    bool isShutDown(Index service) const;
    void startInstance(Index replica);
    void openInstance(Index replica);
    Index instanceStarts(Index request);
    void leaveInstance(Index replica);
    void closeInstance(Index service, std::uint32_t instance);
    void loseInstances(Index fault);
    void countInstances(Index service);

    // Services whose replicas are pods
    void buildPods();
    [[gnu::noinline]] void platformEvent(Index frame);
    const PodSetPlan& podSetOf(Index pod) const;
    Replica& replicaOf(const PodSetPlan& plan, Index pod);
    bool isKilled(const PodSetPlan& plan, Index pod) const;
    void reconcile(Index podSet);
    bool isOf(Side side, const PodSetPlan& plan, Index pod) const;
    void addPods(const PodSetPlan& plan, std::uint32_t wanted, Side side);
    std::uint32_t podsThere(const PodSetPlan& plan, Side side) const;
    void removePods(const PodSetPlan& plan, std::uint32_t count, Side side);
    void dismiss(const PodSetPlan& plan, const std::vector<Index>& pods);
    void createPod(const PodSetPlan& plan, Index pod, Index version);
    void startContainer(Index pod);
    void becomeReady(Index pod);
    void removePod(const PodSetPlan& plan, Index pod);
    void forgetKilled(const PodSetPlan& plan, Index pod);
    void drain(Index pod);
    void endPod(const PodSetPlan& plan, Index pod);
    void countPods(Index service);

    // Probes of their containers
    void startProbing();
    void beginProbing(const PodSetPlan& plan, Index pod, const PodProbes& probes);
    void stopProbing(Index pod);
    [[gnu::noinline]] void proberEvent(Index prober);
    void sendProbe(Index prober);
    void askForWorker(Index prober);
    void waitForWorker(Index prober, Replica& replica);
    void probeAnswered(Index probe);
    void probeLost(Index probe);
    void probeEnds(Index prober, bool passed);
    void becomeUnready(const PodSetPlan& plan, Index pod);

    // Containers that end, and start anew
    void stopContainer(Index pod);
    void containerDies(Index pod, PlatformEvent why);
    double memoryOf(const PodSetPlan& plan, Index pod) const;

    // Nodes
    void buildNodes();
    std::vector<bool> zonesAway() const;
    PodRequest requestOf(const PodSetPlan& plan, Index pod) const;
    Index zoneAt(Index service, std::uint32_t place) const;
    bool findRoom(const PodSetPlan& plan, Index pod);
    void pullImage(const PodSetPlan& plan, Index pod);
    void forgetFaultOf(Index replica);
    void vacate(const PodSetPlan& plan, Index pod);
    void leaveNode(const PodSetPlan& plan, Index pod);
    void awaitIdleness(Index pool, std::uint32_t node);
    [[gnu::noinline]] void nodeEvent(Index event);
    void placeWaiting(Index pool);
    void loseNodes(Index fault);
    void losePods(const PodSetPlan& plan, const std::vector<Index>& nodes);
    bool isOn(Index pod, const std::vector<Index>& nodes) const;
    void evict(Index fault);
    void regainNodes(Index fault);

    // Roll-outs
    void beginRollout(Index fault);
    [[gnu::noinline]] void rolloutEvent(Index frame);
    void goOnWithRollout(Index podSet);
    void replacePods(Index podSet);
    void roll(const PodSetPlan& plan, Rollout& rollout);
    void recreate(const PodSetPlan& plan, Rollout& rollout);
    void switchSides(const PodSetPlan& plan, Rollout& rollout);
    void stepCanary(const PodSetPlan& plan, Rollout& rollout);
    void want(const PodSetPlan& plan, Rollout& rollout, std::uint32_t oldOnes, std::uint32_t newOnes);
    void shiftTraffic(const PodSetPlan& plan, Rollout& rollout, double weight);
    void endRollout(const PodSetPlan& plan, PlatformEvent how);
    void awaitRollout(const PodSetPlan& plan, Rollout& rollout);
    void tellOfRollout(const PodSetPlan& plan, PlatformEvent event);
    bool isAvailable(const PodSetPlan& plan, Index pod) const;
    std::uint32_t availablePods(const PodSetPlan& plan, Side side) const;
    bool isWeighted(Index service) const;
    bool chooseVersion(Index service);
    bool aim(Service& service);
    void follow(Index request, Service& service);
    static bool isFull(const Replica& replica, const Service& service);
    [[gnu::noinline]] std::uint32_t hostOfVersion(Guard& guard, std::uint32_t attempt);
    std::uint32_t pickHost(Guard& guard, std::uint32_t attempt);
    bool isJudged(Index replica) const;
    void judge(Index replica, bool failed, std::int64_t latency);
    const Pod& podOf(Index replica) const;

    // Pressure
    void beginPressure(Index fault);
    void endPressure(Index fault);
    [[gnu::noinline]] void lookAtPressure(Index frame);
    std::int64_t nextLook(Index fault) const;
    std::int64_t overflowsAt(Index fault, const PodSetPlan& plan, Index pod) const;
    double pressureOn(Index fault, Index pod) const;
    void killTheLargest(Index fault);
    bool isSqueezed(Index service) const;
    void squeeze(Index service);
    void useCores(Index replica);
    void squeezeAgain();
    void lookAtNewContainer(Index service);
    bool weighsRequests(Index service) const;
    void weigh(Index replica);
    void weighInTurn(Service& service);

    void closeBooks(Recording& recording) const;
    std::string busiestPlace() const;

    const Plan& m_plan;
    std::uint64_t m_seed;
    std::uint32_t m_replication;
    std::int64_t m_length;
    std::int64_t m_until;
    FrameArena m_frames;
    EventQueue m_queue;
    const Instruction* m_code;
    std::vector<Index> m_ready;  ///< Frames whose turn it is at this moment, in order
    std::vector<Draw> m_draws;
    std::vector<Service> m_services;
    std::vector<Operation> m_operations;
    std::vector<Journey> m_journeys;
    std::vector<CallSite> m_sites;
    std::vector<Replica> m_replicas;
    std::vector<WaitingLine> m_lines;
    std::vector<ControlledDelay> m_admissions;
    std::vector<Processor> m_processors;
    std::vector<LockState> m_locks;
    std::vector<Store> m_stores;
    std::vector<Cluster> m_clusters;
    std::vector<Server> m_servers;        ///< Of all clusters
    std::vector<ReplicaLog> m_logs;       ///< By server
    std::vector<Row> m_rows;              ///< Of all clusters
    std::vector<std::int64_t> m_visible;  ///< Of one write, by replica
    std::vector<CacheContent> m_contents;
    std::vector<KeyFill> m_fills;
    Index m_freeFill = none;
    std::uint32_t m_paused = 0;  ///< Replicas
    Index m_freeCall = none;
    std::vector<Group> m_groups;
    std::vector<Consumer> m_consumers;
    std::vector<Partition> m_partitions;        ///< Of all groups
    std::vector<Index> m_nextPartition;         ///< Of the messages of a channel without keys
    std::vector<Broker> m_brokers;              ///< By channel, where faults take some away
    std::vector<std::uint32_t> m_meshCounters;  ///< Requests, by mesh and replica of each end
    std::vector<Index> m_guardStates;           ///< The guard of each client; none before its first call
    std::vector<Guard> m_guards;
    std::vector<GuardedCall> m_calls;
    HedgedCalls m_hedged;
    std::vector<LoadShedder> m_shedders;
    std::vector<RetryThrottle> m_retryThrottles;  ///< Of servers, by client
    std::vector<Pod> m_pods;                      ///< Of all sets
    std::vector<NodePool> m_nodePools;
    std::vector<PodHealth> m_health;  ///< By pod, where some are probed or may be started anew
    std::vector<PodSet> m_podSets;
    std::vector<PodSample> m_samples;  ///< Of one look
    std::vector<ArrivalProcess> m_arrivals;
    std::vector<Endpoint> m_endpoints;   ///< By replica, where some service is discovered
    Registry m_registry;                 ///< Of leases, where some service is discovered by them
    std::vector<std::int64_t> m_clocks;  ///< By service: how far ahead; empty while all are right [ns]
    std::vector<FaultState> m_faults;
    std::vector<Draw> m_faultDraws;       ///< By fault: what it does
    std::vector<RandomStream> m_chances;  ///< By fault: when it comes, and whom it hits
    std::vector<Pause> m_pauses;          ///< By replica, once there is one
    std::vector<Index> m_counting;        ///< Fault that counts its requests, by service, once there is one
    Recorder m_recorder;
    EventLogHash m_hash;
    std::int64_t m_now = 0;
    std::int64_t m_forks = 0;
    std::uint64_t m_events = 0;
    std::uint32_t m_atOnce = 0;  ///< Calls, rounds and branches within the present event
    bool m_isLong = false;       ///< The present event made others ready, or counted more than a few
    std::uint64_t m_steps = 0;   ///< The sum of these, of events with more than a few
    Limit m_limit = Limit::None;
    std::int64_t m_lookedAt = -1;    ///< When `advance` ended last [ns]
    std::uint64_t m_stepsThere = 0;  ///< Events, calls, rounds and branches at that moment
    bool m_anySlow = false;          ///< A fault slows some service
    bool m_anyWeighted = false;      ///< Two versions of some service share its traffic by weights
    bool m_isSilent = false;         ///< Nobody is told of those who die at the moment
    Tracer m_tracer;
};

}  // namespace simulator
