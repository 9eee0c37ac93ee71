// Channels of a running simulation: messages from their publication until they are handled, or given up.
#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

// No message is seen at the very moment of its publication, so that time goes on in circles of messages [ns].
constexpr std::int64_t shortestDelay = 1000;

// How long to wait after that many deliveries.
std::int64_t redeliveryDelay(const RedeliveryPlan& plan, std::uint8_t deliveries) {
    if (plan.delay == 0 || plan.factor == 1) return std::min(plan.delay, plan.maxDelay);
    const double delay = static_cast<double>(plan.delay) * std::pow(plan.factor, deliveries - 1);
    return std::llround(std::min(delay, static_cast<double>(plan.maxDelay)));
}

}  // namespace

Index Simulation::publish(Index publisher, const Instruction& instruction) {
    const Index handler = instruction.count != 0 ? transactionOf(publisher) : none;
    if (handler != none) {
        hold(handler, instruction);
    } else if (isAway(instruction.a)) [[unlikely]] {
        return publishToAway(publisher, instruction);
    } else {
        publishTo(instruction.a, instruction.b, publisher);
    }
    ++m_frames[publisher].pc;
    return publisher;
}

void Simulation::publishTo(Index channel, Index edge, Index publisher) {
    m_recorder.called(edge);
    const Index partition = partitionOf(channel);
    for (const Index group : m_plan.channels[channel].groups) {
        const Index index = newFrame(Role::Message, group);
        Frame& message = m_frames[index];
        message.origin = m_now;
        message.since = m_now;
        m_recorder.channel(channel).arrived();
        m_recorder.channel(channel).queued(m_now);
        m_recorder.group(group).published(m_now);
        if (publisher != none && m_frames[publisher].traced)
            message.traced = m_tracer.published(publisher, index, group, m_now);
        std::int64_t visible = m_now + std::max(shortestDelay, draw(m_plan.groups[group].delay));
        if (partition != none) {
            message.pc = m_groups[group].firstPartition + partition;
            m_recorder.group(group).publishedTo(partition);
            std::int64_t& last = m_partitions[message.pc].lastVisible;
            last = visible = std::max(visible, last);
        }
        schedule(index, State::InChannel, visible);
    }
}

// Within the channel: by the share of the keys, or in turn.
Index Simulation::partitionOf(Index channel) {
    const ChannelPlan& plan = m_plan.channels[channel];
    if (plan.partitions == 0) return none;
    if (plan.cumulative.empty()) {
        Index& next = m_nextPartition[channel];
        const Index chosen = next;
        next = next + 1 == plan.partitions ? 0 : next + 1;
        return chosen;
    }
    const auto found =
        std::upper_bound(plan.cumulative.begin(), plan.cumulative.end(), uniform(plan.keyDraw));
    return static_cast<Index>(found - plan.cumulative.begin());
}

void Simulation::channelEvent(Index index) {
    Frame& frame = m_frames[index];
    switch (frame.state) {
        case State::InChannel:
            return waitForConsumer(index, End::Back);
        case State::AwaitingRedelivery: {
            const bool assigned = m_groups[frame.operation].partitions > 0;
            if (assigned) m_partitions[frame.pc].busy = false;
            return waitForConsumer(index, assigned ? End::Front : End::Back);
        }
        case State::SessionExpires:
            return expireSession(index);
        case State::RebalanceEnds: {
            const Index group = frame.operation;
            m_groups[group].rebalance = none;
            m_frames.release(index);
            return assignAnew(group);
        }
        case State::BufferEnds:
            return giveUpBuffered(index);
        case State::PollEnds:
            return pollEnds(index);
        default:
            return dropExpired(index);
    }
}

void Simulation::waitForConsumer(Index index, End end) {
    waitWithoutTimer(index, State::QueuedAtGroup);
    const Frame& message = m_frames[index];
    if (message.traced) m_tracer.enter(index, Part::Queue, m_now);
    const Index at = message.operation;
    Group& group = m_groups[at];
    const Index partition = group.partitions > 0 ? message.pc : none;
    FrameQueue& line = partition == none ? group.queue : m_partitions[partition].queue;
    if (isExpired(index)) {
        expire(index);
    } else {
        if (end == End::Front)
            line.pushFront(m_frames, index);
        else
            line.pushBack(m_frames, index);
        if (line.head == index) watchRetention(at, partition);
    }
    if (partition != none)
        servePartition(partition);
    else
        dispatchWaiting(at);
}

