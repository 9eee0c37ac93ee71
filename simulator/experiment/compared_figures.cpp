#include "simulator/experiment/compared_figures.h"

#include "simulator/footprint/footprint.h"
#include "simulator/statistics/histogram.h"

namespace simulator {

namespace {

constexpr const char* noRequests = "not enough data: no requests";

class Measuring {
public:
    std::vector<Measurement> all;

    void figure(Measurement measurement, const Figure& figure) {
        if (figure.value)
            measurement.value = *figure.value;
        else
            measurement.why = figure.why;
        all.push_back(std::move(measurement));
    }

    void ratio(Measurement measurement, double sum, double weight) {
        if (weight > 0)
            measurement.value = sum / weight;
        else
            measurement.why = noRequests;
        all.push_back(std::move(measurement));
    }

    void objective(const ObjectiveResult& objective) {
        Measurement measurement{objective.id, "objective", "observed", objective.unit};
        measurement.lowerIsBetter = objective.unit != "share";
        // All that is observed in milliseconds are quantiles.
        if (objective.unit == "ms") measurement.resolution = Histogram::bucketError();
        figure(std::move(measurement), objective.observed);
    }

    void latency(const std::string& id, const char* measure, const Figure& of, double resolution) {
        Measurement measurement{id, "journey", measure, "ms"};
        measurement.resolution = resolution;
        figure(std::move(measurement), of);
    }

    void journey(const FlowResult& journey) {
        const LatencyFigures& times = journey.latency;
        latency(journey.id, "mean", times.mean, 0);
        latency(journey.id, "p50", times.p50, times.bucketError);
        latency(journey.id, "p95", times.p95, times.bucketError);
        latency(journey.id, "p99", times.p99, times.bucketError);
        figure({journey.id, "journey", "goodput", "requests/s", false}, journey.goodput);
        const auto failed = static_cast<double>(journey.failures());
        ratio({journey.id, "journey", "failures", "share"}, failed,
              failed + static_cast<double>(journey.completed));
    }

    // With journeys of different names it is all that can be compared.
    void system(const RunResult& result) {
        double goodput = 0;
        double failed = 0;
        double completed = 0;
        double time = 0;
        for (const FlowResult& journey : result.journeys) {
            const auto count = static_cast<double>(journey.completed);
            goodput += journey.goodput.value.value_or(0);
            failed += static_cast<double>(journey.failures());
            completed += count;
            time += count * journey.latency.mean.value.value_or(0);
        }
        ratio({"", "system", "mean", "ms"}, time, completed);
        ratio({"", "system", "goodput", "requests/s", false}, goodput, 1);
        ratio({"", "system", "failures", "share"}, failed, failed + completed);
        if (!result.footprint.known()) return;
        for (const FootprintGoal goal : {FootprintGoal::CostPerMonth, FootprintGoal::CostPerMillionRequests})
            figure({"", "system", "cost", unitOf(goal, result.footprint.currency)},
                   observedOf(goal, result.footprint));
    }
};

}  // namespace

std::vector<Measurement> measurementsOf(const RunResult& result) {
    Measuring measuring;
    for (const ObjectiveResult& objective : result.objectives) measuring.objective(objective);
    measuring.system(result);
    for (const FlowResult& journey : result.journeys) measuring.journey(journey);
    return std::move(measuring.all);
}

}  // namespace simulator
