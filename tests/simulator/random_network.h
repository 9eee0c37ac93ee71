#pragma once

#include "tests/simulator/random_faults.h"

namespace queueing {

/// A random model with faults, whose parts stand in zones that are far from each other, some in a mesh;
/// brokers go away, members have little time, and some servers of stores are slow.
class RandomNetwork {
public:
    explicit RandomNetwork(std::uint32_t seed)
        : m_random(seed + 2000), m_project(RandomFaults(seed).make()) {}

    Project make() {
        addPlaces();
        addMeshes();
        limitPolls();
        FaultPlan plan = *m_project.faultPlans.find(FaultPlanId("faults"));
        for (int count = below(4); count > 0; --count) addFault(plan);
        m_project.faultPlans = m_project.faultPlans.with(plan);
        return m_project;
    }

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    void addPlaces() {
        Network& network = m_project.network;
        network.regions = network.regions.with({RegionId("r"), "R", {}});
        for (const char* name : {"a", "b", "c"}) {
            Zone zone{ZoneId(name), name, {}};
            if (*name != 'c') zone.region = RegionId("r");
            network.zones = network.zones.with(zone);
        }
        if (chance(0.6)) network.zoneLatencies.push_back({ZoneId("a"), ZoneId("b"), some(5), {}});
        if (chance(0.4)) network.regionLatencies.push_back({RegionId("r"), RegionId("r"), some(2), {}});
        const Collection<Deployment> deployments = m_project.deployments;
        for (Deployment deployment : deployments) {
            if (deployment.zones.empty() && chance(0.5)) deployment.zones = {ZoneId("b"), ZoneId("a")};
            m_project.deployments = m_project.deployments.with(deployment);
        }
    }

    void addMeshes() {
        const Collection<Deployment> deployments = m_project.deployments;
        for (Deployment deployment : deployments) {
            if (chance(0.6)) continue;
            Mesh& mesh = deployment.mesh.emplace();
            if (chance(0.3)) mesh.kind = MeshKind::Ambient;
            if (chance(0.7)) mesh.latency = some(1);
            mesh.cpu = milliseconds(0.001 * below(800));
            mesh.requestsPerConnection = 1 + below(20);
            m_project.deployments = m_project.deployments.with(deployment);
        }
    }

    void limitPolls() {
        const Collection<Channel> channels = m_project.channels;
        for (Channel channel : channels) {
            if (chance(0.3) || channel.partitioning == Partitioning::Shared) continue;
            channel.maxPollInterval = milliseconds(1 + below(200));
            channel.maxPollRecords = 1 + below(20);
            m_project.channels = m_project.channels.with(channel);
        }
    }

    void addFault(FaultPlan& plan) {
        Fault made;
        made.start = milliseconds(100 + below(4000));
        made.length = milliseconds(1 + below(400));
        const int kind = below(5);
        if (kind == 0 && m_project.channels.size() > 0) {
            made.target = m_project.channels.at(0).id;
            made.effect = KillFault{};
        } else if (kind == 1 && m_project.stores.size() > 0 && m_project.stores.at(0).replication) {
            made.target = m_project.stores.at(0).id;
            made.effect = SlowFault{1.0 + below(5), {}, 1};
            if (chance(0.5)) made.effect = ErrorFault{0.1 * (1 + below(9)), 1, {}};
        } else {
            made.target = ZoneId("a");
            std::optional<ZoneId> peer;
            if (chance(0.5)) peer = ZoneId("b");
            if (kind == 2)
                made.effect = LatencyFault{{}, some(20), peer};
            else if (kind == 3)
                made.effect = LossFault{{}, 0.1 * (1 + below(9)), peer};
            else
                made.effect = PartitionFault{{}, peer};
        }
        plan.faults.push_back(made);
    }

    Distribution some(double mean) {
        return Distribution::exponential(milliseconds(mean * (1 + below(5)) / 5));
    }

    std::mt19937 m_random;
    Project m_project;
};

}  // namespace queueing
