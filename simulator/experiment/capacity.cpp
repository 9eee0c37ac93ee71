#include "simulator/experiment/capacity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "simulator/estimate/estimate.h"
#include "simulator/experiment/capacity_bounds.h"
#include "simulator/experiment/capacity_reason.h"
#include "simulator/experiment/load.h"
#include "simulator/footprint/footprint.h"
#include "simulator/footprint/tariff_compiler.h"

namespace simulator {

namespace {

constexpr double startUse = 0.75;              ///< Of the workers, by the estimate, where the search begins
constexpr std::int32_t plentyTimes = 4;        ///< The most replicas that are tried, over those of the start
constexpr std::int32_t plentyMore = 4;         ///< And so many more
constexpr std::int32_t moreTimes = 4;          ///< Replicas, while the estimate finds too few
constexpr std::int64_t mostPlanned = 150'000;  ///< Of all services in it: plenty are then still as many as a
                                               ///< run may have
constexpr int placesAtOnce = 3;                ///< Tried at a time; never as many as there are threads

using ReplicaCounts = std::vector<std::int32_t>;  ///< By service of the plan

/// A service that may have more or fewer replicas.
struct Scalable {
    std::string id;
    model::Deployment deployment;
    double price = 0;         ///< Of a replica, to compare services by
    std::int32_t fewest = 1;  ///< Replicas
};

/// What is kept of a run.
struct Sized {
    std::vector<ObjectiveResult> objectives;
    std::vector<StationResult> stations;  ///< Without their series
    std::vector<FlowResult> flows;        ///< Journeys and operations, without their series
    std::size_t journeys = 0;             ///< So many of them, the first
    FootprintResult footprint;
    std::uint64_t seed = 0;
    int replications = 0;
    double simulatedSeconds = 0;
    std::uint64_t events = 0;
    std::string limitReached;  ///< Why it ended by itself; then it met nothing
};

Sized sizedOf(const RunResult& result) {
    Sized sized{result.objectives,    result.stations,    result.journeys,     result.journeys.size(),
                result.footprint,     result.seed,        result.replications, result.simulatedSeconds,
                result.engine.events, result.limitReached};
    sized.flows.insert(sized.flows.end(), result.operations.begin(), result.operations.end());
    for (StationResult& station : sized.stations) station.series.clear();
    for (FlowResult& flow : sized.flows) flow.series.clear();
    return sized;
}

const StationResult* serviceStation(const std::vector<StationResult>& stations, const std::string& id) {
    for (const StationResult& station : stations)
        if (station.kind == "service" && station.id == id) return &station;
    return nullptr;
}

bool limitsMoney(const model::Objective& objective) {
    return footprintGoalOf(objective.goal).has_value();
}

class CapacityPlanner {
public:
    CapacityPlanner(model::Project project, const model::ScenarioId& scenario, const CapacityOptions& options)
        : m_project(std::move(project)), m_id(scenario), m_options(options) {}

    model::Result<Capacity> plan() {
        const Done done = planAll();
        if (m_found.cancelled) return std::move(m_found);
        if (!done) return tl::unexpected(done.error());
        return std::move(m_found);
    }

private:
    using Done = model::Result<bool>;

    Done planAll() {
        Done done = prepare();
        if (done) done = start();
        if (!done) return done;
        tell("whether any number of replicas is enough");
        const ReplicaCounts plenty = plentyOf(m_counts);
        const auto most = attempt({plenty, statedCounts()});
        if (!most) return tl::unexpected(most.error());
        m_found.statedCost =
            (*most)[1].footprint.known() ? std::optional((*most)[1].footprint.total.cost) : std::nullopt;
        m_plenty = (*most)[0].flows;
        if (!isEnough((*most)[0])) {
            m_counts = plenty;
            gather((*most)[0]);
            explain((*most)[0]);
            return true;
        }
        done = grow(plenty);
        if (done) done = trim();
        if (done) done = conclude();
        return done;
    }

