// How fast the engine is: nanoseconds of CPU time per modelled event, all metrics recorded, one thread.
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

using namespace queueing;

namespace {

void report(const std::string& name, const Project& project, double expectedMean) {
    simulator::RunOptions options;
    options.replications = 1;
    options.threads = 1;
    const auto plan = simulator::compile(project, ScenarioId("test"), options);
    if (!plan) {
        fmt::print(stderr, "{}: {}\n", name, plan.error().text());
        return;
    }
    const simulator::RunResult result = simulator::run(**plan, options);
    const auto events = static_cast<double>(result.engine.events);
    fmt::print("{:<34} {:>6.2f} million events, {:>6.1f} ns an event, {:>5.2f} million events a CPU second\n",
               name, events / 1e6, result.engine.cpuSeconds / events * 1e9,
               result.engine.eventsPerCpuSecond() / 1e6);
    fmt::print("{:<34} mean latency {:.3f} ms", "", result.journeys[0].latency.mean.value.value_or(0));
    if (expectedMean > 0) fmt::print(" (expected {})", expectedMean);
    fmt::print(", conservation {}\n", result.conservation.holds ? "holds" : "BROKEN");
}

Project singleQueue() {
    Builder model;
    model.service("queue", 1, {compute(Distribution::exponential(milliseconds(1)))});
    model.load("users", PoissonArrivals{800}, {"queue.do"});
    return model.build(4000);
}

Project gatewayAndThree() {
    Builder model;
    model.service(
        "gateway", 16,
        {compute(Distribution::exponential(milliseconds(2))), call("s1.do"), call("s2.do"), call("s3.do")});
    for (const std::string name : {"s1", "s2", "s3"})
        model.service(name, 8, {compute(Distribution::exponential(milliseconds(3)))});
    model.load("users", PoissonArrivals{1000}, {"gateway.do"});
    return model.build(1000);
}

// Twelve services, ten calls a request, with timeouts, retries and network latency.
Project shop() {
    Builder model;
    model.project.network.latency = Distribution::exponential(milliseconds(0.25));
    CallPolicy& policy = model.policy("call");
    policy.timeout = seconds(1);
    policy.retry = RetryPolicy{};
    const auto work = [](double mean) { return compute(Distribution::logNormal(milliseconds(mean), 0.8)); };
    model.store("cart-store", 50, Distribution::exponential(milliseconds(0.5)));
    model
        .service("frontend", 64,
                 {work(1), call("currency.do", "call"), call("catalog.do", "call"), call("cart.do", "call"),
                  call("recommendation.do", "call"), call("ads.do", "call"), call("checkout.do", "call")})
        .replicas = 3;
    model.service("checkout", 64,
                  {work(1), call("cart.do", "call"), call("shipping.do", "call"), call("payment.do", "call"),
                   branch(0.5, {call("email.do", "call")})});
    model.service("recommendation", 32, {work(1), call("catalog.do", "call")});
    model.service("cart", 32, {work(0.5), query("cart-store")});
    for (const std::string name :
         {"currency", "catalog", "ads", "shipping", "payment", "email", "search", "tax"})
        model.service(name, 32, {work(0.8)});
    model.load("users", PoissonArrivals{1000}, {"frontend.do"}, "call");
    return model.build(120);
}

}  // namespace

int main() {
    report("W1, M/M/1", singleQueue(), 5);
    report("W2, gateway and three services", gatewayAndThree(), 11.2);
    report("shop, 12 services at 1,000 rps", shop(), 0);
}
