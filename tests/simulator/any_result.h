#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "simulator/run_result.h"

namespace simulator {

/// Results of any shape, with every field set.
class AnyResult {
public:
    explicit AnyResult(unsigned seed) : m_random(seed) {}

    RunResult result() {
        RunResult result;
        result.model = text();
        result.modelHash = natural();
        result.scenario = text();
        result.scenarioName = text();
        result.seed = natural();
        result.replications = static_cast<int>(natural() % 100);
        result.simulatedSeconds = real();
        result.warmUpSeconds = real();
        result.warmUpNote = text();
        result.intervalMethod = text();
        for (auto n = natural() % 9; n > 0; --n) result.warmUpCurve.push_back(real());
        result.seriesInterval = real();
        result.eventLogHash = natural();
        result.cancelled = natural() % 2;
        result.engineVersion = text();
        result.engine = {natural() >> 1, real(), real(), real(), static_cast<int>(natural() % 64)};
        result.conservation = {natural() >> 1, natural() >> 1, natural() >> 1,    natural() >> 1,
                               real(),         text(),         natural() % 2 == 0};
        for (auto n = natural() % 4; n > 0; --n) result.journeys.push_back(flow());
        for (auto n = natural() % 6; n > 0; --n) result.operations.push_back(flow());
        for (auto n = natural() % 6; n > 0; --n) result.edges.push_back(edge());
        for (auto n = natural() % 4; n > 0; --n) result.stations.push_back(station());
        for (auto n = natural() % 4; n > 0; --n) result.objectives.push_back(objective());
        for (auto n = natural() % 4; n > 0; --n) result.groups.push_back(group());
        for (auto n = natural() % 3; n > 0; --n) result.projections.push_back(projection());
        for (auto n = natural() % 4; n > 0; --n) result.traces.push_back(trace());
        if (!result.traces.empty()) result.traceCounts = {natural() >> 1, natural() % 2};
        for (auto n = natural() % 3; n > 0; --n) result.caches.push_back(cache());
        for (auto n = natural() % 3; n > 0; --n) result.stores.push_back(replicated());
        if (natural() % 3 > 0) result.footprint = footprint();
        if (natural() % 3 > 0) result.steadyState = steadyState();
        return result;
    }

private:
    std::uint64_t natural() { return m_random(); }
    double real() {
        return std::ldexp(static_cast<double>(m_random()) - 0x1p63, static_cast<int>(m_random() % 200) - 160);
    }
    std::string text() {
        static const std::vector<std::string> texts{
            "", "orders.place", "it's \"quoted\"", "Größe, 注文", "a\nb\tc", std::string("nul\0in", 6)};
        return texts[natural() % texts.size()] + std::to_string(natural() % 1000);
    }
    Figure figure() {
        if (natural() % 4 == 0) return {std::nullopt, 0, 0, "not enough data: " + text()};
        return {real(), real(), real(), natural() % 2 ? "" : text()};
    }
    std::array<std::uint64_t, causeCount> failures() {
        return {natural(), natural(), 0, natural() >> 40, 7, natural() % 3};
    }
    std::vector<Series> seriesList() {
        std::vector<Series> list;
        for (auto n = natural() % 4; n > 0; --n) {
            Series& series = list.emplace_back();
            series.name = text();
            static const std::vector<std::size_t> lengths{0, 1, 120, 4095, 4096, 4097, 9000};
            series.values.resize(lengths[natural() % lengths.size()]);
            for (double& value : series.values) value = real();
        }
        return list;
    }
    FlowResult flow() {
        FlowResult flow{text(), natural(), natural(), failures(), figure(), figure(), {}, seriesList()};
        flow.latency = {figure(), figure(), figure(), figure(), figure(), figure(), real()};
        return flow;
    }
    EdgeResult edge() { return {text(), text(), "call", natural(), natural(), failures(), figure(), real()}; }
    StationResult station() {
        return {text(),   "service", real(),    figure(),  figure(), figure(),
                figure(), figure(),  natural(), natural(), real(),   seriesList()};
    }
    ObjectiveResult objective() {
        return {text(),
                text(),
                text(),
                "ms",
                real(),
                figure(),
                static_cast<ObjectiveResult::Verdict>(natural() % 3)};
    }

