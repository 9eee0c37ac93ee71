#include "app/cli/metastable_report.h"

#include <fmt/format.h>

#include "app/cli/json_writer.h"
#include "app/cli/run_document.h"
#include "app/cli/run_report.h"
#include "app/cli/table.h"

namespace app {

namespace {

using simulator::Figure;
using simulator::Metastability;
using simulator::TriedFix;

std::string boundText(const Figure& figure, const std::string& unit) {
    if (!figure.value) return figure.why;
    return fmt::format("{}{} (between {} and {})", numberText(*figure.value), unit, numberText(figure.low),
                       numberText(figure.high));
}

std::string verdictOnLoad(const Metastability& found) {
    const std::string load = numberText(found.load) + " journeys/s";
    if (found.failsAnyway) return "At " + load + " it fails without any trigger.";
    if (found.outlives) return "At " + load + " the failure outlives its trigger: the state is metastable.";
    return "At " + load + " it recovers from the trigger by itself.";
}

std::string fixesText(const Metastability& found) {
    if (found.fixes.empty()) return "";
    Table table({{"CHANGE"},
                 {"ASKS FOR"},
                 {"RECOVERED", rightAligned},
                 {"AFTER [s]", rightAligned},
                 {"SERVED", rightAligned}});
    for (const TriedFix& one : found.fixes)
        table.addRow({one.fix.title, simulator::effortName(one.fix.effort),
                      fmt::format("{} of {}", one.recovered, found.runs),
                      one.recovery ? numberText(*one.recovery) : "-", shareText(one.served)});
    std::string text = "\nSINGLE CHANGES, THE SMALLEST THAT HEALS FIRST\n" + table.text();
    if (found.fixes.front().heals)
        text += "\nThe first, as a scenario's \"changes\": " + found.fixes.front().patch.json + "\n";
    else
        text += "\nNone of them heals it.\n";
    return text;
}

void writeMember(JsonWriter& json, const char* name, const std::optional<double>& value) {
    json.key(name);
    if (value)
        json.value(*value);
    else
        json.null();
}

void writeFix(JsonWriter& json, const TriedFix& one, std::size_t rank) {
    json.beginObject().member("rank", std::uint64_t{rank});
    json.member("title", one.fix.title);
    json.key("change").document(one.patch.json);
    json.member("asks_for", simulator::effortName(one.fix.effort));
    json.member("effect", one.heals ? "heals" : "does not heal").member("recovered_runs", one.recovered);
    writeMember(json, "recovery_s", one.recovery);
    json.member("served_share", one.served);
    json.endObject();
}

}  // namespace

std::string metastableReport(const Metastability& found) {
    std::string text = fmt::format(
        "{}: {}\n{} for each thing that is tried, {} s after the trigger each; seed {}; {} in all\n\n",
        found.model, found.scenarioName.empty() ? found.scenario : found.scenarioName,
        countOf(static_cast<std::size_t>(found.runs), "run"), numberText(found.watched), found.seed,
        countOf(found.trials, "run"));
    text += "Stated load:      " + numberText(found.statedLoad) + " journeys/s\n";
    text += "Safe load:        " + boundText(found.safeLoad, " journeys/s") +
            "\n                  up to it the system recovers from the trigger by itself\n";
    text += "Collapse load:    " + boundText(found.collapseLoad, " journeys/s") +
            "\n                  from it on the system fails without a trigger\n";
    text += verdictOnLoad(found) + "\n\n";
    text += fmt::format("Smallest trigger at {} journeys/s\n", numberText(found.load));
    text += "  length: " + boundText(found.trigger.length, " s") + "\n";
    text += "  depth:  " + boundText(found.trigger.depth, "");
    if (found.trigger.depth.value) text += ": " + found.trigger.depthText;
    return text + "\n" + fixesText(found);
}

std::string metastableDocument(const Metastability& found) {
    JsonWriter json;
    json.beginObject();
    json.member("model", found.model).member("scenario", found.scenario).member("seed", found.seed);
    json.member("runs_each", found.runs).member("runs", std::uint64_t{found.trials});
    json.member("events", found.events).member("watched_s", found.watched);
    json.member("stated_load_rps", found.statedLoad).member("load_rps", found.load);
    writeFigure(json, "safe_load_rps", found.safeLoad);
    writeFigure(json, "collapse_load_rps", found.collapseLoad);
    json.member("outlives_trigger", found.outlives).member("fails_without_trigger", found.failsAnyway);
    json.key("minimal_trigger").beginObject();
    json.member("load_rps", found.trigger.load).member("stated_duration_s", found.statedLength);
    writeFigure(json, "duration_s", found.trigger.length);
    writeFigure(json, "depth", found.trigger.depth);
    json.member("depth_text", found.trigger.depthText).endObject();
    json.key("fixes").beginArray();
    for (std::size_t at = 0; at < found.fixes.size(); ++at) writeFix(json, found.fixes[at], at + 1);
    json.endArray();
    return json.endObject().text();
}

}  // namespace app
