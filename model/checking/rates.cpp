#include "model/checking/visitor.h"

namespace model::checking {

namespace {

bool isCurrency(const std::string& code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

bool hasPrice(const Project& project) {
    const Rates& rates = *project.rates;
    return rates.vcpuHour || rates.gibHour || rates.millionMessages || rates.storeNodeHour ||
           std::any_of(project.deployments.begin(), project.deployments.end(),
                       [](const Deployment& each) { return each.pricePerReplicaHour.has_value(); }) ||
           std::any_of(project.stores.begin(), project.stores.end(),
                       [](const DataStore& each) { return each.pricePerNodeHour.has_value(); });
}

bool hasCarbon(const Rates& rates) {
    return rates.power &&
           (rates.power->gridIntensity || rates.power->embodied || rates.power->storeNodeEmbodied);
}

/// What an objective of costs or carbon lacks; empty when nothing.
const char* missingRate(const Objective& objective, const Project& project) {
    const bool cost = std::holds_alternative<CostObjective>(objective.goal);
    if (!project.rates) return "the model has no rates: expected `rates` with what this is measured by";
    if (cost && !hasPrice(project)) return "the rates of the model state no price";
    if (!cost && !hasCarbon(*project.rates))
        return "the power in the rates of the model states neither grid_g_per_kwh nor what is embodied";
    return "";
}

}  // namespace

void checkMore(const Rates& rates, Walk& walk) {
    const PointerPath::Scope scope(walk.path, "currency");
    if (!isCurrency(rates.currency))
        walk.report(fmt::format("\"{}\" is no code of ISO 4217, expected three capital letters: USD, EUR",
                                clipped(rates.currency)));
}

void checkMore(const Power& power, Walk& walk) {
    if (power.idleWatts > power.fullWatts)
        walk.report(
            fmt::format("idle_w_per_vcpu {} above full_w_per_vcpu {}", power.idleWatts, power.fullWatts));
}

void checkMore(const Objective& objective, Walk& walk) {
    const bool whole = std::holds_alternative<WholeSystem>(objective.target);
    const bool ofRequests = std::holds_alternative<LatencyObjective>(objective.goal) ||
                            std::holds_alternative<AvailabilityObjective>(objective.goal);
    if (ofRequests && whole) walk.report("expected either \"journey\" or \"operation\", found neither");
    if (ofRequests) return;
    if (!whole)
        walk.report("cost and carbon are those of the whole system: expected no journey or operation");
    const PointerPath::Scope scope(walk.path, "goal");
    if (const char* missing = missingRate(objective, walk.project()); *missing) walk.report(missing);
}

}  // namespace model::checking
