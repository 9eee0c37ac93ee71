// Consumer groups whose members have partitions of their own: who consumes what, and what happens when
// members die or come back.
#include <algorithm>

#include "simulator/engine/assignment.h"
#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildGroups() {
    m_nextPartition.resize(m_plan.channels.size());
    for (Index at = 0; at < m_plan.groups.size(); ++at) {
        const std::uint32_t partitions = m_plan.channels[m_plan.groups[at].channel].partitions;
        Group group;
        group.firstConsumer = static_cast<Index>(m_consumers.size());
        group.firstPartition = static_cast<Index>(m_partitions.size());
        group.partitions = partitions;
        m_groups.push_back(group);
        m_partitions.resize(m_partitions.size() + partitions);
        buildMembers(at);
        m_groups[at].consumers = static_cast<std::uint32_t>(m_consumers.size()) - group.firstConsumer;
        if (partitions > 0) assignAnew(at);
    }
    countConsumers();
}

// A consumer for each replica; where partitions are assigned one for each message that a replica handles at a
// time, first the first of each replica, as Kafka sorts the members of clients that count their consumers.
void Simulation::buildMembers(Index at) {
    const std::vector<SubscriberPlan>& subscribers = m_plan.groups[at].subscribers;
    std::uint32_t rounds = 1;
    if (m_groups[at].partitions > 0)
        for (const SubscriberPlan& subscriber : subscribers)
            rounds = std::max(rounds, subscriber.concurrency);
    for (std::uint32_t round = 0; round < rounds; ++round)
        for (const SubscriberPlan& subscriber : subscribers) {
            if (round >= subscriber.concurrency) continue;
            const ServicePlan& service = m_plan.services[subscriber.service];
            Consumer consumer;
            consumer.group = at;
            consumer.operation = subscriber.operation;
            consumer.edge = subscriber.edge;
            consumer.concurrency = m_groups[at].partitions > 0 ? 1 : subscriber.concurrency;
            for (Index replica = 0; replica < service.replicas; ++replica) {
                consumer.replica = service.firstReplica + replica;
                m_consumers.push_back(consumer);
            }
        }
}

// A partition that has something to handle waits for its member, behind the member's other partitions.
void Simulation::servePartition(Index at) {
    Partition& partition = m_partitions[at];
    if (partition.queue.empty() || partition.busy || partition.stopped || partition.inLine ||
        partition.member == none)
        return;
    standInLine(at);
    serveMember(partition.member);
}

void Simulation::standInLine(Index at) {
    Partition& partition = m_partitions[at];
    Consumer& member = m_consumers[partition.member];
    partition.inLine = true;
    partition.next = none;
    if (member.firstReady == none)
        member.firstReady = at;
    else
        m_partitions[member.lastReady].next = at;
    member.lastReady = at;
}

void Simulation::serveMember(Index at) {
    Consumer& member = m_consumers[at];
    if (member.busy > 0 || !m_replicas[member.replica].alive || member.isOut) return;
    if (m_plan.channels[m_plan.groups[member.group].channel].polls()) return serveFromPoll(at);
    while (member.firstReady != none) {
        const Index ready = member.firstReady;
        Partition& partition = m_partitions[ready];
        member.firstReady = partition.next;
        partition.inLine = false;
        if (partition.queue.empty() || partition.stopped) continue;
        partition.busy = true;
        member.partition = ready;
        return handOver(partition.queue.popFront(m_frames), at);
    }
}

bool Simulation::hasMembersAt(Index group, Index service) const {
    if (m_groups[group].partitions == 0) return false;
    for (const SubscriberPlan& subscriber : m_plan.groups[group].subscribers)
        if (subscriber.service == service) return true;
    return false;
}

// The partitions of the dead stand still until the group notices.
void Simulation::loseMembers(Index service) {
    for (Index at = 0; at < m_groups.size(); ++at) {
        if (!hasMembersAt(at, service)) continue;
        takeFromDead(at);
        const std::int64_t session = m_plan.channels[m_plan.groups[at].channel].sessionTimeout;
        schedule(newFrame(Role::Group, at), State::SessionExpires, m_now + session);
    }
}

void Simulation::takeFromDead(Index at) {
    forgetPolls(at);
    const Group& group = m_groups[at];
    for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index) {
        Partition& partition = m_partitions[index];
        if (partition.member == none || m_replicas[m_consumers[partition.member].replica].alive) continue;
        m_consumers[partition.member].firstReady = none;
        partition.member = none;
        partition.inLine = false;
        partition.polled = 0;
    }
}

