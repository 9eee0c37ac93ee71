// The engine on models from files, all metrics recorded, one replication on one thread: nanoseconds of CPU
// time per modelled event, the median of several runs that take turns. One line of JSON for each run and
// model goes to standard output, as other engines' drivers print them; the summary goes to standard error.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "model/json/json.h"
#include "simulator/simulate.h"

namespace {

/// A model, run for as many requests as the reference engines serve, and how many events a request is in the
/// terms of engine comparisons; 0: those that the engine counts.
struct Workload {
    const char* name;
    const char* file;
    const char* scenario;
    double seconds;
    double eventsPerRequest;
};

constexpr Workload workloads[] = {
    {"W1", "queues/w1.lintel", "benchmark", 3750, 2},
    {"W2", "queues/w2.lintel", "benchmark", 1000, 5},
    {"online-boutique", "online-boutique.lintel", "", 120, 0},
};

double userSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

model::Project readModel(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = model::parseProject(text.str());
    if (parsed && !parsed->project.scenarios.empty()) return parsed->project;
    fmt::print(stderr, "{}: {}\n", path, parsed ? "no scenarios" : parsed.error().text());
    std::exit(1);
}

/// User CPU time per event [ns] of compiling and running, warm-up and summary included.
double measure(const Workload& workload) {
    const model::Project project = readModel(std::string(LINTEL_SOURCE_DIR "/samples/") + workload.file);
    const model::ScenarioId scenario =
        *workload.scenario ? model::ScenarioId(workload.scenario) : project.scenarios.at(0).id;
    simulator::RunOptions options;
    options.length = model::seconds(workload.seconds);
    options.replications = 1;
    options.threads = 1;
    const double before = userSeconds();
    const auto plan = simulator::compile(project, scenario, options);
    if (!plan) {
        fmt::print(stderr, "{}: {}\n", workload.file, plan.error().text());
        std::exit(1);
    }
    const simulator::RunResult result = simulator::run(**plan, options);
    const double seconds = userSeconds() - before;
    const auto requests = static_cast<double>(result.conservation.arrived);
    const double events = workload.eventsPerRequest > 0 ? workload.eventsPerRequest * requests
                                                        : static_cast<double>(result.engine.events);
    fmt::print(
        "{{\"w\":\"{}\",\"engine\":\"lintel\",\"requests\":{:.0f},\"events\":{:.0f},\"cpu_s\":{:.4f},"
        "\"ns_per_event\":{:.2f},\"mean_ms\":{:.4f}}}\n",
        workload.name, requests, events, seconds, seconds / events * 1e9,
        result.journeys[0].latency.mean.value.value_or(0));
    return seconds / events * 1e9;
}

}  // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1;
    const std::string wanted = argc > 2 ? argv[2] : "";
    std::map<std::string, std::vector<double>> figures;
    for (int repetition = 0; repetition < repetitions; ++repetition)
        for (const Workload& workload : workloads)
            if (wanted.empty() || wanted == workload.name)
                figures[workload.name].push_back(measure(workload));
    for (const Workload& workload : workloads) {
        std::vector<double>& values = figures[workload.name];
        if (values.empty()) continue;
        std::sort(values.begin(), values.end());
        const double median = values[values.size() / 2];
        fmt::print(stderr,
                   "{:<18} {:7.1f} ns/event (min {:.1f}, max {:.1f}, {} runs), {:.2f} million events/CPU s\n",
                   workload.name, median, values.front(), values.back(), values.size(), 1e3 / median);
    }
}
