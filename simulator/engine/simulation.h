#pragma once

#include <vector>

#include "simulator/engine/arrival_process.h"
#include "simulator/engine/frame_arena.h"
#include "simulator/engine/stations.h"
#include "simulator/kernel/event_log_hash.h"
#include "simulator/kernel/event_tree.h"
#include "simulator/metrics/recorder.h"
#include "simulator/plan/plan.h"

namespace simulator {

/// One replication of a plan while it runs.
///
/// A request goes to one replica of its service in turn, those that are dead left out. There it takes a
/// worker, or waits for one, and holds it until it is over, also while it calls, queries or waits for its
/// branches; branches take no worker of their own. The network's latency lies between services, and between
/// users and services, each way, for answers and refusals alike; stores and channels have it in their own
/// times. A caller that gives up goes on at once; what it asked for is finished or dropped as its policy
/// says. Branches that a join no longer needs go on until they end. Messages take a worker of the replica
/// that handles them, but no place of its queue limit.
class Simulation {
public:
    Simulation(const Plan& plan, const Grid& grid, std::uint64_t seed, std::uint32_t replication);

    /// Executes at most that many events. False when the run is over.
    bool advance(std::uint64_t events);
    /// Closes the books.
    Recording finish(bool cancelled);

    std::int64_t now() const { return m_now; }
    std::uint64_t events() const { return m_events; }

private:
    using Priority = EventTree::Priority;

    void startWorkloads();
    void startFaults();
    void buildStations();

    // The events
    void fire(Index frame);
    void resume(Index frame);
    Index allocate() {
        const Index frame = m_frames.allocate();
        m_tree.reserve(frame + 1);
        return frame;
    }
    void schedule(Index frame, State state, std::int64_t time, Priority priority = Priority::Work) {
        m_frames[frame].state = state;
        m_tree.schedule(frame, time, priority);
    }
    void waitWithoutTimer(Index frame, State state) {
        m_frames[frame].state = state;
        if (m_tree.isPending(frame)) m_tree.cancel(frame);
    }
    void makeReady(Index frame, State state) {
        m_frames[frame].state = state;
        m_ready.push_back(frame);
    }
    void release(Index frame) {
        if (m_tree.isPending(frame) && frame != m_fired) m_tree.cancel(frame);
        m_frames.release(frame);
    }
    std::int64_t draw(Index index) { return m_draws[index].sampler(m_draws[index].stream); }
    double uniform(Index index) { return m_draws[index].stream.uniform(); }

    // Behaviour
    void execute(Index frame);
    Index chosen(const Instruction& instruction);
    void fail(Index frame, Cause cause);
    void compute(Index frame, Index drawIndex);
    void fork(Index frame, const Instruction& instruction);
    void endBranch(Index frame, bool succeeded);

    // Calls
    void startCall(Index frame, Index site);
    void attempt(Index frame);
    void arrive(Index frame);
    void begin(Index frame);
    void refuse(Index frame, Cause cause);
    void finish(Index frame, std::uint8_t outcome);
    void leaveReplica(Index frame);
    void serveNext(Index replica);
    void respond(Index frame, std::uint8_t outcome);
    void deliver(Index frame);
    void attemptFailed(Index caller, Cause cause);
    void timeOut(Index caller);
    void abandonChild(Index caller);
    std::int64_t backoff(const CallPlan& site, const PolicyPlan& policy, std::uint16_t attempt);
    Index pickReplica(Index service);
    const CallPlan& siteOf(const Frame& caller) const { return m_plan.calls[m_plan.code[caller.pc].a]; }

    // Users
    void nextArrival(Index source);
    void beginJourney(Index frame, Index workload);
    void endJourney(Index frame);
    void failJourney(Index frame, Cause cause);
    void pauseUser(Index frame);

    // Stores
    void query(Index frame, const Instruction& instruction);
    void startQuery(Index frame, Index store, Index drawIndex);
    void endQuery(Index frame);
    void queryFailed(Index frame, Cause cause);
    void serveNextQuery(Index store);
    void killStore(Index store);

    // Channels
    void publish(const Instruction& instruction);
    void becomeVisible(Index message);
    void dispatchWaiting(Index group);
    void arriveMessage(Index message);
    void messageHandled(Index message, std::uint8_t outcome);
    Index pickConsumer(Group& group);
    void countConsumers();

    // Faults
    void faultBegins(Index fault);
    void faultEnds(Index fault);
    void updateTrouble(const FaultPlanEntry& changed);
    void killReplicas(Index fault);
    void terminate(Index frame);
    void replyCrashed(Index frame);

    void closeBooks(Recording& recording) const;

    const Plan& m_plan;
    std::int64_t m_length;
    FrameArena m_frames;
    EventTree m_tree;
    std::vector<Index> m_ready;  ///< Frames whose turn it is at this moment, in order
    std::vector<Draw> m_draws;
    std::vector<Service> m_services;
    std::vector<Replica> m_replicas;
    std::vector<Store> m_stores;
    std::vector<Group> m_groups;
    std::vector<Consumer> m_consumers;
    std::vector<ArrivalProcess> m_arrivals;
    std::vector<std::vector<Index>> m_killed;  ///< Replicas, by fault
    std::vector<bool> m_faultActive;
    Recorder m_recorder;
    EventLogHash m_hash;
    std::int64_t m_now = 0;
    std::int64_t m_forks = 0;
    std::uint64_t m_events = 0;
    Index m_fired = none;  ///< The slot whose event is being executed
    bool m_overflowed = false;
};

}  // namespace simulator
