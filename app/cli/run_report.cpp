#include "app/cli/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "app/cli/footprint_report.h"
#include "app/cli/run_document.h"
#include "app/cli/steady_state_report.h"
#include "app/cli/table.h"
#include "app/cli/trace_report.h"
#include "app/simulate/series.h"

namespace app {

std::string shareText(double share) {
    const int decimals = share > 0.99 && share < 1 ? 3 : 1;
    return fmt::format("{:.{}f} %", 100 * share, decimals);
}

namespace {

using simulator::Figure;

std::string plainFigure(const Figure& figure) {
    return figure.value ? numberText(*figure.value) : "-";
}

/// `12.3 (11.9-12.8)`.
std::string withInterval(const Figure& figure) {
    if (!figure.value) return "-";
    if (figure.low == *figure.value && figure.high == *figure.value) return numberText(*figure.value);
    return fmt::format("{} ({}-{})", numberText(*figure.value), numberText(figure.low),
                       numberText(figure.high));
}

std::string section(const std::string& title, const Table& table) {
    return table.empty() ? "" : "\n" + title + "\n" + table.text();
}

std::string headText(const simulator::RunResult& result) {
    std::string text = fmt::format("{}: {}\n", result.model,
                                   result.scenarioName.empty() ? result.scenario : result.scenarioName);
    text += fmt::format("{} of {} s, of which the first {} s are warm-up; seed {}\n",
                        countOf(static_cast<std::size_t>(result.replications), "replication"),
                        numberText(result.simulatedSeconds), numberText(result.warmUpSeconds), result.seed);
    if (!result.limitReached.empty())
        text += wrapped("PARTIAL: " + result.limitReached + "; the figures cover what was run.", 0);
    else if (result.cancelled)
        text += "CANCELLED before its end: the figures cover what was run.\n";
    if (!result.warmUpNote.empty()) text += wrapped("Warm-up: " + result.warmUpNote, 0);
    if (!result.intervalMethod.empty()) text += wrapped("Intervals (95 %): " + result.intervalMethod, 0);
    return text;
}

std::string objectiveFigure(const simulator::ObjectiveResult& objective, double number) {
    return objective.unit == "share" ? shareText(number) : numberText(number) + " " + objective.unit;
}

std::string flowsText(const std::string& title, const std::vector<simulator::FlowResult>& flows) {
    Table table({{title == "JOURNEYS" ? "JOURNEY" : "OPERATION"},
                 {"ARRIVALS", rightAligned},
                 {"FAILED", rightAligned},
                 {"GOODPUT [1/s]", rightAligned},
                 {"MEAN [ms]", rightAligned},
                 {"P50 [ms]", rightAligned},
                 {"P95 [ms]", rightAligned},
                 {"P99 [ms]", rightAligned},
                 {"P99.9 [ms]", rightAligned}});
    for (const simulator::FlowResult& flow : flows)
        table.addRow({flow.id, countText(flow.arrivals), countText(flow.failures()),
                      withInterval(flow.goodput), withInterval(flow.latency.mean),
                      plainFigure(flow.latency.p50), plainFigure(flow.latency.p95),
                      withInterval(flow.latency.p99), plainFigure(flow.latency.p999)});
    return section(title, table);
}

/// Why requests failed: only what did.
std::string failuresText(const simulator::RunResult& result) {
    Table table({{"FAILED"}, {"CAUSE"}, {"REQUESTS", rightAligned}, {"SHARE", rightAligned}});
    const auto add = [&](const simulator::FlowResult& flow) {
        for (int cause = 0; cause < simulator::causeCount; ++cause) {
            const std::uint64_t count = flow.failed[static_cast<std::size_t>(cause)];
            if (count == 0) continue;
            const auto ended = static_cast<double>(flow.completed + flow.failures());
            table.addRow({flow.id, simulator::causeName(static_cast<simulator::Cause>(cause)),
                          countText(count), shareText(static_cast<double>(count) / ended)});
        }
    };
    for (const simulator::FlowResult& flow : result.journeys) add(flow);
    for (const simulator::FlowResult& flow : result.operations) add(flow);
    return section("FAILURES BY CAUSE", table);
}

std::string edgesText(const simulator::RunResult& result) {
    Table table({{"FROM"},
                 {"TO"},
                 {"KIND"},
                 {"CALLS", rightAligned},
                 {"ATTEMPTS [1/s]", rightAligned},
                 {"AMPLIFICATION", rightAligned},
                 {"FAILED", rightAligned}});
    for (const simulator::EdgeResult& edge : result.edges) {
        std::uint64_t failed = 0;
        for (const std::uint64_t count : edge.failed) failed += count;
        table.addRow({edge.caller, edge.callee, edge.kind, countText(edge.calls),
                      plainFigure(edge.attemptRate), numberText(edge.amplification), countText(failed)});
    }
    return section("EDGES", table);
}

std::string stationsText(const simulator::RunResult& result) {
    Table table({{"STATION"},
                 {"KIND"},
                 {"SERVERS", rightAligned},
                 {"UTILISATION", rightAligned},
                 {"CPU", rightAligned},
                 {"QUEUE", rightAligned},
                 {"IN SERVICE", rightAligned},
                 {"WAIT [ms]", rightAligned},
                 {"REJECTED", rightAligned}});
    for (const simulator::StationResult& station : result.stations)
        table.addRow({station.id, station.kind, numberText(station.servers),
                      station.utilisation.value ? shareText(*station.utilisation.value) : "-",
                      station.cpu.value ? shareText(*station.cpu.value) : "-", plainFigure(station.meanQueue),
                      plainFigure(station.meanInService), plainFigure(station.wait),
                      countText(station.rejected)});
    return section("STATIONS", table);
}

/// Of services whose replicas come and go, or are instances of a function. Cold starts are those of the whole
/// run, on average over the replications.
std::string scalingText(const simulator::RunResult& result) {
    Table table({{"SERVICE"},
                 {"AT LEAST", rightAligned},
                 {"AT MOST", rightAligned},
                 {"AT THE END", rightAligned},
                 {"WANTED AT MOST", rightAligned},
                 {"COLD STARTS", rightAligned}});
    for (const simulator::StationResult& station : result.stations) {
        const std::vector<double>& ready = seriesValues(station.series, "ready");
        const std::vector<double>& wanted = seriesValues(station.series, "wanted");
        if (ready.empty() || wanted.empty()) continue;
        const std::vector<double>& cold = seriesValues(station.series, "cold_starts");
        const auto [least, most] = std::minmax_element(ready.begin(), ready.end());
        table.addRow({station.id, numberText(*least), numberText(*most), numberText(ready.back()),
                      numberText(*std::max_element(wanted.begin(), wanted.end())),
                      cold.empty() ? "-" : numberText(std::accumulate(cold.begin(), cold.end(), 0.0))});
    }
    return section("READY REPLICAS", table);
}

/// Of services whose replicas change their size: what all of them request, and how many were replaced for it
/// in the whole run, on average over the replications.
std::string sizingText(const simulator::RunResult& result) {
    Table table({{"SERVICE"},
                 {"AT THE START", rightAligned},
                 {"AT MOST", rightAligned},
                 {"AT THE END", rightAligned},
                 {"RECOMMENDED FOR EACH", rightAligned},
                 {"EVICTIONS", rightAligned}});
    for (const simulator::StationResult& station : result.stations)
        if (const auto sizing = cpuSizing(station))
            table.addRow({station.id, numberText(sizing->atStart), numberText(sizing->atMost),
                          numberText(sizing->atEnd),
                          std::isnan(sizing->recommended) ? "-" : numberText(sizing->recommended),
                          numberText(sizing->evictions)});
    return section("REQUESTED CPU [cores]", table);
}

std::string groupsText(const simulator::RunResult& result) {
    Table table({{"CHANNEL"},
                 {"GROUP"},
                 {"PUBLISHED", rightAligned},
                 {"HANDLED", rightAligned},
                 {"REDELIVERED", rightAligned},
                 {"DEAD LETTERS", rightAligned},
                 {"LOST", rightAligned},
                 {"INSIDE", rightAligned},
                 {"MAX LAG", rightAligned},
                 {"OLDEST [ms]", rightAligned},
                 {"PAUSED [s]", rightAligned}});
    for (const simulator::GroupResult& group : result.groups)
        table.addRow({group.channel, group.id, countText(group.published), countText(group.handled),
                      countText(group.redelivered), countText(group.deadLettered),
                      countText(group.dropped + group.expired), countText(group.inside),
                      numberText(group.largestLag), numberText(group.oldestMs),
                      numberText(group.pausedSeconds)});
    return section("CONSUMER GROUPS", table);
}

std::string projectionsText(const simulator::RunResult& result) {
    Table table({{"READ MODEL"},
                 {"FED BY"},
                 {"READS", rightAligned},
                 {"STALE: MEAN [ms]", rightAligned},
                 {"P50 [ms]", rightAligned},
                 {"P99 [ms]", rightAligned},
                 {"P99.9 [ms]", rightAligned}});
    for (const simulator::ProjectionResult& projection : result.projections)
        table.addRow({projection.id, projection.channel, countText(projection.reads),
                      withInterval(projection.staleness.mean), plainFigure(projection.staleness.p50),
                      plainFigure(projection.staleness.p99), plainFigure(projection.staleness.p999)});
    return section("READ MODELS", table);
}

std::string cachesText(const simulator::RunResult& result) {
    Table table({{"CACHE"},
                 {"KIND"},
                 {"LOOK-UPS", rightAligned},
                 {"HIT RATIO", rightAligned},
                 {"COALESCED", rightAligned},
                 {"EXPIRED", rightAligned},
                 {"FILLS", rightAligned},
                 {"FAILED", rightAligned},
                 {"EVICTIONS", rightAligned},
                 {"STAMPEDE", rightAligned}});
    for (const simulator::CacheResult& cache : result.caches)
        table.addRow({cache.id, cache.kind, countText(cache.lookUps), withInterval(cache.hitRatio),
                      countText(cache.coalesced), countText(cache.expired), countText(cache.fills),
                      countText(cache.failedFills), countText(cache.evictions), countText(cache.stampede)});
    return section("CACHES", table);
}

std::string storesText(const simulator::RunResult& result) {
    Table table({{"STORE"},
                 {"WRITES", rightAligned},
                 {"READS OF REPLICAS", rightAligned},
                 {"STALE", rightAligned},
                 {"STALE: MEAN [ms]", rightAligned},
                 {"P99 [ms]", rightAligned},
                 {"LOST", rightAligned},
                 {"FAILOVERS", rightAligned},
                 {"OUTAGE [s]", rightAligned},
                 {"ROW WAITS", rightAligned},
                 {"ROW WAIT [ms]", rightAligned}});
    Table servers({{"STORE"}, {"SERVER"}, {"QUERIES", rightAligned}, {"UTILISATION", rightAligned}});
    for (const simulator::StoreResult& store : result.stores) {
        table.addRow({store.id, countText(store.writes), countText(store.replicaReads),
                      store.staleShare.value ? shareText(*store.staleShare.value) : "-",
                      withInterval(store.staleness.mean), plainFigure(store.staleness.p99),
                      countText(store.lostWrites), countText(store.failovers),
                      numberText(store.outageSeconds), countText(store.rowWaits),
                      withInterval(store.rowWait)});
        for (const simulator::ServerResult& server : store.servers)
            servers.addRow({store.id, server.name, countText(server.queries), shareText(server.utilisation)});
    }
    return section("REPLICAS AND ROWS", table) + section("SERVERS OF STORES", servers);
}

/// Why figures are missing, each reason once.
std::string missingText(const simulator::RunResult& result) {
    std::set<std::string> reasons;
    const auto add = [&](const Figure& figure) {
        if (!figure.value && !figure.why.empty()) reasons.insert(figure.why);
    };
    for (const auto* flows : {&result.journeys, &result.operations})
        for (const simulator::FlowResult& flow : *flows)
            for (const Figure* figure :
                 {&flow.goodput, &flow.latency.mean, &flow.latency.p99, &flow.latency.p999})
                add(*figure);
    if (reasons.empty()) return "";
    constexpr std::size_t shown = 3;
    std::string text = "\nWHERE A FIGURE IS MISSING (-)\n";
    std::size_t count = 0;
    for (const std::string& reason : reasons)
        if (count++ < shown) text += wrapped(reason, 2);
    if (reasons.size() > shown) text += fmt::format("  and {} more like these\n", reasons.size() - shown);
    return text;
}

std::string checksText(const simulator::RunResult& result) {
    const simulator::Conservation& conservation = result.conservation;
    const simulator::EngineFigures& engine = result.engine;
    std::string text = "\nCHECKS\n";
    text += fmt::format("  Conservation {}: {} arrived = {} completed + {} failed + {} in flight\n",
                        conservation.holds ? "holds" : "is VIOLATED", countText(conservation.arrived),
                        countText(conservation.completed), countText(conservation.failed),
                        countText(conservation.inFlight));
    text +=
        fmt::format("  Little's law: largest residual {}{}\n", shareText(conservation.worstLittleResidual),
                    conservation.worstLittleStation.empty() ? "" : " at " + conservation.worstLittleStation);
    text += fmt::format("  Event-log hash {}\n", hashText(result.eventLogHash));
    text += fmt::format(
        "  Engine {}: {} events, {} s wall, {} s CPU on {}, {} million events per CPU second, {} MB\n",
        result.engineVersion, countText(engine.events), numberText(engine.wallSeconds),
        numberText(engine.cpuSeconds), countOf(static_cast<std::size_t>(engine.threads), "thread"),
        numberText(engine.eventsPerCpuSecond() / 1e6), numberText(engine.peakRssMb));
    text += "  What is modelled of each component, and what is not: lintel explain\n";
    return text;
}

}  // namespace

std::string objectivesText(const std::vector<simulator::ObjectiveResult>& objectives,
                           const std::string& interval) {
    Table table({{"OBJECTIVE"},
                 {"OF"},
                 {"LIMIT", rightAligned},
                 {"OBSERVED", rightAligned},
                 {interval},
                 {"VERDICT"}});
    using Verdict = simulator::ObjectiveResult::Verdict;
    for (const simulator::ObjectiveResult& objective : objectives) {
        const Figure& seen = objective.observed;
        const std::string limit =
            (objective.unit == "share" ? ">= " : "<= ") + objectiveFigure(objective, objective.limit);
        const std::string range =
            seen.value ? objectiveFigure(objective, seen.low) + " to " + objectiveFigure(objective, seen.high)
                       : seen.why;
        table.addRow({objective.name.empty() ? objective.id : objective.name,
                      objective.target.empty() ? "the system" : objective.target, limit,
                      seen.value ? objectiveFigure(objective, *seen.value) : "-", range,
                      objective.verdict == Verdict::Met      ? "met"
                      : objective.verdict == Verdict::Missed ? "MISSED"
                      : seen.value && !seen.why.empty()      ? "not judged"
                                                             : "undecided"});
    }
    return section("OBJECTIVES", table);
}

std::string runTables(const simulator::RunResult& result, const std::string& interval) {
    return objectivesText(result.objectives, interval) + steadyStateText(result.steadyState) +
           flowsText("JOURNEYS", result.journeys) + flowsText("OPERATIONS", result.operations) +
           failuresText(result) + edgesText(result) + stationsText(result) + scalingText(result) +
           sizingText(result) + groupsText(result) + projectionsText(result) + cachesText(result) +
           storesText(result) + footprintText(result.footprint) + missingText(result);
}

std::string runReport(const simulator::RunResult& result) {
    return headText(result) + runTables(result, "95 %") + tracesText(result) + checksText(result);
}

}  // namespace app
