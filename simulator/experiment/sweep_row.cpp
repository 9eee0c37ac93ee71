#include "simulator/experiment/sweep_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "simulator/footprint/footprint.h"
#include "simulator/metrics/outcome.h"

namespace simulator {

namespace {

constexpr const char* latencyNames[] = {"mean_ms", "p50_ms", "p95_ms", "p99_ms"};

/// A figure and its 95 % interval are three columns.
void addFigure(std::vector<SweepColumn>& columns, const std::string& name) {
    for (const char* part : {"", ".low", ".high"}) columns.push_back({name + part, false});
}

const char* wordOf(ObjectiveResult::Verdict verdict) {
    switch (verdict) {
        case ObjectiveResult::Verdict::Met:
            return "met";
        case ObjectiveResult::Verdict::Missed:
            return "missed";
        case ObjectiveResult::Verdict::Undecided:
            break;
    }
    return "undecided";
}

/// Of all objectives together: met when each is, missed when any is.
ObjectiveResult::Verdict verdictOf(const std::vector<ObjectiveResult>& objectives) {
    using Verdict = ObjectiveResult::Verdict;
    const auto is = [](Verdict verdict) {
        return [verdict](const ObjectiveResult& objective) { return objective.verdict == verdict; };
    };
    if (std::any_of(objectives.begin(), objectives.end(), is(Verdict::Missed))) return Verdict::Missed;
    return std::all_of(objectives.begin(), objectives.end(), is(Verdict::Met)) ? Verdict::Met
                                                                               : Verdict::Undecided;
}

void addJourney(std::vector<SweepColumn>& columns, const std::string& id) {
    columns.push_back({id + ".throughput_rps", false});
    addFigure(columns, id + ".goodput_rps");
    columns.push_back({id + ".failed_share", false});
    for (const char* name : latencyNames) addFigure(columns, id + "." + name);
}

void addObjective(std::vector<SweepColumn>& columns, const std::string& id) {
    addFigure(columns, id + ".observed");
    columns.push_back({id + ".unit", true});
    columns.push_back({id + ".verdict", true});
}

/// The cells of one result, by the names of their columns.
class SweepCells {
public:
    explicit SweepCells(const RunResult& result) {
        whole(result);
        for (const FlowResult& journey : result.journeys) this->journey(journey);
        for (const ObjectiveResult& objective : result.objectives) this->objective(objective);
        if (!result.objectives.empty()) m_cells["verdict"] = wordOf(verdictOf(result.objectives));
        busiest(result);
    }

    std::string at(const std::string& column) const {
        const auto found = m_cells.find(column);
        return found == m_cells.end() ? "" : found->second;
    }

private:
    void number(const std::string& name, double value) {
        if (std::isfinite(value)) m_cells[name] = fmt::format("{}", value);
    }

    void figure(const std::string& name, const Figure& figure) {
        if (!figure.value) return;
        number(name, *figure.value);
        number(name + ".low", figure.low);
        number(name + ".high", figure.high);
    }

    void whole(const RunResult& result) {
        m_cells["seed"] = fmt::format("{}", result.seed);
        m_cells["replications"] = fmt::format("{}", result.replications);
        m_cells["events"] = fmt::format("{}", result.engine.events);
        m_cells["event_log_hash"] = fmt::format("{:016x}", result.eventLogHash);
        m_cells["limit_reached"] = result.limitReached;
        number("warmup_s", result.warmUpSeconds);
        double goodput = 0;
        double failed = 0;
        double ended = 0;
        for (const FlowResult& journey : result.journeys) {
            goodput += journey.goodput.value.value_or(0);
            failed += static_cast<double>(journey.failures());
            ended += static_cast<double>(journey.completed + journey.failures());
        }
        number("goodput_rps", goodput);
        number("failed_share", failed / ended);
        if (!result.footprint.known()) return;
        m_cells["currency"] = result.footprint.currency;
        figure("cost_per_month", observedOf(FootprintGoal::CostPerMonth, result.footprint));
        figure("cost_per_million", observedOf(FootprintGoal::CostPerMillionRequests, result.footprint));
    }

