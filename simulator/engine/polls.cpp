// Members of a group that take several messages at once and have to handle them in time: what becomes of
// those that do not. As Kafka's consumers with max.poll.records and max.poll.interval.ms.
#include <algorithm>
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

// The next of those that it has taken, in turn over its partitions; what came later waits for the next poll.
void Simulation::serveFromPoll(Index at) {
    Consumer& member = m_consumers[at];
    if (member.polled == 0 && !poll(at)) return;
    Index ready = std::exchange(member.firstReady, none);
    Index chosen = none;
    while (ready != none) {
        const Index partition = ready;
        ready = m_partitions[partition].next;
        m_partitions[partition].inLine = false;
        if (m_partitions[partition].queue.empty() || m_partitions[partition].stopped) continue;
        if (chosen == none && m_partitions[partition].polled > 0)
            chosen = partition;
        else
            standInLine(partition);
    }
    if (chosen == none) return;
    Partition& partition = m_partitions[chosen];
    --partition.polled;
    --member.polled;
    partition.busy = true;
    member.partition = chosen;
    member.handling = partition.queue.popFront(m_frames);
    handOver(member.handling, at);
}

// Whether something is there. While nothing is, its time does not run.
bool Simulation::poll(Index at) {
    Consumer& member = m_consumers[at];
    const ChannelPlan& channel = m_plan.channels[m_plan.groups[member.group].channel];
    std::uint32_t room = std::max(1u, channel.maxPollRecords);
    for (Index ready = member.firstReady; ready != none && room > 0; ready = m_partitions[ready].next) {
        Partition& partition = m_partitions[ready];
        if (partition.stopped) continue;
        partition.polled = std::min(room, partition.queue.length);
        member.polled += partition.polled;
        room -= partition.polled;
    }
    if (member.polled == 0) {
        if (member.poll != none) stopTimer(m_frames[member.poll]);
        return false;
    }
    if (member.poll == none) member.poll = newFrame(Role::Poll, at);
    schedule(member.poll, State::PollEnds, m_now + channel.maxPollInterval);
    return true;
}

// It leaves its group by itself. What it has not handled is delivered again where the channel promises that;
// it knows nothing of it and handles the rest, which nobody waits for.
void Simulation::pollEnds(Index frame) {
    const Index by = m_frames[frame].operation;
    Consumer& member = m_consumers[by];
    const Index at = member.group;
    const bool again = m_plan.channels[m_plan.groups[at].channel].redelivers;
    member.isOut = true;
    const Group& group = m_groups[at];
    for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index) {
        if (m_partitions[index].member != by) continue;
        keepLeftOver(index, again);
        m_partitions[index].member = none;
        m_partitions[index].inLine = false;
    }
    member.firstReady = none;
    member.polled = 0;
    if (member.busy > 0) {
        if (again) straggle(by);
        if (const Index partition = std::exchange(m_consumers[by].partition, none); partition != none) {
            m_partitions[partition].busy = false;
            servePartition(partition);
        }
    }
    if (!liveMembers(at).empty()) beginRebalance(at);
    if (m_consumers[by].busy == 0) nextLeftOver(by);
}

// Of one partition, what its member has taken and not begun: copies, where the messages are delivered again.
void Simulation::keepLeftOver(Index at, bool again) {
    Partition& partition = m_partitions[at];
    Consumer& member = m_consumers[partition.member];
    Index next = partition.queue.head;
    for (std::uint32_t count = std::exchange(partition.polled, 0); count > 0; --count) {
        if (!again) {
            member.leftOver.pushBack(m_frames, partition.queue.popFront(m_frames));
            continue;
        }
        const Index copy = newFrame(Role::Message, member.operation);
        Frame& message = m_frames[next];
        m_frames[copy].underWay = true;
        m_frames[copy].state = State::QueuedAtGroup;
        m_frames[copy].parent = partition.member;
        m_frames[copy].origin = message.origin;
        m_frames[copy].delivery = message.delivery;
        message.delivery = 1;
        next = message.link;
        member.leftOver.pushBack(m_frames, copy);
    }
}

// What it has begun goes on for nobody; the message waits again, first in its partition.
void Simulation::straggle(Index by) {
    const Index old = m_consumers[by].handling;
    const Index partition = m_consumers[by].partition;
    const Index at = m_consumers[by].group;
    const Index index = newFrame(Role::Message, at);
    Frame& message = m_frames[index];
    message.origin = m_frames[old].origin;
    message.since = m_now;
    message.delivery = 1;
    message.pc = partition;
    m_frames[old].underWay = true;
    --m_groups[at].busy;
    StationMeter& meter = m_recorder.channel(m_plan.groups[at].channel);
    meter.stopped(m_now);
    meter.queued(m_now);
    waitForConsumer(index, End::Front);
}

void Simulation::stragglerEnds(Index index) {
    const Index by = m_frames[index].parent;
    Consumer& consumer = m_consumers[by];
    if (!consumer.held.empty()) endTransaction(index, false);  // Its producer is fenced
    --consumer.busy;
    if (m_frames[index].traced) m_tracer.gone(index, failedBy(Cause::Timeout), m_now);
    release(index);
    if (consumer.isOut) return nextLeftOver(by);
    serveMember(by);  // It may be back in its group
}

// When it has handled all it asks for more, learns that it is out, and joins its group anew.
void Simulation::nextLeftOver(Index by) {
    Consumer& consumer = m_consumers[by];
    if (consumer.leftOver.empty()) {
        consumer.isOut = false;
        return beginRebalance(consumer.group);
    }
    const Index index = consumer.leftOver.popFront(m_frames);
    Frame& message = m_frames[index];
    if (!message.underWay) return handOver(index, by);
    ++consumer.busy;
    if (message.delivery == 0)
        m_recorder.called(consumer.edge);
    else
        m_recorder.retried(consumer.edge);
    makeReady(index, State::Dispatched);
}

// What dead members, or those that are told to go, have taken is not theirs any more.
void Simulation::forgetPolls(Index at) {
    if (!m_plan.channels[m_plan.groups[at].channel].polls()) return;
    const Group& group = m_groups[at];
    for (Index by = group.firstConsumer; by < group.firstConsumer + group.consumers; ++by) {
        Consumer& member = m_consumers[by];
        if (m_replicas[member.replica].alive) continue;
        if (member.poll != none) release(std::exchange(member.poll, none));
        member.polled = 0;
        member.isOut = false;
        FrameQueue all = std::exchange(member.leftOver, {});
        while (!all.empty()) {
            const Index index = all.popFront(m_frames);
            if (m_frames[index].underWay) {
                release(index);
                continue;
            }
            m_recorder.channel(m_plan.groups[at].channel).unqueued(m_now);
            conclude(index, Fate::Dropped, failedBy(Cause::Crashed));
        }
    }
}

// A message that its member has taken is gone: it was there for too long.
void Simulation::loseFromPoll(Index partition) {
    if (partition == none || m_partitions[partition].polled == 0) return;
    --m_partitions[partition].polled;
    --m_consumers[m_partitions[partition].member].polled;
}

}  // namespace simulator
