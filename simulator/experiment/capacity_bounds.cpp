#include "simulator/experiment/capacity_bounds.h"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr double leastServed = 0.99;  ///< Of the share that ends well with plenty of replicas

/// Of those that came; the loads of closed users differ with the replicas.
double shareServed(const FlowResult& flow) {
    return flow.arrivals > 0 ? static_cast<double>(flow.completed) / static_cast<double>(flow.arrivals) : 1;
}

bool strikes(const model::Fault& fault, const model::ServiceId& service) {
    const auto* target = std::get_if<model::ServiceId>(&fault.target);
    return (target && *target == service) ||
           (fault.chance && std::ranges::count(fault.chance->also, service) > 0);
}

}  // namespace

bool servesAsMany(const FlowResult& flow, const FlowResult& plenty) {
    const double usual = std::min(1.0, shareServed(plenty));
    const double requests = static_cast<double>(std::max<std::uint64_t>(1, flow.arrivals));
    return shareServed(flow) >= leastServed * usual - 3 * std::sqrt(usual * (1 - usual) / requests);
}

std::int32_t mostStruck(const model::FaultPlan& plan, const model::ServiceId& service) {
    std::int32_t most = 1;
    for (const model::Fault& fault : plan.faults) {
        if (!strikes(fault, service)) continue;
        if (const auto* slow = std::get_if<model::SlowFault>(&fault.effect))
            most = std::max(most, slow->replicas);
        if (const auto* error = std::get_if<model::ErrorFault>(&fault.effect))
            most = std::max(most, error->replicas);
    }
    return most;
}

}  // namespace simulator
