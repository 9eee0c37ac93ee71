#include "simulator/estimate/live_estimate.h"

#include <algorithm>
#include <cassert>

#include "model/json/json.h"
#include "simulator/estimate/fitted_time.h"
#include "simulator/estimate/report.h"

namespace simulator {

using estimating::Index;
using estimating::Moments;

namespace {

constexpr double hardlyEver = 1e-9;  // Once in thirty years [1/s]

}  // namespace

model::Result<bool> LiveEstimate::update(const model::Project& model) {
    const auto changed = model::withChanges(model, m_scenario);
    if (!changed) {
        m_state.forget();
        return tl::unexpected(changed.error());
    }
    const model::Project& project = *changed;
    estimating::EarlierVersion earlier;
    if (!m_state.network().programs.empty()) earlier = {&m_project, &m_state.network()};
    auto network = estimating::flatten(project, m_scenario, m_level, earlier);
    if (!network) {
        m_state.forget();
        return tl::unexpected(network.error());
    }
    m_state.follow(std::move(*network));
    m_project = project;
    return true;
}

Glance LiveEstimate::operation(std::size_t index) const {
    Glance glance;
    const estimating::Program& program = m_state.network().programs.at(index);
    if (!program.reached) return glance;
    const estimating::ProgramState& state = m_state.solution().programs[index];
    const estimating::StationState& pool = m_state.solution().stations[program.station];
    const Moments response = pool.queue.wait + state.succeeded;
    const double served = state.rate * (1 - pool.queue.blocked) * pool.passes;
    glance.reached = true;
    glance.stable = pool.queue.stable && !state.endless;
    glance.utilisation =
        std::min(1.0, served * state.hold.mean / m_state.network().stations[program.station].capacity());
    glance.load = pool.idealLoad;
    if (!(state.succeeds > 0)) return glance;
    glance.mean = response.mean * 1e3;
    glance.p99 = estimating::FittedTime(response).quantile(0.99) * 1e3;
    return glance;
}

Glance LiveEstimate::station(std::size_t index) const {
    Glance glance;
    const estimating::StationState& state = m_state.solution().stations.at(index);
    const Moments visit = state.queue.wait + state.hold;
    glance.reached = state.rate > hardlyEver;
    if (!glance.reached) return glance;
    glance.stable = state.queue.stable && state.passes > 1 - 1e-6;
    glance.utilisation = glance.stable ? state.queue.utilisation : 1;
    glance.mean = visit.mean * 1e3;
    glance.p99 = estimating::FittedTime(visit).quantile(0.99) * 1e3;
    glance.load = state.idealLoad;
    return glance;
}

std::string_view LiveEstimate::bottleneck() const {
    if (m_state.solution().bottleneck == estimating::nowhere) return {};
    return m_state.network().stations[m_state.solution().bottleneck].id;
}

Estimate LiveEstimate::whole() const {
    const model::Scenario* const scenario = m_project.scenarios.find(m_scenario);
    assert(scenario);
    Estimate result = estimating::Report(m_project, *scenario, m_state.network(), m_state.solution()).make();
    result.level = m_level;
    return result;
}

}  // namespace simulator
