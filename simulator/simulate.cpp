#include "simulator/simulate.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "simulator/engine/simulation.h"
#include "simulator/metrics/outcome.h"
#include "simulator/metrics/precision.h"
#include "simulator/trace/naming.h"

namespace simulator {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t eventsBetweenLooks = 4096;
constexpr auto timeBetweenReports = std::chrono::milliseconds(100);

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpuSecondsOfThread() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peakRssMb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Some replications of a run, shared out to threads. They share nothing but the plan.
class Replications {
public:
    Replications(const Plan& plan, const Grid& grid, const std::optional<TraceOptions>& traces,
                 std::size_t first, int count, std::stop_token stop)
        : m_plan(plan),
          m_grid(grid),
          m_traceOptions(traces),
          m_first(first),
          m_stop(std::move(stop)),
          m_recordings(static_cast<std::size_t>(count)),
          m_times(static_cast<std::size_t>(count)),
          m_events(static_cast<std::size_t>(count)) {}

    /// Throws what a replication has thrown, std::bad_alloc.
    void run(int threads, const ProgressReport& report) {
        share(threads, report);
        if (m_failure) std::rethrow_exception(m_failure);
    }

    std::vector<Recording>& recordings() { return m_recordings; }
    TraceSample& traces() { return m_traces; }
    double cpuSeconds() const { return m_cpuSeconds; }

private:
    void share(int threads, const ProgressReport& report) {
        const Clock::time_point start = Clock::now();
        m_running = threads;
        std::vector<std::jthread> workers;
        for (int at = 0; at < threads; ++at) workers.emplace_back([this] { work(); });
        std::unique_lock lock(m_mutex);
        while (!m_changed.wait_for(lock, timeBetweenReports, [this] { return m_running == 0; })) {
            if (!report) continue;
            lock.unlock();
            report(progress(secondsSince(start)));
            lock.lock();
        }
    }

    void work() {
        std::exception_ptr failure;
        try {
            replicateInTurn();
        } catch (...) {
            failure = std::current_exception();
        }
        const std::lock_guard lock(m_mutex);
        if (failure) m_failure = failure;
        m_cpuSeconds += cpuSecondsOfThread();
        --m_running;
        m_changed.notify_all();
    }

    void replicateInTurn() {
        while (!m_stop.stop_requested()) {
            const std::size_t next = m_next++;
            if (next >= m_recordings.size()) break;
            replicate(next);
        }
    }

    void replicate(std::size_t at) {
        Simulation simulation(m_plan, m_grid, m_plan.seed, static_cast<std::uint32_t>(m_first + at),
                              m_traceOptions);
        bool stopped = false;
        while (simulation.advance(eventsBetweenLooks)) {
            m_times[at].store(simulation.now(), std::memory_order_relaxed);
            m_events[at].store(simulation.events(), std::memory_order_relaxed);
            if ((stopped = m_stop.stop_requested())) break;
        }
        m_times[at].store(m_plan.length, std::memory_order_relaxed);
        m_events[at].store(simulation.events(), std::memory_order_relaxed);
        m_recordings[at] = simulation.finish(stopped);
        if (m_traceOptions) keep(simulation.takeTraces());
    }

    // At once, so that no more than what is kept is in memory; the order does not matter.
    void keep(TraceSample sample) {
        const std::lock_guard lock(m_mutex);
        m_traces.join(std::move(sample), *m_traceOptions);
    }

    Progress progress(double wall) const {
        Progress progress;
        double time = 0;
        for (const auto& reached : m_times)
            time += static_cast<double>(reached.load(std::memory_order_relaxed));
        for (const auto& events : m_events) progress.events += events.load(std::memory_order_relaxed);
        progress.share = time / static_cast<double>(m_plan.length) / static_cast<double>(m_times.size());
        progress.wallSeconds = wall;
        progress.secondsLeft = progress.share > 0 ? wall * (1 - progress.share) / progress.share : 0;
        return progress;
    }

