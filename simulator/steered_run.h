#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/result.h"
#include "simulator/run_result.h"

namespace simulator {

struct Plan;
class Simulation;
struct Grid;

/// The whole state of a run at one moment: a value, cheap to copy, never changed.
class Snapshot {
public:
    double seconds() const;  ///< Of simulated time

private:
    friend class SteeredRun;
    explicit Snapshot(std::shared_ptr<const Simulation> state) : m_state(std::move(state)) {}
    std::shared_ptr<const Simulation> m_state;
};

/// One replication that somebody steers: it runs to a moment, goes on event by event, returns to earlier
/// moments. However it is steered, the events, and so the fingerprint, are those of an uninterrupted run.
///
/// While it runs it keeps a few snapshots at even distances, at most `mostSnapshots`, so that `seek` back
/// repeats only a small part of the run. A snapshot takes the memory of what is in flight and of what was
/// recorded; when memory is short every second one goes, and the distances double. Only when none is left but
/// the start, std::bad_alloc is thrown.
class SteeredRun {
public:
    static constexpr std::size_t mostSnapshots = 32;

    explicit SteeredRun(const std::shared_ptr<const Plan>& plan, std::uint32_t replication = 0);
    SteeredRun(SteeredRun&&) noexcept;
    SteeredRun& operator=(SteeredRun&&) noexcept;
    ~SteeredRun();

    double seconds() const;  ///< Of simulated time: all events before are done
    double length() const;   ///< [s]
    bool isOver() const;
    std::uint64_t events() const;
    std::uint64_t fingerprint() const;

    /// Executes all events before that moment of simulated time [s]. False when it was stopped on the way.
    bool runTo(double seconds, const std::stop_token& stop = {});
    /// Executes that many events, or fewer at the end.
    void step(std::uint64_t events = 1);
    /// To that moment, forwards or backwards.
    bool seek(double seconds, const std::stop_token& stop = {});

    Snapshot snapshot() const;
    /// Continues from the snapshot of this run or of one with the same plan.
    void restore(const Snapshot& snapshot);

    /// A run that goes on from this moment by an edited plan, "what if from here"; it cannot return to
    /// moments before. Numbers may differ, and replicas and users be added; fails, naming the entity, where
    /// more does: see `whyNotForked`.
    model::Result<SteeredRun> fork(std::shared_ptr<const Plan> plan) const;

    /// What there is to tell so far; marked as cancelled before the end.
    RunResult result() const;

private:
    SteeredRun(std::shared_ptr<const Plan> plan, std::unique_ptr<Simulation> simulation);
    bool advance(const std::stop_token& stop);
    void keepSnapshot();
    bool dropSnapshots() const;
    template <class Make>
    auto inMemory(Make make) const;
    const Snapshot& latestUntil(double seconds) const;

    std::shared_ptr<const Plan> m_plan;
    std::unique_ptr<Grid> m_grid;
    std::unique_ptr<Simulation> m_simulation;
    mutable std::vector<Snapshot> m_snapshots;  ///< In the order of time, the start first
    mutable std::int64_t m_distance;            ///< Between two of them [ns]
};

}  // namespace simulator
