#include "app/cli/cascade_report.h"

#include <fmt/format.h>

#include "app/cli/json_writer.h"

namespace app {

namespace {

using simulator::Cascade;
using simulator::CascadeEvent;
using simulator::Mechanism;

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') safe += '\\';
        safe += letter == '\n' ? ' ' : letter;
    }
    return safe;
}

std::string labelOf(const CascadeEvent& event) {
    const std::string what =
        event.mechanism == Mechanism::Failures
            ? fmt::format("{} -> {}: {}", event.caller, event.entity, simulator::causeName(event.cause))
            : fmt::format("{}: {}", event.entity, simulator::mechanismName(event.mechanism));
    const std::string end = event.to ? fmt::format("{:.1f} s", *event.to) : "the end";
    return fmt::format("{}\\n{:.1f} s to {}", escaped(what), event.from, end);
}

void writeTime(JsonWriter& json, const char* name, const std::optional<double>& time) {
    json.key(name);
    if (time)
        json.value(*time);
    else
        json.null();
}

void writePlace(JsonWriter& json, const char* name, const std::optional<std::size_t>& event) {
    json.key(name);
    if (event)
        json.value(std::uint64_t{*event});
    else
        json.null();
}

void writeEvent(JsonWriter& json, const CascadeEvent& event) {
    json.beginObject();
    json.member("from_s", event.from);
    writeTime(json, "to_s", event.to);
    json.member("entity", event.entity).member("mechanism", simulator::mechanismName(event.mechanism));
    if (!event.caller.empty()) json.member("caller", event.caller);
    if (event.mechanism == Mechanism::Failures) json.member("failure", simulator::causeName(event.cause));
    json.member("amount", event.amount);
    writePlace(json, "cause", event.dueTo);
    json.member("sentence", event.sentence);
    json.endObject();
}

}  // namespace

std::string cascadeReport(const Cascade& cascade, const simulator::RunResult& result) {
    std::string text = fmt::format("{} - {}, {:.0f} s, seed {}\n\n", result.model, result.scenarioName,
                                   result.simulatedSeconds, result.seed);
    for (const std::string& sentence : cascade.story) text += sentence + "\n\n";
    if (cascade.firstDomino) text += "First domino: " + cascade.events[*cascade.firstDomino].sentence + "\n";
    if (!cascade.blastRadius.empty()) {
        text += "Blast radius:";
        for (const std::string& journey : cascade.blastRadius) text += ' ' + journey;
        text += '\n';
    }
    text += fmt::format("Outlives its trigger: {}\n", cascade.outlivesTrigger ? "yes" : "no");
    return text;
}

std::string cascadeDocument(const Cascade& cascade, const simulator::RunResult& result) {
    JsonWriter json;
    json.beginObject();
    json.member("model", result.model).member("scenario", result.scenario).member("seed", result.seed);
    json.member("simulated_s", result.simulatedSeconds);
    json.key("conditions").beginArray();
    for (const simulator::CascadeCondition& condition : cascade.conditions)
        json.beginObject()
            .member("entity", condition.entity)
            .member("phrase", condition.phrase)
            .member("grows_with_load", condition.growsWithLoad)
            .endObject();
    json.endArray();
    json.key("events").beginArray();
    for (const CascadeEvent& event : cascade.events) writeEvent(json, event);
    json.endArray();
    writePlace(json, "first_domino", cascade.firstDomino);
    json.key("blast_radius").beginArray();
    for (const std::string& journey : cascade.blastRadius) json.value(journey);
    json.endArray();
    writeTime(json, "detected_s", cascade.detected);
    json.member("detected_by", cascade.detectedBy);
    writeTime(json, "trigger_end_s", cascade.triggerEnd);
    writeTime(json, "recovered_s", cascade.recovered);
    json.member("outlives_trigger", cascade.outlivesTrigger);
    writeTime(json, "sustained_since_s", cascade.sustainedSince);
    json.member("worst_share_served", cascade.worstShare);
    json.key("story").beginArray();
    for (const std::string& sentence : cascade.story) json.value(sentence);
    json.endArray();
    json.endObject();
    return json.text();
}

std::string cascadeGraph(const Cascade& cascade) {
    std::string text = "digraph cascade {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n";
    for (std::size_t at = 0; at < cascade.events.size(); ++at) {
        const bool isFirst = cascade.firstDomino == at;
        text += fmt::format("  e{} [label=\"{}\"{}];\n", at, labelOf(cascade.events[at]),
                            isFirst ? ", penwidth=3" : "");
    }
    for (std::size_t at = 0; at < cascade.events.size(); ++at)
        if (cascade.events[at].dueTo) text += fmt::format("  e{} -> e{};\n", *cascade.events[at].dueTo, at);
    return text + "}\n";
}

}  // namespace app
