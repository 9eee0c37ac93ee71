#pragma once

#include "tests/simulator/random_model.h"

namespace queueing {

/// A random model in which more goes wrong, by chance.
class RandomFaults {
public:
    explicit RandomFaults(std::uint32_t seed) : RandomFaults(RandomModel(seed), seed) {}
    /// In a model of one's own.
    RandomFaults(RandomModel model, std::uint32_t seed)
        : m_random(seed + 1000), m_ofPods(seed + 2000), m_project(model.make()) {}

    Project make() {
        FaultPlan plan;
        plan.id = FaultPlanId("faults");
        plan.name = "Faults";
        if (const FaultPlan* planned = m_project.faultPlans.find(plan.id)) plan = *planned;
        if (chance(0.5)) addZones();
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) {
            const Fault made = fault(at);
            if (!killsAgain(plan.faults, made)) plan.faults.push_back(made);
        }
        if (m_ofPods() % 2 == 0) addPods(plan);
        if (m_ofPods() % 3 == 0) addNodes(plan);
        m_project.faultPlans = m_project.faultPlans.with(plan);
        const Collection<CallPolicy> policies = m_project.policies;
        for (CallPolicy policy : policies) {
            if (!policy.timeout) policy.timeout = milliseconds(1 + below(90));
            m_project.policies = m_project.policies.with(policy);
        }
        Scenario scenario = *m_project.scenarios.find(ScenarioId("test"));
        scenario.faults = plan.id;
        m_project.scenarios = m_project.scenarios.with(scenario);
        return m_project;
    }

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    void addZones() {
        for (const char* name : {"a", "b", "c"})
            m_project.network.zones = m_project.network.zones.with({ZoneId(name), name, {}});
        const auto some = [this](int most) {
            const std::vector<ZoneId> all{ZoneId("a"), ZoneId("b"), ZoneId("c")};
            const auto first = all.begin() + below(3);
            return std::vector<ZoneId>(first, std::min(first + below(most + 1), all.end()));
        };
        const Collection<Deployment> deployments = m_project.deployments;
        for (Deployment deployment : deployments) {
            deployment.zones = some(3);
            if (chance(0.5)) deployment.discovery = Discovery{milliseconds(below(3) * below(1000)), {}};
            if (chance(0.5)) {
                deployment.readiness = Probe{};
                deployment.readiness->period = seconds(1);
                deployment.readiness->failureThreshold = 1 + below(2);
            }
            m_project.deployments = m_project.deployments.with(deployment);
        }
        const Collection<DataStore> stores = m_project.stores;
        for (DataStore store : stores) {
            store.zones = some(1);
            m_project.stores = m_project.stores.with(store);
        }
    }

    // Some services have replicas that are probed, run out of memory, or that a new version is made of.
    void addPods(FaultPlan& plan) {
        const Collection<Deployment> deployments = m_project.deployments;
        for (Deployment deployment : deployments) {
            if (deployment.discovery || m_ofPods() % 2 == 0) continue;
            if (m_ofPods() % 2 == 0) deployment.liveness = probe();
            if (m_ofPods() % 2 == 0) deployment.readiness = probe();
            if (m_ofPods() % 4 == 0) deployment.startup = probe();
            if (m_ofPods() % 3 == 0) {
                deployment.memoryUse = MemoryUse{10, 1.0 * static_cast<double>(m_ofPods() % 20), {}};
                deployment.memoryRequestMib = deployment.memoryLimitMib = 60;
            }
            if (deployment.memoryUse && m_ofPods() % 2 == 0) pressure(plan, deployment.service);
            deployment.rollout = rollout();
            if (m_ofPods() % 2 == 0) release(plan, deployment.service, 0);
            if (m_ofPods() % 4 == 0) release(plan, deployment.service, 900);
            m_project.deployments = m_project.deployments.with(deployment);
        }
    }

    // With room for all, and not for many more.
    void addNodes(FaultPlan& plan) {
        NodePool pool;
        pool.id = NodePoolId("pool");
        pool.name = "Pool";
        pool.maxNodes = 4;
        pool.provision = milliseconds(300);
        pool.idle = pool.detection = milliseconds(200);
        pool.eviction = milliseconds(static_cast<int>(m_ofPods() % 3) * 200);
        int pods = 0;
        const Collection<Deployment> deployments = m_project.deployments;
        for (Deployment deployment : deployments) {
            if (deployment.discovery || !deployment.zones.empty() || m_ofPods() % 2 == 0) continue;
            deployment.nodePool = pool.id;
            pods += deployment.replicas;
            m_project.deployments = m_project.deployments.with(deployment);
        }
        pool.cpuMilli = 250 * (2 + pods / 3);
        m_project.network.nodePools = m_project.network.nodePools.with(pool);
        Fault fault;
        fault.target = pool.id;
        fault.start = milliseconds(static_cast<int>(m_ofPods() % 1500));
        fault.length = milliseconds(100 + static_cast<int>(m_ofPods() % 1500));
        fault.effect = KillFault{static_cast<int>(m_ofPods() % 3)};
        plan.faults.push_back(fault);
    }

