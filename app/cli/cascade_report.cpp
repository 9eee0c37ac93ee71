#include "app/cli/cascade_report.h"

#include <fmt/format.h>

#include <cmath>

#include "app/cli/json_writer.h"
#include "app/cli/table.h"

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

// Counts as they are.
std::string figureText(double number) {
    const bool isCount = number >= 0 && number < 1e15 && number == std::floor(number);
    return isCount ? countText(static_cast<std::uint64_t>(number)) : numberText(number);
}

// The best figure that shows it, with what it is otherwise.
std::string figureOf(const CascadeEvent& event) {
    if (event.evidence.empty() || event.mechanism == Mechanism::Fault) return {};
    const simulator::Evidence& best = event.evidence.front();
    std::string text = best.name + " " + figureText(best.value);
    if (!best.unit.empty()) text += " " + best.unit;
    if (best.usual) text += " (" + figureText(*best.usual) + " before)";
    return "\\n" + escaped(text);
}

std::string labelOf(const CascadeEvent& event) {
    const std::string what =
        event.mechanism == Mechanism::Failures
            ? fmt::format("{} -> {}: {}", event.caller, event.entity, simulator::causeName(event.cause))
            : fmt::format("{}: {}", event.entity, simulator::mechanismName(event.mechanism));
    const std::string end = event.to ? fmt::format("{:.1f} s", *event.to) : "the end";
    return fmt::format("{}\\n{:.1f} s to {}{}", escaped(what), event.from, end, figureOf(event));
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

void writeEvidence(JsonWriter& json, const simulator::Evidence& evidence) {
    json.beginObject();
    json.member("source", evidence.source).member("entity", evidence.entity).member("name", evidence.name);
    if (!evidence.unit.empty()) json.member("unit", evidence.unit);
    json.member("from_s", evidence.from).member("to_s", evidence.to).member("value", evidence.value);
    writeTime(json, "usual", evidence.usual);
    json.endObject();
}

void writeLoad(JsonWriter& json, const simulator::LoadFigures& load) {
    json.key("load").beginObject();
    json.member("came_rps", load.came).member("usually_came_rps", load.usuallyCame);
    writeTime(json, "can_do_rps", load.canDo);
    if (load.servers > 0) json.member("servers", load.servers).member("all_servers", load.allServers);
    writeTime(json, "held_s", load.held);
    writeTime(json, "usually_held_s", load.usualHeld);
    json.endObject();
}

void writeEvent(JsonWriter& json, const CascadeEvent& event) {
    json.beginObject();
    json.member("from_s", event.from);
    writeTime(json, "to_s", event.to);
    json.member("entity", event.entity).member("mechanism", simulator::mechanismName(event.mechanism));
    if (!event.caller.empty()) json.member("caller", event.caller);
    if (event.mechanism == Mechanism::Failures) json.member("failure", simulator::causeName(event.cause));
    json.member("amount", event.amount);
    if (event.share) json.member("share", *event.share);
    if (event.load) writeLoad(json, *event.load);
    writePlace(json, "cause", event.dueTo);
    json.key("by");
    if (event.dueTo)
        json.value(simulator::linkName(event.link));
    else
        json.null();
    json.key("evidence").beginArray();
    for (const simulator::Evidence& evidence : event.evidence) writeEvidence(json, evidence);
    json.endArray();
    json.member("sentence", event.sentence);
    json.endObject();
}

// In words: `retry amplification`.
std::string spoken(std::string name) {
    if (name == "start_up_cpu") return "start-up CPU";
    for (char& letter : name)
        if (letter == '_') letter = ' ';
    return name;
}

std::string evidenceText(const simulator::Evidence& evidence) {
    const bool isSeries = evidence.source == "series";
    std::string text =
        isSeries ? evidence.entity + " " + evidence.name : evidence.entity + ", " + evidence.name;
    if (evidence.source == "scenario")
        return fmt::format("the scenario, {} of {} from {:.1f} s", evidence.name, evidence.entity,
                           evidence.from);
    text += ": " + figureText(evidence.value);
    if (!evidence.unit.empty()) text += ' ' + evidence.unit;
    if (evidence.usual) text += " (" + figureText(*evidence.usual) + " before)";
    return text;
}

// What shows it, and what it follows from: after its sentence.
std::string groundsText(const CascadeEvent& event) {
    std::string text = "Evidence:";
    for (std::size_t at = 0; at < event.evidence.size(); ++at)
        text += (at ? "; " : " ") + evidenceText(event.evidence[at]);
    if (event.dueTo)
        text += fmt::format(". Follows from [{}] by {}", *event.dueTo + 1,
                            spoken(simulator::linkName(event.link)));
    return wrapped(text + ".", 6);
}

std::string eventText(std::size_t at, const CascadeEvent& event) {
    std::string text = wrapped(event.sentence, 6);
    const std::string number = fmt::format("[{}]", at + 1);
    text.replace(0, number.size() + 1, number + " ");
    return text + (event.evidence.empty() && !event.dueTo ? "" : groundsText(event)) + "\n";
}

std::string listed(const char* what, const std::vector<std::string>& entities) {
    if (entities.empty()) return {};
    std::string text = std::string(what) + " ";
    for (std::size_t at = 0; at < entities.size(); ++at) text += (at ? ", " : "") + entities[at];
    return text;
}

// Users first, and what is behind them.
std::string blastText(const Cascade& cascade) {
    std::string text;
    for (const std::string& part :
         {listed("journeys", cascade.blastRadius), listed("operations", cascade.operations),
          listed("services", cascade.services), listed("stores and channels", cascade.stores)})
        if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
    return text.empty() ? "" : wrapped("Blast radius: " + text, 0);
}

}  // namespace

