#include "simulator/steered_run.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "simulator/engine/simulation.h"
#include "simulator/metrics/outcome.h"

namespace simulator {

namespace {

constexpr std::uint64_t eventsBetweenStops = 4096;

Grid gridOf(const Plan& plan) {
    return Grid::of(plan.length, plan.warmUp);
}

double inSeconds(std::int64_t time) {
    return static_cast<double>(time) / 1e9;
}

}  // namespace

double Snapshot::seconds() const {
    return inSeconds(m_state->now());
}

SteeredRun::SteeredRun(const std::shared_ptr<const Plan>& plan, std::uint32_t replication)
    : SteeredRun(plan, std::make_unique<Simulation>(*plan, gridOf(*plan), plan->seed, replication)) {}

SteeredRun::SteeredRun(std::shared_ptr<const Plan> plan, std::unique_ptr<Simulation> simulation)
    : m_plan(std::move(plan)),
      m_grid(std::make_unique<Grid>(gridOf(*m_plan))),
      m_simulation(std::move(simulation)),
      m_distance(std::max<std::int64_t>(1, m_plan->length / static_cast<std::int64_t>(mostSnapshots))) {
    m_snapshots.reserve(mostSnapshots + 2);
    m_snapshots.push_back(snapshot());
}

SteeredRun::SteeredRun(SteeredRun&&) noexcept = default;
SteeredRun& SteeredRun::operator=(SteeredRun&&) noexcept = default;
SteeredRun::~SteeredRun() = default;

// What is made; while memory is too short for it, snapshots go.
template <class Make>
auto SteeredRun::inMemory(Make make) const {
    for (;;) {
        try {
            return make();
        } catch (const std::bad_alloc&) {
            if (!dropSnapshots()) throw;
        }
    }
}

double SteeredRun::seconds() const {
    return inSeconds(m_simulation->now());
}

double SteeredRun::length() const {
    return inSeconds(m_plan->length);
}

bool SteeredRun::isOver() const {
    return m_simulation->isOver();
}

std::uint64_t SteeredRun::events() const {
    return m_simulation->events();
}

std::uint64_t SteeredRun::fingerprint() const {
    return m_simulation->hash();
}

// Stops at the moments of snapshots that are still missing.
bool SteeredRun::runTo(double seconds, const std::stop_token& stop) {
    const double limit = inSeconds(m_plan->length);
    const auto end = seconds >= limit ? m_plan->length
                                      : static_cast<std::int64_t>(std::llround(std::max(0.0, seconds) * 1e9));
    while (!isOver() && m_simulation->now() < end) {
        const std::int64_t next = m_snapshots.back().m_state->now() + m_distance;
        const bool keeps = m_simulation->now() < next && next <= end;
        m_simulation->wantUntil(keeps ? next : end);
        if (!advance(stop)) continue;
        if (stop.stop_requested()) return false;
        if (keeps) keepSnapshot();
    }
    return true;
}

// False where memory was too short on the way: then it is back at an earlier moment.
bool SteeredRun::advance(const std::stop_token& stop) {
    try {
        while (!stop.stop_requested() && m_simulation->advance(eventsBetweenStops)) {
        }
        if (m_simulation->limit() != Limit::Memory || !dropSnapshots()) return true;
    } catch (const std::bad_alloc&) {
        if (!dropSnapshots()) throw;
    }
    restore(latestUntil(seconds()));
    return false;
}

void SteeredRun::step(std::uint64_t events) {
    m_simulation->wantUntil(m_plan->length);
    const std::uint64_t end = m_simulation->events() + events;
    while (m_simulation->events() < end && m_simulation->advance(end - m_simulation->events())) {
    }
}

bool SteeredRun::seek(double seconds, const std::stop_token& stop) {
    if (seconds < this->seconds()) restore(latestUntil(seconds));
    return runTo(seconds, stop);
}

const Snapshot& SteeredRun::latestUntil(double seconds) const {
    const auto later =
        std::upper_bound(m_snapshots.begin() + 1, m_snapshots.end(), seconds,
                         [](double time, const Snapshot& candidate) { return time < candidate.seconds(); });
    return *std::prev(later);
}

Snapshot SteeredRun::snapshot() const {
    return Snapshot(inMemory([this] { return m_simulation->clone(); }));
}

void SteeredRun::restore(const Snapshot& snapshot) {
    const std::shared_ptr<const Simulation> state = snapshot.m_state;
    m_simulation = inMemory([&] { return state->clone(); });
}

model::Result<SteeredRun> SteeredRun::fork(std::shared_ptr<const Plan> plan) const {
    auto forked = inMemory([&] { return m_simulation->fork(*plan, gridOf(*plan)); });
    if (!forked) return tl::unexpected(forked.error());
    return SteeredRun(std::move(plan), std::move(*forked));
}

void SteeredRun::keepSnapshot() {
    while (m_simulation->now() >= m_snapshots.back().m_state->now() + m_distance) {
        try {
            return m_snapshots.push_back(Snapshot(m_simulation->clone()));
        } catch (const std::bad_alloc&) {
            if (!dropSnapshots()) m_distance *= 2;
        }
    }
}

// Every second one, but not the start. False when there is no other.
bool SteeredRun::dropSnapshots() const {
    if (m_snapshots.size() <= 1) return false;
    m_distance *= 2;
    std::size_t kept = 0;
    for (std::size_t at = 0; at < m_snapshots.size(); at += 2) m_snapshots[kept++] = m_snapshots[at];
    m_snapshots.erase(m_snapshots.begin() + static_cast<std::ptrdiff_t>(kept), m_snapshots.end());
    return true;
}

RunResult SteeredRun::result() const {
    RunResult result = inMemory([this] {
        const std::unique_ptr<Simulation> copy = m_simulation->clone();
        return outcome(*m_plan, *m_grid, {copy->finish(!isOver())});
    });
    result.cancelled = result.cancelled || !isOver();
    return result;
}

}  // namespace simulator
