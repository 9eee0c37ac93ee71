#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "model/project.h"
#include "model/result.h"
#include "simulator/run_result.h"

namespace simulator {

struct Plan;

/// What a scenario leaves open, or is overruled in.
struct RunOptions {
    std::optional<std::uint64_t> seed;
    std::optional<int> replications;
    std::optional<model::Duration> length;
    int threads = 0;  ///< As many as the machine has when 0; never changes a result
    /// Half-width of the 95 % intervals, relative to the figure, of every journey's mean latency and goodput
    /// and of every objective: replications are added until all are as narrow.
    std::optional<double> precision;
    int mostReplications = 1000;  ///< With a precision
    /// A plan whose run is expected to need more memory is refused [MB]; three quarters of the machine's when
    /// absent.
    std::optional<double> mostMemoryMb;
    std::optional<TraceOptions> traces;  ///< Nothing is traced when absent; never changes another result
};

/// How far a run has come; called about ten times a second from a worker thread.
struct Progress {
    double share = 0;  ///< 0 to 1, over all replications
    std::uint64_t events = 0;
    double wallSeconds = 0;
    double secondsLeft = 0;  ///< Wall time, estimated
};
using ProgressReport = std::function<void(const Progress&)>;

/// Turns the model and one of its scenarios into a plan: flat arrays of integers, which know nothing of the
/// model. Fails, naming the entity by its JSON pointer, on what cannot be simulated: an unknown scenario, a
/// model that is not whole, a cycle of synchronous calls, loops of more steps than anybody can wait for, an
/// operation without behaviour that is called, no load, more memory than the options allow.
model::Result<std::shared_ptr<const Plan>> compile(const model::Project& project,
                                                   const model::ScenarioId& scenario,
                                                   const RunOptions& options = {});

/// What a run is expected to hold in memory beside the program, and what needs most of it. Requests in flight
/// come on top: at most half a gigabyte for each thread.
struct MemoryNeed {
    double megabytes = 0;
    std::string place;  ///< JSON pointer of what needs most
    std::string most;   ///< What that is: `50000 replicas need 6.1 MB in 2 replications at a time`
};
MemoryNeed memoryNeed(const Plan& plan, const RunOptions& options = {});

/// Runs all replications on a few threads. The same plan and seed give the same result and the same event-log
/// hash on any number of threads. When a stop is asked for it ends within milliseconds, with `cancelled` set.
/// Throws std::bad_alloc when there is too little memory for what the plan states.
RunResult run(const Plan& plan, const RunOptions& options = {}, std::stop_token stop = {},
              const ProgressReport& report = {});

/// The hash of what a run depends on: the canonical facts of the model (not its layout).
std::uint64_t modelHash(const model::Project& project);

/// Part of every result: changes whenever results may change.
extern const char* const engineVersion;

}  // namespace simulator
