#pragma once

#include <string>
#include <vector>

/// Models that cannot be simulated, one mistake each, with the place and the words that must name it: for the
/// library and for the command line.
namespace badmodels {

struct BadModel {
    std::string name;
    std::string text;
    std::string place;  ///< JSON pointer
    std::string words;
};

/// A model that can be simulated, in which each text between angle brackets can be replaced.
inline std::string modelWith(const std::vector<std::pair<std::string, std::string>>& changes) {
    std::string text = R"({
  "lintel": 1, "name": "Bad",
  "services": {
    "a": {"name": "A", "operations": {"a.do": {"name": "Do", "behaviour": [
      {"step": "compute", "time": {"kind": "exponential", "mean_ms": <2>}}<more-of-a>
    ]}}},
    "b": {"name": "B", "operations": {"b.do": {"name": "Do", "behaviour": [
      {"step": "compute", "time": {"kind": "constant", "mean_ms": <1-of-b>}}<more-of-b>
    ]}}}
  },
  "policies": {"p": {"name": "P", "timeout_ms": <1000>,
    "retry": {"max_attempts": <3>, "delay_ms": <10>, "factor": <2.0>, "max_delay_ms": 100}}},
  "deployments": {"da": {"service": "a", "replicas": <2-replicas>, "workers": <4>, "start_up_s": <5>}},
  "workloads": {"w": {"name": "W", "arrivals": <arrivals>,
    "journeys": {"w.j": {"name": "J", "weight": <1.0>, "steps": [
      {"operation": "a.do", "policy": "p"}, {"operation": "b.do"}]}}}},
  "fault_plans": {"f": {"name": "F", "faults": [
    {"service": "a", "fault": "slow", "factor": <1.5>, "extra_ms": <0.0>, "start_s": <3.0>}]}},
  "scenarios": {"s": {"name": "S", "workloads": [<"w">], "faults": "f", "length_s": <10.0>,
    "warm_up_s": <0.5>, "replications": <1-replications>}}
})";
    const auto replace = [&text](const std::string& what, const std::string& by) {
        const std::string sought = "<" + what + ">";
        for (auto at = text.find(sought); at != std::string::npos; at = text.find(sought, at + by.size()))
            text.replace(at, sought.size(), by);
    };
    for (const auto& [what, by] : changes) replace(what, by);
    replace("arrivals", R"({"kind": "poisson", "rate_per_s": 20})");
    replace("2-replicas", "2");
    replace("1-replications", "1");
    replace("1-of-b", "1");
    replace("more-of-a", "");
    replace("more-of-b", "");
    // What was not replaced is its own default.
    std::string result;
    for (const char c : text)
        if (c != '<' && c != '>') result += c;
    return result;
}

inline std::string loop(const std::string& times, const std::string& steps) {
    return R"({"step": "loop", "times": )" + times + R"(, "steps": [)" + steps + "]}";
}

