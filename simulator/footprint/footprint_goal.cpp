// Objectives of costs and carbon.
#include "simulator/footprint/footprint.h"

namespace simulator {

std::optional<FootprintGoal> footprintGoalOf(const model::ObjectiveGoal& goal) {
    if (const auto* cost = std::get_if<model::CostObjective>(&goal))
        return cost->per == model::CostBasis::Month ? FootprintGoal::CostPerMonth
                                                    : FootprintGoal::CostPerMillionRequests;
    if (const auto* carbon = std::get_if<model::CarbonObjective>(&goal))
        return carbon->per == model::CarbonBasis::Month ? FootprintGoal::CarbonPerMonth
                                                        : FootprintGoal::CarbonPerRequest;
    return std::nullopt;
}

double footprintLimitOf(const model::ObjectiveGoal& goal) {
    if (const auto* cost = std::get_if<model::CostObjective>(&goal)) return cost->limit;
    if (const auto* carbon = std::get_if<model::CarbonObjective>(&goal)) return carbon->limit;
    return 0;
}

std::string unitOf(FootprintGoal goal, const std::string& currency) {
    switch (goal) {
        case FootprintGoal::CostPerMonth:
            return currency + "/month";
        case FootprintGoal::CostPerMillionRequests:
            return currency + "/million requests";
        case FootprintGoal::CarbonPerMonth:
            return "g/month";
        case FootprintGoal::CarbonPerRequest:
            return "g/request";
    }
    return {};
}

Figure observedOf(FootprintGoal goal, const FootprintResult& footprint) {
    switch (goal) {
        case FootprintGoal::CostPerMonth:
            return scaled(footprint.total.cost, hoursPerMonth);
        case FootprintGoal::CostPerMillionRequests:
            return footprint.total.costPerMillion;
        case FootprintGoal::CarbonPerMonth:
            return scaled(footprint.total.carbon, hoursPerMonth);
        case FootprintGoal::CarbonPerRequest:
            return footprint.total.carbonPerRequest;
    }
    return {};
}

}  // namespace simulator
