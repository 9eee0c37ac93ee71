#pragma once

#include <optional>
#include <vector>

#include "model/scenario.h"
#include "simulator/footprint/tariff.h"
#include "simulator/run_result.h"

namespace simulator {

/// What a part did, added up over a stretch of time.
struct Activity {
    double units = 0;      ///< Replicas or nodes that ran [s]
    double busyCores = 0;  ///< Of its processors [s]; nothing where it is not counted
    double messages = 0;   ///< Published
    double resized = 0;  ///< What the CPU of replicas was more, or less, than deployed, in such replicas [s]

    double sizedUnits() const { return units + resized; }

    bool operator==(const Activity&) const = default;
};

/// A stretch of time of one replication.
struct Observation {
    double seconds = 0;
    double succeeded = 0;         ///< Journeys that ended well: the requests of users
    std::vector<Activity> parts;  ///< As the parts of the tariff
};

/// What was used in some time: all of it is a sum over parts.
struct Amounts {
    double cost = 0;      ///< [currency]
    double energy = 0;    ///< [J]
    double embodied = 0;  ///< [g CO2e]

    Amounts& operator+=(const Amounts& other);
};
/// By the tariff of the part: what runs, by the CPU that it has, costs and draws its idle power, busy cores,
/// up to the limit, draw more, messages cost.
Amounts amountsOf(const PartTariff& tariff, const Activity& activity);

/// Costs, energy and carbon of a run, from what was observed in each replication after the warm-up, in equal
/// stretches of time. What follows from the rates and the replicas that ran is exact; what follows from busy
/// cores, messages and requests has intervals (`meanInterval`).
FootprintResult footprintOf(const Tariff& tariff, const std::vector<std::vector<Observation>>& replications);

/// The same from rates that are expected, each within its bounds: those of an estimate.
struct ExpectedActivity {
    double units = 0;
    Figure busyCores;  ///< Nothing where it is not counted
    Figure messages;   ///< [1/s]
};
FootprintResult expectedFootprint(const Tariff& tariff, const std::vector<ExpectedActivity>& parts,
                                  const Figure& succeeded);

/// Figures in other units.
Figure scaled(Figure figure, double factor);

/// What an objective of cost or carbon limits.
enum class FootprintGoal { CostPerMonth, CostPerMillionRequests, CarbonPerMonth, CarbonPerRequest };
/// Nothing for other objectives.
std::optional<FootprintGoal> footprintGoalOf(const model::ObjectiveGoal& goal);
/// The limit, in the unit of `unitOf` [currency or g CO2e].
double footprintLimitOf(const model::ObjectiveGoal& goal);
/// `USD/month`, `USD/million requests`, `g/month`, `g/request`.
std::string unitOf(FootprintGoal goal, const std::string& currency);
/// The total that the objective limits.
Figure observedOf(FootprintGoal goal, const FootprintResult& footprint);

}  // namespace simulator
