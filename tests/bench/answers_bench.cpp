// How long answers take that need many runs: a survey of the online boutique, the limits of the retry storm,
// and a sweep on one and on two threads, and by mpirun on one and on two ranks where the program has MPI.
// Wall seconds, as a user waits for them; what is compared takes turns, and the ratios are those of medians.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "model/json/json.h"
#include "simulator/cluster/ranks.h"
#include "simulator/experiment/metastable.h"
#include "simulator/experiment/survey.h"
#include "simulator/experiment/sweep.h"

namespace {

constexpr double surveyedSeconds = 120;
constexpr double sweptSeconds = 300;
constexpr double knownSafeLoad = 150;  ///< Of the retry storm [requests/s]
const char* const boutique = "online-boutique.lintel";
const char* const loads = "load=50..280:80";

[[noreturn]] void giveUp(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

template <class Value>
Value valueOf(model::Result<Value> result) {
    if (!result) giveUp(result.error().text());
    return std::move(*result);
}

std::string pathOf(const std::string& sample) {
    return LINTEL_SOURCE_DIR "/samples/" + sample;
}

model::Project read(const std::string& sample) {
    std::ifstream file(pathOf(sample));
    std::stringstream text;
    text << file.rdbuf();
    return valueOf(model::parseProject(text.str())).project;
}

template <class Work>
double secondsOf(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measureSurvey() {
    const model::Project project = read(boutique);
    simulator::SurveyOptions options;
    options.run.length = model::seconds(surveyedSeconds);
    options.run.replications = 1;
    simulator::Survey survey;
    const double taken = secondsOf(
        [&] { survey = valueOf(simulator::survey(project, model::ScenarioId("base-load"), options)); });
    fmt::print(
        "survey of the boutique, {} losses of {} s each: {:.1f} s of at most 30, {:.1f} million events\n",
        survey.rows.size(), surveyedSeconds, taken, static_cast<double>(survey.events) / 1e6);
}

void measureMetastable() {
    const model::Project project = read("cascades/retry-storm.lintel");
    simulator::Metastability found;
    const double taken = secondsOf(
        [&] { found = valueOf(simulator::findMetastability(project, model::ScenarioId("incident"))); });
    const double safe = found.safeLoad.value.value_or(0);
    fmt::print(
        "metastable on the retry storm, {} runs: {:.1f} s of at most 20, safe load {:.2f}/s, {:.4f} of {}\n",
        found.trials, taken, safe, safe / knownSafeLoad, knownSafeLoad);
}

/// One sweep, done in several ways that take turns.
struct Way {
    std::string name;
    std::function<void()> sweep;
    std::vector<double> seconds{};
};

void compareWays(const char* title, std::vector<Way> ways, int turns) {
    for (int turn = 0; turn < turns; ++turn)
        for (Way& way : ways) way.seconds.push_back(secondsOf(way.sweep));
    const double first = median(ways.front().seconds);
    fmt::print("{}, median of {}:\n", title, turns);
    for (const Way& way : ways)
        fmt::print("  {:<10} {:6.2f} s, {:.2f} times as fast\n", way.name, median(way.seconds),
                   first / median(way.seconds));
}

void measureThreads(int turns) {
    simulator::Sweep sweep;
    sweep.project = read(boutique);
    sweep.scenario = model::ScenarioId("base-load");
    sweep.replications = 1;
    sweep.length = model::seconds(sweptSeconds);
    sweep.axes = {{"load", {}, simulator::AxisRange{50, 280, 80}}};
    sweep.points = valueOf(simulator::gridOf(sweep.axes));
    const auto on = [&](int threads) {
        return [&sweep, threads] {
            simulator::Ranks ranks(threads);
            const auto columns = valueOf(simulator::checkSweep(sweep));
            valueOf(simulator::runSweep(sweep, columns, ranks));
        };
    };
    compareWays("sweep of the boutique over 80 loads", {{"1 thread", on(1)}, {"2 threads", on(2)}}, turns);
}

void measureRanks(int turns) {
    if (!simulator::isBuiltWithMpi()) return;
    const auto on = [&](int ranks) {
        return [ranks] {
            const std::string command = fmt::format(
                "mpirun --allow-run-as-root --oversubscribe -n {} {} sweep {} --scenario base-load "
                "--set {} --duration {}s --replications 1 --threads 1 >/dev/null",
                ranks, LINTEL_BIN_DIR "/lintel", pathOf(boutique), loads, sweptSeconds);
            if (std::system(command.c_str()) != 0) giveUp(command);
        };
    };
    compareWays("the same by mpirun, one thread a rank", {{"1 rank", on(1)}, {"2 ranks", on(2)}}, turns);
}

}  // namespace

int main(int argc, char** argv) {
    const int turns = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
    measureSurvey();
    measureMetastable();
    measureThreads(turns);
    measureRanks(turns);
}
