#include "simulator/experiment/fixes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "model/json/json.h"

namespace simulator {

namespace {

constexpr double fullUse = 0.9;          ///< A station that is used so much is full
constexpr std::size_t mostSuspects = 5;  ///< Stations that are looked at
constexpr double usualPatience = 1;      ///< Of callers without a timeout [s]

using Place = std::vector<std::string>;

/// Which policies protect the calls to which services, of all calls that were made.
class Protection {
public:
    Protection(const model::Project& project, const model::ScenarioId& scenario, const RunResult& run) {
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations)
                m_homes[operation.id] = service.id.value();
        for (const FlowResult& operation : run.operations)
            if (operation.arrivals > 0) m_called.insert(operation.id);
        for (const model::WorkloadId& id : project.scenarios.find(scenario)->workloads)
            if (const model::Workload* workload = project.workloads.find(id))
                for (const model::Journey& journey : workload->journeys)
                    for (const model::JourneyStep& step : journey.steps) note(step.operation, step.policy);
        for (const model::Service& service : project.services)
            for (const model::Operation& operation : service.operations) {
                if (!m_called.contains(operation.id.value())) continue;
                model::forEachStep(operation.behaviour, [&](const model::Step& step) {
                    if (const auto* call = std::get_if<model::Call>(&step.action))
                        note(call->operation, call->policy);
                });
            }
    }

    /// Services whose calls it protects; none when it is not used.
    std::set<std::string> servicesOf(const model::CallPolicyId& policy) const {
        const auto found = m_services.find(policy.value());
        return found == m_services.end() ? std::set<std::string>() : found->second;
    }

    /// The shortest time that a caller of the service waits [s].
    double patienceFor(const model::Project& project, const std::string& service) const {
        double shortest = 0;
        for (const model::CallPolicy& policy : project.policies) {
            if (!policy.timeout || !servicesOf(policy.id).contains(service)) continue;
            const double timeout = model::inSeconds(*policy.timeout);
            if (shortest == 0 || timeout < shortest) shortest = timeout;
        }
        return shortest > 0 ? shortest : usualPatience;
    }

private:
    void note(const model::OperationId& operation, const std::optional<model::CallPolicyId>& policy) {
        if (policy && m_called.contains(operation.value()) && m_homes.contains(operation))
            m_services[policy->value()].insert(m_homes[operation]);
    }

    std::map<model::OperationId, std::string> m_homes;
    std::set<std::string> m_called;
    std::map<std::string, std::set<std::string>> m_services;
};

const StationResult* stationOf(const RunResult& run, const std::string& id) {
    for (const StationResult& station : run.stations)
        if (station.id == id) return &station;
    return nullptr;
}

/// How long a request holds what serves it [s].
double stayAt(const RunResult& run, const std::string& id) {
    const StationResult* station = stationOf(run, id);
    const double measured = run.simulatedSeconds - run.warmUpSeconds;
    if (!station || station->arrivals == 0 || !station->meanInService.value) return 0;
    return *station->meanInService.value * measured * run.replications /
           static_cast<double>(station->arrivals);
}

/// Services and stores that are full in the failure, the fullest first; else the two that are used most.
std::vector<StationResult> suspectsOf(const RunResult& failed) {
    std::vector<StationResult> stations;
    for (const StationResult& station : failed.stations)
        if ((station.kind == "service" || station.kind == "store") && station.utilisation.value)
            stations.push_back(station);
    std::ranges::stable_sort(stations, [](const StationResult& left, const StationResult& right) {
        return *left.utilisation.value > *right.utilisation.value;
    });
    const auto full = static_cast<std::size_t>(std::ranges::count_if(
        stations, [](const StationResult& station) { return *station.utilisation.value >= fullUse; }));
    stations.resize(std::min(stations.size(), full > 0 ? std::min(full, mostSuspects) : 2));
    return stations;
}

/// Two digits of a number: the rest is not known anyway.
std::int32_t rounded(double number) {
    const double step = std::pow(10, std::floor(std::log10(std::max(number, 1.0))) - 1);
    const double near = step > 1 ? std::round(number / step) * step : std::round(number);
    return static_cast<std::int32_t>(std::clamp(near, 1.0, 1e6));
}

class Catalogue {
public:
    Catalogue(const model::Project& project, const model::ScenarioId& scenario, const RunResult& usual,
              const RunResult& failed)
        : m_project(project),
          m_scenario(scenario),
          m_usual(usual),
          m_failed(failed),
          m_protection(project, scenario, failed) {}

