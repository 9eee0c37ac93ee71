#include "simulator/steered_run.h"

#include <algorithm>
#include <cmath>

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

SteeredRun::SteeredRun(std::shared_ptr<const Plan> plan, std::uint32_t replication)
    : SteeredRun(plan, std::make_unique<Simulation>(*plan, gridOf(*plan), plan->seed, replication)) {}

SteeredRun::SteeredRun(std::shared_ptr<const Plan> plan, std::unique_ptr<Simulation> simulation)
    : m_plan(std::move(plan)),
      m_grid(std::make_unique<Grid>(gridOf(*m_plan))),
      m_simulation(std::move(simulation)),
      m_distance(std::max<std::int64_t>(1, m_plan->length / static_cast<std::int64_t>(mostSnapshots))) {
    m_snapshots.push_back(snapshot());
}

SteeredRun::SteeredRun(SteeredRun&&) noexcept = default;
SteeredRun& SteeredRun::operator=(SteeredRun&&) noexcept = default;
SteeredRun::~SteeredRun() = default;

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
bool SteeredRun::runTo(double seconds, std::stop_token stop) {
    const double limit = inSeconds(m_plan->length);
    const auto end = seconds >= limit ? m_plan->length
                                      : static_cast<std::int64_t>(std::llround(std::max(0.0, seconds) * 1e9));
    while (!isOver() && m_simulation->now() < end) {
        const std::int64_t next = m_snapshots.back().m_state->now() + m_distance;
        const bool keeps = m_simulation->now() < next && next <= end;
        m_simulation->wantUntil(keeps ? next : end);
        while (!stop.stop_requested() && m_simulation->advance(eventsBetweenStops)) {
        }
        if (stop.stop_requested()) return false;
        if (keeps) keepSnapshot();
    }
    return true;
}

void SteeredRun::step(std::uint64_t events) {
    m_simulation->wantUntil(m_plan->length);
    const std::uint64_t end = m_simulation->events() + events;
    while (m_simulation->events() < end && m_simulation->advance(end - m_simulation->events())) {
    }
}

bool SteeredRun::seek(double seconds, std::stop_token stop) {
    if (seconds < this->seconds()) {
        const auto later = std::upper_bound(
            m_snapshots.begin() + 1, m_snapshots.end(), seconds,
            [](double time, const Snapshot& candidate) { return time < candidate.seconds(); });
        restore(*std::prev(later));
    }
    return runTo(seconds, stop);
}

Snapshot SteeredRun::snapshot() const {
    return Snapshot(m_simulation->clone());
}

void SteeredRun::restore(const Snapshot& snapshot) {
    m_simulation = snapshot.m_state->clone();
}

model::Result<SteeredRun> SteeredRun::fork(std::shared_ptr<const Plan> plan) const {
    auto forked = m_simulation->fork(*plan, gridOf(*plan));
    if (!forked) return tl::unexpected(forked.error());
    return SteeredRun(std::move(plan), std::move(*forked));
}

void SteeredRun::keepSnapshot() {
    m_snapshots.push_back(snapshot());
}

RunResult SteeredRun::result() const {
    const std::unique_ptr<Simulation> copy = m_simulation->clone();
    RunResult result = outcome(*m_plan, *m_grid, {copy->finish(!isOver())});
    result.cancelled = result.cancelled || !isOver();
    return result;
}

}  // namespace simulator
