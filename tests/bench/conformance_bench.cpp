// The references that take too long for the tests: high loads, wide spreads, rare losses. Each row runs until
// its means are known to 1 %, and passes when it is within three half-widths of its own 95 % interval.
#include <fmt/format.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/simulator/acceptance.h"
#include "tests/simulator/reference_queues.h"

using namespace queueing;
using simulator::Figure;
using simulator::RunResult;

namespace {

/// One figure of a run, and what theory says of it.
struct Line {
    std::string name;
    Figure seen;
    double expected;
    double widest = widestMean;
    double slack = 0;  ///< What the reference itself does not know
};

struct Case {
    std::string name;
    std::function<std::vector<Line>()> run;
};

RunResult simulated(Builder& model, double seconds, int replications, bool untilPrecise = true) {
    simulator::RunOptions options;
    options.replications = replications;
    if (untilPrecise) options.precision = 0.0075;
    RunResult result = simulator::run(*planOf(model.build(seconds * 1.05, seconds * 0.05)), options);
    if (!result.conservation.holds) fmt::print("CONSERVATION IS VIOLATED\n");
    return result;
}

Builder station(int servers, const Distribution& time, double perSecond) {
    Builder model;
    model.service("s", servers, {compute(time)});
    model.load("u", PoissonArrivals{perSecond}, {"s.do"});
    return model;
}

std::vector<Line> ofLatency(const RunResult& result, double mean, const auto& tail) {
    const simulator::LatencyFigures& latency = result.journeys.at(0).latency;
    const double rounding = simulator::Histogram::bucketError();
    std::vector<Line> lines{{"mean", latency.mean, mean}};
    for (const auto& [name, figure, probability] : {std::tuple{"p50", latency.p50, 0.5},
                                                    {"p95", latency.p95, 0.95},
                                                    {"p99", latency.p99, 0.99},
                                                    {"p99.9", latency.p999, 0.999}})
        lines.push_back({name, figure, reference::quantile(probability, tail),
                         probability < 0.995 ? widestQuantile : 0.05, rounding});
    return lines;
}

std::vector<Line> severalServers(int servers, double load) {
    Builder model = station(servers, exponentially(1), 1000 * load);
    // Runs are as long as the response needs, of which the wait for many servers is a small part.
    const double arrivals = servers < 100 ? 5e6 : 1e7;
    const RunResult result = simulated(model, arrivals / (1000 * load), 2);
    const double wait = reference::erlangC(servers, load) / (servers - load);
    std::vector<Line> lines = ofLatency(
        result, 1 + wait, [=](double time) { return reference::responseTail(servers, load, time); });
    lines.push_back({"wait", result.stations.at(0).wait, wait, servers > 1 ? 0.05 : widestMean});
    return lines;
}

std::vector<Line> generalService(double load, double scv) {
    Distribution time = exponentially(1);
    reference::Transform service = reference::hyperExponentialTime(std::max(1.0, scv));
    time.kind = DistributionKind::HyperExponential;
    time.cv = std::sqrt(scv);
    if (scv < 1) {
        time = {scv > 0 ? DistributionKind::Erlang : DistributionKind::Constant, milliseconds(1), 0.5, {}};
        service = scv > 0 ? reference::erlangTime(4) : reference::constantTime();
    }
    Builder model = station(1, time, 1000 * load);
    const reference::Transform response = reference::responseOf(load, service);
    return ofLatency(simulated(model, 5e6 / (1000 * load), 2), 1 + reference::meanWait(load, scv),
                     [&](double at) { return reference::tailOf(response, at); });
}

// Case 7: its wait's 99th percentile is another simulator's.
std::vector<Line> logNormalService() {
    Builder model = station(1, Distribution::logNormal(milliseconds(1), 2), 800);
    return {{"mean", simulated(model, 10'000, 2).journeys.at(0).latency.mean, 11}};
}

// Case 6, the loss that is rarest.
std::vector<Line> rareLoss() {
    Builder model = station(10, exponentially(1), 8000);
    model.deployments.back().queueLimit = 10;
    watchAvailability(model, "kept", JourneyId("u.journey"));
    const RunResult result = simulated(model, 4000, 4, false);
    const reference::FiniteQueue expected(10, 8, 20);
    return {{"lost", lostShare(result), expected.lost},
            {"mean", result.journeys.at(0).latency.mean, expected.response}};
}

// Case 22.
std::vector<Line> tailAtScale() {
    Builder model;
    const Behaviour leaf{branch(0.0001, {compute(Distribution::constant(milliseconds(1000)))})};
    model.service("s", 100'000, {Step{Parallel{std::vector<Behaviour>(2000, leaf), Join::All, 1}, {}}});
    model.policy("fast").timeout = milliseconds(500);
    model.load("u", PoissonArrivals{1000}, {"s.do"}, "fast");
    watchAvailability(model, "fast", JourneyId("u.journey"));
    return {{"slow", lostShare(simulated(model, 140, 2, false)), 0.181277}};
}

// Case 27, d = 1: one of 100 stations by chance.
std::vector<Line> dealtOutByChance() {
    Builder model;
    Branch choice;
    for (int at = 0; at < 100; ++at) {
        const std::string name = "s" + std::to_string(at);
        model.service(name, 1, {compute(exponentially(1))});
        choice.alternatives.push_back({0.01, {call(name + ".do")}, {}});
    }
    model.service("balancer", 100'000, {Step{choice, {}}});
    model.load("u", PoissonArrivals{90'000}, {"balancer.do"});
    return ofLatency(simulated(model, 100, 2), 10, [](double time) { return std::exp(-time / 10); });
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const double load : {0.9, 0.95})
        all.push_back({fmt::format("M/M/1 at {}", load), [=] { return severalServers(1, load); }});
    for (const auto& [servers, load] :
         {std::pair{2, 1.8}, {3, 2.4}, {5, 4.0}, {10, 9.0}, {20, 19.0}, {100, 95.0}})
        all.push_back({fmt::format("M/M/{} of {} erlangs", servers, load),
                       [s = servers, l = load] { return severalServers(s, l); }});
    for (const double load : {0.8, 0.9})
        for (const double scv : {0.0, 0.25, 4.0, 16.0})
            all.push_back(
                {fmt::format("M/G/1 at {}, cs2 {}", load, scv), [=] { return generalService(load, scv); }});
    all.push_back({"M/G/1 at 0.8, log-normal, cs2 4", logNormalService});
    all.push_back({"M/M/10/20 of 8 erlangs", rareLoss});
    all.push_back({"100 queues by chance at 0.9", dealtOutByChance});
    all.push_back({"fan-out of 2000", tailAtScale});
    return all;
}

/// Whether the line passes; prints it.
bool judged(const std::string& name, const Line& line) {
    const Figure& seen = line.seen;
    const double half = std::max(seen.high - seen.value.value_or(0), seen.value.value_or(0) - seen.low);
    const bool passes = agrees(line.name.c_str(), seen, line.expected, line.widest, line.slack);
    fmt::print("{:<32} {:<6} {:>11.6g} {:>11.6g} {:>8.2f} % {:>8.2f} %  {}\n", name, line.name, line.expected,
               seen.value.value_or(0), 100 * (seen.value.value_or(0) / line.expected - 1),
               100 * half / line.expected, passes ? "pass" : "FAIL");
    std::fflush(stdout);
    return passes;
}

int usage() {
    fmt::print(
        "usage: conformance_bench [PART-OF-A-NAME]\n\n"
        "Holds the engine against the references that take too long for the tests: loads of 0.9 and above,\n"
        "services of a wide spread, rare losses. No part of the continuous integration; run it after "
        "changes\n"
        "of the engine, in Release. It takes some minutes on two cores. A row passes when it is within "
        "three\n"
        "half-widths of its own 95 % interval, and that within 1 % of the value (2 % for quantiles, 5 % for\n"
        "p99.9 and for short waits). The exit code is 1 when a row fails.\n\nCases:\n");
    for (const Case& each : cases()) fmt::print("  {}\n", each.name);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string wanted = argc > 1 ? argv[1] : "";
    if (wanted.starts_with("-")) return usage();
    int failed = 0, judgedLines = 0;
    fmt::print("{:<32} {:<6} {:>11} {:>11} {:>10} {:>10}\n", "case", "of", "expected", "simulated", "off by",
               "half-width");
    for (const Case& each : cases()) {
        if (each.name.find(wanted) == std::string::npos) continue;
        for (const Line& line : each.run()) {
            ++judgedLines;
            failed += judged(each.name, line) ? 0 : 1;
        }
    }
    if (judgedLines == 0) return usage();
    fmt::print("{} of {} rows failed\n", failed, judgedLines);
    return failed > 0 ? 1 : 0;
}