    std::vector<Fix> make() {
        const std::vector<StationResult> suspects = suspectsOf(m_failed);
        std::set<std::string> full;
        for (const StationResult& station : suspects) full.insert(station.id);
        for (const model::CallPolicy& policy : m_project.policies) {
            const std::set<std::string> services = m_protection.servicesOf(policy.id);
            if (services.empty()) continue;
            if (policy.retry) ofRetries(policy);
            const bool concernsFull = std::ranges::any_of(
                services, [&](const std::string& service) { return full.contains(service); });
            if (concernsFull) ofPolicy(policy);
        }
        for (const StationResult& station : suspects) {
            if (station.kind == "service") ofService(station.id);
            if (station.kind == "store") ofStore(station.id);
        }
        return std::move(m_fixes);
    }

private:
    // What the model would not accept is left out.
    void add(Fix fix) {
        if (model::withChanges(withFix(m_project, m_scenario, fix.changes), m_scenario))
            m_fixes.push_back(std::move(fix));
    }
    void add(const std::string& title, const std::string& family, Effort effort, Place place,
             const std::string& value) {
        add({title, family, effort, {{std::move(place), value}}});
    }

    void ofRetries(const model::CallPolicy& policy) {
        const std::string id = policy.id.value();
        const Place retry{"policies", id, "retry"};
        const auto within = [&](const std::string& field) {
            Place place = retry;
            place.push_back(field);
            return place;
        };
        const model::RetryPolicy& stated = *policy.retry;
        for (std::int32_t attempts = stated.maxAttempts - 1; attempts > 1; attempts /= 2)
            add(fmt::format("at most {} attempts by {}", attempts, id), "retries of " + id, Effort::Setting,
                within("max_attempts"), std::to_string(attempts));
        add("no retries by " + id, "retries of " + id, Effort::Setting, retry, {});
        if (stated.jitter != model::Jitter::Full || stated.backoff != model::BackoffKind::Exponential)
            add({"retries of " + id + " at random after 0.1 s, 0.2 s, ...",
                 "backoff of " + id,
                 Effort::Setting,
                 {{within("backoff"), R"("exponential")"},
                  {within("delay_ms"), "100"},
                  {within("factor"), "2"},
                  {within("max_delay_ms"), "10000"},
                  {within("jitter"), R"("full")"}}});
        if (!stated.ratio && !stated.tokens && !stated.budget)
            add("retries of " + id + " are at most 10 % of the calls", "ratio of " + id, Effort::Mechanism,
                within("ratio"), R"({"ratio_percent":10,"window_s":10})");
    }

    void ofPolicy(const model::CallPolicy& policy) {
        const std::string id = policy.id.value();
        const auto within = [&](const std::string& field) { return Place{"policies", id, field}; };
        if (policy.timeout)
            for (const double share : {0.5, 0.25}) {
                const double timeout = model::inMilliseconds(*policy.timeout) * share;
                add(fmt::format("a timeout of {:.4g} ms in {}", timeout, id), "timeout of " + id,
                    Effort::Setting, within("timeout_ms"), fmt::format("{:.6g}", timeout));
            }
        if (policy.orphanWork == model::OrphanWork::Finish && (policy.timeout || policy.deadline))
            add("work that nobody waits for any more is dropped at its turn (" + id + ")", "orphans of " + id,
                Effort::Setting, within("orphan_work"), R"("cancel")");
        if (!policy.circuitBreaker)
            add("a circuit breaker in " + id + ", open for 10 s at half of the calls failing",
                "breaker of " + id, Effort::Mechanism, within("circuit_breaker"),
                R"({"window_size":100,"minimum_calls":50,"open_wait_ms":10000})");
        if (!policy.throttling)
            add("clients of " + id + " make fewer calls while calls fail", "throttling of " + id,
                Effort::Mechanism, within("throttling"), R"({"window_s":10})");
        if (!policy.loadShedding)
            add("servers called by " + id + " shed load that makes them slow", "shedding of " + id,
                Effort::Mechanism, within("load_shedding"), sheddingFor(policy));
    }

    // A limit that starts at what the busiest of its servers serve at a time.
    std::string sheddingFor(const model::CallPolicy& policy) const {
        std::int32_t workers = 1;
        for (const std::string& service : m_protection.servicesOf(policy.id))
            workers = std::max(workers, deploymentOf(service).workers);
        const double timeout = policy.timeout ? model::inMilliseconds(*policy.timeout) : 1000 * usualPatience;
        return fmt::format(R"({{"initial_limit":{},"min_limit":{},"max_limit":{},"timeout_ms":{:.6g}}})",
                           workers, std::max(1, workers / 2), 4 * workers, timeout / 2);
    }