    const Plan& m_plan;
    const Grid& m_grid;
    const std::optional<TraceOptions>& m_traceOptions;
    std::size_t m_first;  ///< The number of the first of them
    std::stop_token m_stop;
    std::vector<Recording> m_recordings;
    std::vector<std::atomic<std::int64_t>> m_times;
    std::vector<std::atomic<std::uint64_t>> m_events;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_running = 0;
    std::exception_ptr m_failure;
    double m_cpuSeconds = 0;
    TraceSample m_traces;
};

int threadsFor(const RunOptions& options, int replications) {
    const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    return std::clamp(options.threads > 0 ? options.threads : machine, 1, std::min(replications, 256));
}

/// A run: rounds of replications, one unless a precision is wanted.
class Run {
public:
    Run(const Plan& plan, const RunOptions& options, std::stop_token stop, const ProgressReport& report)
        : m_plan(planOf(plan, options)),
          m_grid(Grid::of(m_plan.length, m_plan.warmUp)),
          m_options(options),
          m_stop(std::move(stop)),
          m_report(report) {}

    RunResult result() {
        replicate(m_plan.replications);
        RunResult result = outcome(m_plan, m_grid, m_recordings);
        while (m_options.precision && m_whole) {
            const Precision reached = precisionOf(result);
            const int more = missingReplications(reached, *m_options.precision, result.replications,
                                                 m_options.mostReplications);
            if (more > 0) {
                replicate(more);
                result = outcome(m_plan, m_grid, m_recordings);
                continue;
            }
            result.intervalMethod += "; " + precisionText(reached, *m_options.precision, result.replications);
            break;
        }
        result.cancelled = result.cancelled || !m_whole;
        result.traces = named(m_plan, m_traces.traces);
        result.traceCounts = m_traces.counts;
        result.engine.cpuSeconds = m_cpuSeconds;
        result.engine.wallSeconds = secondsSince(m_start);
        result.engine.peakRssMb = peakRssMb();
        result.engine.threads = m_threads;
        return result;
    }

private:
    static Plan planOf(const Plan& plan, const RunOptions& options) {
        Plan own = plan;
        own.seed = options.seed.value_or(plan.seed);
        own.replications = std::max(1, options.replications.value_or(plan.replications));
        if (options.length && options.length->count() > 0) own.length = options.length->count();
        if (own.warmUp >= own.length) own.warmUp = 0;
        return own;
    }

    void replicate(int count) {
        Replications round(m_plan, m_grid, m_options.traces, m_recordings.size(), count, m_stop);
        const int threads = threadsFor(m_options, count);
        m_threads = std::max(m_threads, threads);
        round.run(threads, progressOf(count));
        m_cpuSeconds += round.cpuSeconds();
        if (m_options.traces) m_traces.join(std::move(round.traces()), *m_options.traces);
        for (Recording& recording : round.recordings()) {
            // Those that were not begun before a stop have nothing to tell.
            const bool begun = !recording.latency.empty();
            m_whole = m_whole && begun && !recording.cancelled;
            if (begun) m_recordings.push_back(std::move(recording));
        }
    }

    /// Of all rounds together, as far as is known how many there are.
    ProgressReport progressOf(int count) {
        if (!m_report) return {};
        return [this, count](const Progress& of) {
            const auto before = static_cast<double>(m_recordings.size());
            Progress progress = of;
            progress.share = (before + of.share * count) / (before + count);
            progress.wallSeconds = secondsSince(m_start);
            for (const Recording& recording : m_recordings) progress.events += recording.events;
            m_report(progress);
        };
    }

    Plan m_plan;
    Grid m_grid;
    RunOptions m_options;
    std::stop_token m_stop;
    const ProgressReport& m_report;
    Clock::time_point m_start = Clock::now();
    std::vector<Recording> m_recordings;
    TraceSample m_traces;
    bool m_whole = true;
    int m_threads = 1;
    double m_cpuSeconds = 0;
};

}  // namespace

RunResult run(const Plan& plan, const RunOptions& options, std::stop_token stop,
              const ProgressReport& report) {
    return Run(plan, options, std::move(stop), report).result();
}

}  // namespace simulator