void Simulation::dispatchWaiting(Index at) {
    Group& group = m_groups[at];
    while (!group.queue.empty()) {
        const Index chosen = pickConsumer(group);
        if (chosen == none) return;
        handOver(group.queue.popFront(m_frames), chosen);
    }
}

void Simulation::handOver(Index index, Index to) {
    Consumer& consumer = m_consumers[to];
    Frame& message = m_frames[index];
    StationMeter& meter = m_recorder.channel(m_plan.groups[consumer.group].channel);
    ++m_groups[consumer.group].busy;
    ++consumer.busy;
    meter.unqueued(m_now);
    meter.started(m_now, m_now - message.since);
    if (message.delivery++ == 0) {
        m_recorder.called(consumer.edge);
    } else {
        m_recorder.retried(consumer.edge);
        m_recorder.group(consumer.group).redelivered();
    }
    message.parent = to;
    message.operation = consumer.operation;
    makeReady(index, State::Dispatched);
}

Index Simulation::pickConsumer(Group& group) {
    if (group.busy >= group.capacity) return none;
    for (std::uint32_t tried = 0; tried < group.consumers; ++tried) {
        const Index index = group.firstConsumer + group.cursor;
        if (++group.cursor == group.consumers) group.cursor = 0;
        const Consumer& consumer = m_consumers[index];
        if (consumer.busy < consumer.concurrency && m_replicas[consumer.replica].alive) return index;
    }
    return none;
}

Index Simulation::arriveMessage(Index index) {
    Frame& message = m_frames[index];
    Replica& replica = m_replicas[m_consumers[message.parent].replica];
    const Service& service = *replica.service;
    const double errorRate = troubleAt(m_consumers[message.parent].replica).errorRate;
    m_recorder.operation(message.operation).arrived();
    if (message.traced) m_tracer.arrived(index, message.operation, m_now);
    if (errorRate > 0 && uniform(service.faultDraw) < errorRate) {
        m_recorder.operation(message.operation).failed(Cause::Fault);
        if (message.traced) m_tracer.handled(index, failedBy(Cause::Fault), m_now);
        messageHandled(index, failedBy(Cause::Fault));
        return none;
    }
    message.replica = m_consumers[message.parent].replica;
    message.arrivedAt = m_now;
    if (message.traced) m_tracer.placed(index, message.replica);
    if (replica.paused) {
        if (message.traced) m_tracer.enter(index, Part::Queue, m_now);
        waitAtDoor(index, message.replica);
        return none;
    }
    if (service.trouble.weighs) weigh(message.replica);
    replica.meter->arrived();
    if (replica.busy < service.workers)
        return begin(index, message, replica, m_operations[message.operation]);
    replica.meter->queued(m_now);
    waitWithoutTimer(index, State::QueuedAtService);
    if (message.traced) m_tracer.enter(index, Part::Queue, m_now);
    wait(index, replica, service);
    return none;
}

// What failed is delivered again where the channel promises at least one delivery, but not for ever.
void Simulation::messageHandled(Index index, Outcome outcome) {
    Frame& message = m_frames[index];
    if (message.underWay) return stragglerEnds(index);
    const Index by = message.parent;
    Consumer& consumer = m_consumers[by];
    const Index at = consumer.group;
    const ChannelPlan& channel = m_plan.channels[m_plan.groups[at].channel];
    if (!consumer.held.empty()) endTransaction(index, outcome == Outcome::Success);
    --consumer.busy;
    --m_groups[at].busy;
    m_recorder.channel(m_plan.groups[at].channel).stopped(m_now);
    message.parent = none;
    message.operation = at;
    const Index partition = std::exchange(consumer.partition, none);
    if (partition != none) {
        message.pc = partition;
        m_partitions[partition].busy = false;
    }
    if (outcome != Outcome::Success) m_recorder.attemptFailed(consumer.edge, causeOf(outcome), m_now);
    if (outcome == Outcome::Success)
        conclude(index, Fate::Handled, outcome);
    else if (channel.redelivers && message.delivery < channel.redelivery.maxDeliveries)
        deliverAgain(index, outcome);
    else
        conclude(index, channel.redelivers && channel.deadLetter != none ? Fate::DeadLettered : Fate::Dropped,
                 outcome);
    if (consumer.isOut) return nextLeftOver(by);
    if (partition == none) return m_groups[at].partitions > 0 ? serveMember(by) : dispatchWaiting(at);
    servePartition(partition);
    serveMember(by);
}

