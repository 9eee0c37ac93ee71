#include <fmt/format.h>

#include "app/cli/cascade_report.h"
#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/scenario_choice.h"
#include "app/cli/warnings.h"
#include "simulator/cascade/sustained.h"
#include "simulator/simulate.h"

namespace app {

namespace {

struct CascadeOptions {
    std::string file;
    std::string scenario;
    std::optional<std::uint64_t> seed;
    std::optional<model::Duration> duration;
    bool json = false;
    bool dot = false;
};

Outcome runCascade(const CascadeOptions& options, Console& console) {
    if (options.json && options.dot) return wrongUse("cascade: --json and --dot exclude each other");
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, options.scenario, "cascade", console);
    if (!scenario) return tl::unexpected(scenario.error());
    simulator::RunOptions runOptions;
    runOptions.seed = options.seed;
    runOptions.replications = 1;
    runOptions.length = options.duration;
    const auto plan = simulator::compile(loaded->project, *scenario, runOptions);
    if (!plan) return badInput({options.file + ": " + plan.error().place, plan.error().message});
    warnOfIdlePolicies(loaded->project, *scenario, console);
    const Interruption interruption;
    const auto result = simulator::run(**plan, runOptions, interruption.token(), [&](const auto& progress) {
        console.showProgress(fmt::format("{:3.0f} %", 100 * progress.share));
    });
    console.clearProgress();
    if (result.cancelled && result.limitReached.empty()) return interruption.refusal();
    simulator::Cascade cascade = simulator::explainCascade(loaded->project, *scenario, result);
    if (cascade.outlivesTrigger) {
        const auto since =
            simulator::sustainedSince(loaded->project, *scenario, runOptions, cascade, interruption.token());
        if (!since && interruption.token().stop_requested()) return interruption.refusal();
        cascade = simulator::explainCascade(loaded->project, *scenario, result, since);
    }
    if (options.json)
        console.printDocument(cascadeDocument(cascade, result));
    else
        console.print(options.dot ? cascadeGraph(cascade) : cascadeReport(cascade, result));
    return cascade.outlivesTrigger ? Exit::No : Exit::Done;
}

}  // namespace

Command cascadeCommand() {
    return {
        "cascade",
        "Answers",
        "Simulate a scenario once and explain what brought what about",
        "Tells, in the order of time, what was full, what failed and why, each with its evidence: the first "
        "domino, the blast radius, who noticed when, whether users are served again, and whether the "
        "failure outlives its trigger (exit code 1); then shorter triggers are tried, to find out since "
        "when it keeps itself going. One replication: means over several hide what happened in each. Times "
        "are exact for faults, failures, circuit breakers, ejections and autoscalers, and those of the "
        "series for the rest.",
        "lintel cascade sample:cascades/retry-storm --scenario incident",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<CascadeOptions>();
            syntax.argument("FILE", options->file, fileHelp);
            syntax.text("--scenario", "NAME", options->scenario, "Id or name; the first one when left out");
            syntax.number("--seed", options->seed, 0, UINT64_MAX, "Instead of the scenario's");
            syntax.duration("--duration", options->duration, "Simulated time: 90s, 10m, 2h");
            syntax.flag("--json", options->json, jsonHelp);
            syntax.flag("--dot", options->dot, "Print the graph of causes for Graphviz");
            return [options](Console& console) { return runCascade(*options, console); };
        }};
}

}  // namespace app
