// What resilience and the platform cost the engine: events per second of CPU time on the online boutique,
// bare, with what protects its calls, and with pods that are scaled. The variants take turns; the ratios are
// those of medians. `resilience_bench [RUNS [VARIANT]]`: only that one, from 0 on, as for a profiler.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "model/json/json.h"
#include "simulator/simulate.h"

namespace {

using model::CallPolicy;
using model::Project;

constexpr double simulatedSeconds = 120;

double userSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6;
}

Project boutique() {
    std::ifstream file(LINTEL_SOURCE_DIR "/samples/online-boutique.lintel");
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = model::parseProject(text.str());
    if (parsed && !parsed->project.scenarios.empty()) return parsed->project;
    fmt::print(stderr, "{}\n", parsed ? "no scenarios" : parsed.error().text());
    std::exit(1);
}

Project withPolicies(Project project, const std::function<void(CallPolicy&)>& change) {
    for (CallPolicy policy : model::Collection<CallPolicy>(project.policies)) {
        change(policy);
        project.policies = project.policies.with(policy);
    }
    return project;
}

void strip(CallPolicy& policy) {
    CallPolicy bare;
    bare.id = policy.id;
    bare.name = policy.name;
    policy = bare;
}
void addBreaker(CallPolicy& policy) {
    policy.circuitBreaker.emplace();
}
void addBulkhead(CallPolicy& policy) {
    policy.bulkhead.emplace();
    policy.bulkhead->maxConcurrent = 1000;
}
void addBalancing(CallPolicy& policy) {
    policy.loadBalancing.emplace();
    policy.outlierDetection.emplace();
}

Project scaled(Project project) {
    for (model::Scenario scenario : model::Collection<model::Scenario>(project.scenarios)) {
        scenario.autoscaling = true;
        project.scenarios = project.scenarios.with(scenario);
    }
    return project;
}

struct Variant {
    const char* name;
    Project project;
    std::vector<double> rates{};  ///< [million events/CPU s]

    double median() {
        std::sort(rates.begin(), rates.end());
        return rates[rates.size() / 2];
    }
};

double measure(const Project& project) {
    simulator::RunOptions options;
    options.length = model::seconds(simulatedSeconds);
    options.replications = 1;
    options.threads = 1;
    const double before = userSeconds();
    const auto plan = simulator::compile(project, project.scenarios.at(0).id, options);
    if (!plan) {
        fmt::print(stderr, "{}\n", plan.error().text());
        std::exit(1);
    }
    const simulator::RunResult result = simulator::run(**plan, options);
    return static_cast<double>(result.engine.events) / (userSeconds() - before) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const Project designed = boutique();
    const Project guarded = withPolicies(designed, [](CallPolicy& policy) {
        addBreaker(policy);
        addBulkhead(policy);
    });
    std::vector<Variant> variants{
        {"bare: no policies, fixed replicas", withPolicies(designed, strip)},
        {"timeouts and retries, as designed", designed},
        {"and scaled pods", scaled(designed)},
        {"timeouts, retries and circuit breakers", withPolicies(designed, addBreaker)},
        {"and bulkheads", guarded},
        {"and scaled pods", scaled(guarded)},
        {"and balanced by clients, who detect outliers", withPolicies(scaled(guarded), addBalancing)}};
    if (argc > 2) {
        const std::size_t only =
            std::min<std::size_t>(std::strtoul(argv[2], nullptr, 10), variants.size() - 1);
        variants = {variants[only]};
    }
    for (int repetition = 0; repetition < repetitions; ++repetition)
        for (Variant& variant : variants) variant.rates.push_back(measure(variant.project));
    const double bare = variants.front().median();
    for (Variant& variant : variants)
        fmt::print("{:<46} {:6.2f} million events/CPU s, {:5.1f} % of bare\n", variant.name, variant.median(),
                   100 * variant.median() / bare);
}
