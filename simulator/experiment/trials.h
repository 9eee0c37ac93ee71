#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "simulator/simulate.h"

/// Many runs that answer one question. See experiment.md.
namespace simulator {

/// One run of an experiment: a model, one of its scenarios, and what is overruled in it.
struct Trial {
    std::string name;  ///< For messages: `orders replicas=3`; may be empty
    model::Project project;
    model::ScenarioId scenario;
    RunOptions options;  ///< `threads` does not count: each trial is run on one
};

/// How an experiment is run; nothing of it changes a result.
struct ExperimentOptions {
    int threads = 0;          ///< As many as the machine has when 0
    int mostThreads = 256;    ///< Also when more are asked for
    std::stop_token stop;     ///< When it is asked for, runs end within milliseconds
    ProgressReport progress;  ///< Over all trials, about ten times a second, from the thread that started it
};

/// What a task of a pool knows of it.
struct TaskPlace {
    std::size_t number = 0;
    std::stop_token stop;
    ProgressReport progress;  ///< To be told how far the task has come; only `share` and `events` count
    int atOnce = 1;           ///< Tasks that are done at the same time and share the machine's memory
};
using Task = std::function<model::Result<bool>(const TaskPlace&)>;

/// As many tasks of that many as are done at the same time.
int tasksAtOnce(std::size_t count, const ExperimentOptions& options);

/// Does task 0 to `count` - 1 on a few threads, each wholly on one. Fails as the first task, in their order,
/// that failed; throws what the first one threw that has thrown. Then later tasks may not have been done.
/// False when it was stopped, and some tasks were not done to their end.
model::Result<bool> doTasks(std::size_t count, const Task& task, const ExperimentOptions& options);

/// What became of trials, in their order.
template <class Reduced>
struct Trials {
    std::vector<Reduced> results;  ///< Of all; when it was cancelled of those that ended, up to the first
                                   ///< that did not
    bool cancelled = false;
};

/// The result of one trial, on the thread that called; fails as `compile` does, the trial named, and where
/// as many at a time as the place says are expected to need more memory than there is.
model::Result<RunResult> runTrial(const Trial& trial, const TaskPlace& place);

/// Runs all trials, as many at a time as there are threads, and keeps what `reduce(trial number, result)`
/// makes of each. `reduce` is called on many threads at once and should depend on nothing else: then all is
/// the same on any number of threads.
template <class Reduced, class Reduce>
model::Result<Trials<Reduced>> runTrials(const std::vector<Trial>& trials, const Reduce& reduce,
                                         const ExperimentOptions& options = {}) {
    std::vector<std::optional<Reduced>> found(trials.size());
    const auto done = doTasks(
        trials.size(),
        [&](const TaskPlace& place) -> model::Result<bool> {
            const auto result = runTrial(trials[place.number], place);
            if (!result) return tl::unexpected(result.error());
            if (result->cancelled && place.stop.stop_requested()) return false;
            found[place.number] = reduce(place.number, *result);
            return true;
        },
        options);
    if (!done) return tl::unexpected(done.error());
    Trials<Reduced> all;
    for (std::optional<Reduced>& one : found) {
        if (!one) break;
        all.results.push_back(std::move(*one));
    }
    all.cancelled = all.results.size() < trials.size();
    return all;
}

}  // namespace simulator