    SteadyStateResult steadyState() {
        SteadyStateResult steady{
            static_cast<SteadyStateResult::Verdict>(natural() % 4), text(), natural(), natural(), {}, {}};
        for (auto* windows : {&steady.missed, &steady.aborted})
            for (auto n = natural() % 4; n > 0; --n)
                windows->push_back(
                    {static_cast<int>(natural() % 99), real(), real(), text(), "ms", real(), real()});
        return steady;
    }

    FootprintPart footprintPart(const char* kind) {
        FootprintPart part;
        part.id = text();
        part.kind = kind;
        part.units = real();
        part.cpuAssumed = natural() % 2 == 0;
        for (Figure* each : {&part.cpu, &part.cost, &part.costPerMillion, &part.power, &part.energyPerRequest,
                             &part.operational, &part.embodied, &part.operationalPerRequest,
                             &part.embodiedPerRequest, &part.carbon, &part.carbonPerRequest})
            *each = figure();
        return part;
    }
    FootprintResult footprint() {
        FootprintResult footprint{"EUR", {}, footprintPart("total"), {}};
        for (auto n = natural() % 4; n > 0; --n)
            footprint.parts.push_back(footprintPart(n == 1 ? "service" : n == 2 ? "store" : "channel"));
        for (auto n = natural() % 3; n > 0; --n) footprint.leftOut.push_back(text());
        return footprint;
    }
    GroupResult group() {
        return {text(),    text(),    natural(), natural(), natural(),   natural(),
                natural(), natural(), natural(), natural(), natural(),   natural(),
                real(),    real(),    real(),    real(),    seriesList()};
    }
    ProjectionResult projection() {
        ProjectionResult projection{text(), text(), text(), natural(), {}, seriesList()};
        projection.staleness = {figure(), figure(), figure(), figure(), figure(), figure(), real()};
        return projection;
    }

    Span span(int parent) {
        Span span;
        for (std::string* word : {&span.id, &span.name, &span.service}) *word = text();
        span.parent = parent;
        span.kind = static_cast<SpanKind>(natural() % 5);
        span.replica = static_cast<int>(natural() % 5) - 1;
        span.attempt = static_cast<int>(natural() % 3);
        for (std::int64_t* time : {&span.start, &span.end}) *time = static_cast<std::int64_t>(natural() >> 1);
        for (std::int64_t& part : span.parts) part = static_cast<std::int64_t>(natural() >> 1);
        span.failure = natural() % 2 ? "" : "timeout";
        for (bool* mark : {&span.asynchronous, &span.orphan, &span.unfinished}) *mark = natural() % 2;
        for (auto n = natural() % 3; n > 0; --n) span.attributes.emplace_back(text(), text());
        return span;
    }
    Trace trace() {
        Trace trace;
        trace.id = text();
        trace.journey = text();
        trace.replication = static_cast<int>(natural() % 9);
        trace.latency = static_cast<std::int64_t>(natural() >> 1);
        trace.failure = natural() % 2 ? "" : "crashed";
        trace.keptFor = static_cast<std::uint8_t>(natural() % 16);
        trace.cut = natural() % 2;
        for (int n = static_cast<int>(natural() % 6); n > 0; --n)
            trace.spans.push_back(span(static_cast<int>(trace.spans.size()) - 1));
        return trace;
    }
    CacheResult cache() {
        return {text(),    "shared",  natural(), natural(), natural(), natural(), natural(), natural(),
                natural(), natural(), natural(), natural(), natural(), natural(), figure(),  seriesList()};
    }
    StoreResult replicated() {
        StoreResult store{text(),    natural(), natural(), natural(), natural(), natural(), real(),
                          natural(), natural(), figure(),  figure(),  {},        {},        seriesList()};
        store.staleness = {figure(), figure(), figure(), figure(), figure(), figure(), real()};
        for (auto n = natural() % 4; n > 0; --n) store.servers.push_back({text(), natural(), real()});
        return store;
    }

    std::mt19937_64 m_random;
};

}  // namespace simulator
