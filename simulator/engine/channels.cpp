// Channels of a running simulation: messages from their publication until they are handled, or given up.
#include <algorithm>

#include "simulator/engine/simulation.h"

namespace simulator {

namespace {

constexpr std::uint8_t mostDeliveries = 5;
// No message is seen at the very moment of its publication, so that time goes on in circles of messages [ns].
constexpr std::int64_t shortestDelay = 1000;

}  // namespace

void Simulation::publish(Index publisher, const Instruction& instruction) {
    m_recorder.called(instruction.b);
    for (const Index group : m_plan.channels[instruction.a].groups) {
        const Index index = m_frames.allocate();
        Frame& message = m_frames[index];
        message.role = Role::Message;
        message.operation = group;
        message.origin = m_now;
        message.since = m_now;
        if (m_frames[publisher].traced) message.traced = m_tracer.published(publisher, index, group, m_now);
        m_recorder.channel(instruction.a).arrived();
        m_recorder.channel(instruction.a).queued(m_now);
        const std::int64_t delay = std::max(shortestDelay, draw(m_plan.groups[group].delay));
        schedule(index, State::InChannel, m_now + delay);
    }
}

void Simulation::becomeVisible(Index message) {
    const Index group = m_frames[message].operation;
    waitWithoutTimer(message, State::QueuedAtGroup);
    if (m_frames[message].traced) m_tracer.enter(message, Part::Queue, m_now);
    m_groups[group].queue.pushBack(m_frames, message);
    dispatchWaiting(group);
}

void Simulation::dispatchWaiting(Index at) {
    Group& group = m_groups[at];
    StationMeter& meter = m_recorder.channel(m_plan.groups[at].channel);
    while (!group.queue.empty()) {
        const Index chosen = pickConsumer(group);
        if (chosen == none) return;
        Consumer& consumer = m_consumers[chosen];
        const Index index = group.queue.popFront(m_frames);
        Frame& message = m_frames[index];
        ++group.busy;
        ++consumer.busy;
        meter.unqueued(m_now);
        meter.started(m_now, m_now - message.since);
        if (message.delivery++ == 0)
            m_recorder.called(consumer.edge);
        else
            m_recorder.retried(consumer.edge);
        message.parent = chosen;
        message.operation = consumer.operation;
        makeReady(index, State::Dispatched);
    }
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
    const Trouble& trouble = service.trouble;
    m_recorder.operation(message.operation).arrived();
    if (message.traced) m_tracer.arrived(index, message.operation, m_now);
    if (trouble.errorRate > 0 && uniform(service.faultDraw) < trouble.errorRate) {
        m_recorder.operation(message.operation).failed(Cause::Fault);
        if (message.traced) m_tracer.handled(index, failedBy(Cause::Fault), m_now);
        messageHandled(index, failedBy(Cause::Fault));
        return none;
    }
    message.replica = m_consumers[message.parent].replica;
    message.arrivedAt = m_now;
    if (message.traced) m_tracer.placed(index, message.replica);
    replica.meter->arrived();
    if (replica.busy < service.workers) return begin(index);
    replica.meter->queued(m_now);
    waitWithoutTimer(index, State::QueuedAtService);
    if (message.traced) m_tracer.enter(index, Part::Queue, m_now);
    wait(index, replica, service);
    return none;
}

// What failed is delivered again where the channel promises at least one delivery, but not for ever.
void Simulation::messageHandled(Index index, Outcome outcome) {
    Frame& message = m_frames[index];
    Consumer& consumer = m_consumers[message.parent];
    const Index at = consumer.group;
    const Index channel = m_plan.groups[at].channel;
    StationMeter& meter = m_recorder.channel(channel);
    --consumer.busy;
    --m_groups[at].busy;
    meter.stopped(m_now);
    message.parent = none;
    message.operation = at;
    if (outcome != Outcome::Success) m_recorder.attemptFailed(consumer.edge, causeOf(outcome));
    if (outcome != Outcome::Success && m_plan.channels[channel].redelivers &&
        message.delivery < mostDeliveries) {
        message.since = m_now;
        if (message.traced) message.traced = m_tracer.redelivered(index, outcome, m_now);
        meter.queued(m_now);
        waitWithoutTimer(index, State::QueuedAtGroup);
        m_groups[at].queue.pushBack(m_frames, index);
    } else {
        meter.departed(m_now - message.origin);
        if (outcome == Outcome::Success)
            m_recorder.visited(m_recorder.channelVisits(channel), m_now - message.origin);
        if (message.traced) m_tracer.gone(index, outcome, m_now);
        release(index);
    }
    dispatchWaiting(at);
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
        group.capacity = static_cast<std::uint32_t>(
            std::min<std::uint64_t>({capacity, m_plan.groups[at].limit, 1u << 30}));
    }
}

}  // namespace simulator
