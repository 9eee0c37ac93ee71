#pragma once

#include "simulator/estimate/estimate.h"
#include "simulator/estimate/solution.h"

namespace simulator::estimating {

/// Tells a solution in the words of a run: ids, figures, objectives.
class Report {
public:
    Report(const model::Project& project, const model::Scenario& scenario, const Network& network,
           const Solution& solution);

    Estimate make();

private:
    /// What limits a program, along all that it waits for.
    struct Limit {
        Index station = nowhere;  ///< The one with the highest load
        double load = 0;          ///< Its ideal load
        double utilisation = 0;   ///< The highest on the way
        bool stable = true;
    };

    void findLimits();
    void meet(Limit& limit, Index station) const;
    KnownError errorOf(const Limit& limit) const { return knownError(limit.utilisation, m_solution.exact); }

    FlowResult operation(Index program) const;
    FlowResult journey(Index program) const;
    LatencyFigures latency(Index program, const Moments& time, double succeeds) const;
    std::vector<EdgeResult> edges() const;
    StationResult station(Index at) const;
    StationResult channel(Index at) const;
    ObjectiveResult objective(const model::Objective& objective, const FootprintResult& footprint) const;
    ObjectiveResult judged(ObjectiveResult result, bool atMost) const;
    FootprintResult footprint(const RunResult& figures) const;
    std::vector<Figure> busyCores() const;
    double computing(const Program& program, bool onProcessors) const;
    Figure observed(Index program, const model::Objective& objective) const;
    Outlook operationOutlook(Index program) const;
    Outlook stationOutlook(Index at) const;
    void remarks(std::vector<Remark>& remarks) const;

    double rateError(Index program, double succeeds) const;
    double executions(Index program) const;  ///< [1/s]
    Moments response(Index program) const;
    Figure figure(double value, double error) const;
    std::uint64_t count(double rate) const;

    const model::Project& m_project;
    const model::Scenario& m_scenario;
    const Network& m_network;
    const Solution& m_solution;
    double m_length;
    std::vector<Limit> m_limits;  ///< By program
};

}  // namespace simulator::estimating
