#include <fmt/format.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/run_document.h"
#include "app/cli/run_report.h"
#include "app/cli/scenario_choice.h"
#include "app/cli/table.h"
#include "app/cli/trace_report.h"
#include "app/cli/warnings.h"
#include "simulator/simulate.h"
#include "simulator/store/run_store.h"

namespace app {

namespace {

struct SimulateOptions {
    std::string file;
    std::string scenario;
    std::string store;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    std::optional<double> precision;
    std::string traces;
    std::string traceFormat;
    std::optional<std::uint64_t> traceCount;
    std::optional<double> traceShare;
    std::optional<std::uint64_t> memory;
    bool json = false;

    simulator::RunOptions runOptions() const {
        simulator::RunOptions options;
        options.seed = seed;
        if (replications) options.replications = static_cast<int>(*replications);
        options.length = duration;
        options.precision = precision;
        options.threads = static_cast<int>(threads.value_or(0));
        if (memory) options.mostMemoryMb = static_cast<double>(*memory);
        if (!traces.empty()) options.traces = traceOptions();
        return options;
    }

    simulator::TraceOptions traceOptions() const {
        simulator::TraceOptions options;
        if (traceCount) options.slowest = options.failed = options.reservoir = *traceCount;
        options.headShare = traceShare.value_or(0);
        options.mostHead = std::max<std::size_t>(options.mostHead, options.slowest);
        return options;
    }

    /// Why the options do not go together, or nothing.
    std::string contradiction() const {
        if (!traces.empty()) return {};
        if (!traceFormat.empty()) return "simulate: --trace-format needs --traces";
        if (traceCount) return "simulate: --trace-count needs --traces";
        return traceShare ? "simulate: --trace-share needs --traces" : "";
    }
};

std::string progressText(const simulator::Progress& progress) {
    return fmt::format("{:3.0f} %  {} million events  {:.0f} s left", 100 * progress.share,
                       numberText(static_cast<double>(progress.events) / 1e6), progress.secondsLeft);
}

bool anyObjectiveMissed(const simulator::RunResult& result) {
    for (const simulator::ObjectiveResult& objective : result.objectives)
        if (objective.verdict == simulator::ObjectiveResult::Verdict::Missed) return true;
    return false;
}

Outcome verdictOf(const simulator::RunResult& result, const Interruption& interruption) {
    if (!result.limitReached.empty())
        return tl::unexpected<Refusal>(
            Refusal{Exit::No, result.limitReached + ": the figures cover what was run until then"});
    if (result.cancelled)
        return interruption.refusal("interrupted: the figures cover what was run until then");
    if (!result.conservation.holds)
        return tl::unexpected<Refusal>(Refusal{
            Exit::Internal, "internal error: the run lost or invented requests; do not trust its figures"});
    using Hypothesis = simulator::SteadyStateResult::Verdict;
    const bool failed = result.steadyState.verdict == Hypothesis::Failed;
    return failed || anyObjectiveMissed(result) ? Exit::No : Exit::Done;
}

bool wasInterrupted(const simulator::RunResult& result) {
    return result.cancelled && result.limitReached.empty();
}

/// Before a run that needs much.
void tellMemory(const simulator::Plan& plan, const simulator::RunOptions& options, Console& console) {
    constexpr double worthTelling = 256;
    const simulator::MemoryNeed need = simulator::memoryNeed(plan, options);
    if (need.megabytes < worthTelling) return;
    console.message(
        fmt::format("lintel: the run is expected to need {:.0f} MB of memory; most of it: {} ({})",
                    need.megabytes, need.most, need.place));
}

/// Where results are kept; opened before the run, so that a wrong place is told at once.
class Keeping {
public:
    static tl::expected<Keeping, Refusal> at(const std::string& path) {
        Keeping keeping;
        if (path.empty()) return keeping;
        keeping.m_path = path;
        keeping.m_isNew = !QFileInfo::exists(QString::fromStdString(path));
        auto store = simulator::RunStore::open(path);
        if (!store) return badInput(store.error());
        keeping.m_store = std::move(*store);
        return keeping;
    }

