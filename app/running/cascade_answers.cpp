#include "app/running/cascade_answers.h"

#include <QCoreApplication>
#include <algorithm>

#include "simulator/simulate.h"

namespace app {

std::shared_ptr<const simulator::Cascade> cascadeOf(const model::Project& project,
                                                    const model::ScenarioId& scenario,
                                                    const std::stop_token& stop) {
    simulator::RunOptions options;
    options.replications = 1;
    options.threads = 1;
    const auto plan = simulator::compile(project, scenario, options);
    if (!plan) return nullptr;
    const simulator::RunResult result = simulator::run(**plan, options, stop);
    if (stop.stop_requested()) return nullptr;
    return std::make_shared<const simulator::Cascade>(simulator::explainCascade(project, scenario, result));
}

std::optional<Remedies> remediesOf(const model::Project& project, const model::ScenarioId& scenario,
                                   const std::stop_token& stop, const std::function<void(double)>& progress) {
    constexpr int runsOfEach = 3;
    simulator::MetastableOptions options;
    options.runs = runsOfEach;
    options.experiment.stop = stop;
    options.experiment.progress = [&progress](const simulator::Progress& now) { progress(now.share); };
    const auto found = simulator::findMetastability(project, scenario, options);
    Remedies remedies;
    if (!found) {
        remedies.problem = QString::fromStdString(found.error().text());
        return remedies;
    }
    if (found->cancelled) return std::nullopt;
    remedies.fixes = found->fixes;
    remedies.runs = found->runs;
    if (!found->outlives && !found->failsAnyway)
        remedies.problem = QCoreApplication::translate(
            "CascadePanel", "It recovers from the trigger by itself: nothing has to be healed.");
    else if (remedies.fixes.empty())
        remedies.problem =
            QCoreApplication::translate("CascadePanel", "No single change of the catalogue applies here.");
    return remedies;
}

}  // namespace app
