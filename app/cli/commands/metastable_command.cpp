#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/metastable_report.h"
#include "app/cli/scenario_choice.h"

namespace app {

namespace {

struct MetastableChoice {
    std::string file;
    std::string scenario;
    std::optional<double> load;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> runs;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> watched;
    bool json = false;
};

Outcome runMetastable(const MetastableChoice& choice, Console& console) {
    const auto loaded = readWholeModel(choice.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, choice.scenario, "metastable", console);
    if (!scenario) return tl::unexpected(scenario.error());
    const Interruption interruption;
    simulator::MetastableOptions options;
    options.load = choice.load;
    options.seed = choice.seed;
    if (choice.runs) options.runs = static_cast<int>(*choice.runs);
    options.watched = choice.watched;
    options.experiment.threads = static_cast<int>(choice.threads.value_or(0));
    options.experiment.stop = interruption.token();
    std::string phase;
    options.phase = [&](const std::string& now) {
        phase = now;
        console.showProgress("looking for " + phase);
    };
    options.experiment.progress = [&](const simulator::Progress& progress) {
        console.showProgress(fmt::format("looking for {}  {:3.0f} %", phase, 100 * progress.share));
    };
    const auto found = simulator::findMetastability(loaded->project, *scenario, options);
    console.clearProgress();
    if (!found) return badInput({choice.file + ": " + found.error().place, found.error().message});
    if (found->cancelled) return interruption.refusal();
    if (choice.json)
        console.printDocument(metastableDocument(*found));
    else
        console.print(metastableReport(*found));
    return found->outlives ? Exit::No : Exit::Done;
}

}  // namespace

Command metastableCommand() {
    return {"metastable",
            "Answers",
            "Find the load up to which a system recovers, and what heals it when it does not",
            "Simulates the scenario's trigger (its faults and spikes) at many loads: up to the safe load the "
            "system recovers by itself, from the collapse load on it fails without a trigger, and between "
            "them it is vulnerable. Then, at one load, the smallest trigger after which it does not recover, "
            "and single changes of the model, each tried, the smallest that heals first. Exit code 1 when "
            "the failure outlives the trigger at that load.",
            "lintel metastable sample:cascades/retry-storm --scenario incident",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto choice = std::make_shared<MetastableChoice>();
                syntax.argument("FILE", choice->file, fileHelp);
                syntax.text("--scenario", "NAME", choice->scenario,
                            "Id or name; the first one when left out");
                syntax.rate("--load", choice->load,
                            "Where the smallest trigger and the changes are tried [journeys/s]; the "
                            "scenario's load when left out");
                syntax.duration("--watch", choice->watched,
                                "Simulated time after the trigger: 90s, 10m; the rest of the scenario's run, "
                                "at least two minutes, when left out");
                syntax.number("--runs", choice->runs, 1, 1000,
                              "For each thing that is tried, of which most decide; 5 when left out");
                syntax.number("--seed", choice->seed, 0, UINT64_MAX, "Instead of the scenario's");
                syntax.number("--threads", choice->threads, 1, 1024,
                              "As many as the machine has when left out; never changes a result");
                syntax.flag("--json", choice->json, jsonHelp);
                return [choice](Console& console) { return runMetastable(*choice, console); };
            }};
}

}  // namespace app
