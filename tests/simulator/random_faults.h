#pragma once

#include "tests/simulator/random_model.h"

namespace queueing {

/// A random model in which more goes wrong, by chance.
class RandomFaults {
public:
    explicit RandomFaults(std::uint32_t seed) : m_random(seed + 1000), m_project(RandomModel(seed).make()) {}

    Project make() {
        FaultPlan plan;
        plan.id = FaultPlanId("faults");
        plan.name = "Faults";
        if (const FaultPlan* planned = m_project.faultPlans.find(plan.id)) plan = *planned;
        const int count = 1 + below(3);
        for (int at = 0; at < count; ++at) plan.faults.push_back(fault(at));
        m_project.faultPlans = m_project.faultPlans.with(plan);
        Scenario scenario = *m_project.scenarios.find(ScenarioId("test"));
        scenario.faults = plan.id;
        m_project.scenarios = m_project.scenarios.with(scenario);
        return m_project;
    }

private:
    int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    bool chance(double probability) { return std::bernoulli_distribution(probability)(m_random); }

    // One after the other: none twice at once.
    Fault fault(int number) {
        Fault made;
        made.target = m_project.services.at(below(static_cast<int>(m_project.services.size()))).id;
        made.start = milliseconds(1500 * number + below(500));
        made.length = milliseconds(1 + below(900));
        made.effect = pause();
        return made;
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
    Project m_project;
};

}  // namespace queueing
