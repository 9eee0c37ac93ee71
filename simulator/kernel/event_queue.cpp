#include "simulator/kernel/event_queue.h"

#include <algorithm>
#include <utility>

namespace simulator {

namespace {

// A bucket of the wheel with many keys is spread rather than sorted; so is one that holds much of what is
// pending, as then much would be scheduled before its end. Buckets with few keys are sorted together.
constexpr std::uint64_t fewKeys = 64;
constexpr std::uint64_t enoughKeys = 256;
constexpr std::uint64_t manyKeys = 8192;
constexpr std::uint64_t shareOfPending = 16;

constexpr std::uint32_t fewestLeaves = 64;

}  // namespace

EventQueue::EventQueue() {
    resize(2);
}

// Timers

EventQueue::Timer EventQueue::newTimer() {
    m_timers.push_back({none, idle, always, 0, 0});
    return static_cast<Timer>(m_timers.size() - 1);
}

void EventQueue::push(IdleList& list, Timer timer) {
    m_timers[timer].owner = list.first;
    list.first = timer;
    ++list.size;
}

// One without a leaf.
void EventQueue::free(Timer timer) {
    m_timers[timer].leaf = idle;
    push(m_timers[timer].inTime == always ? m_idle : m_ghosts, timer);
}

EventQueue::Timer EventQueue::insert(std::uint32_t owner, std::uint64_t time, Priority priority) {
    if (m_idleWithLeaf.first != none && time < m_farFrom) {
        const Timer timer = pop(m_idleWithLeaf);
        m_timers[timer].owner = owner;
        replay(m_timers[timer].leaf, keyOf(timer, time, priority));
        return timer;
    }
    const Timer timer = time < m_farFrom ? timerForNear() : timerForFar(time);
    m_timers[timer].owner = owner;
    place(keyOf(timer, time, priority));
    return timer;
}

bool EventQueue::hasVacantWithoutLeaf() const {
    return m_vacant != none && !hasLeaf(m_timers[m_vacant]);
}

EventQueue::Timer EventQueue::timerForNear() {
    if (hasVacantWithoutLeaf()) return std::exchange(m_vacant, none);
    if (m_idle.first != none) return pop(m_idle);
    if (m_ghosts.first != none) return pop(m_ghosts);
    return newTimer();
}

// One whose key is in the wheel, where that is earlier; one whose key is later is the last choice.
EventQueue::Timer EventQueue::timerForFar(std::uint64_t time) {
    if (m_ghosts.first != none) {
        const std::uint64_t inTime = m_timers[m_ghosts.first].inTime;
        if (inTime <= time || inTime == always) return pop(m_ghosts);
    }
    if (hasVacantWithoutLeaf() && m_timers[m_vacant].inTime == always) return std::exchange(m_vacant, none);
    if (m_idle.first != none) return pop(m_idle);
    if (m_idleWithLeaf.first != none) {
        m_freeLeaves.push_back(m_timers[m_idleWithLeaf.first].leaf);
        return pop(m_idleWithLeaf);
    }
    return m_ghosts.first != none ? pop(m_ghosts) : newTimer();
}

void EventQueue::remove(Timer timer) {
    if (!hasLeaf(m_timers[timer])) return free(timer);
    empty(m_timers[timer].leaf);
    push(m_idleWithLeaf, timer);
}

void EventQueue::discardVacant() {
    remove(std::exchange(m_vacant, none));
}

std::int64_t EventQueue::timeOf(Timer timer) const {
    const TimerState& state = m_timers[timer];
    std::uint64_t time = state.time;
    if (hasLeaf(state)) time = m_nodes[m_leaves + std::size_t{state.leaf}].time;
    if (state.leaf == inWheel) time = state.inTime;
    return static_cast<std::int64_t>(time);
}

// One that leaves its lane is free for another timeout: most have the leaf of a timer whose event is over.
EventQueue::Timer EventQueue::moveFar(Timer timer, std::uint64_t time, Priority priority) {
    const TimerState& state = m_timers[timer];
    if (state.leaf == inLane) {
        const std::uint32_t owner = state.owner;
        free(timer);
        return schedule(owner, static_cast<std::int64_t>(time), priority);
    }
    if (hasLeaf(state)) {
        empty(state.leaf);
        m_freeLeaves.push_back(state.leaf);
    }
    place(keyOf(timer, time, priority));
    return timer;
}

// Of a timer without a leaf.
void EventQueue::place(Key key) {
    if (key.time >= m_farFrom) return placeFar(key);
    const std::uint32_t leaf = freeLeaf();
    m_timers[key.timer()].leaf = leaf;
    replay(leaf, key);
}

// A later key of the timer in the wheel is useless from now on.
void EventQueue::placeFar(Key key) {
    TimerState& state = m_timers[key.timer()];
    state.rank = key.rank;
    if (state.inTime <= key.time) {
        state.leaf = postponed;
        state.time = key.time;
        return;
    }
    const bool leavesUseless = state.inTime != always;
    state.leaf = inWheel;
    state.inTime = key.time;
    m_wheel.put(key);
    m_soonest = std::min(m_soonest, key.time);
    if (leavesUseless && m_wheel.size() > 2 * m_timers.size()) [[unlikely]]
        sweep();
}

// The winner tree

std::uint32_t EventQueue::nearEvents() const {
    return m_leaves - m_idleWithLeaf.size - static_cast<std::uint32_t>(m_freeLeaves.size());
}

// That of the vacant timer, one of no timer, or that of an idle one.
std::uint32_t EventQueue::freeLeaf() {
    const bool useVacant = m_vacant != none && hasLeaf(m_timers[m_vacant]);
    if (useVacant || (m_freeLeaves.empty() && m_idleWithLeaf.first != none)) {
        const Timer timer = useVacant ? std::exchange(m_vacant, none) : pop(m_idleWithLeaf);
        const std::uint32_t leaf = m_timers[timer].leaf;
        free(timer);
        return leaf;
    }
    if (m_freeLeaves.empty()) {
        if (m_leaves >= nearLimit && m_farFrom == always) startWheel();
        resize(2 * m_leaves);
    }
    const std::uint32_t leaf = m_freeLeaves.back();
    m_freeLeaves.pop_back();
    return leaf;
}

// Moves the events to the first leaves of a tree with that many, and plays all matches.
void EventQueue::resize(std::uint32_t leaves) {
    while (m_idleWithLeaf.first != none) free(pop(m_idleWithLeaf));
    std::vector<Key> nodes(2 * static_cast<std::size_t>(leaves));
    for (std::uint32_t leaf = 0; leaf < leaves; ++leaf) nodes[leaves + leaf] = Key::nothing(leaf);
    std::uint32_t used = 0;
    for (std::uint32_t leaf = 0; leaf < m_leaves; ++leaf) {
        const Key& key = m_nodes[m_leaves + leaf];
        if (key.isNothing()) continue;
        m_timers[key.timer()].leaf = used;
        nodes[leaves + used++] = key;
    }
    for (std::uint32_t node = leaves - 1; node >= 1; --node) {
        nodes[node] = nodes[2 * node];
        takeEarlier(nodes[node].rank, nodes[node].time, nodes[2 * node + 1]);
    }
    m_nodes = std::move(nodes);
    m_leaves = leaves;
    m_freeLeaves.clear();
    for (std::uint32_t leaf = leaves; leaf > used; --leaf) m_freeLeaves.push_back(leaf - 1);
}

// Lanes

// Nothing where all are empty. What was cancelled or moved since is dropped.
const EventQueue::Key& EventQueue::firstInLanes() {
    static constexpr Key nothing = Key::nothing(none);
    const Key* first = &nothing;
    for (TimeoutLane& lane : m_lanes) {
        while (!lane.empty() && !isLive(lane.front())) lane.pop();
        if (!lane.empty() && lane.front().isBefore(*first)) first = &lane.front();
    }
    return *first;
}

// The wheel and the run that is taken from it

const EventQueue::Key& EventQueue::firstOfAll() {
    const auto earlier = [](const Key& one, const Key& other) -> const Key& {
        return one.isBefore(other) ? one : other;
    };
    const Key& inLanes = firstInLanes();
    for (;;) {
        if (findInRun()) {
            m_soonest = std::min(m_run.front().time, inLanes.time);
            return earlier(m_run.front(), earlier(inLanes, m_nodes[1]));
        }
        const std::uint64_t horizon = m_wheel.size() > 0 ? m_wheel.horizon() : always;
        m_soonest = std::min(horizon, inLanes.isNothing() ? always : inLanes.time);
        const Key& first = earlier(inLanes, m_nodes[1]);
        if (m_wheel.size() == 0 || first.time < horizon) return first;
        refillRun();
    }
}

// Those that were taken, cancelled or moved since the run was sorted are no longer in it.
bool EventQueue::findInRun() {
    while (!m_run.empty() && m_timers[m_run.front().timer()].leaf != inRun) m_run.pop();
    return !m_run.empty();
}

void EventQueue::startWheel() {
    m_wheel.turnTo(m_nodes[1].time);
    m_farFrom = m_wheel.passed() + 1;
}

// There are few events: the tree takes all of them.
void EventQueue::stopWheel() {
    std::vector<Key>& keys = m_run.gather();
    m_wheel.takeAll(keys);
    m_farFrom = always;
    keepLive(keys);
    for (const Key& key : keys) place(key);
    keys.clear();
}

void EventQueue::refillRun() {
    const std::uint64_t events = pending();
    if (events < nearLimit / 4) return stopWheel();
    if (m_leaves > fewestLeaves && nearEvents() < m_leaves / 8) resize(m_leaves / 4);
    std::vector<Key>& keys = m_run.gather();
    const std::uint64_t share = events / shareOfPending;
    m_wheel.takeEarliest(std::clamp(share, fewKeys, manyKeys), std::clamp(share, fewKeys, enoughKeys), keys);
    m_farFrom = m_wheel.passed() + 1;
    keepLive(keys);
    m_run.sort();
}

// The states of their timers lie anywhere in memory: they are asked for some steps ahead.
void EventQueue::keepLive(std::vector<Key>& keys) {
    constexpr std::size_t ahead = 16;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < keys.size(); ++at) {
        if (at + ahead < keys.size()) __builtin_prefetch(&m_timers[keys[at + ahead].timer()], 1);
        Key key = keys[at];
        if (!bringUp(key)) continue;
        if (key.time >= m_farFrom) {
            placeFar(key);
            continue;
        }
        m_timers[key.timer()].leaf = inRun;
        m_timers[key.timer()].time = key.time;
        keys[kept++] = key;
    }
    keys.resize(kept);
}

// A key leaves the wheel and becomes what its timer stands for; false when that is nothing, or elsewhere.
bool EventQueue::bringUp(Key& key) {
    TimerState& state = m_timers[key.timer()];
    if (key.time != state.inTime || (state.leaf == inWheel && key.rank != state.rank)) return false;
    state.inTime = always;
    if (state.leaf == postponed) key = {state.rank, state.time};
    return state.leaf == inWheel || state.leaf == postponed;
}

// Afterwards there is one key for each timer that is in the wheel.
void EventQueue::sweep() {
    m_wheel.replace([this](Key key) {
        if (bringUp(key)) placeFar(key);
    });
}

}  // namespace simulator
