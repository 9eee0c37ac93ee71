#include "app/cli/answer_choice.h"

#include <fmt/format.h>

#include "app/cli/scenario_choice.h"
#include "app/cli/warnings.h"

namespace app {

void AnswerChoice::declareModel(Syntax& syntax) {
    syntax.argument("FILE", file, fileHelp);
    syntax.text("--scenario", "NAME", scenario, "Id or name; the first one when left out");
}

void AnswerChoice::declareLength(Syntax& syntax) {
    syntax.number("--replications", replications, 1, 10000, "Instead of the scenario's");
    syntax.duration("--duration", duration, "Simulated time of one replication: 90s, 10m, 2h");
}

void AnswerChoice::declareRuns(Syntax& syntax) {
    syntax.number("--seed", seed, 0, UINT64_MAX, "Instead of the scenario's");
    syntax.number("--threads", threads, 1, 1024,
                  "As many as the machine has when left out; never changes a result");
    syntax.flag("--json", json, jsonHelp);
}

simulator::RunOptions AnswerChoice::run() const {
    simulator::RunOptions options;
    options.seed = seed;
    if (replications) options.replications = static_cast<int>(*replications);
    options.length = duration;
    return options;
}

simulator::ExperimentOptions AnswerChoice::experiment(const Interruption& interruption) const {
    simulator::ExperimentOptions options;
    options.threads = static_cast<int>(threads.value_or(0));
    options.stop = interruption.token();
    return options;
}

tl::expected<Question, Refusal> readQuestion(const AnswerChoice& choice, const std::string& command,
                                             Console& console) {
    const auto loaded = readWholeModel(choice.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto scenario = chosenScenario(loaded->project, choice.scenario, command, console);
    if (!scenario) return tl::unexpected(scenario.error());
    warnOfIdlePolicies(loaded->project, *scenario, console);
    return Question{loaded->project, *scenario};
}

void PhaseProgress::begin(const std::string& phase) {
    m_phase = phase;
    m_console.showProgress("looking for " + m_phase);
}

void PhaseProgress::show(const simulator::Progress& progress) const {
    m_console.showProgress(fmt::format("looking for {}  {:3.0f} %", m_phase, 100 * progress.share));
}

}  // namespace app
