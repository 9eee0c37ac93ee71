#include <fmt/format.h>

#include "app/cli/answer_choice.h"
#include "app/cli/survey_report.h"

namespace app {

namespace {

struct SurveyChoice : AnswerChoice {
    std::optional<model::Duration> outage;
};

bool missesAnything(const simulator::Survey& survey) {
    for (const simulator::SurveyRow& row : survey.rows)
        if (!row.missed.empty()) return true;
    return false;
}

Outcome runSurvey(const SurveyChoice& choice, Console& console) {
    const auto question = readQuestion(choice, "survey", console);
    if (!question) return tl::unexpected(question.error());
    const Interruption interruption;
    simulator::SurveyOptions options;
    options.run = choice.run();
    options.outage = choice.outage;
    options.experiment = choice.experiment(interruption);
    options.experiment.progress = [&](const simulator::Progress& progress) {
        console.showProgress(
            fmt::format("{:3.0f} %  {:.0f} s left", 100 * progress.share, progress.secondsLeft));
    };
    const auto survey = simulator::survey(question->project, question->scenario, options);
    console.clearProgress();
    if (!survey) return badInput({choice.file + ": " + survey.error().place, survey.error().message});
    const bool wasRun = survey->replications > 0;
    if (wasRun && choice.json)
        console.printDocument(surveyDocument(*survey));
    else if (wasRun)
        console.print(surveyReport(*survey));
    if (survey->cancelled)
        return interruption.refusal(fmt::format("interrupted: {} of {} losses were looked at",
                                                survey->rows.size() + survey->untried.size(),
                                                survey->trials));
    return missesAnything(*survey) ? Exit::No : Exit::Done;
}

}  // namespace

Command surveyCommand() {
    return {
        "survey",
        "Answers",
        "Take away each component in turn, and tell what is left (N-1)",
        "Takes one replica of each service, each whole service and each store, the broker of each channel, "
        "each "
        "pool of nodes and one of its nodes, each zone and each region away, one after the other, in runs "
        "with the same random numbers, and tells which objectives are missed, how much goodput is left and "
        "who is affected; the worst loss first. What cannot be tried is told with the reason. Exit code 1 "
        "when a loss misses an objective that is met without it.",
        "lintel survey sample:online-boutique --scenario base-load",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto choice = std::make_shared<SurveyChoice>();
            choice->declareModel(syntax);
            syntax.duration("--outage", choice->outage,
                            "How long each is away: 30s; to the end of the run when left out");
            choice->declareLength(syntax);
            choice->declareRuns(syntax);
            return [choice](Console& console) { return runSurvey(*choice, console); };
        }};
}

}  // namespace app
