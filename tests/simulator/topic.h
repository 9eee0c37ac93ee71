#pragma once

#include <QtGlobal>

#include "simulator/plan/plan.h"
#include "simulator/simulate.h"
#include "tests/simulator/queueing.h"

/// Small systems around one topic, and what a test asks of their runs.
namespace queueing {

using simulator::GroupResult;
using simulator::RunResult;

inline std::shared_ptr<const simulator::Plan> planFor(const Project& project) {
    const auto plan = simulator::compile(project, ScenarioId("test"));
    if (!plan) qFatal("%s", plan.error().text().c_str());
    return *plan;
}

inline RunResult simulated(const Project& project, std::uint64_t seed = 1, int threads = 1,
                           int replications = 1) {
    simulator::RunOptions options;
    options.seed = seed;
    options.threads = threads;
    options.replications = replications;
    return simulator::run(*planFor(project), options);
}

// Everything that must hold in any run.
inline RunResult whole(const Project& project) {
    RunResult result = simulated(project);
    if (!result.conservation.holds) qFatal("conservation does not hold");
    if (result.conservation.worstLittleResidual > 1e-9) qFatal("Little's law does not hold");
    return result;
}

inline const GroupResult& groupOf(const RunResult& result, const std::string& channel,
                                  const std::string& id = "c") {
    for (const GroupResult& group : result.groups)
        if (group.channel == channel && group.id == id) return group;
    qFatal("no such group");
}

inline const std::vector<double>& seriesOf(const GroupResult& group, const std::string& name) {
    for (const simulator::Series& series : group.series)
        if (series.name == name) return series.values;
    qFatal("no such series");
}

inline const simulator::StationResult& stationOf(const RunResult& result, const std::string& id) {
    for (const simulator::StationResult& station : result.stations)
        if (station.id == id) return station;
    qFatal("no such station");
}

inline std::uint64_t completed(const RunResult& result, const std::string& operation) {
    for (const simulator::FlowResult& flow : result.operations)
        if (flow.id == operation) return flow.completed;
    qFatal("no such operation");
}

inline Step steadily(double time) {
    return compute(Distribution::constant(milliseconds(time)));
}

/// `p` publishes to the topic `t`, `c` handles it.
struct Topic : Builder {
    Channel channel;
    Deployment* consumers = nullptr;

    explicit Topic(const Arrivals& arrivals, Behaviour handling, std::int32_t replicas = 1,
                   std::int32_t concurrency = 1) {
        channel.id = ChannelId("t");
        channel.name = "Topic";
        channel.partitioning = Partitioning::RoundRobin;
        service("p", 1000, {publish("t")});
        load("u", arrivals, {"p.do"});
        consumers = &consumer("c", "t", std::move(handling), concurrency);
        consumers->replicas = replicas;
    }

    Deployment& consumer(const std::string& name, const std::string& from, Behaviour handling,
                         std::int32_t concurrency = 1) {
        Deployment& deployment = service(name, 1000, std::move(handling));
        Operation operation = lastOperation();
        operation.subscription = Subscription{ChannelId(from), "", concurrency, {}};
        last().operations = last().operations.with(operation);
        return deployment;
    }

    Channel queue(const std::string& id, Broker broker = Broker::RabbitMq) {
        Channel made;
        made.id = ChannelId(id);
        made.name = id;
        made.broker = broker;
        return made;
    }

    Project build(double length, std::optional<double> warmUp = 0) {
        project.channels = project.channels.with(channel);
        return Builder::build(length, warmUp);
    }
};

}  // namespace queueing
