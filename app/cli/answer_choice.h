#pragma once

#include <optional>
#include <string>

#include "app/cli/command.h"
#include "app/cli/interruption.h"
#include "simulator/experiment/trials.h"

namespace app {

/// What all commands ask for that answer a question about a scenario by many runs of it.
struct AnswerChoice {
    std::string file;
    std::string scenario;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> replications;
    std::optional<std::uint64_t> threads;
    std::optional<model::Duration> duration;
    bool json = false;

    void declareModel(Syntax& syntax);
    /// `--replications` and `--duration`, for those that leave the runs as the scenario has them.
    void declareLength(Syntax& syntax);
    void declareRuns(Syntax& syntax);

    simulator::RunOptions run() const;
    simulator::ExperimentOptions experiment(const Interruption& interruption) const;
};

/// What is asked about.
struct Question {
    model::Project project;
    model::ScenarioId scenario;
};
/// Reads the file, finds the scenario, and warns of what can never act there; `command` is who asks.
tl::expected<Question, Refusal> readQuestion(const AnswerChoice& choice, const std::string& command,
                                             Console& console);

/// Shows what is looked for, and how far that has come.
class PhaseProgress {
public:
    explicit PhaseProgress(Console& console) : m_console(console) {}

    void begin(const std::string& phase);
    void show(const simulator::Progress& progress) const;

private:
    Console& m_console;
    std::string m_phase;
};

}  // namespace app