    model::Deployment deploymentOf(const std::string& service) const {
        for (const model::Deployment& deployment : m_project.deployments)
            if (deployment.service.value() == service) return deployment;
        model::Deployment deployment;
        deployment.id = model::DeploymentId(service);
        deployment.service = model::ServiceId(service);
        return deployment;
    }

    void ofService(const std::string& service) {
        const model::Deployment stated = deploymentOf(service);
        const std::string id = stated.id.value();
        std::vector<model::ModelChange> base;
        if (!m_project.deployments.contains(stated.id))
            base.push_back({{"deployments", id, "service"}, "\"" + service + "\""});
        const auto change = [&](const std::string& title, const std::string& what, Effort effort,
                                const std::string& field, const std::string& value) {
            std::vector<model::ModelChange> changes = base;
            changes.push_back({{"deployments", id, field}, value});
            add({title, what + " of " + service, effort, std::move(changes)});
        };
        if (const auto limit = usefulQueue(service, stated);
            limit > 0 && (!stated.queueLimit || *stated.queueLimit > limit))
            change(fmt::format("at most {} requests wait at a replica of {}", limit, service), "queue",
                   Effort::Setting, "queue_limit", std::to_string(limit));
        if (stated.discipline == model::QueueDiscipline::Fifo) {
            change("the last request first at " + service, "lifo", Effort::Setting, "discipline",
                   R"("lifo")");
            change("the last request first at " + service + " while there is a queue", "adaptive lifo",
                   Effort::Setting, "discipline", R"("adaptive-lifo")");
        }
        if (!stated.codel)
            change("requests that wait too long at " + service + " are refused (controlled delay)", "codel",
                   Effort::Mechanism, "codel", "{}");
        std::int32_t last = stated.replicas;
        for (const double times : {1.25, 1.5, 2.0, 3.0}) {
            const auto replicas = static_cast<std::int32_t>(std::ceil(stated.replicas * times));
            if (replicas == std::exchange(last, replicas)) continue;
            change(fmt::format("{} replicas of {} instead of {}", replicas, service, stated.replicas),
                   "replicas", Effort::Capacity, "replicas", std::to_string(replicas));
        }
    }

    // What is served within half of the time that callers wait.
    std::int32_t usefulQueue(const std::string& service, const model::Deployment& stated) const {
        const double stay = stayAt(m_usual, service);
        if (!(stay > 0)) return 0;
        return rounded(stated.workers * m_protection.patienceFor(m_project, service) / stay / 2);
    }

    void ofStore(const std::string& id) {
        const model::DataStore& store = *m_project.stores.find(model::DataStoreId(id));
        if (const double stay = stayAt(m_usual, id); stay > 0 && !store.queueLimit) {
            const std::int32_t limit = rounded(store.poolSize * usualPatience / stay / 2);
            add(fmt::format("at most {} queries wait for {}", limit, id), "queue of " + id, Effort::Setting,
                {"stores", id, "queue_limit"}, std::to_string(limit));
        }
        for (const double times : {1.5, 2.0}) {
            const auto pool = static_cast<std::int32_t>(std::ceil(store.poolSize * times));
            add(fmt::format("{} connections to {} instead of {}", pool, id, store.poolSize), "pool of " + id,
                Effort::Capacity, {"stores", id, "pool_size"}, std::to_string(pool));
        }
    }

    const model::Project& m_project;
    const model::ScenarioId& m_scenario;
    const RunResult& m_usual;
    const RunResult& m_failed;
    Protection m_protection;
    std::vector<Fix> m_fixes;
};

}  // namespace

const char* effortName(Effort effort) {
    switch (effort) {
        case Effort::Setting:
            return "setting";
        case Effort::Mechanism:
            return "mechanism";
        case Effort::Capacity:
            return "capacity";
    }
    return "";
}

std::vector<Fix> fixesFor(const model::Project& project, const model::ScenarioId& scenario,
                          const RunResult& usual, const RunResult& failed) {
    return Catalogue(project, scenario, usual, failed).make();
}

model::Project withFix(model::Project project, const model::ScenarioId& scenario,
                       const std::vector<model::ModelChange>& changes) {
    model::Scenario changed = *project.scenarios.find(scenario);
    changed.changes = model::patchOf(changes);
    project.scenarios = project.scenarios.with(std::move(changed));
    return project;
}

}  // namespace simulator
