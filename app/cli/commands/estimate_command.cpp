#include "app/cli/command.h"
#include "app/cli/estimate_report.h"
#include "app/cli/scenario_choice.h"
#include "simulator/simulate.h"

namespace app {

namespace {

struct EstimateOptions {
    std::string file;
    std::string scenario;
    std::string level = "mean";
    bool json = false;
};

Outcome runEstimate(const EstimateOptions& options, Console& console) {
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, options.scenario, "estimate", console);
    if (!scenario) return tl::unexpected(scenario.error());
    const bool peak = options.level == "peak";
    auto estimate = simulator::estimate(loaded->project, *scenario,
                                        peak ? simulator::LoadLevel::Peak : simulator::LoadLevel::Mean);
    if (!estimate) return badInput({options.file + ": " + estimate.error().place, estimate.error().message});
    estimate->figures.modelHash = simulator::modelHash(loaded->project);
    std::optional<simulator::Estimate> atPeak;
    if (estimate->loadVaries && !peak)
        if (auto other = simulator::estimate(loaded->project, *scenario, simulator::LoadLevel::Peak))
            atPeak = std::move(*other);
    if (options.json)
        console.printDocument(estimateDocument(*estimate, atPeak));
    else
        console.print(estimateReport(*estimate, atPeak));
    if (!estimate->stable) return Exit::No;
    for (const simulator::ObjectiveResult& objective : estimate->figures.objectives)
        if (objective.verdict == simulator::ObjectiveResult::Verdict::Missed) return Exit::No;
    return Exit::Done;
}

}  // namespace

Command estimateCommand() {
    return {"estimate",
            "Answers",
            "Estimate a scenario by formulas, without running it",
            "Takes milliseconds. The figures are those of `simulate`, with the known error of the estimate "
            "in the place of the confidence interval; it names the bottleneck, the headroom, and what it "
            "leaves out. Exit code 1 when an objective is missed or a queue grows without end.",
            "lintel estimate shop.lintel --scenario black-friday",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<EstimateOptions>();
                syntax.argument("FILE", options->file, fileHelp);
                syntax.text("--scenario", "NAME", options->scenario,
                            "Id or name; the first one when left out");
                syntax.choice("--at", options->level, {"mean", "peak"},
                              "Which load, where it changes during the run: mean (the default) or peak");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runEstimate(*options, console); };
            }};
}

}  // namespace app