    void journey(const FlowResult& journey) {
        const std::string name = journey.id + ".";
        if (journey.throughput.value) number(name + "throughput_rps", *journey.throughput.value);
        figure(name + "goodput_rps", journey.goodput);
        const auto failed = static_cast<double>(journey.failures());
        number(name + "failed_share", failed / (failed + static_cast<double>(journey.completed)));
        const LatencyFigures& times = journey.latency;
        const Figure* figures[] = {&times.mean, &times.p50, &times.p95, &times.p99};
        for (std::size_t at = 0; at < std::size(latencyNames); ++at)
            figure(name + latencyNames[at], *figures[at]);
    }

    void objective(const ObjectiveResult& objective) {
        figure(objective.id + ".observed", objective.observed);
        m_cells[objective.id + ".unit"] = objective.unit;
        m_cells[objective.id + ".verdict"] = wordOf(objective.verdict);
    }

    void busiest(const RunResult& result) {
        const StationResult* most = nullptr;
        for (const StationResult& station : result.stations)
            if (station.utilisation.value && (!most || *station.utilisation.value > *most->utilisation.value))
                most = &station;
        if (!most) return;
        m_cells["busiest"] = most->id;
        number("busiest_utilisation", *most->utilisation.value);
    }

    std::map<std::string, std::string> m_cells;
};

}  // namespace

std::vector<SweepColumn> columnsOfProjects(const std::vector<model::Project>& projects,
                                           const model::ScenarioId& scenario) {
    std::vector<SweepColumn> columns{
        {"seed", false},     {"replications", false},       {"events", false},       {"event_log_hash", true},
        {"warmup_s", false}, {"goodput_rps", false},        {"failed_share", false}, {"verdict", true},
        {"busiest", true},   {"busiest_utilisation", false}};
    std::set<std::string> journeys;
    std::set<std::string> objectives;
    std::vector<std::string> inOrder;
    bool rated = false;
    for (const model::Project& project : projects) {
        const model::Scenario* found = project.scenarios.find(scenario);
        if (!found) continue;
        rated = rated || project.rates.has_value();
        for (const model::WorkloadId& id : found->workloads)
            if (const model::Workload* workload = project.workloads.find(id))
                for (const model::Journey& journey : workload->journeys)
                    if (journeys.insert(journey.id.value()).second) addJourney(columns, journey.id.value());
        for (const model::ObjectiveId& id : found->objectives)
            if (objectives.insert(id.value()).second) inOrder.push_back(id.value());
    }
    for (const std::string& id : inOrder) addObjective(columns, id);
    if (inOrder.empty()) std::erase(columns, SweepColumn{"verdict", true});
    if (rated) {
        addFigure(columns, "cost_per_month");
        addFigure(columns, "cost_per_million");
        columns.push_back({"currency", true});
    }
    columns.push_back({"limit_reached", true});
    return columns;
}

SweepRow rowOf(const std::vector<std::string>& columns, const RunResult& result) {
    const SweepCells cells(result);
    SweepRow row;
    for (const std::string& column : columns) row.push_back(cells.at(column));
    return row;
}

model::Result<std::optional<SweepRow>> rowOfEnded(const std::vector<std::string>& columns,
                                                  const RunResult& result, bool stopAsked) {
    // Of several replications one may have reached a limit before another was stopped.
    if (result.cancelled && (stopAsked || result.limitReached.empty())) return std::nullopt;
    if (lackedMemory(result))
        return model::failure("", "the run " + result.limitReached + "; fewer threads leave more to each");
    return rowOf(columns, result);
}

// Ids and words have no tabulators.
std::string textOfRow(std::size_t point, const SweepRow& row) {
    std::string text = std::to_string(point);
    for (const std::string& cell : row) text += "\t" + cell;
    return text;
}

std::optional<std::pair<std::size_t, SweepRow>> rowOfText(const std::string& text, std::size_t cells) {
    std::pair<std::size_t, SweepRow> row;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, row.first);
    if (error != std::errc()) return std::nullopt;
    auto at = static_cast<std::size_t>(rest - text.data());
    while (at < text.size() && text[at] == '\t') {
        const std::size_t next = std::min(text.find('\t', at + 1), text.size());
        row.second.push_back(text.substr(at + 1, next - at - 1));
        at = next;
    }
    if (row.second.size() != cells) return std::nullopt;
    return row;
}

}  // namespace simulator
