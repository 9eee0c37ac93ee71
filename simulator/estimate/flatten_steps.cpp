#include <algorithm>

#include "model/references.h"
#include "simulator/estimate/flatten.h"

namespace simulator::estimating {

namespace {

/// A time as the faults of its station leave it.
Moments slowed(const Moments& time, const Station& station) {
    if (station.slowFactor == 1 && station.slowExtra == 0) return time;
    Moments result = time.scaled(station.slowFactor);
    result.mean += station.slowExtra;
    return result;
}

}  // namespace

std::string Flattening::placeOf(const Owner& owner) const {
    const std::string id(owner.id);
    return owner.service == nowhere ? model::pointerTo(m_project, model::JourneyId(id))
                                    : model::pointerTo(m_project, model::OperationId(id));
}

Flattening::Done Flattening::missing(const Owner& owner, const std::string& verb,
                                     const std::string& id) const {
    return model::failure(placeOf(owner), verb + " `" + id + "`, which is not in the model");
}

Index Flattening::open(Node::Kind kind) {
    Node node;
    node.kind = kind;
    m_network.nodes.push_back(node);
    const auto at = static_cast<Index>(m_network.nodes.size() - 1);
    m_network.nodes[at].end = at + 1;
    return at;
}

Index Flattening::edge(const Owner& owner, std::string_view callee, Index target, Edge::Kind kind) {
    for (Index at = m_firstEdge; at < m_network.edges.size(); ++at) {
        const Edge& known = m_network.edges[at];
        if (known.target == target && known.kind == kind) return at;
    }
    m_network.edges.push_back({owner.id, callee, target, kind});
    return static_cast<Index>(m_network.edges.size() - 1);
}

Flattening::Done Flattening::steps(const model::Behaviour& behaviour, Owner owner) {
    if (++owner.depth > model::maxBehaviourDepth)
        return model::failure(placeOf(owner), "steps are nested deeper than " +
                                                  std::to_string(model::maxBehaviourDepth) + " levels");
    for (const model::Step& next : behaviour) {
        Done done = std::visit([&](const auto& action) { return step(action, owner); }, next.action);
        if (!done) return done;
    }
    return true;
}

template <class Other>
Flattening::Done Flattening::step(const Other&, const Owner&) {
    leaveOutOfSteps(LeftOut::Unknown);
    return true;
}

Flattening::Done Flattening::step(const model::Compute& compute, const Owner& owner) {
    if (compute.work == model::Work::Cpu) leaveOutOfSteps(LeftOut::Cpu);
    const Index node = open(Node::Kind::Delay);
    m_network.nodes[node].takesCpu = compute.work == model::Work::Cpu;
    m_network.nodes[node].time = slowed(momentsOf(compute.time), m_network.stations[owner.service]);
    return true;
}

Flattening::Done Flattening::step(const model::Call& made, const Owner& owner) {
    return call(made.operation, made.policy, owner);
}

Flattening::Done Flattening::call(const model::OperationId& operation,
                                  const std::optional<model::CallPolicyId>& policy, const Owner& owner) {
    const Index callee = m_operations.find(operation.value());
    if (callee == nowhere) return missing(owner, "calls", operation.value());
    const Index at = open(Node::Kind::Call);
    Node& node = m_network.nodes[at];
    node.target = callee;
    node.crossesNetwork = m_network.programs[node.target].station != owner.service;
    node.patience = static_cast<Index>(m_network.patiences.size() - 1);
    node.edge = edge(owner, operation.value(), callee, Edge::Kind::Call);
    if (!policy) return true;
    const Index found = m_patiences.find(policy->value());
    if (found == nowhere) return missing(owner, "uses the policy", policy->value());
    node.patience = found;
    return true;
}

Flattening::Done Flattening::way(const model::Behaviour& behaviour, double probability, const Owner& owner) {
    const Index way = open(Node::Kind::Way);
    m_network.nodes[way].probability = std::clamp(probability, 0.0, 1.0);
    if (Done done = steps(behaviour, owner); !done) return done;
    close(way);
    return true;
}

Flattening::Done Flattening::step(const model::Parallel& parallel, const Owner& owner) {
    const std::size_t count = parallel.branches.size();
    if (count == 0) return true;
    const Index fork = open(Node::Kind::Fork);
    std::int64_t needed = static_cast<std::int64_t>(count);
    if (parallel.join == model::Join::Any) needed = 1;
    if (parallel.join == model::Join::Quorum) needed = parallel.quorum;
    if (needed < 1 || needed > static_cast<std::int64_t>(count))
        return model::failure(placeOf(owner), "a quorum of " + std::to_string(needed) + " of " +
                                                  std::to_string(count) + " branches can never be reached");
    m_network.nodes[fork].needed = static_cast<std::uint32_t>(needed);
    for (const model::Behaviour& branch : parallel.branches)
        if (Done done = way(branch, 1, owner); !done) return done;
    close(fork);
    return true;
}

Flattening::Done Flattening::step(const model::Branch& branch, const Owner& owner) {
    const Index choice = open(Node::Kind::Choice);
    for (const model::Alternative& alternative : branch.alternatives)
        if (Done done = way(alternative.steps, alternative.probability, owner); !done) return done;
    close(choice);
    return true;
}

Flattening::Done Flattening::step(const model::Publish& publish, const Owner& owner) {
    const Index channel = m_channels.find(publish.channel.value());
    if (channel == nowhere) return missing(owner, "publishes to", publish.channel.value());
    const Index node = open(Node::Kind::Publish);
    m_network.nodes[node].target = channel;
    m_network.nodes[node].edge = edge(owner, publish.channel.value(), channel, Edge::Kind::Publish);
    return true;
}

Flattening::Done Flattening::step(const model::StoreQuery& query, const Owner& owner) {
    const Index store = m_stores.find(query.store.value());
    if (store == nowhere) return missing(owner, "queries", query.store.value());
    const model::DataStore& facts = *m_storeFacts[store - m_network.services];
    const model::Distribution& own =
        query.access == model::StoreAccess::Read ? facts.readTime : facts.writeTime;
    const Index node = open(Node::Kind::Query);
    m_network.nodes[node].target = store;
    m_network.nodes[node].time = slowed(momentsOf(query.time ? *query.time : own), m_network.stations[store]);
    m_network.nodes[node].edge = edge(owner, facts.id.value(), store, Edge::Kind::Query);
    return true;
}

Flattening::Done Flattening::step(const model::CacheLookup& lookup, const Owner& owner) {
    if (lookup.keys) leaveOutOfSteps(LeftOut::Keys);
    Index station = owner.service;
    const model::Distribution* time = lookup.time ? &*lookup.time : nullptr;
    const Index node = open(Node::Kind::Lookup);
    if (lookup.store) {
        const Index store = m_stores.find(lookup.store->value());
        if (store == nowhere) return missing(owner, "looks in", lookup.store->value());
        station = store;
        if (!time) time = &m_storeFacts[station - m_network.services]->readTime;
        m_network.nodes[node].target = station;
        m_network.nodes[node].edge = edge(owner, lookup.store->value(), store, Edge::Kind::Query);
    }
    if (time) m_network.nodes[node].time = slowed(momentsOf(*time), m_network.stations[station]);
    m_network.nodes[node].probability = std::clamp(1 - lookup.hitRatio, 0.0, 1.0);
    if (Done done = steps(lookup.onMiss, owner); !done) return done;
    close(node);
    return true;
}

Flattening::Done Flattening::step(const model::Loop& loop, const Owner& owner) {
    if (loop.times < 1)
        return model::failure(placeOf(owner),
                              "a loop of " + std::to_string(loop.times) + " times, should be at least 1");
    const Index node = open(Node::Kind::Loop);
    m_network.nodes[node].needed = static_cast<std::uint32_t>(loop.times);
    if (Done done = steps(loop.steps, owner); !done) return done;
    close(node);
    return true;
}

Flattening::Done Flattening::step(const model::Fallback& fallback, const Owner& owner) {
    const Index node = open(Node::Kind::Fallback);
    Done done = way(fallback.steps, 1, owner);
    if (done) done = way(fallback.onFailure, 1, owner);
    if (!done) return done;
    close(node);
    return true;
}

Flattening::Done Flattening::step(const model::Fail& failure, const Owner&) {
    if (failure.poison) leaveOutOfSteps(LeftOut::Poison);
    const Index node = open(Node::Kind::Fail);
    m_network.nodes[node].probability = std::clamp(failure.probability, 0.0, 1.0);
    return true;
}

Flattening::Done Flattening::step(const model::Lock& lock, const Owner& owner) {
    leaveOutOfSteps(LeftOut::Lock);
    return steps(lock.steps, owner);
}

Flattening::Done Flattening::step(const model::Saga& saga, const Owner& owner) {
    leaveOutOfSteps(LeftOut::Saga);
    for (const model::SagaStep& part : saga.parts)
        if (Done done = steps(part.steps, owner); !done) return done;
    return true;
}

// The slowest store decides when all have voted, then when all have committed.
Flattening::Done Flattening::step(const model::TwoPhaseCommit& transaction, const Owner& owner) {
    leaveOutOfSteps(LeftOut::Agreement);
    model::Parallel prepare;
    model::Parallel commit;
    for (const model::Participant& participant : transaction.participants) {
        const model::StoreQuery work{participant.store, model::StoreAccess::Write, participant.prepare};
        prepare.branches.push_back({model::Step{work, {}}});
        if (!participant.commit) continue;
        const model::StoreQuery end{participant.store, model::StoreAccess::Write, participant.commit};
        commit.branches.push_back({model::Step{end, {}}});
    }
    if (Done done = step(prepare, owner); !done) return done;
    return commit.branches.empty() ? Done(true) : step(commit, owner);
}

}  // namespace simulator::estimating