// A partition goes on behind the message: its order holds.
void Simulation::deliverAgain(Index index, Outcome outcome) {
    Frame& message = m_frames[index];
    const Index channel = m_plan.groups[message.operation].channel;
    const bool assigned = m_groups[message.operation].partitions > 0;
    message.since = m_now;
    if (message.traced) message.traced = m_tracer.redelivered(index, outcome, m_now);
    m_recorder.channel(channel).queued(m_now);
    const std::int64_t delay = redeliveryDelay(m_plan.channels[channel].redelivery, message.delivery);
    if (delay == 0) return waitForConsumer(index, assigned ? End::Front : End::Back);
    if (assigned) m_partitions[message.pc].busy = true;
    schedule(index, State::AwaitingRedelivery, m_now + delay);
}

void Simulation::conclude(Index index, Fate fate, Outcome outcome) {
    const Index group = m_frames[index].operation;
    const Index channel = m_plan.groups[group].channel;
    const ChannelPlan& plan = m_plan.channels[channel];
    const std::int64_t published = m_frames[index].origin;
    m_recorder.channel(channel).departed(m_now - published);
    m_recorder.group(group).left(m_now, published, fate);
    if (fate == Fate::Handled) m_recorder.visited(m_recorder.channelVisits(channel), m_now - published);
    if (m_frames[index].traced) m_tracer.gone(index, outcome, m_now);
    release(index);
    if (fate == Fate::DeadLettered) publishOrKeep(plan.deadLetter, plan.deadLetterEdge, none);
}

bool Simulation::isExpired(Index index) const {
    const Frame& message = m_frames[index];
    const std::int64_t retention = m_plan.channels[m_plan.groups[message.operation].channel].retention;
    return retention != never && message.origin + retention <= m_now;
}

void Simulation::expire(Index index) {
    const Index channel = m_plan.groups[m_frames[index].operation].channel;
    m_recorder.channel(channel).unqueued(m_now);
    if (m_frames[index].traced) m_tracer.lost(index);
    conclude(index, m_plan.channels[channel].expiredAreDeadLetters ? Fate::DeadLettered : Fate::Expired,
             failedBy(Cause::Timeout));
}

// One frame for each line waits for the time when its first message has been there too long.
void Simulation::watchRetention(Index at, Index partition) {
    const std::int64_t retention = m_plan.channels[m_plan.groups[at].channel].retention;
    if (retention == never) return;
    const FrameQueue& line = partition == none ? m_groups[at].queue : m_partitions[partition].queue;
    Index& watch = partition == none ? m_groups[at].watch : m_partitions[partition].watch;
    if (watch == none) {
        watch = newFrame(Role::Group, at);
        m_frames[watch].pc = partition;
    }
    schedule(watch, State::RetentionEnds, m_frames[line.head].origin + retention);
}

void Simulation::dropExpired(Index index) {
    const Index at = m_frames[index].operation;
    const Index partition = m_frames[index].pc;
    FrameQueue& line = partition == none ? m_groups[at].queue : m_partitions[partition].queue;
    while (!line.empty() && isExpired(line.head)) {
        loseFromPoll(partition);
        expire(line.popFront(m_frames));
    }
    if (!line.empty()) {
        watchRetention(at, partition);
    } else {
        (partition == none ? m_groups[at].watch : m_partitions[partition].watch) = none;
        m_frames.release(index);
    }
    if (partition == none || !m_plan.channels[m_plan.groups[at].channel].polls()) return;
    if (const Index member = m_partitions[partition].member; member != none) serveMember(member);
}

// Consumers at dead replicas do not count.
void Simulation::countConsumers() {
    for (Index at = 0; at < m_groups.size(); ++at) {
        Group& group = m_groups[at];
        std::uint64_t capacity = 0;
        for (Index index = 0; index < group.consumers; ++index) {
            const Consumer& consumer = m_consumers[group.firstConsumer + index];
            if (m_replicas[consumer.replica].alive) capacity += consumer.concurrency;
        }
        if (isAway(m_plan.groups[at].channel)) capacity = 0;
        group.capacity = static_cast<std::uint32_t>(
            std::min<std::uint64_t>({capacity, m_plan.groups[at].limit, 1u << 30}));
    }
}

}  // namespace simulator
