#include "simulator/simulate.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "simulator/engine/simulation.h"
#include "simulator/metrics/outcome.h"

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

/// All replications of a run, shared out to threads. They share nothing but the plan.
class Replications {
public:
    Replications(const Plan& plan, const Grid& grid, std::uint64_t seed, int count, std::stop_token stop)
        : m_plan(plan),
          m_grid(grid),
          m_seed(seed),
          m_stop(std::move(stop)),
          m_recordings(static_cast<std::size_t>(count)),
          m_times(static_cast<std::size_t>(count)),
          m_events(static_cast<std::size_t>(count)) {}

    void run(int threads, const ProgressReport& report) {
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

    std::vector<Recording>& recordings() { return m_recordings; }
    double cpuSeconds() const { return m_cpuSeconds; }

private:
    void work() {
        while (!m_stop.stop_requested()) {
            const std::size_t next = m_next++;
            if (next >= m_recordings.size()) break;
            replicate(next);
        }
        const std::lock_guard lock(m_mutex);
        m_cpuSeconds += cpuSecondsOfThread();
        --m_running;
        m_changed.notify_all();
    }

    void replicate(std::size_t at) {
        Simulation simulation(m_plan, m_grid, m_seed, static_cast<std::uint32_t>(at));
        bool stopped = false;
        while (simulation.advance(eventsBetweenLooks)) {
            m_times[at].store(simulation.now(), std::memory_order_relaxed);
            m_events[at].store(simulation.events(), std::memory_order_relaxed);
            if ((stopped = m_stop.stop_requested())) break;
        }
        m_times[at].store(m_plan.length, std::memory_order_relaxed);
        m_events[at].store(simulation.events(), std::memory_order_relaxed);
        m_recordings[at] = simulation.finish(stopped);
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
    std::uint64_t m_seed;
    std::stop_token m_stop;
    std::vector<Recording> m_recordings;
    std::vector<std::atomic<std::int64_t>> m_times;
    std::vector<std::atomic<std::uint64_t>> m_events;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_running = 0;
    double m_cpuSeconds = 0;
};

// Replications that were not begun before a stop have nothing to tell.
void dropUnbegun(std::vector<Recording>& recordings) {
    std::erase_if(recordings, [](const Recording& recording) { return recording.latency.empty(); });
}

int threadsFor(const RunOptions& options, int replications) {
    const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    return std::clamp(options.threads > 0 ? options.threads : machine, 1, std::min(replications, 256));
}

}  // namespace

RunResult run(const Plan& plan, const RunOptions& options, std::stop_token stop,
              const ProgressReport& report) {
    const Clock::time_point start = Clock::now();
    Plan own = plan;
    own.seed = options.seed.value_or(plan.seed);
    own.replications = std::max(1, options.replications.value_or(plan.replications));
    if (options.length && options.length->count() > 0) own.length = options.length->count();
    if (own.warmUp >= own.length) own.warmUp = 0;
    const Grid grid = Grid::of(own.length, own.warmUp);

    Replications replications(own, grid, own.seed, own.replications, stop);
    const int threads = threadsFor(options, own.replications);
    replications.run(threads, report);
    std::vector<Recording>& recordings = replications.recordings();
    const bool whole = std::none_of(recordings.begin(), recordings.end(), [](const Recording& recording) {
        return recording.cancelled || recording.latency.empty();
    });
    dropUnbegun(recordings);

    RunResult result = outcome(own, grid, recordings);
    result.cancelled = result.cancelled || !whole;
    result.engine.cpuSeconds = replications.cpuSeconds();
    result.engine.wallSeconds = secondsSince(start);
    result.engine.peakRssMb = peakRssMb();
    result.engine.threads = threads;
    return result;
}

}  // namespace simulator
