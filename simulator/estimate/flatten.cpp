#include "simulator/estimate/flatten.h"

#include <algorithm>

#include "model/references.h"
#include "simulator/resilience/policy_parts.h"

namespace simulator::estimating {

namespace {

double limitOf(const std::optional<std::int32_t>& limit) {
    return limit ? std::max(0, *limit) : QueueLoad::unbounded;
}

double secondsOf(const std::optional<model::Duration>& time) {
    return time ? std::max(0.0, model::inSeconds(*time)) : QueueLoad::unbounded;
}

}  // namespace

model::Result<Network> Flattening::make() {
    Done done = allButLoad();
    m_network.remarksBeforeLoad = m_network.remarks.size();
    if (done) done = load();
    if (done) done = order();
    if (!done) return tl::unexpected(done.error());
    return std::move(m_network);
}

Flattening::Done Flattening::allButLoad() {
    if (keepsAllButLoad()) {
        takeAllButLoad();
        return true;
    }
    stations();
    channels();
    patiences();
    if (m_project.network.latency) m_network.network = momentsOf(*m_project.network.latency);
    faults();
    if (Done done = operations(); !done) return done;
    return subscriptions();
}

void Flattening::remark(std::string_view entity, std::string text) {
    Remark next{std::string(entity), std::move(text)};
    if (std::find(m_network.remarks.begin(), m_network.remarks.end(), next) == m_network.remarks.end())
        m_network.remarks.push_back(std::move(next));
}

void Flattening::leaveOut(std::string_view entity, std::string text) {
    m_network.incomplete = true;
    remark(entity, std::move(text));
}

void Flattening::stations() {
    NameIndex deployments;
    for (const auto& deployment : m_project.deployments.pointers())
        deployments.add(deployment->service.value(),
                        static_cast<Index>(&deployment - m_project.deployments.pointers().data()));
    deployments.sort();
    const model::Deployment defaults;
    m_network.services = static_cast<Index>(m_project.services.size());
    m_network.stations.reserve(m_project.services.size() + m_project.stores.size());
    for (const model::Service& service : m_project.services) {
        const Index found = deployments.find(service.id.value());
        const model::Deployment& deployment = found == nowhere ? defaults : m_project.deployments.at(found);
        Station station;
        station.id = service.id.value();
        station.replicas = std::max(1, deployment.replicas);
        station.servers = std::max(1, deployment.workers);
        station.places = limitOf(deployment.queueLimit);
        station.lifo = deployment.discipline == model::QueueDiscipline::Lifo ||
                       deployment.discipline == model::QueueDiscipline::AdaptiveLifo;
        disciplineRemarks(station.id, deployment);
        if (deployment.serverless) functionStation(station, *deployment.serverless);
        if (deployment.autoscaling && m_scenario.autoscaling)
            remark(station.id, "autoscaling: estimated with the replicas of the deployment, all the time");
        if (deployment.verticalScaling && m_scenario.autoscaling)
            remark(station.id,
                   "vertical autoscaling: estimated with the CPU of the deployment, all the time");
        const bool mayBeKilled = deployment.startup || deployment.liveness || deployment.memoryUse ||
                                 (deployment.readiness && deployment.readiness->needsWorker);
        if (mayBeKilled)
            remark(station.id, "probes and memory: estimated as if all replicas were there, all the time");
        if (deployment.nodePool)
            remark(station.id, "a pool of nodes: estimated as if there always were room");
        if (deployment.mesh) remark(station.id, "a mesh: estimated without what its proxies take");
        const model::Network& network = m_project.network;
        const model::NodePool* const pool =
            deployment.nodePool ? network.nodePools.find(*deployment.nodePool) : nullptr;
        const bool inZones = !deployment.zones.empty() || (pool && !pool->zones.empty());
        if (inZones && !(network.zoneLatencies.empty() && network.regionLatencies.empty()))
            remark(station.id, "latencies between zones: estimated with that of the network everywhere");
        m_services.add(station.id, static_cast<Index>(m_network.stations.size()));
        m_network.stations.push_back(station);
    }
    for (const model::DataStore& store : m_project.stores) {
        Station station;
        station.id = store.id.value();
        station.store = true;
        station.servers = std::max(1, store.poolSize);
        station.places = limitOf(store.queueLimit);
        m_stores.add(station.id, static_cast<Index>(m_network.stations.size()));
        m_network.stations.push_back(station);
        m_storeFacts.push_back(&store);
        storeRemarks(store);
    }
    m_services.sort();
    m_stores.sort();
}

// As many at a time as there may be instances, and none waits.
void Flattening::functionStation(Station& station, const model::Serverless& serverless) {
    station.replicas = 1;
    station.servers = std::max(1, serverless.maxInstances);
    station.places = limitOf(0);
    leaveOut(
        station.id,
        "a function: estimated without the times that its instances take to start, and its costs as those of "
        "one instance");
}

void Flattening::storeRemarks(const model::DataStore& store) {
    const std::string_view id = store.id.value();
    if (store.replication) leaveOut(id, "replicas: estimated as if the primary answered all, at once");
    if (store.rows) leaveOut(id, "row locks: estimated as if no write waited for another");
}

void Flattening::channels() {
    for (const model::Channel& channel : m_project.channels) {
        ChannelPart part;
        part.id = channel.id.value();
        if (channel.delivery != model::DeliveryGuarantee::AtMostOnce)
            part.deliveries = channel.redelivery.maxDeliveries;
        if (channel.delay) part.delay = momentsOf(*channel.delay);
        m_channels.add(part.id, static_cast<Index>(m_network.channels.size()));
        m_network.channels.push_back(std::move(part));
        channelRemarks(channel);
    }
    m_channels.sort();
}

void Flattening::disciplineRemarks(std::string_view id, const model::Deployment& deployment) {
    using model::QueueDiscipline;
    if (deployment.concurrency == model::Concurrency::EventLoop)
        leaveOut(id, "an event loop: estimated as if each request held a worker until it is over");
    switch (deployment.discipline) {
        case QueueDiscipline::Fifo:
            break;
        case QueueDiscipline::Lifo:
        case QueueDiscipline::AdaptiveLifo:
            remark(id, "last come, first served: the quantiles are those of first come");
            break;
        case QueueDiscipline::Priority:
        case QueueDiscipline::PreemptivePriority:
            leaveOut(id, "priorities: estimated as first come, first served, for all alike");
            break;
        case QueueDiscipline::ProcessorSharing:
            leaveOut(id, "processor sharing: estimated as first come, first served");
            break;
    }
    if (deployment.codel) leaveOut(id, "CoDel: estimated as if nobody was refused for having waited long");
}

void Flattening::channelRemarks(const model::Channel& channel) {
    const std::string_view id = channel.id.value();
    if (channel.partitioning != model::Partitioning::Shared)
        remark(id, "partitions of one consumer each: estimated as if any consumer could take any message");
    if (channel.takesPolls())
        remark(id, "a time in which members have to handle what they took: estimated as if all had enough");
    if (channel.retention) remark(id, "a retention: estimated as if no message expired");
    if (!channel.deadLetter || channel.delivery == model::DeliveryGuarantee::AtMostOnce) return;
    for (const model::Service& service : m_project.services)
        for (const model::Operation& operation : service.operations)
            if (operation.subscription && operation.subscription->channel == *channel.deadLetter)
                return leaveOut(id, "dead letters: those who handle them get none");
}

// The commit of a transaction is the last step of handling a message.
Flattening::Done Flattening::commit(const model::Operation& operation, const Owner& owner) {
    const model::Channel* source =
        operation.subscription ? m_project.channels.find(operation.subscription->channel) : nullptr;
    if (operation.behaviour.empty() || !source || source->delivery != model::DeliveryGuarantee::ExactlyOnce ||
        source->transactionTime.count() <= 0)
        return true;
    return step(model::Compute{model::Distribution::constant(source->transactionTime)}, owner);
}

void Flattening::patiences() {
    for (const model::CallPolicy& policy : m_project.policies) {
        Patience patience;
        patience.timeout = secondsOf(policy.timeout);
        patience.deadline = secondsOf(policy.deadline);
        patience.cancelsOrphans = policy.orphanWork == model::OrphanWork::Cancel;
        if (policy.retry) {
            const double jitter = policy.retry->jitter == model::Jitter::Full    ? 0.5
                                  : policy.retry->jitter == model::Jitter::Equal ? 0.75
                                                                                 : 1.0;
            patience.attempts = std::clamp(policy.retry->maxAttempts, 1, 1000);
            patience.delay = jitter * std::max(0.0, model::inSeconds(policy.retry->delay));
            patience.maxDelay = jitter * std::max(0.0, model::inSeconds(policy.retry->maxDelay));
            if (policy.retry->backoff == model::BackoffKind::Exponential)
                patience.factor = policy.retry->factor;
        }
        m_network.patiences.push_back(patience);
    }
    m_network.patiences.push_back({});  // Of calls without a policy
    namePatiences();
}

void Flattening::namePatiences() {
    Index patience = 0;
    for (const model::CallPolicy& policy : m_project.policies) {
        m_patiences.add(policy.id.value(), patience++);
        if (const auto part = partNotEstimated(policy))
            leaveOut(policy.id.value(), "its " + part->substr(1) + " is not in the estimate");
    }
    m_patiences.sort();
}

void Flattening::nameOperations() {
    Index station = 0;
    for (const model::Service& service : m_project.services) {
        for (const model::Operation& operation : service.operations) {
            Program program;
            program.id = operation.id.value();
            program.station = station;
            program.blank = operation.behaviour.empty();
            m_operations.add(program.id, static_cast<Index>(m_network.programs.size()));
            m_network.programs.push_back(program);
        }
        ++station;
    }
    m_operations.sort();
    m_network.operations = static_cast<Index>(m_network.programs.size());
}

Flattening::Done Flattening::operations() {
    nameOperations();
    const bool again = keepsNames();
    m_network.nodes.reserve(again ? m_earlier.network->nodes.size() + 64 : 12 * m_network.programs.size());
    Index at = 0;
    for (std::size_t index = 0; index < m_project.services.size(); ++index) {
        const auto& service = m_project.services.pointers()[index];
        const bool same = again && service == m_earlier.project->services.pointers()[index];
        for (const model::Operation& next : service->operations) {
            Program& program = m_network.programs[at];
            if (same)
                copy(program, m_earlier.network->programs[at]);
            else if (Done done = operation(next, program); !done)
                return done;
            if (program.leftOut != 0) stepRemarks(program);
            ++at;
        }
    }
    return true;
}

void Flattening::stepRemarks(const Program& program) {
    const auto tell = [&](LeftOut what, const char* text) {
        if (program.leftOut & static_cast<std::uint8_t>(what)) leaveOut(program.id, text);
    };
    tell(LeftOut::Unknown, "has a kind of step that the estimate does not know: estimated without it");
    tell(LeftOut::Cpu, "CPU time: estimated as if each request had a core of its own");
    tell(LeftOut::Lock, "a lock: estimated as if nobody waited for it");
    tell(LeftOut::Keys, "a cache with keys: estimated with the hit_ratio, which is not found");
    tell(LeftOut::Poison, "poison messages: estimated as if each delivery failed by a chance of its own");
    tell(LeftOut::Saga, "a saga: estimated without what undoes it");
    tell(
        LeftOut::Agreement,
        "a two-phase commit: estimated as if connections were free until the decision, and all voted for it");
}

Flattening::Done Flattening::operation(const model::Operation& operation, Program& program) {
    program.first = static_cast<Index>(m_network.nodes.size());
    program.firstEdge = m_firstEdge = static_cast<Index>(m_network.edges.size());
    m_leftOut = 0;
    const Owner owner{program.id, program.station, 0};
    if (Done done = steps(operation.behaviour, owner); !done) return done;
    program.leftOut = m_leftOut;
    if (Done done = commit(operation, owner); !done) return done;
    program.end = static_cast<Index>(m_network.nodes.size());
    program.endEdge = static_cast<Index>(m_network.edges.size());
    return true;
}

// A log (Kafka) gives each partition to one consumer of a group at a time. Consumers share the messages of a
// group by the number that they can handle.
Flattening::Done Flattening::subscriptions() {
    std::map<std::pair<Index, std::string_view>, Index> known;
    Index at = 0;
    for (const model::Service& service : m_project.services)
        for (const model::Operation& operation : service.operations) {
            const Index program = at++;
            if (!operation.subscription) continue;
            const model::Subscription& subscription = *operation.subscription;
            const Index channel = m_channels.find(subscription.channel.value());
            if (channel == nowhere)
                return model::failure(
                    model::pointerTo(m_project, operation.id),
                    "subscribes to `" + subscription.channel.value() + "`, which is not in the model");
            const std::string_view name =
                subscription.group.empty() ? service.id.value() : subscription.group;
            const auto [group, isNew] =
                known.try_emplace({channel, name}, static_cast<Index>(m_network.groups.size()));
            if (isNew) {
                m_network.groups.push_back({channel, 0, {}});
                m_network.channels[channel].groups.push_back(group->second);
            }
            const double share = static_cast<double>(std::max(1, subscription.concurrency)) *
                                 m_network.stations[m_network.programs[program].station].replicas;
            m_firstEdge = static_cast<Index>(m_network.edges.size());
            const Owner owner{m_network.channels[channel].id, nowhere, 0};
            m_network.groups[group->second].consumers.push_back(
                {program, share, edge(owner, operation.id.value(), program, Edge::Kind::Consume)});
            m_network.groups[group->second].capacity += share;
        }
    for (Group& group : m_network.groups) {
        for (Group::Consumer& consumer : group.consumers) consumer.share /= group.capacity;
        const model::Channel& channel = m_project.channels.at(group.channel);
        if (channel.broker == model::Broker::Kafka)
            group.capacity = std::min(group.capacity, std::max(1.0, double{1} * channel.partitions));
    }
    return true;
}

void Flattening::faults() {
    if (!m_scenario.faults) return;
    const model::FaultPlan* plan = m_project.faultPlans.find(*m_scenario.faults);
    if (!plan) return leaveOutFault(m_scenario.faults->value(), "the fault plan is not in the model");
    for (const model::Fault& next : plan->faults) fault(next);
}

// Of those that change what a replica does; all when 0.
static std::int32_t hitReplicas(const model::FaultEffect& effect) {
    if (const auto* slow = std::get_if<model::SlowFault>(&effect)) return slow->replicas;
    if (const auto* error = std::get_if<model::ErrorFault>(&effect)) return error->replicas;
    return 0;
}

// Only what lasts through the whole run is part of a steady state.
void Flattening::fault(const model::Fault& fault) {
    const auto* service = std::get_if<model::ServiceId>(&fault.target);
    const std::string target = std::visit([](const auto& id) { return id.value(); }, fault.target);
    if (std::holds_alternative<model::ZoneId>(fault.target))
        return leaveOutFault(target, "the loss of a zone, or of its network: estimated without it");
    if (std::holds_alternative<model::ChannelId>(fault.target))
        return leaveOutFault(target, "a broker that is away: estimated without it");
    if (!service && !std::holds_alternative<model::DataStoreId>(fault.target))
        return leaveOutFault(target, "a fault of what services run on: estimated without it");
    const auto& known = service ? m_services : m_stores;
    const Index found = known.find(target);
    if (found == nowhere) return leaveOutFault(target, "the target of a fault is not in the model");
    if (fault.chance || fault.ramp)
        return leaveOutFault(target, "a fault that grows, or comes by chance: estimated without it");
    if (fault.start.count() > 0 || (fault.length && *fault.length < m_scenario.length))
        return leaveOutFault(target, "a fault that begins or ends during the run: estimated without it");
    Station& station = m_network.stations[found];
    const std::int32_t hit = hitReplicas(fault.effect);
    if (!service && hit > 0)
        return leaveOutFault(target, "a fault of some of its servers: estimated without it");
    if (hit > 0 && hit < station.replicas)
        return leaveOutFault(target, "a fault of some of its replicas: estimated without it");
    if (const auto* slow = std::get_if<model::SlowFault>(&fault.effect)) {
        station.slowFactor *= std::max(0.0, slow->factor);
        station.slowExtra += std::max(0.0, model::inSeconds(slow->extra));
    } else if (const auto* error = std::get_if<model::ErrorFault>(&fault.effect)) {
        station.errorRate = std::clamp(error->rate, 0.0, 1.0);
        if (error->time.count() > 0)
            remark(target, "failures that take a time: estimated as failing at once");
    } else if (const auto* kill = std::get_if<model::KillFault>(&fault.effect)) {
        const bool all = station.store || kill->replicas <= 0 || kill->replicas >= station.replicas;
        if (all)
            station.down = true;
        else
            station.replicas -= kill->replicas;
    } else {
        leaveOutFault(target, "a kind of fault that the estimate does not know");
    }
}

// The figures are those of a run without it, of which no objective speaks.
void Flattening::leaveOutFault(const std::string& target, std::string text) {
    remark(target, std::move(text));
    m_network.unjudged =
        "not judged: the scenario has a fault that is not in the estimate, at `" + target + "`";
}

model::Result<Network> flatten(const model::Project& project, const model::ScenarioId& scenario,
                               LoadLevel level, const EarlierVersion& earlier) {
    const model::Scenario* found = project.scenarios.find(scenario);
    if (!found)
        return model::failure("/scenarios", "there is no scenario `" + scenario.value() + "` in the model");
    return Flattening(project, *found, level, earlier).make();
}

}  // namespace simulator::estimating
