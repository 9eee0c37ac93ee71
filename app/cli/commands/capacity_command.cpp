#include "app/cli/answer_choice.h"
#include "app/cli/capacity_report.h"

namespace app {

namespace {

struct CapacityChoice : AnswerChoice {
    std::optional<double> load;
};

Outcome runCapacity(const CapacityChoice& choice, Console& console) {
    const auto question = readQuestion(choice, "capacity", console);
    if (!question) return tl::unexpected(question.error());
    const Interruption interruption;
    PhaseProgress phase(console);
    simulator::CapacityOptions options;
    options.load = choice.load;
    options.run = choice.run();
    options.experiment = choice.experiment(interruption);
    options.experiment.progress = [&](const simulator::Progress& progress) { phase.show(progress); };
    options.phase = [&](const std::string& now) { phase.begin(now); };
    const auto plan = simulator::planCapacity(question->project, question->scenario, options);
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
            choice->declareModel(syntax);
            syntax.rate("--load", choice->load,
                        "All journeys together [1/s]; the scenario's load when left out");
            choice->declareLength(syntax);
            choice->declareRuns(syntax);
            return [choice](Console& console) { return runCapacity(*choice, console); };
        }};
}

}  // namespace app
