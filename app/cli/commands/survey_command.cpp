#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "app/cli/scenario_choice.h"
#include "app/cli/survey_report.h"

namespace app {

namespace {

struct SurveyChoice {
    std::string file;
    std::string scenario;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    std::optional<model::Duration> outage;
    bool json = false;
};

bool missesAnything(const simulator::Survey& survey) {
    for (const simulator::SurveyRow& row : survey.rows)
        if (!row.missed.empty()) return true;
    return false;
}

Outcome runSurvey(const SurveyChoice& choice, Console& console) {
    const auto loaded = readWholeModel(choice.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, choice.scenario, "survey", console);
    if (!scenario) return tl::unexpected(scenario.error());
    const Interruption interruption;
    simulator::SurveyOptions options;
    options.run.seed = choice.seed;
    if (choice.replications) options.run.replications = static_cast<int>(*choice.replications);
    options.run.length = choice.duration;
    options.outage = choice.outage;
    options.experiment.threads = static_cast<int>(choice.threads.value_or(0));
    options.experiment.stop = interruption.token();
    options.experiment.progress = [&](const simulator::Progress& progress) {
        console.showProgress(
            fmt::format("{:3.0f} %  {:.0f} s left", 100 * progress.share, progress.secondsLeft));
    };
    const auto survey = simulator::survey(loaded->project, *scenario, options);
    console.clearProgress();
    if (!survey) return badInput({choice.file + ": " + survey.error().place, survey.error().message});
    const bool wasRun = survey->replications > 0;
    if (wasRun && choice.json)
        console.printDocument(surveyDocument(*survey));
    else if (wasRun)
        console.print(surveyReport(*survey));
    if (survey->cancelled)
        return interruption.refusal(
            fmt::format("interrupted: {} of {} losses were looked at", survey->rows.size(), survey->trials));
    return missesAnything(*survey) ? Exit::No : Exit::Done;
}

}  // namespace

Command surveyCommand() {
    return {
        "survey",
        "Answers",
        "Take away each component in turn, and tell what is left (N-1)",
        "Kills one replica of each service, each whole service and each store, one after the other, in runs "
        "with the same random numbers, and tells which objectives are missed, how much goodput is left and "
        "who is affected; the worst loss first. Exit code 1 when a loss misses an objective that is "
        "met without it.",
        "lintel survey sample:online-boutique --scenario base-load",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto choice = std::make_shared<SurveyChoice>();
            syntax.argument("FILE", choice->file, fileHelp);
            syntax.text("--scenario", "NAME", choice->scenario, "Id or name; the first one when left out");
            syntax.duration("--outage", choice->outage,
                            "How long each is away: 30s; to the end of the run when left out");
            syntax.number("--seed", choice->seed, 0, UINT64_MAX, "Instead of the scenario's");
            syntax.number("--replications", choice->replications, 1, 10000, "Instead of the scenario's");
            syntax.duration("--duration", choice->duration,
                            "Simulated time of one replication: 90s, 10m, 2h");
            syntax.number("--threads", choice->threads, 1, 1024,
                          "As many as the machine has when left out; never changes a result");
            syntax.flag("--json", choice->json, jsonHelp);
            return [choice](Console& console) { return runSurvey(*choice, console); };
        }};
}

}  // namespace app
