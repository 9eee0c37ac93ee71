// Channels, their groups of consumers, and the read models that they feed, in the plan.
#include <algorithm>
#include <cmath>

#include "model/references.h"
#include "simulator/plan/scenario_compiler.h"
#include "simulator/plan/technology_names.h"

namespace simulator {

namespace {

constexpr std::int64_t longestChannelTime = std::int64_t{1} << 60;
constexpr std::uint64_t mostMembers = 1'000'000;
/// Kafka's, of what takes polls and does not state the one or the other.
constexpr model::Duration kafkaPollInterval = model::seconds(300);
constexpr std::int32_t kafkaPollRecords = 500;
constexpr std::uint64_t mostPartitions = 4'000'000;

std::int64_t channelTime(model::Duration time) {
    return std::clamp<std::int64_t>(time.count(), 0, longestChannelTime);
}

// Steele, Lea, Flood: Fast splittable pseudorandom number generators (OOPSLA 2014).
std::uint64_t mixed(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

// Each key belongs to the partition that its hash says; a partition gets what its keys get. The frequency of
// keys follows Zipf's law.
std::vector<double> sharesByKey(const model::Channel& channel) {
    std::vector<double> shares(static_cast<std::size_t>(channel.partitions));
    const std::uint64_t salt = entityKey(channel.id.value());
    double sum = 0;
    for (std::int32_t key = 1; key <= channel.keys; ++key) {
        const double weight = std::pow(static_cast<double>(key), -channel.keySkew);
        shares[mixed(salt + 0x9e3779b97f4a7c15 * static_cast<std::uint64_t>(key)) % shares.size()] += weight;
        sum += weight;
    }
    double cumulative = 0;
    for (double& share : shares) share = cumulative += share / sum;
    // The last partition that gets anything gets what rounding left.
    for (std::size_t at = shares.size(); at > 0; --at) {
        const bool empty = at > 1 && shares[at - 1] <= shares[at - 2];
        shares[at - 1] = 1;
        if (!empty) break;
    }
    return shares;
}

}  // namespace

void ScenarioCompiler::channel(const model::Channel& channel) {
    ChannelPlan plan;
    plan.id = channel.id.value();
    plan.broker = brokerName(channel.broker);
    plan.buffers = channel.broker == model::Broker::Kafka;
    if (channel.takesPolls() && channel.partitioning != model::Partitioning::Shared) {
        const model::Duration interval = channel.maxPollInterval.value_or(kafkaPollInterval);
        plan.maxPollInterval = std::max<std::int64_t>(1, channelTime(interval));
        plan.maxPollRecords =
            static_cast<std::uint32_t>(std::max(1, channel.maxPollRecords.value_or(kafkaPollRecords)));
    }
    plan.redelivers = channel.delivery != model::DeliveryGuarantee::AtMostOnce;
    if (channel.partitioning != model::Partitioning::Shared)
        plan.partitions = static_cast<std::uint32_t>(channel.partitions);
    if (channel.partitioning == model::Partitioning::ByKey) {
        plan.cumulative = sharesByKey(channel);
        plan.keyDraw = m_behaviours.draw(plan.id, Purpose::Key);
    }
    plan.assignment = static_cast<Assignment>(channel.assignment);
    plan.rebalancePause = channelTime(channel.rebalancePause);
    plan.sessionTimeout = channelTime(channel.sessionTimeout);
    if (channel.retention) plan.retention = channelTime(*channel.retention);
    plan.redelivery = {static_cast<std::uint32_t>(channel.redelivery.maxDeliveries),
                       channelTime(channel.redelivery.delay), channel.redelivery.factor,
                       channelTime(channel.redelivery.maxDelay)};
    if (channel.deadLetter) {
        plan.deadLetter = m_entities.channels.at(*channel.deadLetter);
        plan.deadLetterEdge = m_behaviours.edge(plan.id, channel.deadLetter->value(), "dead-letter");
    }
    plan.expiredAreDeadLetters = channel.deadLetter && channel.broker == model::Broker::RabbitMq;
    m_plan.channels.push_back(std::move(plan));
}

// A log (Kafka) gives each partition to one consumer of a group at a time; queues give each message to
// anyone.
void ScenarioCompiler::groups() {
    for (const model::Service& service : m_project.services)
        for (const model::Operation& operation : service.operations) {
            const Index at = m_entities.operations.at(operation.id);
            if (!operation.subscription || m_plan.operations[at].entry == none) continue;
            const model::Subscription& subscription = *operation.subscription;
            const model::Channel& channel = *m_project.channels.find(subscription.channel);
            const Index group = groupOf(channel, model::groupOf(service, subscription));
            m_plan.groups[group].subscribers.push_back(
                {at, m_entities.services.at(service.id),
                 static_cast<std::uint32_t>(std::max(1, subscription.concurrency)),
                 m_behaviours.edge(channel.id.value(), operation.id.value(), "consume")});
        }
    for (const GroupPlan& group : m_plan.groups) {
        std::uint64_t consumers = 0;
        for (const SubscriberPlan& subscriber : group.subscribers)
            consumers += std::uint64_t{subscriber.concurrency} * m_plan.services[subscriber.service].replicas;
        m_plan.channels[group.channel].consumers +=
            static_cast<std::uint32_t>(std::min<std::uint64_t>({consumers, group.limit, 1u << 30}));
    }
}

Index ScenarioCompiler::groupOf(const model::Channel& channel, const std::string& name) {
    const Index index = m_entities.channels.at(channel.id);
    const auto [group, isNew] = m_groups.try_emplace({index, name}, static_cast<Index>(m_plan.groups.size()));
    if (!isNew) return group->second;
    GroupPlan plan;
    plan.channel = index;
    plan.id = name;
    if (channel.broker == model::Broker::Kafka)
        plan.limit = static_cast<std::uint32_t>(std::max(1, channel.partitions));
    plan.delay = m_behaviours.draw(channel.id.value() + "/" + name, Purpose::Delay,
                                   channel.delay.value_or(model::Distribution{}));
    m_plan.groups.push_back(plan);
    m_plan.channels[index].groups.push_back(group->second);
    return group->second;
}

ScenarioCompiler::Done ScenarioCompiler::checkGroups() const {
    for (const model::Channel& channel : m_project.channels)
        if (channel.takesPolls() && channel.partitioning == model::Partitioning::Shared)
            return model::failure(
                "/channels/" + channel.id.value() +
                    (channel.maxPollInterval ? "/max_poll_interval_s" : "/max_poll_records"),
                "without members that have partitions of their own, expected partitioning "
                "by-key or round-robin beside");
    std::uint64_t members = 0;
    std::uint64_t partitions = 0;
    for (const GroupPlan& group : m_plan.groups) {
        const ChannelPlan& channel = m_plan.channels[group.channel];
        if (channel.partitions == 0) continue;
        partitions += channel.partitions;
        for (const SubscriberPlan& subscriber : group.subscribers)
            members += std::uint64_t{subscriber.concurrency} * m_plan.services[subscriber.service].replicas;
        if (members > mostMembers)
            return model::failure("/channels/" + channel.id,
                                  "the group `" + group.id + "` brings the consumers of partitions to " +
                                      std::to_string(members) + " in all, at most " +
                                      std::to_string(mostMembers) + " can be simulated");
        if (partitions > mostPartitions)
            return model::failure("/channels/" + channel.id,
                                  "the group `" + group.id + "` brings the partitions to " +
                                      std::to_string(partitions) + " in all groups, at most " +
                                      std::to_string(mostPartitions) + " can be simulated");
    }
    return true;
}

// Where the scenario does not reach the events of a read model there is nothing to be behind of.
ScenarioCompiler::Done ScenarioCompiler::projections() {
    for (const model::DataStore& store : m_project.stores) {
        if (!store.projection) continue;
        const model::Operation* projector = model::projectorOf(m_project, store);
        if (!projector)
            return model::failure("/stores/" + store.id.value(),
                                  "is made from the events of `" + store.projection->value() +
                                      "`, but no operation of its owner subscribes to that channel and "
                                      "writes to the store");
        const model::Service& owner = *m_project.services.find(*store.owner);
        const auto group = m_groups.find(
            {m_entities.channels.at(*store.projection), model::groupOf(owner, *projector->subscription)});
        if (group == m_groups.end()) continue;
        const Index at = m_entities.stores.at(store.id);
        m_plan.stores[at].projection = static_cast<Index>(m_plan.projections.size());
        m_plan.projections.push_back({at, group->second});
    }
    return true;
}

}  // namespace simulator
