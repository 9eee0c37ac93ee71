#include <fmt/format.h>

#include "app/cli/answer_choice.h"
#include "app/cli/metastable_report.h"

namespace app {

namespace {

constexpr double shortestWatch = 30;  // [s]

struct MetastableChoice : AnswerChoice {
    std::optional<double> load;
    std::optional<std::uint64_t> runs;
    std::optional<model::Duration> watched;
};

Outcome runMetastable(const MetastableChoice& choice, Console& console) {
    const double watched =
        choice.watched ? static_cast<double>(choice.watched->count()) / 1e9 : shortestWatch;
    if (watched < shortestWatch)
        return wrongUse(
            fmt::format("metastable: --watch: found {:g} s, expected at least {:g} s: earlier nobody "
                        "can tell whether it recovers",
                        watched, shortestWatch));
    const auto question = readQuestion(choice, "metastable", console);
    if (!question) return tl::unexpected(question.error());
    const Interruption interruption;
    PhaseProgress phase(console);
    simulator::MetastableOptions options;
    options.load = choice.load;
    options.seed = choice.seed;
    if (choice.runs) options.runs = static_cast<int>(*choice.runs);
    options.watched = choice.watched;
    options.experiment = choice.experiment(interruption);
    options.experiment.progress = [&](const simulator::Progress& progress) { phase.show(progress); };
    options.phase = [&](const std::string& now) { phase.begin(now); };
    const auto found = simulator::findMetastability(question->project, question->scenario, options);
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
                choice->declareModel(syntax);
                syntax.rate("--load", choice->load,
                            "Where the smallest trigger and the changes are tried [journeys/s]; the "
                            "scenario's load when left out");
                syntax.duration("--watch", choice->watched,
                                "Simulated time after the trigger: 90s, 10m; the rest of the scenario's run, "
                                "at least two minutes, when left out");
                syntax.number("--runs", choice->runs, 1, 1000,
                              "For each thing that is tried, of which most decide; 5 when left out");
                choice->declareRuns(syntax);
                return [choice](Console& console) { return runMetastable(*choice, console); };
            }};
}

}  // namespace app
