// Caches of a running simulation that know their keys. What a miss does is a branch; a fill, a frame of its
// own, stands for it, and goes on when those are gone who wanted the key.
#include "simulator/engine/simulation.h"

namespace simulator {

void Simulation::buildCaches() {
    m_contents.reserve(m_plan.contents);
    for (Index cache = 0; cache < m_plan.caches.size(); ++cache)
        for (std::uint32_t content = 0; content < m_plan.caches[cache].contents; ++content)
            m_contents.emplace_back(m_plan.caches[cache], cache);
}

Index Simulation::lookUp(Index index, const Instruction& instruction) {
    const CachePlan& plan = m_plan.caches[instruction.a];
    const Index replica =
        plan.service == none ? 0 : m_frames[index].replica - m_plan.services[plan.service].firstReplica;
    CacheContent& content = m_contents[plan.firstContent + replica];
    CacheCounts& counts = m_recorder.cache(instruction.a);
    const Index key = plan.keys(m_draws[plan.key].stream());
    const CacheContent::Found found = content.find(key, m_now);
    if (found == CacheContent::Found::Hit) {
        ++counts.hits;
        m_frames[index].pc = instruction.c;
        return index;
    }
    if (found == CacheContent::Found::Expired) ++counts.expired;
    const Index ticket = newFrame(Role::Fill, plan.firstContent + replica);
    m_frames[ticket].parent = index;
    m_frames[ticket].pc = key;
    if (!plan.singleFlight || content.fillOf(key) == none) {
        ++counts.misses;
        return beginFill(ticket);
    }
    ++counts.coalesced;
    KeyFill& fill = m_fills[content.fillOf(key)];
    if (m_frames[index].traced) m_tracer.enter(index, Part::Queue, m_now);
    waitWithoutTimer(index, State::AwaitingFill);
    m_frames[index].child = ticket;
    m_frames[ticket].state = State::QueuedAtFill;
    fill.waiting.pushBack(m_frames, ticket);
    counts.stampede = std::max(counts.stampede, fill.lookUps());
    return none;
}

Index Simulation::beginFill(Index ticket) {
    CacheContent& content = m_contents[m_frames[ticket].operation];
    Index& at = content.fillOf(m_frames[ticket].pc);
    if (at == none) {
        at = m_freeFill;
        if (at == none) {
            at = static_cast<Index>(m_fills.size());
            m_fills.emplace_back();
        } else {
            m_freeFill = m_fills[at].next;
        }
        m_fills[at] = {};
    }
    KeyFill& fill = m_fills[at];
    ++fill.running;
    CacheCounts& counts = m_recorder.cache(content.cache());
    ++counts.begun;
    counts.stampede = std::max(counts.stampede, fill.lookUps());
    const Index index = m_frames[ticket].parent;
    m_frames[ticket].state = State::Filling;
    awaitBranches(index, 1, 1);
    const Index branch = newBranch(index, m_code[m_frames[index].pc].b);
    m_frames[branch].ticket = ticket;
    m_frames[branch].fills = true;
    m_frames[branch].state = State::Ready;
    return branch;
}

void Simulation::endFill(Index ticket, FillEnd end) {
    const Index at = m_frames[ticket].operation;
    const Index key = m_frames[ticket].pc;
    CacheContent& content = m_contents[at];
    CacheCounts& counts = m_recorder.cache(content.cache());
    release(ticket);
    if (end != FillEnd::Filled)
        ++counts.failed;
    else if (++counts.filled; content.fill(key, m_now))
        ++counts.evictions;
    Index& place = content.fillOf(key);
    --m_fills[place].running;
    endWaiting(m_fills[place], end);
    if (m_fills[place].running > 0) return;
    m_fills[place].next = m_freeFill;
    m_freeFill = place;
    place = none;
}

// They go on as the one went that they waited for; when that one died, the next of them takes its place.
void Simulation::endWaiting(KeyFill& fill, FillEnd end) {
    while (!fill.waiting.empty()) {
        const Index ticket = fill.waiting.popFront(m_frames);
        if (m_frames[ticket].cancelled) {
            --fill.dead;
            release(ticket);
            continue;
        }
        const Index index = m_frames[ticket].parent;
        if (end == FillEnd::Died) return makeReady(beginFill(ticket), State::Ready);
        release(ticket);
        m_frames[index].child = none;
        if (m_frames[index].traced) m_tracer.enter(index, Part::Service, m_now);
        if (end == FillEnd::Filled) m_frames[index].pc = m_code[m_frames[index].pc].c;
        makeReady(index, end == FillEnd::Filled ? State::Ready : State::FillFailed);
    }
}

// Its frame dies: it is passed over when its turn comes.
void Simulation::forgetWaiting(Index ticket) {
    m_frames[ticket].cancelled = true;
    ++m_fills[m_contents[m_frames[ticket].operation].fillOf(m_frames[ticket].pc)].dead;
}

void Simulation::flushCache(Index cache) {
    const CachePlan& plan = m_plan.caches[cache];
    for (std::uint32_t at = 0; at < plan.contents; ++at) m_contents[plan.firstContent + at].clear();
}

void Simulation::flush(Index fault) {
    const FaultPlanEntry& plan = m_plan.faults[fault];
    for (const CachePlan& cache : m_plan.caches) {
        if ((plan.store ? cache.store : cache.service) != m_faults[fault].target) continue;
        for (std::uint32_t at = 0; at < cache.contents; ++at)
            m_contents[cache.firstContent + at].drop(plan.rate, m_faultDraws[fault].stream());
    }
}

void Simulation::flushCachesOf(Index store) {
    for (Index cache = 0; cache < m_plan.caches.size(); ++cache)
        if (m_plan.caches[cache].store == store) flushCache(cache);
}

void Simulation::flushCachesAt(Index service, std::uint32_t replica) {
    for (const CachePlan& cache : m_plan.caches)
        if (cache.service == service) m_contents[cache.firstContent + replica].clear();
}

}  // namespace simulator
