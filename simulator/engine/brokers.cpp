// Brokers that are away: what becomes of what is published in the meantime, and how it goes on afterwards.
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

// Kafka's delivery.timeout.ms: how long a producer keeps what it could not deliver [ns].
constexpr std::int64_t deliveryTimeout = 120'000'000'000;

}  // namespace

void Simulation::buildBrokers() {
    for (const FaultPlanEntry& fault : m_plan.faults)
        if (fault.channel != none) return m_brokers.resize(m_plan.channels.size());
}

// Nothing is handed out: queues have no consumers, partitions stand still.
void Simulation::loseBroker(Index channel) {
    if (m_brokers[channel].away++ > 0) return;
    countConsumers();
    for (const Index at : m_plan.channels[channel].groups) {
        const Group& group = m_groups[at];
        for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index)
            m_partitions[index].stopped = true;
    }
}

// What waits at its producers comes first, in order. Partitions that a rebalance has stopped, too, go on with
// its end.
void Simulation::regainBroker(Index channel) {
    Broker& broker = m_brokers[channel];
    if (--broker.away > 0) return;
    if (broker.watch != none) release(std::exchange(broker.watch, none));
    for (FrameQueue* line : {&broker.letters, &broker.buffer})
        while (!line->empty()) {
            const Index index = line->popFront(m_frames);
            const Index edge = m_frames[index].pc;
            m_frames.release(index);
            publishTo(channel, edge, none);
        }
    countConsumers();
    for (const Index at : m_plan.channels[channel].groups) {
        const Group& group = m_groups[at];
        if (group.partitions == 0) dispatchWaiting(at);
        if (group.rebalance != none) continue;
        for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index) {
            m_partitions[index].stopped = false;
            servePartition(index);
        }
    }
}

// Producers of a log keep what they publish and go on; others learn at once that there is no connection.
Index Simulation::publishToAway(Index publisher, const Instruction& instruction) {
    if (m_plan.channels[instruction.a].buffers) {
        buffer(instruction.a, instruction.b, publisher);
        ++m_frames[publisher].pc;
        return publisher;
    }
    m_recorder.called(instruction.b);
    m_recorder.attemptFailed(instruction.b, Cause::Crashed, m_now);
    return fail(publisher, Cause::Dependency);
}

// By whom somebody waits for nothing: the end of a transaction, or a channel that gives a message up.
void Simulation::publishOrKeep(Index channel, Index edge, Index publisher) {
    if (isAway(channel))
        buffer(channel, edge, publisher);
    else
        publishTo(channel, edge, publisher);
}

void Simulation::buffer(Index channel, Index edge, Index publisher) {
    Broker& broker = m_brokers[channel];
    const Index index = newFrame(Role::Buffered, channel);
    Frame& publication = m_frames[index];
    publication.state = State::AwaitingBroker;
    publication.pc = edge;
    publication.since = m_now;
    publication.child = publisher == none ? none : m_frames[publisher].replica;
    if (publisher == none) return broker.letters.pushBack(m_frames, index);
    if (publication.child == none && m_frames[publisher].role == Role::Message)
        publication.child = m_consumers[m_frames[publisher].parent].replica;
    broker.buffer.pushBack(m_frames, index);
    if (broker.buffer.length == 1) watchBuffer(channel);
}

// One frame for each channel waits for the end of the time of the first one.
void Simulation::watchBuffer(Index channel) {
    Broker& broker = m_brokers[channel];
    if (broker.watch == none) broker.watch = newFrame(Role::Broker, channel);
    schedule(broker.watch, State::BufferEnds, m_frames[broker.buffer.head].since + deliveryTimeout);
}

void Simulation::giveUpBuffered(Index watch) {
    const Index channel = m_frames[watch].operation;
    Broker& broker = m_brokers[channel];
    while (!broker.buffer.empty() && m_frames[broker.buffer.head].since + deliveryTimeout <= m_now) {
        const Index index = broker.buffer.popFront(m_frames);
        m_recorder.called(m_frames[index].pc);
        m_recorder.attemptFailed(m_frames[index].pc, Cause::Timeout, m_now);
        m_frames.release(index);
    }
    if (!broker.buffer.empty()) return watchBuffer(channel);
    broker.watch = none;
    m_frames.release(watch);
}

// What a process keeps is gone with it.
void Simulation::forgetBuffered(Index firstReplica, const std::vector<bool>& dies) {
    for (Broker& broker : m_brokers) {
        FrameQueue all = std::exchange(broker.buffer, {});
        while (!all.empty()) {
            const Index index = all.popFront(m_frames);
            const Index at = m_frames[index].child - firstReplica;
            if (at >= dies.size() || !dies[at]) {
                broker.buffer.pushBack(m_frames, index);
                continue;
            }
            m_recorder.called(m_frames[index].pc);
            m_recorder.attemptFailed(m_frames[index].pc, Cause::Crashed, m_now);
            m_frames.release(index);
        }
        if (broker.watch == none || !broker.buffer.empty()) continue;
        release(std::exchange(broker.watch, none));
    }
}

void Simulation::continueBrokers(const Simulation& before) {
    if (before.m_brokers.empty()) return;
    m_brokers = before.m_brokers;
    for (Index index = 0; index < m_frames.used(); ++index) {
        Frame& frame = m_frames[index];
        if (frame.role == Role::Buffered && frame.state != State::Free && frame.child != none)
            frame.child = replicaOf(before, frame.child);
    }
}

}  // namespace simulator
