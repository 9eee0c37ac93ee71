// Objectives, outlooks and remarks: what the figures mean.
#include <algorithm>
#include <cmath>

#include "simulator/estimate/fitted_time.h"
#include "simulator/estimate/report.h"
#include "simulator/footprint/footprint.h"

namespace simulator::estimating {

namespace {

/// From a load that is a share of the capacity; a station without load limits nothing.
double headroomAt(double load) {
    constexpr double most = 1e6;
    return load > 0 ? std::min(most, 1 / load - 1) : most;
}

Figure absentFigure(std::string why) {
    Figure figure;
    figure.why = std::move(why);
    return figure;
}

}  // namespace

Estimate Report::make() {
    findLimits();
    Estimate estimate;
    RunResult& figures = estimate.figures;
    figures.model = m_project.name;
    figures.scenario = m_scenario.id.value();
    figures.scenarioName = m_scenario.name;
    figures.simulatedSeconds = m_length;
    figures.intervalMethod = "known error of the estimate, not a confidence interval: see its method";
    for (Index at = m_network.operations; at < m_network.programs.size(); ++at)
        figures.journeys.push_back(journey(at));
    for (Index at = 0; at < m_network.operations; ++at) figures.operations.push_back(operation(at));
    figures.edges = edges();
    for (Index at = 0; at < m_network.stations.size(); ++at) figures.stations.push_back(station(at));
    for (Index at = 0; at < m_network.channels.size(); ++at) figures.stations.push_back(channel(at));
    figures.footprint = footprint(figures);
    for (const model::ObjectiveId& id : m_scenario.objectives)
        if (const model::Objective* found = m_project.objectives.find(id))
            figures.objectives.push_back(objective(*found, figures.footprint));
    Conservation& conservation = figures.conservation;
    conservation.holds = true;
    for (const FlowResult& flow : figures.journeys) {
        conservation.arrived += flow.arrivals;
        conservation.completed += flow.completed;
        conservation.failed += flow.failures();
    }
    conservation.inFlight =
        conservation.arrived - std::min(conservation.arrived, conservation.completed + conservation.failed);

    estimate.exact = m_solution.exact;
    estimate.converged = m_solution.converged;
    estimate.iterations = m_solution.iterations;
    for (Index at = 0; at < m_network.operations; ++at) estimate.operations.push_back(operationOutlook(at));
    double busiest = 0;
    for (Index at = 0; at < m_network.stations.size(); ++at) {
        estimate.stations.push_back(stationOutlook(at));
        estimate.stable = estimate.stable && estimate.stations.back().stable;
        busiest = std::max(busiest, m_solution.stations[at].queue.utilisation);
    }
    for (const GroupState& group : m_solution.groups)
        estimate.stable = estimate.stable && group.queue.stable && group.passes > 1 - 1e-6;
    const KnownError error = knownError(busiest, m_solution.exact);
    estimate.meanError = error.mean;
    estimate.quantileError = error.quantile;
    if (m_solution.bottleneck != nowhere) {
        estimate.bottleneck = std::string(m_network.stations[m_solution.bottleneck].id);
        estimate.headroom = headroomAt(m_solution.stations[m_solution.bottleneck].idealLoad);
    }
    estimate.loadVaries = m_network.loadVaries;
    estimate.notRepresented = m_network.remarks;
    remarks(estimate.notRepresented);
    return estimate;
}

Outlook Report::operationOutlook(Index index) const {
    const Program& program = m_network.programs[index];
    const Limit& limit = m_limits[index];
    Outlook outlook;
    outlook.id = std::string(program.id);
    outlook.utilisation = std::min(1.0, executions(index) * m_solution.programs[index].hold.mean /
                                            m_network.stations[program.station].capacity());
    if (!program.reached || limit.station == nowhere) {
        outlook.headroom = headroomAt(0);
        return outlook;
    }
    outlook.bottleneck = std::string(m_network.stations[limit.station].id);
    outlook.headroom = headroomAt(limit.load);
    outlook.stable = limit.stable;
    return outlook;
}

Outlook Report::stationOutlook(Index at) const {
    const StationState& state = m_solution.stations[at];
    Outlook outlook;
    outlook.id = std::string(m_network.stations[at].id);
    outlook.utilisation = state.queue.stable ? state.queue.utilisation : 1;
    outlook.bottleneck = outlook.id;
    outlook.headroom = headroomAt(state.idealLoad);
    outlook.stable = state.queue.stable && state.passes > 1 - 1e-6;
    return outlook;
}

ObjectiveResult Report::objective(const model::Objective& objective, const FootprintResult& footprint) const {
    ObjectiveResult result;
    result.id = objective.id.value();
    result.name = objective.name;
    if (const auto goal = footprintGoalOf(objective.goal)) {
        result.unit = unitOf(*goal, footprint.currency);
        result.limit = footprintLimitOf(objective.goal);
        result.observed = observedOf(*goal, footprint);
        result = judged(std::move(result), true);
        // What runs costs the same, whatever of the load is left out.
        const Figure& seen = result.observed;
        const bool runs = *goal == FootprintGoal::CostPerMonth && seen.value && seen.low == seen.high;
        if (runs && m_network.unjudged.empty() && seen.high <= result.limit)
            result.verdict = ObjectiveResult::Verdict::Met;
        return result;
    }
    const auto* journey = std::get_if<model::JourneyId>(&objective.target);
    const auto* operation = std::get_if<model::OperationId>(&objective.target);
    if (journey) result.target = journey->value();
    if (operation) result.target = operation->value();
    const auto* latency = std::get_if<model::LatencyObjective>(&objective.goal);
    result.unit = latency ? "ms" : "share";
    result.limit = latency ? model::inMilliseconds(latency->limit)
                           : std::get<model::AvailabilityObjective>(objective.goal).share;
    const auto from = m_network.programs.begin() + (journey ? m_network.operations : 0);
    const auto to = journey ? m_network.programs.end() : m_network.programs.begin() + m_network.operations;
    const auto found =
        std::find_if(from, to, [&](const Program& program) { return program.id == result.target; });
    if (found == to || !found->reached) {
        result.observed = absentFigure("the scenario does not run it");
        return result;
    }
    result.observed = observed(static_cast<Index>(found - m_network.programs.begin()), objective);
    return judged(std::move(result), latency != nullptr);
}

ObjectiveResult Report::judged(ObjectiveResult result, bool atMost) const {
    using Verdict = ObjectiveResult::Verdict;
    if (!m_network.unjudged.empty()) {
        result.observed.why = m_network.unjudged;
        return result;
    }
    if (!result.observed.value) {
        // A latency that grows without end misses any limit.
        if (atMost && result.observed.why.starts_with("unstable")) result.verdict = Verdict::Missed;
        return result;
    }
    const Figure& seen = result.observed;
    const bool holds = atMost ? seen.high <= result.limit : seen.low >= result.limit;
    if (holds && !m_network.incomplete) result.verdict = Verdict::Met;
    if (atMost ? seen.low > result.limit : seen.high < result.limit) result.verdict = Verdict::Missed;
    return result;
}

Figure Report::observed(Index program, const model::Objective& objective) const {
    const ProgramState& state = m_solution.programs[program];
    const bool isJourney = m_network.programs[program].station == nowhere;
    if (const auto* goal = std::get_if<model::LatencyObjective>(&objective.goal)) {
        const Figure p99 = latency(program, response(program), state.succeeds).p99;
        if (!p99.value) return p99;
        const FittedTime fitted(response(program));
        return figure(fitted.quantile(std::clamp(goal->quantile, 0.0, 1 - 1e-9)) * 1e3,
                      errorOf(m_limits[program]).quantile);
    }
    if (!(state.rate > 0)) return absentFigure("the load does not reach it");
    const double succeeded = (isJourney ? state.rate : executions(program)) * state.succeeds;
    const double share = std::min(1.0, succeeded / state.rate);
    // What fails is known as well as the waits that make it fail.
    const double failing = (1 - share) * std::max(0.02, errorOf(m_limits[program]).quantile);
    return {share, std::max(0.0, share - failing), std::min(1.0, share + failing), {}};
}

void Report::remarks(std::vector<Remark>& remarks) const {
    constexpr double many = 10;
    double journeys = 0;
    for (const double rate : m_solution.workloadRates) journeys += rate;
    for (const StationState& state : m_solution.stations) {
        const double visits = journeys > 0 ? state.rate / journeys : 0;
        if (visits <= many || state.queue.utilisation < 0.1) continue;
        const auto at = static_cast<std::size_t>(&state - m_solution.stations.data());
        remarks.push_back({std::string(m_network.stations[at].id),
                           "is visited " + std::to_string(std::llround(visits)) +
                               " times by one journey: such bursts make it wait longer than estimated"});
    }
    for (const Index index : m_network.downward) {
        const Program& program = m_network.programs[index];
        for (Index at = program.first; at < program.end; ++at) {
            const Node& node = m_network.nodes[at];
            if (node.kind != Node::Kind::Call || !m_network.patiences[node.patience].cancelsOrphans) continue;
            const double timeouts = m_solution.failures[at].attempt[static_cast<std::size_t>(Cause::Timeout)];
            if (timeouts < 1e-3) continue;
            remarks.push_back(
                {std::string(program.id),
                 "gives up calls and cancels them: estimated as if the callee finished them all"});
            break;
        }
    }
    if (!m_network.unjudged.empty() && !m_scenario.objectives.empty())
        remarks.push_back({m_scenario.id.value(), "objectives are " + m_network.unjudged});
    if (!m_solution.converged)
        remarks.push_back(
            {m_scenario.id.value(),
             "rates and times do not settle: the system may have several steady states; simulate it"});
}

}  // namespace simulator::estimating
