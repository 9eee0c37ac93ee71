#include "simulator/plan/not_simulated.h"

#include <utility>

namespace simulator {

std::optional<std::string> partNotSimulated(const model::Deployment& deployment, bool scales) {
    const std::pair<bool, const char*> parts[] = {
        {deployment.mesh.has_value(), "/mesh"},
        {scales && deployment.verticalScaling, "/vertical_scaling"},
        {deployment.discovery && deployment.discovery->kind != model::DiscoveryKind::Dns, "/discovery/kind"},
    };
    for (const auto& [there, part] : parts)
        if (there) return part;
    return std::nullopt;
}

std::optional<std::string> partNotSimulated(const model::Scenario& scenario) {
    if (scenario.steadyState) return "/steady_state";
    if (scenario.abort) return "/abort";
    return std::nullopt;
}

std::optional<std::string> partNotSimulated(const model::Channel& channel) {
    if (channel.maxPollInterval) return "/max_poll_interval_s";
    return std::nullopt;
}

std::optional<std::string> partNotSimulated(const model::Network& network) {
    if (!network.zoneLatencies.empty()) return "/zone_latencies";
    if (!network.regionLatencies.empty()) return "/region_latencies";
    return std::nullopt;
}

}  // namespace simulator
