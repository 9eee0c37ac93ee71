// What is large: models to compile, requests in flight, users, hours. One case for each call, so that the
// peak memory is its own.
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "model/json/json.h"
#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;

namespace {

double clockSeconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double peakMb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <class Value>
Value orExit(const model::Result<Value>& result) {
    if (result) return *result;
    fmt::print(stderr, "{}\n", result.error().text());
    std::exit(1);
}

struct Outcome {
    simulator::RunResult result;
    double cpuSeconds = 0;
    double wallSeconds = 0;
};

Outcome simulate(const Project& project, const ScenarioId& scenario, simulator::RunOptions options) {
    const double cpu = clockSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const double wall = clockSeconds(CLOCK_MONOTONIC);
    const auto plan = orExit(simulator::compile(project, scenario, options));
    Outcome outcome;
    outcome.result = simulator::run(*plan, options);
    outcome.cpuSeconds = clockSeconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    outcome.wallSeconds = clockSeconds(CLOCK_MONOTONIC) - wall;
    if (!outcome.result.conservation.holds) fmt::print("  CONSERVATION IS VIOLATED\n");
    if (outcome.result.cancelled) fmt::print("  ended early: {}\n", outcome.result.warmUpNote);
    return outcome;
}

simulator::RunOptions oneThread(double seconds) {
    simulator::RunOptions options;
    options.length = model::seconds(seconds);
    options.replications = 1;
    options.threads = 1;
    return options;
}

Project boutique() {
    std::ifstream file(LINTEL_SOURCE_DIR "/samples/online-boutique.lintel");
    std::stringstream text;
    text << file.rdbuf();
    return orExit(model::parseProject(text.str())).project;
}

void report(const char* name, const Outcome& outcome) {
    const auto events = static_cast<double>(outcome.result.engine.events);
    fmt::print("{:<8} {:.1f} million events, {:.1f} ns CPU each, {:.1f} s wall, peak {:.0f} MB\n", name,
               events / 1e6, outcome.cpuSeconds / events * 1e9, outcome.wallSeconds, peakMb());
}

// 10,000 services in 10 layers with 100,000 interactions: calls, queries and publications.
void compileLarge() {
    constexpr int services = 10'000;
    constexpr int width = services / 10;
    Builder model;
    std::mt19937 random(1);
    const auto name = [](int at) { return fmt::format("service-{:05}", at); };
    std::vector<std::string> entries;
    for (int at = 0; at < 500; ++at)
        model.store(fmt::format("store-{:03}", at), 20, Distribution::exponential(milliseconds(1)));
    for (int at = 0; at < services; ++at) {
        Behaviour steps{compute(Distribution::exponential(milliseconds(1)))};
        const int layer = at / width;
        for (int count = 0; count < 10; ++count)
            if (layer + 1 < 10 && count < 9)
                steps.push_back(branch(
                    0.1, {call(name((layer + 1) * width + static_cast<int>(random() % width)) + ".do")}));
            else
                steps.push_back(query(fmt::format("store-{:03}", random() % 500)));
        model.service(name(at), 8, steps);
        if (at < width) entries.push_back(name(at) + ".do");
    }
    model.load("users", PoissonArrivals{1}, entries);
    const Project project = model.build(60);
    std::vector<double> times;
    for (int round = 0; round < 7; ++round) {
        const double start = clockSeconds(CLOCK_THREAD_CPUTIME_ID);
        orExit(simulator::compile(project, ScenarioId("test")));
        times.push_back(1e3 * (clockSeconds(CLOCK_THREAD_CPUTIME_ID) - start));
    }
    std::sort(times.begin(), times.end());
    fmt::print("compile  10,000 services, 100,000 interactions: {:.0f} ms CPU (min {:.0f}, max {:.0f})\n",
               times[3], times.front(), times.back());
}

// 100,000 requests a second that take 10 s each: a million at the same time.
void millionInFlight() {
    Builder model;
    model.service("s", 100'000, {compute(Distribution::exponential(seconds(10)))}).replicas = 20;
    model.load("u", PoissonArrivals{100'000}, {"s.do"});
    report("flight", simulate(model.build(60), ScenarioId("test"), oneThread(60)));
}

// A million users who think for 10 s, on 130 times the replicas and connections.
void millionUsers() {
    Project project = boutique();
    for (Deployment deployment : project.deployments) {
        deployment.replicas *= 130;
        project.deployments = project.deployments.with(deployment);
    }
    for (DataStore store : project.stores) {
        store.poolSize *= 130;
        project.stores = project.stores.with(store);
    }
    Workload workload = *project.workloads.begin();
    workload.id = WorkloadId("million");
    workload.arrivals = ClosedUsers{1'000'000, Distribution::exponential(seconds(10))};
    Collection<Journey> journeys;
    for (Journey journey : workload.journeys) {
        journey.id = JourneyId("million." + journey.id.value().substr(journey.id.value().find('.') + 1));
        journeys = journeys.with(journey);
    }
    workload.journeys = journeys;
    project.workloads = project.workloads.with(workload);
    Scenario scenario = *project.scenarios.begin();
    scenario.id = ScenarioId("million");
    scenario.workloads = {workload.id};
    scenario.objectives.clear();
    scenario.faults.reset();
    project.scenarios = project.scenarios.with(scenario);
    const Outcome outcome = simulate(project, scenario.id, oneThread(60));
    report("users", outcome);
    fmt::print("         {:.0f} journeys a second, mean {:.1f} ms\n",
               static_cast<double>(outcome.result.conservation.completed) / 60,
               outcome.result.journeys[0].latency.mean.value.value_or(0));
}

void oneHour() {
    const Project project = boutique();
    report("hour", simulate(project, ScenarioId("base-load"), oneThread(3600)));
}

// The memory of a run does not grow with its length.
void fourHours() {
    const Project project = boutique();
    report("hours", simulate(project, ScenarioId("base-load"), oneThread(4 * 3600)));
}

void twoThreads() {
    const Project project = boutique();
    simulator::RunOptions options = oneThread(120);
    options.replications = 4;
    std::vector<double> ratios;
    for (int round = 0; round < 5; ++round) {
        options.threads = 1;
        const double one = simulate(project, ScenarioId("base-load"), options).wallSeconds;
        options.threads = 2;
        ratios.push_back(one / simulate(project, ScenarioId("base-load"), options).wallSeconds);
    }
    std::sort(ratios.begin(), ratios.end());
    fmt::print("threads  2 threads are {:.2f} times as fast as one (min {:.2f}, max {:.2f})\n", ratios[2],
               ratios.front(), ratios.back());
}

// M/M/1 at rho = 0.8 for 500 million requests: a billion modelled events.
void soak() {
    Builder model;
    model.service("s", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("u", PoissonArrivals{800}, {"s.do"});
    const Outcome outcome = simulate(model.build(625'000), ScenarioId("test"), oneThread(625'000));
    report("soak", outcome);
    const simulator::LatencyFigures& latency = outcome.result.journeys[0].latency;
    fmt::print(
        "         mean {:.5f} ms (5 by the formula), p99 {:.4f} ms (23.0259), Little's residual {:.1e}\n",
        latency.mean.value.value_or(0), latency.p99.value.value_or(0),
        outcome.result.conservation.worstLittleResidual);
}

const std::map<std::string, std::function<void()>> cases{
    {"compile", compileLarge}, {"flight", millionInFlight}, {"users", millionUsers}, {"hour", oneHour},
    {"hours", fourHours},      {"threads", twoThreads},     {"soak", soak}};

}  // namespace

int main(int argc, char** argv) {
    const auto chosen = cases.find(argc > 1 ? argv[1] : "");
    if (chosen == cases.end()) {
        fmt::print(stderr, "usage: scale_bench compile|flight|users|hour|hours|threads|soak\n");
        return 2;
    }
    chosen->second();
}