// Members that are told to stop say so, and the group need not wait for the end of their session.
void Simulation::leaveGroups(Index service) {
    for (Index at = 0; at < m_groups.size(); ++at) {
        if (!hasMembersAt(at, service)) continue;
        takeFromDead(at);
        if (!liveMembers(at).empty()) beginRebalance(at);
    }
}

void Simulation::expireSession(Index frame) {
    const Index at = m_frames[frame].operation;
    m_frames.release(frame);
    const Group& group = m_groups[at];
    if (group.rebalance != none || liveMembers(at).empty()) return;
    for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index)
        if (m_partitions[index].member == none) return beginRebalance(at);
}

void Simulation::regainMembers(Index service) {
    for (Index at = 0; at < m_groups.size(); ++at)
        if (hasMembersAt(at, service)) beginRebalance(at);
}

void Simulation::beginRebalance(Index at) {
    Group& group = m_groups[at];
    const std::int64_t pause = m_plan.channels[m_plan.groups[at].channel].rebalancePause;
    if (group.rebalance == none) m_recorder.group(at).rebalanced();
    if (pause == 0) return assignAnew(at);
    m_recorder.group(at).stopped(m_now, stopPartitions(at));
    if (group.rebalance == none) group.rebalance = newFrame(Role::Group, at);
    schedule(group.rebalance, State::RebalanceEnds, m_now + pause);
}

// All of them, or, in the cooperative way, those that will move. Returns their share.
double Simulation::stopPartitions(Index at) {
    const Group& group = m_groups[at];
    const ChannelPlan& channel = m_plan.channels[m_plan.groups[at].channel];
    const std::vector<Index> members = liveMembers(at);
    const std::vector<Index> next = assignment(at, members);
    std::uint32_t stopped = 0;
    for (Index index = 0; index < group.partitions; ++index) {
        Partition& partition = m_partitions[group.firstPartition + index];
        const bool stays = channel.assignment == Assignment::CooperativeSticky && next[index] != none &&
                           partition.member == members[next[index]];
        if (!stays) partition.stopped = true;
        if (partition.stopped) ++stopped;
    }
    return static_cast<double>(stopped) / group.partitions;
}

std::vector<Index> Simulation::liveMembers(Index at) const {
    const Group& group = m_groups[at];
    std::vector<Index> members;
    for (Index index = group.firstConsumer; index < group.firstConsumer + group.consumers; ++index)
        if (m_replicas[m_consumers[index].replica].alive && !m_consumers[index].isOut)
            members.push_back(index);
    return members;
}

// The places among the members, by partition.
std::vector<Index> Simulation::assignment(Index at, const std::vector<Index>& members) const {
    const Group& group = m_groups[at];
    std::vector<Index> places(group.consumers, none);
    for (Index place = 0; place < members.size(); ++place)
        places[members[place] - group.firstConsumer] = place;
    std::vector<Index> before;
    for (Index index = group.firstPartition; index < group.firstPartition + group.partitions; ++index) {
        const Index member = m_partitions[index].member;
        before.push_back(member == none ? none : places[member - group.firstConsumer]);
    }
    return assignPartitions(m_plan.channels[m_plan.groups[at].channel].assignment,
                            static_cast<std::uint32_t>(members.size()), before);
}

// A message in progress is finished by whoever has it; its partition goes on with its new member after that.
void Simulation::assignAnew(Index at) {
    const Group& group = m_groups[at];
    m_recorder.group(at).resumed(m_now);
    const std::vector<Index> members = liveMembers(at);
    const std::vector<Index> next = assignment(at, members);
    const bool isAwayNow = isAway(m_plan.groups[at].channel);
    for (const Index member : members) {
        m_consumers[member].firstReady = none;
        m_consumers[member].polled = 0;
        if (const Index timer = m_consumers[member].poll; timer != none && m_consumers[member].busy == 0)
            stopTimer(m_frames[timer]);
    }
    for (Index index = 0; index < group.partitions; ++index) {
        Partition& partition = m_partitions[group.firstPartition + index];
        partition.member = next[index] == none ? none : members[next[index]];
        partition.inLine = false;
        partition.stopped = isAwayNow;
        partition.polled = 0;
    }
    for (Index index = 0; index < group.partitions; ++index) servePartition(group.firstPartition + index);
}

}  // namespace simulator
