#include "app/cli/trace_report.h"

#include <fmt/format.h>

#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "simulator/trace/explanation.h"
#include "simulator/trace/jaeger.h"
#include "simulator/trace/otlp.h"

namespace app {

namespace {

constexpr std::size_t sharesShown = 4;

double inMilliseconds(std::int64_t time) {
    return static_cast<double>(time) / 1e6;
}

bool wasTraced(const simulator::RunResult& result) {
    return result.traceCounts.traced + result.traceCounts.untraced > 0;
}

/// ` (beyond its p99.9 of 700 ms)`: what a slow one is slow compared to.
std::string rankText(const simulator::FlowResult& journey, const simulator::Trace& trace) {
    const std::pair<const char*, const simulator::Figure*> ranks[] = {
        {"p99.9", &journey.latency.p999}, {"p99", &journey.latency.p99}, {"p50", &journey.latency.p50}};
    for (const auto& [name, figure] : ranks)
        if (figure->value && inMilliseconds(trace.latency) > *figure->value)
            return fmt::format(" (beyond its {} of {} ms)", name, numberText(*figure->value));
    return "";
}

std::string sumText(const std::vector<simulator::LatencyShare>& shares) {
    std::string text;
    std::int64_t rest = 0;
    for (std::size_t at = 0; at < shares.size(); ++at) {
        if (at >= sharesShown)
            rest += shares[at].time;
        else
            text += fmt::format("{}{} ms {}", at ? " + " : "", numberText(inMilliseconds(shares[at].time)),
                                shares[at].cause);
    }
    return rest > 0 ? text + fmt::format(" + {} ms other", numberText(inMilliseconds(rest))) : text;
}

std::string sentenceOf(const simulator::FlowResult& journey, const simulator::Trace& trace) {
    return fmt::format("Slowest of {}{}: {} ms = {}", journey.id, rankText(journey, trace),
                       numberText(inMilliseconds(trace.latency)), sumText(simulator::explained(trace)));
}

void writeSlowest(JsonWriter& json, const simulator::Trace& trace) {
    json.beginObject().member("journey", trace.journey).member("trace_id", trace.id);
    json.member("latency_ms", inMilliseconds(trace.latency)).key("shares").beginArray();
    for (const simulator::LatencyShare& share : simulator::explained(trace))
        json.beginObject().member("cause", share.cause).member("ms", inMilliseconds(share.time)).endObject();
    json.endArray().endObject();
}

}  // namespace

TraceFormat traceFormatOf(const std::string& file, const std::string& word) {
    if (!word.empty()) return word == "jaeger" ? TraceFormat::Jaeger : TraceFormat::Otlp;
    return file.ends_with(".jaeger.json") ? TraceFormat::Jaeger : TraceFormat::Otlp;
}

std::string traceFile(const std::vector<simulator::Trace>& traces, TraceFormat format) {
    return format == TraceFormat::Jaeger ? simulator::jaegerJson(traces) : simulator::otlpJson(traces);
}

std::string tracesText(const simulator::RunResult& result) {
    if (!wasTraced(result)) return "";
    std::string text = fmt::format("\nTRACES\n  {} of {} journeys that ended kept\n",
                                   countText(result.traces.size()), countText(result.traceCounts.traced));
    if (result.traceCounts.untraced > 0)
        text += wrapped(
            fmt::format("{} journeys were not traced for want of memory: slower ones may be among them",
                        countText(result.traceCounts.untraced)),
            2);
    for (const simulator::FlowResult& journey : result.journeys)
        if (const simulator::Trace* slowest = simulator::slowestTrace(result.traces, journey.id))
            text += wrapped(sentenceOf(journey, *slowest), 2);
    return text;
}

void writeTraces(JsonWriter& json, const simulator::RunResult& result) {
    if (!wasTraced(result)) return;
    json.key("traces").beginObject().member("kept", std::uint64_t{result.traces.size()});
    json.member("journeys_traced", result.traceCounts.traced);
    json.member("journeys_untraced", result.traceCounts.untraced).key("slowest").beginArray();
    for (const simulator::FlowResult& journey : result.journeys)
        if (const simulator::Trace* slowest = simulator::slowestTrace(result.traces, journey.id))
            writeSlowest(json, *slowest);
    json.endArray().endObject();
}

}  // namespace app