    Done prepare() {
        model::Scenario scenario = *m_project.scenarios.find(m_id);
        const std::string place = "/scenarios/" + m_id.value();
        for (const model::ObjectiveId& id : scenario.objectives)
            if (const model::Objective* objective = m_project.objectives.find(id)) {
                m_limitsMoney.push_back(limitsMoney(*objective));
                if (!std::holds_alternative<model::AvailabilityObjective>(objective->goal)) continue;
                if (const auto* journey = std::get_if<model::JourneyId>(&objective->target))
                    m_limitedFailures.insert(journey->value());
            }
        if (std::ranges::count(m_limitsMoney, false) == 0)
            return model::failure(place + "/objectives",
                                  "has no objective of latency or availability, expected one: without it no "
                                  "replica is needed");
        scenario.autoscaling = false;
        m_found.model = m_project.name;
        m_found.scenario = m_id.value();
        m_found.scenarioName = scenario.name;
        m_project.scenarios = m_project.scenarios.with(std::move(scenario));
        if (m_options.load) {
            auto loaded = withLoadOf(m_project, m_id, *m_options.load);
            if (!loaded) return tl::unexpected(loaded.error());
            m_project = std::move(*loaded);
        }
        if (const auto load = loadOf(m_project, m_id)) m_found.load = *load;
        return true;
    }

    // What the estimate thinks of a system in which nothing waits.
    Done start() {
        tell("a start by the estimate");
        m_services = scalables();
        const auto [many, estimated] = unhurried();
        std::vector<Scalable> needed;
        for (std::size_t at = 0; at < m_services.size(); ++at) {
            const Scalable& service = m_services[at];
            const StationResult* station =
                estimated ? serviceStation(estimated->figures.stations, service.id) : nullptr;
            if (estimated && (!station || station->arrivals == 0)) continue;
            needed.push_back(service);
            std::int32_t count = service.deployment.replicas;
            if (station && station->utilisation.value)
                count =
                    static_cast<std::int32_t>(std::ceil(*station->utilisation.value * many[at] / startUse));
            m_counts.push_back(std::max(service.fewest, count));
        }
        m_services = std::move(needed);
        if (m_services.empty())
            return model::failure("/scenarios/" + m_id.value(),
                                  "needs no service of the model's own: there is nothing to plan");
        return true;
    }

    // With many replicas, and ever more while those of a service are too few; the first when that does not
    // help, as where services wait for a store that is full.
    std::pair<ReplicaCounts, model::Result<Estimate>> unhurried() const {
        ReplicaCounts many;
        for (const Scalable& service : m_services)
            many.push_back(std::max({50, 10 * service.deployment.replicas, service.fewest}));
        auto estimated = peakOf(many);
        ReplicaCounts more = many;
        auto next = estimated;
        while (next && isShort(*next)) {
            for (std::int32_t& count : more) count *= moreTimes;
            if (std::accumulate(more.begin(), more.end(), std::int64_t{0}) > mostPlanned) break;
            next = peakOf(more);
            if (next && !isShort(*next)) return {more, std::move(next)};
        }
        return {many, std::move(estimated)};
    }

    model::Result<Estimate> peakOf(const ReplicaCounts& counts) const {
        auto estimated = estimate(with(counts), m_id);
        if (estimated && estimated->loadVaries) return estimate(with(counts), m_id, LoadLevel::Peak);
        return estimated;
    }

    // The outlooks of stations are in the order of their figures.
    bool isShort(const Estimate& estimated) const {
        for (std::size_t at = 0; at < estimated.stations.size(); ++at) {
            const StationResult& station = estimated.figures.stations[at];
            const bool isPlanned =
                station.kind == "service" && std::ranges::count(m_services, station.id, &Scalable::id) > 0;
            if (isPlanned && !estimated.stations[at].stable) return true;
        }
        return false;
    }

    // Those that others run have the replicas that they have.
    std::vector<Scalable> scalables() const {
        const Tariff tariff = tariffOf(m_project);
        const model::Scenario& scenario = *m_project.scenarios.find(m_id);
        const model::FaultPlan* faults =
            scenario.faults ? m_project.faultPlans.find(*scenario.faults) : nullptr;
        std::vector<Scalable> services;
        for (const model::Service& service : m_project.services) {
            if (service.kind == model::ServiceKind::External) continue;
            Scalable scalable{service.id.value(), {}, 0, faults ? mostStruck(*faults, service.id) : 1};
            scalable.deployment.id = model::DeploymentId(service.id.value());
            scalable.deployment.service = service.id;
            for (const model::Deployment& deployment : m_project.deployments)
                if (deployment.service == service.id) scalable.deployment = deployment;
            if (scalable.deployment.serverless) continue;  // It has as many as it needs
            scalable.deployment.autoscaling.reset();
            scalable.price = scalable.deployment.cpuRequest();
            for (const PartTariff& part : tariff.parts)
                if (part.kind == "service" && part.id == scalable.id && part.priced)
                    scalable.price = part.costPerUnit;
            services.push_back(std::move(scalable));
        }
        return services;
    }