inline std::vector<BadModel> badModels() {
    std::vector<BadModel> list;
    const auto row = [&](const std::string& name, const std::string& what, const std::string& by,
                         const std::string& place, const std::string& words) {
        list.push_back({name, modelWith({{what, by}}), place, words});
    };
    const auto arrivals = [](const std::string& rest) { return "{\"kind\": " + rest + "}"; };
    const std::string rate = "/workloads/w/arrivals/rate_per_s";
    row("no rate", "arrivals", arrivals(R"("poisson", "rate_per_s": 0)"), "/workloads/w/arrivals",
        "the rate is 0");
    row("negative rate", "arrivals", arrivals(R"("constant", "rate_per_s": -1)"), rate,
        "-1, should be from 0");
    row("rate beyond the clock", "arrivals", arrivals(R"("poisson", "rate_per_s": 1e300)"), rate,
        "should be from 0 to 100000000");
    row("infinite rate", "arrivals", arrivals(R"("poisson", "rate_per_s": 1e999)"), rate, "1e999");
    row("ramp from and to nothing", "arrivals",
        arrivals(R"("ramp", "from_per_s": 0, "to_per_s": 0, "over_s": 5)"), "/workloads/w/arrivals",
        "the rate is 0");
    row("no users", "arrivals", arrivals(R"("closed", "users": 0)"), "/workloads/w/arrivals/users",
        "0, should be from 1");
    row("users beyond all", "arrivals", arrivals(R"("closed", "users": 9000000)"), "/workloads/w/arrivals",
        "9000000 users");
    row("negative think time", "arrivals",
        arrivals(R"("closed", "users": 5, "think": {"kind": "constant", "mean_ms": -1})"),
        "/workloads/w/arrivals/think/mean_ms", "-1, should be from 0");
    row("weight of nothing", "1.0", "0", "/workloads/w", "weight 0");
    row("no workload", "\"w\"", "", "/scenarios/s", "no workload");
    row("no workers", "4", "0", "/deployments/da/workers", "0, should be from 1");
    row("no replicas", "2-replicas", "0", "/deployments/da/replicas", "0, should be from 1");
    row("a million replicas", "2-replicas", "1000000", "/deployments/da/replicas",
        "should be from 1 to 100000");
    row("negative service time", "2", "-2", "/services/a/operations/a.do/behaviour/0/time/mean_ms",
        "-2, should be from 0");
    row("service time beyond the clock", "2", "5e12", "/services/a/operations/a.do/behaviour/0/time/mean_ms",
        "should be from 0 to 1000000000000");
    row("service time beyond all numbers", "2", "1e300",
        "/services/a/operations/a.do/behaviour/0/time/mean_ms", "expected a time below 280 years");
    row("negative timeout", "1000", "-1000", "/policies/p/timeout_ms", "-1000, should be above 0");
    row("no patience", "1000", "0", "/policies/p/timeout_ms", "0, should be above 0");
    row("timeout beyond the clock", "1000", "8e12", "/policies/p/timeout_ms", "at most 1000000000000");
    row("attempts without end", "3", "1000000", "/policies/p/retry/max_attempts", "should be from 1 to 1000");
    row("negative back-off", "10", "-10", "/policies/p/retry/delay_ms", "-10, should be from 0");
    row("back-off that shrinks", "2.0", "0.5", "/policies/p/retry/factor", "0.5, should be from 1");
    row("back-off that explodes", "2.0", "1e30", "/policies/p/retry/factor", "should be from 1 to 100");
    row("negative start-up", "5", "-5", "/deployments/da/start_up_s", "-5, should be from 0");
    row("start-up beyond the clock", "5", "8e9", "/deployments/da/start_up_s",
        "should be from 0 to 1000000000");
    row("slow-down beyond all", "1.5", "1e9", "/fault_plans/f/faults/0/factor", "should be from 0 to 1");
    row("fault before the start", "3.0", "-3", "/fault_plans/f/faults/0/start_s", "-3, should be from 0");
    row("slow-down beyond the clock", "0.0", "8e12", "/fault_plans/f/faults/0/extra_ms",
        "should be from 0 to 1000000000000");
    row("negative length", "10.0", "-10", "/scenarios/s/length_s", "-10, should be from 0.001");
    row("no length", "10.0", "0", "/scenarios/s/length_s", "0, should be from 0.001");
    row("length beyond the clock", "10.0", "5e9", "/scenarios/s/length_s", "should be from 0.001 to 1");
    row("negative warm-up", "0.5", "-1", "/scenarios/s/warm_up_s", "-1, should be from 0");
    row("nothing but warm-up", "0.5", "10", "/scenarios/s", "nothing would be left to measure");
    row("no replications", "1-replications", "0", "/scenarios/s/replications", "0, should be from 1");
    row("replications beyond all", "1-replications", "50000", "/scenarios/s", "50000 replications");
    const std::string steps = "/services/a/operations/a.do";
    row("loop of no rounds", "more-of-a", "," + loop("0", ""), steps + "/behaviour/1/times",
        "0, should be from 1");
    row("loop without an end", "more-of-a", "," + loop("2000000000", ""), steps + "/behaviour/1/times",
        "should be from 1 to 1000000");
    row("loops in loops", "more-of-a", "," + loop("1000000", loop("1000000", "")), steps,
        "1000000000000 rounds");
    list.push_back(
        {"loops of calls that loop",
         modelWith(
             {{"more-of-a", "," + loop("100000", R"({"step": "call", "operation": "b.do"})")},
              {"more-of-b",
               "," + loop("100000", R"({"step": "compute", "time": {"kind": "constant", "mean_ms": 0}})")}}),
         steps, "one request is expected to take 2e+10 steps"});
    list.push_back({"calls in a circle",
                    modelWith({{"more-of-a", R"(, {"step": "call", "operation": "b.do"})"},
                               {"more-of-b", R"(, {"step": "call", "operation": "a.do"})"}}),
                    steps, "a.do -> b.do -> a.do"});
    row("call of itself", "more-of-a", R"(, {"step": "call", "operation": "a.do"})", steps, "a.do -> a.do");
    row("quorum of too many", "more-of-a",
        R"(, {"step": "parallel", "branches": [[]], "join": "quorum", "quorum": 2})", steps + "/behaviour/1",
        "quorum 2 of 1 branches");
    row("cache of more keys than memory", "more-of-a",
        R"(, {"step": "cache", "keys": {"count": 10000000}, "capacity": 10000000})", steps,
        "at most 50 million can be simulated");
    return list;
}

}  // namespace badmodels