    Probe probe() {
        Probe made;
        made.period = seconds(1);
        made.timeout = milliseconds(1 + static_cast<int>(m_ofPods() % 40));
        made.failureThreshold = 1 + static_cast<int>(m_ofPods() % 2);
        made.needsWorker = m_ofPods() % 2 == 0;
        return made;
    }

    Rollout rollout() {
        Rollout made;
        made.strategy = static_cast<RolloutStrategy>(m_ofPods() % 4);
        made.promotion = milliseconds(static_cast<int>(m_ofPods() % 500));
        const bool judged =
            made.strategy == RolloutStrategy::BlueGreen || made.strategy == RolloutStrategy::Canary;
        if (made.strategy == RolloutStrategy::Canary)
            made.steps = {{20, milliseconds(200), {}}, {50, milliseconds(700), {}}};
        if (!judged || m_ofPods() % 2 == 0) return made;
        made.analysis.emplace();
        made.analysis->interval = seconds(1);
        made.analysis->maxLatency = milliseconds(30);
        made.analysis->minRequests = 1;
        return made;
    }

    void release(FaultPlan& plan, const ServiceId& service, int after) {
        ReleaseFault made{1.0 + static_cast<double>(m_ofPods() % 3),
                          0.2 * static_cast<double>(m_ofPods() % 3), m_ofPods() % 4 == 0};
        Fault fault;
        fault.target = service;
        fault.start = milliseconds(after + 100 + static_cast<int>(m_ofPods() % 800));
        fault.effect = made;
        plan.faults.push_back(fault);
    }

    void pressure(FaultPlan& plan, const ServiceId& service) {
        Fault fault;
        fault.target = service;
        fault.start = milliseconds(static_cast<int>(m_ofPods() % 1000));
        fault.length = milliseconds(1000);
        if (m_ofPods() % 2 == 0) fault.ramp = milliseconds(300);
        fault.effect = PressureFault{0.1 * static_cast<double>(m_ofPods() % 9), 60, 0};
        plan.faults.push_back(fault);
    }

    Fault zoneLoss(Fault made) {
        made.target = m_project.network.zones.at(below(3)).id;
        made.effect = KillFault{};
        return made;
    }

    // One after the other: none twice at once.
    Fault fault(int number) {
        Fault made;
        made.target = m_project.services.at(below(static_cast<int>(m_project.services.size()))).id;
        made.start = milliseconds(1500 * number + below(500));
        made.length = milliseconds(1 + below(900));
        if (m_project.network.zones.size() > 0 && chance(0.3)) return zoneLoss(made);
        made.effect = effect(std::get<ServiceId>(made.target));
        if (chance(0.3)) made.chance = FaultChance{milliseconds(50 + below(2000)), {}, {}};
        if (made.chance) made.start = {};
        const bool grows = std::holds_alternative<SlowFault>(made.effect) ||
                           std::holds_alternative<ErrorFault>(made.effect) ||
                           std::holds_alternative<LatencyFault>(made.effect);
        if (grows && chance(0.7)) made.ramp = *made.length / (1 + below(3));
        if (std::holds_alternative<FlushFault>(made.effect)) made.length.reset();
        return made;
    }

    FaultEffect effect(const ServiceId& target) {
        std::optional<ServiceId> peer = m_project.services.at(below(2)).id;
        if (peer == target || chance(0.3)) peer.reset();
        switch (below(10)) {
            case 0:
                return SlowFault{1.0 + below(4), milliseconds(below(10)), someOf(target)};
            case 1:
                return ErrorFault{0.1 * below(10), someOf(target), milliseconds(below(2) * below(20))};
            case 2:
                return KillFault{1};
            case 3:
                return LatencyFault{peer, Distribution::exponential(milliseconds(1 + below(50)))};
            case 4:
                return LossFault{peer, 0.1 * (1 + below(9))};
            case 5:
                return PartitionFault{peer};
            case 7:
                return NamesFault{};
            case 6:
                if (hasKeys(target)) return FlushFault{0.1 * (1 + below(10))};
                return pause();
            default:
                return pause();
        }
    }

    // As many as the service has at most; all when 0.
    int someOf(const ServiceId& service) {
        for (const Deployment& deployment : m_project.deployments)
            if (deployment.service == service) return below(deployment.replicas + 1);
        return 0;
    }

    bool hasKeys(const ServiceId& service) const {
        bool found = false;
        for (const Operation& operation : m_project.services.find(service)->operations)
            forEachStep(operation.behaviour, [&](const Step& step) {
                const auto* lookup = std::get_if<CacheLookup>(&step.action);
                found |= lookup && lookup->keys && !lookup->store;
            });
        return found;
    }

    PauseFault pause() {
        PauseFault made;
        made.replicas = below(3);
        if (chance(0.3)) return made;
        made.pause = milliseconds(1 + below(60));
        if (chance(0.5)) made.perRequest = milliseconds(below(10));
        if (chance(0.5))
            made.every = milliseconds(100 + below(200));
        else
            made.everyRequests = 1 + below(20);
        return made;
    }

    std::mt19937 m_random;
    std::mt19937 m_ofPods;
    Project m_project;
};

}  // namespace queueing
