#include "simulator/plan/behaviour_compiler.h"

#include <charconv>
#include <limits>

#include "model/references.h"

namespace simulator {

namespace {

constexpr std::size_t mostBranches = std::numeric_limits<std::uint16_t>::max();
constexpr std::int64_t mostRounds = 1'000'000;

std::string quoted(const std::string& id) {
    return "`" + id + "`";
}

/// That of the entity with `#` and the number behind its id.
std::uint64_t numberedKey(std::uint64_t entity, int number) {
    std::array<char, 12> text{'#'};
    const auto end = std::to_chars(text.data() + 1, text.data() + text.size(), number).ptr;
    return entityKey({text.data(), static_cast<std::size_t>(end - text.data())}, entity);
}

}  // namespace

std::string BehaviourCompiler::placeOf(const Owner& owner) const {
    const std::string id(owner.id);
    if (owner.home.empty()) return model::pointerTo(m_project, model::JourneyId(id));
    return "/services/" + std::string(owner.home) + "/operations/" + id;
}

// Most steps take one or two instructions, and one place to draw from.
void BehaviourCompiler::reserve(std::size_t steps) {
    const std::size_t some = m_plan.operations.size() + 64;
    m_plan.code.reserve(m_plan.code.size() + 2 * steps + some);
    m_plan.draws.reserve(m_plan.draws.size() + steps + some);
}

Index BehaviourCompiler::emit(Instruction instruction) {
    m_plan.code.push_back(instruction);
    return here() - 1;
}

// The key of a stream is made of the owner's id and a number among the owner's draws for that purpose, so
// that a change elsewhere in the model leaves the stream as it is.
Index BehaviourCompiler::draw(std::string_view entity, Purpose purpose,
                              const model::Distribution& distribution) {
    Streams& streams = streamsOf(entityKey(entity), purpose);
    DrawPlan plan{Sampler(), numberedKey(streams.entity, streams.count++), purpose, nullptr};
    if (distribution.kind == model::DistributionKind::Empirical) {
        plan.table = std::make_shared<const EmpiricalTable>(distribution);
        plan.sampler = Sampler(*plan.table);
    } else {
        plan.sampler = Sampler(distribution);
    }
    m_plan.draws.push_back(std::move(plan));
    return static_cast<Index>(m_plan.draws.size() - 1);
}

// Entities with the same key have the same streams, so that they number them together.
BehaviourCompiler::Streams& BehaviourCompiler::streamsOf(std::uint64_t entity, Purpose purpose) {
    const auto isSame = [&](Index at) {
        return m_streams[at].entity == entity && m_streams[at].purpose == purpose;
    };
    const auto hash = static_cast<std::size_t>(entity + static_cast<std::uint64_t>(purpose));
    const Index known = m_streamPlaces.find(hash, isSame);
    if (known != none) return m_streams[known];
    m_streamPlaces.add(hash, static_cast<Index>(m_streams.size()));
    m_streams.push_back({entity, purpose, 0});
    return m_streams.back();
}

Index BehaviourCompiler::edge(std::string_view caller, std::string_view callee, std::string_view kind) {
    const auto isSame = [&](Index at) {
        const EdgePlan& edge = m_plan.edges[at];
        return edge.caller == caller && edge.callee == callee && edge.kind == kind;
    };
    const std::hash<std::string_view> hashOf;
    const std::size_t hash = hashOf(callee) + 3 * hashOf(caller);
    const Index known = m_edgePlaces.find(hash, isSame);
    if (known != none) return known;
    const auto place = static_cast<Index>(m_plan.edges.size());
    m_edgePlaces.add(hash, place);
    m_plan.edges.push_back({std::string(caller), std::string(callee), kind});
    return place;
}

model::Result<Index> BehaviourCompiler::operation(const model::Service& service,
                                                  const model::Operation& operation) {
    const Index entry = here();
    Owner owner{operation.id.value(), service.id.value(), m_entities.services.at(service.id), 0};
    const model::Channel* source =
        operation.subscription ? m_project.channels.find(operation.subscription->channel) : nullptr;
    owner.transactional = source && source->delivery == model::DeliveryGuarantee::ExactlyOnce;
    const bool passes = m_plan.services[owner.service].hasSidecar;
    const auto pass = [this](Passing passing) {
        emit({Code::Pass, static_cast<std::uint16_t>(passing), none});
    };
    if (passes) pass(Passing::RequestIn);
    if (const Done done = steps(operation.behaviour, owner); !done) return tl::unexpected(done.error());
    if (owner.transactional && source->transactionTime.count() > 0)
        compute(model::Distribution::constant(source->transactionTime), Purpose::Service, model::Work::Delay,
                owner);
    if (passes) pass(Passing::AnswerOut);
    emit({Code::Return});
    return entry;
}

model::Result<Index> BehaviourCompiler::journey(const model::Journey& journey, bool closed) {
    const Index entry = here();
    const Owner owner{journey.id.value(), {}, none, 0};
    for (std::size_t at = 0; at < journey.steps.size(); ++at) {
        const model::JourneyStep& request = journey.steps[at];
        const bool last = at + 1 == journey.steps.size();
        const Index skip =
            request.probability < 1 ? chance(request.probability, owner, Purpose::Choice) : none;
        if (const Done done = call(request.operation, request.policy, owner); !done)
            return tl::unexpected(done.error());
        if (request.think && !last) emit({Code::Think, 0, draw(owner.id, Purpose::Think, *request.think)});
        if (skip != none) m_plan.code[skip].c = here();
    }
    emit({Code::EndJourney, closed});
    if (!closed) return entry;
    if (!journey.steps.empty() && journey.steps.back().think)
        emit({Code::Think, 0, draw(owner.id, Purpose::Think, *journey.steps.back().think)});
    emit({Code::NextJourney});
    return entry;
}

BehaviourCompiler::Done BehaviourCompiler::steps(const model::Behaviour& behaviour, Owner owner) {
    if (++owner.depth > model::maxBehaviourDepth)
        return model::failure(placeOf(owner), "steps are nested deeper than " +
                                                  std::to_string(model::maxBehaviourDepth) + " levels");
    for (const model::Step& next : behaviour) {
        Done done = std::visit([&](const auto& action) { return step(action, owner); }, next.action);
        if (!done) return done;
    }
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Compute& compute, const Owner& owner) {
    this->compute(compute.time, Purpose::Service, compute.work, owner);
    return true;
}

// What shares the CPU limit needs a processor for it; a service whose workers are its processor has one.
void BehaviourCompiler::compute(const model::Distribution& time, Purpose purpose, model::Work work,
                                const Owner& owner) {
    ServicePlan& service = m_plan.services[owner.service];
    const bool there = service.computesThere || work == model::Work::Cpu;
    if (there && service.processor == ProcessorKind::None) service.processor = ProcessorKind::Shared;
    emit({there ? Code::Execute : Code::Compute, 0, draw(owner.id, purpose, time)});
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Call& made, const Owner& owner) {
    return call(made.operation, made.policy, owner);
}

BehaviourCompiler::Done BehaviourCompiler::call(const model::OperationId& operation,
                                                const std::optional<model::CallPolicyId>& policy,
                                                const Owner& owner) {
    const Index callee = m_entities.operations.find(operation);
    if (callee == none)
        return model::failure(placeOf(owner),
                              "calls " + quoted(operation.value()) + ", which is not in the model");
    CallPlan site{callee, m_entities.noPolicy, edge(owner.id, operation.value(), "call")};
    site.caller = owner.service;
    if (policy) site.policy = m_entities.policies.find(*policy);
    if (site.policy == none)
        return model::failure(placeOf(owner),
                              "uses the policy " + quoted(policy->value()) + ", which is not in the model");
    if (m_project.network.latency && m_plan.operations[callee].service != owner.service)
        site.network = draw(owner.id, Purpose::Network, *m_project.network.latency);
    site.guard = guardOf(site.policy, m_plan.operations[callee].service, owner);
    if (m_plan.policies[site.policy].jitter != 0) site.backoff = draw(owner.id, Purpose::Backoff);
    m_plan.calls.push_back(site);
    const auto at = static_cast<Index>(m_plan.calls.size() - 1);
    const bool passes = owner.service != none && m_plan.services[owner.service].hasSidecar &&
                        m_plan.operations[callee].service != owner.service;
    if (passes) emit({Code::Pass, static_cast<std::uint16_t>(Passing::RequestOut), at});
    emit({Code::Call, 0, at});
    if (passes) emit({Code::Pass, static_cast<std::uint16_t>(Passing::AnswerIn), at});
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Parallel& parallel, const Owner& owner) {
    const std::size_t count = parallel.branches.size();
    if (count == 0) return true;
    if (count > mostBranches)
        return model::failure(placeOf(owner), std::to_string(count) + " parallel branches, at most " +
                                                  std::to_string(mostBranches) + " can be simulated");
    std::int64_t needed = static_cast<std::int64_t>(count);
    if (parallel.join == model::Join::Any) needed = 1;
    if (parallel.join == model::Join::Quorum) needed = parallel.quorum;
    if (needed < 1 || needed > static_cast<std::int64_t>(count))
        return model::failure(placeOf(owner), "a quorum of " + std::to_string(needed) + " of " +
                                                  std::to_string(count) + " branches can never be reached");
    const auto first = static_cast<Index>(m_plan.targets.size());
    m_plan.targets.resize(first + count);
    const Index fork =
        emit({Code::Fork, static_cast<std::uint16_t>(count), first, static_cast<Index>(needed)});
    for (std::size_t at = 0; at < count; ++at) {
        m_plan.targets[first + at] = here();
        if (Done done = steps(parallel.branches[at], owner); !done) return done;
        emit({Code::EndBranch});
    }
    m_plan.code[fork].c = here();
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Branch& branch, const Owner& owner) {
    const std::size_t count = branch.alternatives.size();
    if (count == 0) return true;
    if (count > mostBranches)
        return model::failure(placeOf(owner), std::to_string(count) + " alternatives, at most " +
                                                  std::to_string(mostBranches) + " can be simulated");
    const auto first = static_cast<Index>(m_plan.alternatives.size());
    m_plan.alternatives.resize(first + count);
    const Index choose =
        emit({Code::Choose, static_cast<std::uint16_t>(count), first, draw(owner.id, Purpose::Choice)});
    std::vector<Index> jumps;
    double cumulative = 0;
    for (std::size_t at = 0; at < count; ++at) {
        cumulative += branch.alternatives[at].probability;
        // A sum that is 1 but for rounding leaves no way out.
        const double upTo = cumulative > 1 - 1e-9 ? 1 : cumulative;
        m_plan.alternatives[first + at] = {upTo, here()};
        if (Done done = steps(branch.alternatives[at].steps, owner); !done) return done;
        jumps.push_back(emit({Code::Jump}));
    }
    for (const Index jump : jumps) m_plan.code[jump].a = here();
    m_plan.code[choose].c = here();
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Publish& publish, const Owner& owner) {
    const Index channel = m_entities.channels.find(publish.channel);
    if (channel == none)
        return model::failure(placeOf(owner), "publishes to " + quoted(publish.channel.value()) +
                                                  ", which is not in the model");
    emit({Code::Publish, static_cast<std::uint16_t>(owner.transactional), channel,
          edge(owner.id, publish.channel.value(), "publish")});
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::StoreQuery& made, const Owner& owner) {
    const model::DataStore* store = m_project.stores.find(made.store);
    if (!store)
        return model::failure(placeOf(owner),
                              "queries " + quoted(made.store.value()) + ", which is not in the model");
    const model::Distribution& own =
        made.access == model::StoreAccess::Read ? store->readTime : store->writeTime;
    const bool stale = made.access == model::StoreAccess::Read && store->projection;
    const bool writes = made.access == model::StoreAccess::Write;
    const std::uint16_t kind = stale ? readsProjection : writes ? changesStore : std::uint16_t{0};
    return query(*store, made.time.value_or(own), kind, owner);
}

BehaviourCompiler::Done BehaviourCompiler::query(const model::DataStore& store,
                                                 const model::Distribution& time, std::uint16_t kind,
                                                 const Owner& owner) {
    const Index drawn = draw(owner.id, Purpose::Query, time);
    emit({Code::Query, kind, m_entities.stores.at(store.id), drawn,
          edge(owner.id, store.id.value(), "query")});
    return true;
}

// A look-up that fails is a miss: the chance of a hit is skipped.
BehaviourCompiler::Done BehaviourCompiler::step(const model::CacheLookup& lookup, const Owner& owner) {
    if (lookup.store) {
        const model::DataStore* store = m_project.stores.find(*lookup.store);
        if (!store)
            return model::failure(
                placeOf(owner), "looks in " + quoted(lookup.store->value()) + ", which is not in the model");
        const auto kind =
            static_cast<std::uint16_t>(failureSkips | (store->projection ? readsProjection : 0));
        if (Done done = query(*store, lookup.time.value_or(store->readTime), kind, owner); !done) return done;
    } else if (lookup.time) {
        compute(*lookup.time, Purpose::Cache, model::Work::Delay, owner);
    }
    if (lookup.keys) return lookUpKey(lookup, owner);
    const Index miss = chance(1 - lookup.hitRatio, owner, Purpose::Cache);
    if (Done done = steps(lookup.onMiss, owner); !done) return done;
    m_plan.code[miss].c = here();
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Loop& loop, Owner owner) {
    if (loop.times < 1)
        return model::failure(placeOf(owner),
                              "a loop of " + std::to_string(loop.times) + " times, should be at least 1");
    owner.rounds *= loop.times;
    if (owner.rounds > mostRounds)
        return model::failure(placeOf(owner), "loops in loops make " + std::to_string(owner.rounds) +
                                                  " rounds, at most " + std::to_string(mostRounds) +
                                                  " can be simulated");
    const Index repeat = emit({Code::Repeat, 0, here() + 1, static_cast<Index>(loop.times)});
    if (Done done = steps(loop.steps, owner); !done) return done;
    emit({Code::EndRound, 0, repeat + 1});
    m_plan.code[repeat].c = here();
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Fallback& fallback, const Owner& owner) {
    const Index attempt = emit({Code::Try, 0, here() + 1});
    if (Done done = steps(fallback.steps, owner); !done) return done;
    emit({Code::EndBranch});
    m_plan.code[attempt].b = here();
    if (Done done = steps(fallback.onFailure, owner); !done) return done;
    m_plan.code[attempt].c = here();
    return true;
}

BehaviourCompiler::Done BehaviourCompiler::step(const model::Fail& failure, const Owner& owner) {
    const Index skip = failure.probability < 1 ? chance(failure.probability, owner, Purpose::Choice) : none;
    if (skip != none && failure.poison) m_plan.code[skip].count = 1;
    emit({Code::Fail, 0, static_cast<Index>(Cause::Bug)});
    if (skip != none) m_plan.code[skip].c = here();
    return true;
}

Index BehaviourCompiler::chance(double probability, const Owner& owner, Purpose purpose) {
    m_plan.probabilities.push_back(probability);
    const auto at = static_cast<Index>(m_plan.probabilities.size() - 1);
    return emit({Code::Chance, 0, at, draw(owner.id, purpose)});
}

}  // namespace simulator