    model::Project with(const ReplicaCounts& counts) const {
        model::Project project = m_project;
        for (std::size_t at = 0; at < m_services.size(); ++at) {
            model::Deployment deployment = m_services[at].deployment;
            deployment.replicas = counts[at];
            project.deployments = project.deployments.with(std::move(deployment));
        }
        return project;
    }

    ReplicaCounts statedCounts() const {
        ReplicaCounts counts;
        counts.reserve(m_services.size());
        for (const Scalable& service : m_services) counts.push_back(std::max(1, service.deployment.replicas));
        return counts;
    }

    static ReplicaCounts plentyOf(ReplicaCounts counts) {
        for (std::int32_t& count : counts) count = plentyTimes * count + plentyMore;
        return counts;
    }

    model::Result<std::vector<Sized>> attempt(const std::vector<ReplicaCounts>& all) {
        std::vector<Trial> trials;
        trials.reserve(all.size());
        for (const ReplicaCounts& counts : all) trials.push_back({"", with(counts), m_id, m_options.run});
        auto run = runTrials<Sized>(
            trials, [](std::size_t, const RunResult& result) { return sizedOf(result); },
            m_options.experiment);
        if (!run) return tl::unexpected(run.error());
        m_found.cancelled = run->cancelled;
        if (run->cancelled) return model::failure("", "interrupted");
        m_found.trials += trials.size();
        for (const Sized& sized : run->results) m_found.events += sized.events;
        return std::move(run->results);
    }

    // Limits of money and carbon are looked at in the end: more replicas never meet them.
    bool isMet(const Sized& sized, std::size_t objective) const {
        if (m_limitsMoney[objective]) return true;
        return sized.limitReached.empty() &&
               sized.objectives[objective].verdict == ObjectiveResult::Verdict::Met;
    }
    bool isEnough(const Sized& sized) const {
        for (std::size_t at = 0; at < sized.objectives.size(); ++at)
            if (!isMet(sized, at)) return false;
        return unserved(sized).empty();
    }

    // Limits of latency are about requests that end well: with a short queue, few replicas would meet them by
    // refusing most. How many may fail is said by an objective of the journey's availability, where it has
    // one.
    std::vector<std::string> unserved(const Sized& sized) const {
        std::vector<std::string> ids;
        for (std::size_t at = 0; at < sized.journeys; ++at) {
            const FlowResult& flow = sized.flows[at];
            if (!m_limitedFailures.contains(flow.id) && !servesAsMany(flow, m_plenty[at]))
                ids.push_back(flow.id);
        }
        return ids;
    }

    /// The smallest whole number above `low` (not enough) up to `high` (enough) that is enough.
    model::Result<std::int32_t> smallest(std::int32_t low, std::int32_t high,
                                         const std::function<ReplicaCounts(std::int32_t)>& countsAt) {
        while (high - low > 1) {
            std::vector<std::int32_t> numbers;
            const std::int32_t between = std::min<std::int32_t>(placesAtOnce, high - low - 1);
            for (std::int32_t at = 1; at <= between; ++at)
                numbers.push_back(low + (high - low) * at / (between + 1));
            std::vector<ReplicaCounts> all;
            all.reserve(numbers.size());
            for (const std::int32_t number : numbers) all.push_back(countsAt(number));
            const auto sized = attempt(all);
            if (!sized) return tl::unexpected(sized.error());
            for (std::size_t at = 0; at < numbers.size(); ++at) {
                if (isEnough((*sized)[at])) {
                    high = numbers[at];
                    break;
                }
                low = numbers[at];
            }
        }
        return high;
    }

    // All together, from the start towards plenty, until the objectives are met.
    Done grow(const ReplicaCounts& plenty) {
        tell("enough replicas");
        constexpr std::int32_t steps = 16;
        const ReplicaCounts from = m_counts;
        const auto countsAt = [&](std::int32_t step) {
            ReplicaCounts counts = from;
            for (std::size_t at = 0; at < counts.size(); ++at)
                counts[at] += (plenty[at] - from[at]) * step / steps;
            return counts;
        };
        const auto step = smallest(-1, steps, countsAt);
        if (!step) return tl::unexpected(step.error());
        m_counts = countsAt(*step);
        return true;
    }

