// How long the analytic estimate takes: 1,000 services with 5,000 calls, from scratch and after one edit,
// with and without what makes it iterate. Milliseconds of CPU time, the median of several.
// usage: estimate_bench [REPETITIONS [VARIANT [EDIT]]]
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "simulator/estimate/live_estimate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;

namespace {

constexpr int services = 1000;
constexpr int layers = 10;
constexpr int callsOfEach = 5;

struct Variant {
    const char* name;
    bool policies = false;  ///< Timeouts and retries
    bool forks = false;     ///< Half of the services call in parallel
    bool limits = false;    ///< Bounded queues
    double load = 0.3;      ///< Of the busiest station
};

std::string name(int at) {
    return fmt::format("service-{:03}", at);
}

Behaviour behaviourOf(int at, const Variant& variant, std::mt19937& random) {
    Behaviour steps{compute(Distribution::exponential(milliseconds(1)))};
    const int width = services / layers;
    const int layer = at / width;
    if (layer + 1 == layers) return steps;
    Parallel parallel;
    std::uniform_int_distribution<int> next((layer + 1) * width, (layer + 2) * width - 1);
    for (int count = 0; count < callsOfEach + (layer % 2 == 0 ? 1 : 0); ++count) {
        const Step made =
            branch(0.2, {call(name(next(random)) + ".do",
                              variant.policies ? std::optional<std::string>("usual") : std::nullopt)});
        if (variant.forks && at % 2 == 0)
            parallel.branches.push_back({made});
        else
            steps.push_back(made);
    }
    if (!parallel.branches.empty()) steps.push_back({parallel, {}});
    return steps;
}

Project makeProject(const Variant& variant) {
    Builder model;
    std::mt19937 random(1);
    std::vector<std::string> entries;
    for (int at = 0; at < services; ++at) {
        Deployment& deployment = model.service(name(at), 8, behaviourOf(at, variant, random));
        if (variant.limits) deployment.queueLimit = 20;
        if (at < services / layers) entries.push_back(name(at) + ".do");
    }
    CallPolicy& policy = model.policy("usual");
    policy.timeout = milliseconds(500);
    policy.retry = RetryPolicy{};
    model.load("users", PoissonArrivals{1}, entries);
    const Project probe = model.build(60);
    const auto estimate = simulator::estimate(probe, ScenarioId("test"));
    if (!estimate) {
        fmt::print(stderr, "{}\n", estimate.error().text());
        std::exit(1);
    }
    model.workloads.back().arrivals = PoissonArrivals{variant.load * (1 + estimate->headroom)};
    return model.build(60);
}

/// The project with another operation of one service.
template <class Change>
Project withOperation(const Project& project, int at, const Change& change) {
    Project next = project;
    Service service = *next.services.find(ServiceId(name(at)));
    Operation operation = service.operations.at(0);
    change(operation.behaviour);
    service.operations = service.operations.with(operation);
    next.services = next.services.with(service);
    return next;
}

/// An edit that is made again and again, each time at another service: back and forth.
struct Edit {
    const char* name;
    Project (*make)(const Project& project, int at, bool isEven);
};

const Edit edits[] = {
    {"service time",
     [](const Project& project, int at, bool isEven) {
         return withOperation(project, at, [&](Behaviour& steps) {
             steps.front() = compute(Distribution::exponential(milliseconds(isEven ? 1.05 : 0.95)));
         });
     }},
    {"one call more",
     [](const Project& project, int at, bool isEven) {
         if (!isEven || at >= services - services / layers) return project;
         return withOperation(project, at, [&](Behaviour& steps) {
             steps.push_back(branch(0.2, {call(name(services - 1) + ".do")}));
         });
     }},
    {"workers",
     [](const Project& project, int at, bool isEven) {
         Project next = project;
         Deployment deployment = *next.deployments.find(DeploymentId(name(at)));
         deployment.workers = isEven ? 9 : 8;
         next.deployments = next.deployments.with(deployment);
         return next;
     }},
    {"rate of the load",
     [](const Project& project, int, bool isEven) {
         Project next = project;
         Workload workload = next.workloads.at(0);
         auto& arrivals = std::get<PoissonArrivals>(workload.arrivals);
         arrivals.rate *= isEven ? 1.02 : 1.01;
         next.workloads = next.workloads.with(workload);
         return next;
     }},
};

double cpuMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class Work>
double median(int repetitions, const Work& work) {
    std::vector<double> times;
    for (int turn = 0; turn < repetitions; ++turn) {
        const double start = cpuMilliseconds();
        work(turn);
        times.push_back(cpuMilliseconds() - start);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void measureEdit(const Project& project, const Edit& edit, int repetitions) {
    simulator::LiveEstimate live(ScenarioId("test"));
    std::vector<Project> versions;
    for (int turn = 0; turn < repetitions; ++turn)
        versions.push_back(edit.make(project, turn * 37 % services, turn % 2 == 0));
    if (!live.update(project)) std::exit(1);
    const double time = median(repetitions, [&](int turn) {
        if (!live.update(versions[static_cast<std::size_t>(turn)])) std::exit(1);
    });
    fmt::print("    {:<18} {:>6.2f} ms after the edit\n", edit.name, time);
}

bool isWanted(const std::string& wanted, const char* what) {
    return wanted.empty() || wanted == what;
}

void measureWhole(const Variant& variant, const Project& project, int repetitions) {
    const ScenarioId scenario("test");
    int iterations = 0;
    const double whole = median(repetitions, [&](int) {
        const auto estimate = simulator::estimate(project, scenario);
        iterations = estimate->iterations;
    });
    const double scratch = median(repetitions, [&](int) {
        simulator::LiveEstimate live(scenario);
        if (!live.update(project)) std::exit(1);
    });
    fmt::print("{:<22} {:>6.2f} ms from scratch, {:>6.2f} ms with all figures as text; {} iterations\n",
               variant.name, scratch, whole, iterations);
}

/// Of one kind of edits only, where one is wanted.
void measure(const Variant& variant, int repetitions, const std::string& wanted) {
    const Project project = makeProject(variant);
    if (wanted.empty())
        measureWhole(variant, project, repetitions);
    else
        fmt::print("{}\n", variant.name);
    for (const Edit& edit : edits)
        if (isWanted(wanted, edit.name)) measureEdit(project, edit, repetitions);
}

}  // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 21;
    for (const Variant& variant :
         {Variant{"plain"}, Variant{.name = "busy", .load = 0.8},
          Variant{.name = "timeouts and retries", .policies = true},
          Variant{.name = "parallel calls", .forks = true}, Variant{.name = "bounded queues", .limits = true},
          Variant{.name = "all of these", .policies = true, .forks = true, .limits = true, .load = 0.7}})
        if (isWanted(argc > 2 ? argv[2] : "", variant.name))
            measure(variant, repetitions, argc > 3 ? argv[3] : "");
}
