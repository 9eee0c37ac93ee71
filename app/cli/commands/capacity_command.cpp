#include <fmt/format.h>

#include "app/cli/capacity_report.h"
#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/scenario_choice.h"

namespace app {

namespace {

struct CapacityChoice {
    std::string file;
    std::string scenario;
    std::optional<double> load;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    bool json = false;
};

Outcome runCapacity(const CapacityChoice& choice, Console& console) {
    const auto loaded = readWholeModel(choice.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, choice.scenario, "capacity", console);
    if (!scenario) return tl::unexpected(scenario.error());
    const Interruption interruption;
    simulator::CapacityOptions options;
    options.load = choice.load;
    options.run.seed = choice.seed;
    if (choice.replications) options.run.replications = static_cast<int>(*choice.replications);
    options.run.length = choice.duration;
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
    const auto plan = simulator::planCapacity(loaded->project, *scenario, options);
    console.clearProgress();
    if (!plan) return badInput({choice.file + ": " + plan.error().place, plan.error().message});
    if (plan->cancelled) return interruption.refusal();
    if (choice.json)
        console.printDocument(capacityDocument(*plan));
    else
        console.print(capacityReport(*plan));
    return plan->isPossible ? Exit::Done : Exit::No;
}

}  // namespace

Command capacityCommand() {
    return {
        "capacity",
        "Answers",
        "Find the cheapest replicas that meet a scenario's objectives",
        "Begins with the analytic estimate, confirms by simulation and takes replicas away as long as all "
        "objectives are met; tells which objectives bind and what it costs. Where no number of replicas "
        "is enough it says why, and the exit code is 1.",
        "lintel capacity sample:online-boutique --scenario base-load --load 1000",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto choice = std::make_shared<CapacityChoice>();
            syntax.argument("FILE", choice->file, fileHelp);
            syntax.text("--scenario", "NAME", choice->scenario, "Id or name; the first one when left out");
            syntax.rate("--load", choice->load,
                        "All journeys together [1/s]; the scenario's load when left out");
            syntax.number("--seed", choice->seed, 0, UINT64_MAX, "Instead of the scenario's");
            syntax.number("--replications", choice->replications, 1, 10000, "Instead of the scenario's");
            syntax.duration("--duration", choice->duration,
                            "Simulated time of one replication: 90s, 10m, 2h");
            syntax.number("--threads", choice->threads, 1, 1024,
                          "As many as the machine has when left out; never changes a result");
            syntax.flag("--json", choice->json, jsonHelp);
            return [choice](Console& console) { return runCapacity(*choice, console); };
        }};
}

}  // namespace app