    // The dearest replicas first, until none can go.
    Done trim() {
        tell("replicas that can go");
        std::vector<std::size_t> order(m_services.size());
        for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
        std::ranges::stable_sort(order, [this](std::size_t left, std::size_t right) {
            return m_services[left].price > m_services[right].price;
        });
        for (bool changed = true; changed;) {
            changed = false;
            for (const std::size_t service : order) {
                const auto fewest =
                    smallest(m_services[service].fewest - 1, m_counts[service], [&](std::int32_t count) {
                        ReplicaCounts counts = m_counts;
                        counts[service] = count;
                        return counts;
                    });
                if (!fewest) return tl::unexpected(fewest.error());
                changed = changed || *fewest < m_counts[service];
                m_counts[service] = *fewest;
            }
        }
        return true;
    }

    // The plan, and what each service needs its last replica for.
    Done conclude() {
        tell("which objectives bind");
        std::vector<ReplicaCounts> all{m_counts};
        for (std::size_t at = 0; at < m_counts.size(); ++at) {
            if (m_counts[at] <= m_services[at].fewest) continue;
            all.push_back(m_counts);
            --all.back()[at];
        }
        const auto sized = attempt(all);
        if (!sized) return tl::unexpected(sized.error());
        gather(sized->front());
        std::size_t next = 1;
        for (PlannedService& service : m_found.services) {
            if (service.replicas <= service.fewest) continue;
            const Sized& fewer = (*sized)[next++];
            service.unserved = unserved(fewer);
            for (std::size_t at = 0; at < fewer.objectives.size(); ++at)
                if (!isMet(fewer, at)) service.binds.push_back(fewer.objectives[at].id);
        }
        bind();
        m_found.isPossible = true;
        for (std::size_t at = 0; at < sized->front().objectives.size(); ++at)
            if (m_limitsMoney[at] && sized->front().objectives[at].verdict != ObjectiveResult::Verdict::Met)
                dismiss(sized->front().objectives[at],
                        "the cheapest replicas that meet the others cost or emit more");
        return true;
    }

    void bind() {
        for (const ObjectiveResult& objective : m_found.objectives) {
            const bool binds = std::ranges::any_of(m_found.services, [&](const PlannedService& service) {
                return std::ranges::count(service.binds, objective.id) > 0;
            });
            if (binds) m_found.binding.push_back(objective.id);
        }
    }

    void dismiss(const ObjectiveResult& objective, const std::string& why) {
        m_found.isPossible = false;
        m_found.whyNot.push_back(objective.id + ": " + why);
    }

    void gather(const Sized& sized) {
        m_found.seed = sized.seed;
        m_found.replications = sized.replications;
        m_found.simulatedSeconds = sized.simulatedSeconds;
        m_found.objectives = sized.objectives;
        m_found.footprint = sized.footprint;
        for (std::size_t at = 0; at < m_services.size(); ++at) {
            PlannedService service;
            service.id = m_services[at].id;
            service.stated = m_services[at].deployment.replicas;
            service.replicas = m_counts[at];
            service.fewest = m_services[at].fewest;
            if (const StationResult* station = serviceStation(sized.stations, service.id))
                service.utilisation = station->utilisation;
            service.cost.why = "the model has no prices";
            for (const FootprintPart& part : sized.footprint.parts)
                if (part.kind == "service" && part.id == service.id) service.cost = part.cost;
            m_found.services.push_back(std::move(service));
        }
    }

    void explain(const Sized& plenty) {
        PlentyRun run{plenty.stations, plenty.flows, plenty.limitReached, {}};
        for (const Scalable& service : m_services) run.scaled.insert(service.id);
        for (std::size_t at = 0; at < plenty.objectives.size(); ++at)
            if (!isMet(plenty, at))
                dismiss(plenty.objectives[at], whyNeverMet(m_project, plenty.objectives[at], run));
    }

    void tell(const std::string& phase) const {
        if (m_options.phase) m_options.phase(phase);
    }

    model::Project m_project;
    model::ScenarioId m_id;
    const CapacityOptions& m_options;
    std::vector<bool> m_limitsMoney;  ///< By objective of the scenario: or carbon
    std::vector<Scalable> m_services;
    ReplicaCounts m_counts;
    std::set<std::string> m_limitedFailures;  ///< Journeys whose availability has an objective
    std::vector<FlowResult> m_plenty;         ///< As `Sized::flows`, with plenty of replicas
    Capacity m_found;
};

}  // namespace

model::Result<Capacity> planCapacity(const model::Project& project, const model::ScenarioId& scenario,
                                     const CapacityOptions& options) {
    auto changed = modelOf(project, scenario);
    if (!changed) return tl::unexpected(changed.error());
    return CapacityPlanner(std::move(*changed), scenario, options).plan();
}

}  // namespace simulator
