#pragma once

#include <cstdint>
#include <vector>

#include "simulator/plan/plan.h"

namespace simulator {

/// Processor sharing: n jobs on c cores get the same speed, min(1, c / n) of a core each (Kleinrock:
/// Time-shared systems, a theoretical treatment, JACM 14, 1967). Knows no events: say when a job comes, ask
/// when the next one ends.
///
/// All jobs progress alike, so the clock of their progress orders their ends for good, and no job is touched
/// between its beginning and its end: O(log n) each.
class SharedProcessor {
public:
    explicit SharedProcessor(double cores = 1) : m_cores(cores) {}

    /// A job that takes so long on a core of its own [ns].
    void enter(std::int64_t now, Index job, std::int64_t work);
    /// The job that ends next; there must be one.
    Index leave(std::int64_t now);
    /// When that is, if no other comes; `never` when idle.
    std::int64_t nextEnd() const;
    void clear();
    /// Nobody makes progress until that moment; nobody comes or leaves before.
    void halt(std::int64_t now, std::int64_t until);
    /// Takes over the jobs of another one, for these cores. Whether that changes when they end.
    bool continueFrom(const SharedProcessor& before, std::int64_t now);
    /// From now on it has so many.
    void setCores(std::int64_t now, double cores);

    std::size_t jobs() const { return m_jobs.size(); }
    /// Cores in use.
    double busy() const { return std::min(m_cores, static_cast<double>(m_jobs.size())); }

private:
    struct Job {
        double end;  ///< On the clock of progress [ns]
        std::uint64_t sequence;
        Index index;
        bool operator>(const Job& other) const {
            return end != other.end ? end > other.end : sequence > other.sequence;
        }
    };
    void advance(std::int64_t now);
    double speed() const { return busy() / static_cast<double>(m_jobs.size()); }

    double m_cores;
    double m_progress = 0;  ///< What a job that was there all the time would have got [ns]
    std::int64_t m_now = 0;
    std::uint64_t m_sequence = 0;
    std::vector<Job> m_jobs;  ///< A heap: the earliest end first
};

}  // namespace simulator
