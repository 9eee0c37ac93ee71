#include "simulator/experiment/trials.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "simulator/engine/memory_need.h"

namespace simulator {

namespace {

using TaskClock = std::chrono::steady_clock;
constexpr auto timeBetweenLooks = std::chrono::milliseconds(100);

/// How a task ended that did not end well.
struct TaskFailure {
    std::optional<model::Error> error;
    std::exception_ptr thrown;
};

/// Tasks shared out to threads in their order.
class TaskPool {
public:
    TaskPool(std::size_t count, const Task& task, const ExperimentOptions& options)
        : m_task(task),
          m_options(options),
          m_shares(count),
          m_events(count),
          m_failures(count),
          m_firstFailure(count),
          m_threads(tasksAtOnce(count, options)) {}

    model::Result<bool> result() {
        share();
        const std::size_t first = m_firstFailure;
        if (first == m_shares.size()) return m_whole.load();
        if (m_failures[first].thrown) std::rethrow_exception(m_failures[first].thrown);
        return tl::unexpected(*m_failures[first].error);
    }

private:
    void share() {
        const TaskClock::time_point start = TaskClock::now();
        m_running = static_cast<std::size_t>(m_threads);
        std::vector<std::jthread> workers;
        for (std::size_t at = 0, count = m_running; at < count; ++at)
            workers.emplace_back([this] { work(); });
        std::unique_lock lock(m_mutex);
        while (!m_changed.wait_for(lock, timeBetweenLooks, [this] { return m_running == 0; })) {
            if (!m_options.progress) continue;
            lock.unlock();
            m_options.progress(progress(std::chrono::duration<double>(TaskClock::now() - start).count()));
            lock.lock();
        }
    }

    // Tasks before one that failed are done all the same: the first failure must not depend on the threads.
    void work() {
        for (;;) {
            const std::size_t next = m_next++;
            if (next >= m_shares.size() || next > m_firstFailure) break;
            if (m_options.stop.stop_requested())
                m_whole = false;
            else
                attempt(next);
        }
        const std::lock_guard lock(m_mutex);
        --m_running;
        m_changed.notify_all();
    }

    void attempt(std::size_t at) {
        try {
            const auto progress = [this, at](const Progress& reached) {
                m_shares[at] = reached.share;
                m_events[at] = reached.events;
            };
            const model::Result<bool> done = m_task({at, m_options.stop, progress, m_threads});
            if (!done)
                fail(at, {done.error(), {}});
            else if (!*done)
                m_whole = false;
        } catch (...) {
            fail(at, {{}, std::current_exception()});
        }
        m_shares[at] = 1;
    }

    void fail(std::size_t at, TaskFailure failure) {
        const std::lock_guard lock(m_mutex);
        m_failures[at] = std::move(failure);
        m_firstFailure = std::min(m_firstFailure.load(), at);
    }

    Progress progress(double wall) const {
        Progress progress;
        for (const auto& share : m_shares) progress.share += share.load();
        for (const auto& events : m_events) progress.events += events.load();
        progress.share /= static_cast<double>(std::max<std::size_t>(1, m_shares.size()));
        progress.wallSeconds = wall;
        progress.secondsLeft = progress.share > 0 ? wall * (1 - progress.share) / progress.share : 0;
        return progress;
    }

    const Task& m_task;
    const ExperimentOptions& m_options;
    std::vector<std::atomic<double>> m_shares;  ///< Done of each task
    std::vector<std::atomic<std::uint64_t>> m_events;
    std::vector<TaskFailure> m_failures;
    std::atomic<std::size_t> m_firstFailure;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_whole = true;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_threads;
    std::size_t m_running = 0;
};

}  // namespace

int tasksAtOnce(std::size_t count, const ExperimentOptions& options) {
    const int machine = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int wanted = std::clamp(options.threads > 0 ? options.threads : machine, 1, options.mostThreads);
    return static_cast<int>(std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(wanted)));
}

model::Result<bool> doTasks(std::size_t count, const Task& task, const ExperimentOptions& options) {
    return TaskPool(count, task, options).result();
}

model::Result<RunResult> runTrial(const Trial& trial, const TaskPlace& place) {
    RunOptions options = trial.options;
    options.threads = 1;
    const auto named = [&](const model::Error& error) {
        return model::failure(error.place,
                              error.message + (trial.name.empty() ? "" : " (" + trial.name + ")"));
    };
    const auto plan = compile(trial.project, trial.scenario, options);
    if (!plan) return named(plan.error());
    if (!options.mostMemoryMb)
        if (const auto fits = checkMemoryTogether(memoryNeed(**plan, options), place.atOnce); !fits)
            return named(fits.error());
    return run(**plan, options, place.stop, place.progress);
}

}  // namespace simulator