    /// Keeps a finished run, and one that reached a limit. One that was interrupted leaves no trace.
    tl::expected<void, Refusal> keep(const simulator::RunResult& result, Console& console) {
        if (!m_store) return {};
        if (wasInterrupted(result)) {
            m_store.reset();
            if (m_isNew) QFile::remove(QString::fromStdString(m_path));
            return {};
        }
        const auto number = m_store->save(result);
        if (!number) return badInput(number.error());
        console.message(fmt::format("lintel: kept as run {} in {}", *number, m_path));
        return {};
    }

private:
    std::string m_path;
    bool m_isNew = false;
    std::optional<simulator::RunStore> m_store;
};

/// Before the run, so that a wrong place is told at once.
tl::expected<void, Refusal> checkPlaceOfTraces(const std::string& path) {
    const QFileInfo place(QString::fromStdString(path));
    if (path.empty()) return {};
    if (place.isDir()) return badInput({path, "found a directory, expected the path of a file"});
    if (!place.absoluteDir().exists()) return badInput({path, "the folder is not there"});
    return {};
}

/// A run that was interrupted leaves no file, as it leaves no stored result.
tl::expected<void, Refusal> writeTracesOf(const simulator::RunResult& result, const SimulateOptions& options,
                                          Console& console) {
    if (options.traces.empty() || wasInterrupted(result)) return {};
    const TraceFormat format = traceFormatOf(options.traces, options.traceFormat);
    const auto written = writeFile(QString::fromStdString(options.traces), traceFile(result.traces, format));
    if (!written) return badInput(written.error());
    console.message(
        fmt::format("lintel: {} written to {}", countOf(result.traces.size(), "trace"), options.traces));
    return {};
}

Outcome runSimulate(const SimulateOptions& options, Console& console) {
    if (std::string contradiction = options.contradiction(); !contradiction.empty())
        return wrongUse(std::move(contradiction));
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, options.scenario, "simulate", console);
    if (!scenario) return tl::unexpected(scenario.error());
    const simulator::RunOptions runOptions = options.runOptions();
    const auto plan = simulator::compile(loaded->project, *scenario, runOptions);
    if (!plan) return badInput({options.file + ": " + plan.error().place, plan.error().message});
    const Interruption interruption;
    if (const auto place = checkPlaceOfTraces(options.traces); !place) return tl::unexpected(place.error());
    auto keeping = Keeping::at(options.store);
    if (!keeping) return tl::unexpected(keeping.error());
    tellMemory(**plan, runOptions, console);
    warnOfIdlePolicies(loaded->project, *scenario, console);
    const auto showProgress = [&](const simulator::Progress& progress) {
        console.showProgress(progressText(progress));
    };
    const auto result = simulator::run(**plan, runOptions, interruption.token(), showProgress);
    console.clearProgress();
    if (options.json)
        console.printDocument(runDocument(result));
    else
        console.print(runReport(result));
    if (const auto kept = keeping->keep(result, console); !kept) return tl::unexpected(kept.error());
    if (const auto written = writeTracesOf(result, options, console); !written)
        return tl::unexpected(written.error());
    return verdictOf(result, interruption);
}

}  // namespace

Command simulateCommand() {
    return {
        "simulate",
        "Answers",
        "Simulate a scenario and report what happened",
        "The same model, scenario and seed give the same figures and the same event-log hash on any number "
        "of threads. Exit code 1 when an objective is missed, or the hypothesis of the scenario fails; an "
        "undecided one (its interval spans the "
        "limit) is not. A run in which more piles up than can be simulated ends early, is reported and kept "
        "as far as it went, and has the exit code 1. Interrupted (Ctrl-C), it reports what was run, and "
        "stores nothing.",
        "lintel simulate shop.lintel --scenario black-friday --duration 10m --seed 7",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<SimulateOptions>();
            syntax.argument("FILE", options->file, fileHelp);
            syntax.text("--scenario", "NAME", options->scenario, "Id or name; the first one when left out");
            syntax.number("--seed", options->seed, 0, UINT64_MAX, "Instead of the scenario's");
            syntax.number("--replications", options->replications, 1, 10000, "Instead of the scenario's");
            syntax.share("--precision", options->precision,
                         "Add replications until every journey's mean latency and goodput and every "
                         "objective is within so much of its 95 % interval: 1%, 0.5% (at most 1,000)");
            syntax.number("--threads", options->threads, 1, 1024, "As many as the machine has when left out");
            syntax.number("--memory", options->memory, 1, 1ull << 40,
                          "Refuse a run that is expected to need more [MB]; three quarters of the machine's "
                          "when left out");
            syntax.duration("--duration", options->duration,
                            "Simulated time of one replication: 90s, 10m, 2h");
            syntax.text("--store", "RUNS", options->store, "Keep the result in this SQLite file");
            syntax.text("--traces", "OUT.json", options->traces,
                        "Trace journeys, and write some of them to this file as trees of spans");
            syntax.choice("--trace-format", options->traceFormat, {"otlp", "jaeger"},
                          "jaeger for a file named .jaeger.json, else otlp, when left out");
            syntax.number("--trace-count", options->traceCount, 1, 10000,
                          "Traces to keep: the slowest, and so many by chance, of each journey, and so many "
                          "of each cause of failure; 5 when left out");
            syntax.share("--trace-share", options->traceShare,
                         "Besides, trace so many of all journeys, chosen when they begin: 1%, 0.1% (at most "
                         "100, or as many as --trace-count says)");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runSimulate(*options, console); };
        }};
}

}  // namespace app
