#pragma once

#include <string_view>

#include "simulator/estimate/estimate.h"
#include "simulator/estimate/steady_state.h"

namespace simulator {

/// What a diagram shows of a station or an operation while the model is being edited.
struct Glance {
    double utilisation = 0;  ///< 0 to 1
    /// Response time of an operation, 0 where it never succeeds; visit to a station, wait included [ms].
    double mean = 0;
    double p99 = 0;        ///< [ms]
    double load = 0;       ///< What it would be used if nobody waited: above 1 there is no steady state
    bool reached = false;  ///< By the load
    bool stable = true;
};

/// The estimate of one scenario that follows a model while it is being edited. It keeps the numbers of the
/// last solution and goes on from there, and makes figures only where it is asked for them.
class LiveEstimate {
public:
    explicit LiveEstimate(model::ScenarioId scenario, LoadLevel level = LoadLevel::Mean)
        : m_scenario(std::move(scenario)), m_level(level) {}

    /// Follows to the next version of the model. Fails as `estimate` does, and then keeps nothing.
    model::Result<bool> update(const model::Project& project);

    /// By index in the order of the project's services and their operations.
    Glance operation(std::size_t index) const;
    /// By index: services, then stores.
    Glance station(std::size_t index) const;
    std::size_t operations() const { return m_state.network().operations; }
    std::size_t stations() const { return m_state.network().stations.size(); }
    /// The station that is full first as the load grows; empty without load.
    std::string_view bottleneck() const;
    /// Everything, in the words of a run; only after an update that succeeded.
    Estimate whole() const;

private:
    model::ScenarioId m_scenario;
    LoadLevel m_level;
    model::Project m_project;  ///< What the ids in the network point into
    estimating::SteadyState m_state;
};

}  // namespace simulator