std::string cascadeReport(const Cascade& cascade, const simulator::RunResult& result) {
    std::string text = fmt::format("{} - {}, {:.0f} s, seed {}\n\n", result.model, result.scenarioName,
                                   result.simulatedSeconds, result.seed);
    // What was told before and after the events stands in the story around their sentences.
    const std::size_t before = 1 + cascade.conditions.size();
    for (std::size_t at = 0; at < before; ++at) text += wrapped(cascade.story[at], 0) + "\n";
    for (std::size_t at = 0; at < cascade.events.size(); ++at) text += eventText(at, cascade.events[at]);
    for (std::size_t at = before + cascade.events.size(); at < cascade.story.size(); ++at)
        text += wrapped(cascade.story[at], 0) + "\n";
    if (cascade.firstDomino)
        text += wrapped(fmt::format("First domino: [{}] {}, at {:.1f} s", *cascade.firstDomino + 1,
                                    cascade.events[*cascade.firstDomino].clause,
                                    cascade.events[*cascade.firstDomino].from),
                        0);
    text += blastText(cascade);
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
    json.texts("blast_radius", cascade.blastRadius);
    json.texts("operations", cascade.operations);
    json.texts("services", cascade.services);
    json.texts("stores", cascade.stores);
    json.key("detections").beginArray();
    for (const simulator::Detection& detection : cascade.detections)
        json.beginObject().member("at_s", detection.at).member("by", detection.by).endObject();
    json.endArray();
    writeTime(json, "detected_s", cascade.detected);
    json.member("detected_by", cascade.detectedBy);
    writeTime(json, "trigger_end_s", cascade.triggerEnd);
    writeTime(json, "recovered_s", cascade.recovered);
    json.member("outlives_trigger", cascade.outlivesTrigger);
    writeTime(json, "sustained_since_s", cascade.sustainedSince);
    json.member("sustained_is_tried", cascade.sustainedIsTried);
    json.member("worst_share_served", cascade.worstShare);
    json.member("mean_share_served", cascade.meanShare);
    json.texts("story", cascade.story);
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
        if (const CascadeEvent& event = cascade.events[at]; event.dueTo)
            text += fmt::format("  e{} -> e{} [label=\"{}\"];\n", *event.dueTo, at,
                                spoken(simulator::linkName(event.link)));
    return text + "}\n";
}

}  // namespace app
