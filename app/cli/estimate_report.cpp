#include "app/cli/estimate_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/json_writer.h"
#include "app/cli/run_document.h"
#include "app/cli/run_report.h"
#include "app/cli/table.h"

namespace app {

namespace {

constexpr const char* method =
    "queueing formulas: product form where there is one, otherwise a decomposition with two and three "
    "moments "
    "(Allen-Cunneen, Whitt), layered contention by a fixed point";

const char* levelName(simulator::LoadLevel level) {
    return level == simulator::LoadLevel::Peak ? "peak" : "mean";
}

void writeOutlooks(JsonWriter& json, const char* name, const std::vector<simulator::Outlook>& outlooks) {
    json.key(name).beginArray();
    for (const simulator::Outlook& outlook : outlooks) {
        json.beginObject().member("id", outlook.id).member("utilisation", outlook.utilisation);
        json.member("bottleneck", outlook.bottleneck).member("headroom_share", outlook.headroom);
        json.member("stable", outlook.stable).endObject();
    }
    json.endArray();
}

void writeVerdict(JsonWriter& json, const simulator::Estimate& estimate) {
    json.member("at", levelName(estimate.level)).member("stable", estimate.stable);
    json.member("bottleneck", estimate.bottleneck).member("headroom_share", estimate.headroom);
}

std::string headroomText(double headroom) {
    if (headroom > 1000) return "more than 1000 x";
    return fmt::format("{}{:.0f} %", headroom > 0 ? "+" : "", 100 * headroom);
}

std::string verdictText(const simulator::Estimate& estimate) {
    if (estimate.bottleneck.empty()) return "No station has anything to do.\n";
    std::string text = fmt::format("At the {} load: ", levelName(estimate.level));
    text += estimate.stable ? "stable" : "UNSTABLE, a queue grows without end";
    text += fmt::format("; bottleneck {}, headroom {} of the load at most\n", estimate.bottleneck,
                        headroomText(estimate.headroom));
    return text;
}

std::string headText(const simulator::Estimate& estimate, const std::optional<simulator::Estimate>& atPeak) {
    const simulator::RunResult& figures = estimate.figures;
    std::string text = fmt::format("{}: {} (estimate)\n", figures.model,
                                   figures.scenarioName.empty() ? figures.scenario : figures.scenarioName);
    text += verdictText(estimate);
    if (atPeak) text += verdictText(*atPeak);
    text += estimate.exact
                ? "Means are exact: the network has a product form.\n"
                : fmt::format("Known error: means mostly within {:.0f} %, quantiles within {:.0f} %\n",
                              100 * estimate.meanError, 100 * estimate.quantileError);
    return text;
}

std::string outlookText(const simulator::Estimate& estimate) {
    Table table({{"OPERATION"},
                 {"UTILISATION", rightAligned},
                 {"BOTTLENECK"},
                 {"HEADROOM", rightAligned},
                 {"STABLE"}});
    for (const simulator::Outlook& outlook : estimate.operations)
        if (!outlook.bottleneck.empty())
            table.addRow({outlook.id, fmt::format("{:.1f} %", 100 * outlook.utilisation), outlook.bottleneck,
                          headroomText(outlook.headroom), outlook.stable ? "yes" : "NO"});
    return table.empty() ? "" : "\nOUTLOOK\n" + table.text();
}

std::string remarksText(const simulator::Estimate& estimate) {
    if (estimate.notRepresented.empty()) return "";
    std::string text = "\nNOT REPRESENTED\n";
    for (const simulator::Remark& remark : estimate.notRepresented)
        text += wrapped(remark.entity + ": " + remark.text, 2);
    return text;
}

}  // namespace

std::string estimateDocument(const simulator::Estimate& estimate,
                             const std::optional<simulator::Estimate>& atPeak) {
    JsonWriter json;
    json.beginObject();
    writeRun(json, estimate.figures);
    json.key("estimate").beginObject();
    writeVerdict(json, estimate);
    json.member("method", method).member("load_varies", estimate.loadVaries);
    json.member("exact", estimate.exact).member("converged", estimate.converged);
    json.member("iterations", estimate.iterations);
    json.key("known_error").beginObject().member("mean", estimate.meanError);
    json.member("quantile", estimate.quantileError).endObject();
    writeOutlooks(json, "operations", estimate.operations);
    writeOutlooks(json, "stations", estimate.stations);
    json.key("not_represented").beginArray();
    for (const simulator::Remark& remark : estimate.notRepresented)
        json.beginObject().member("entity", remark.entity).member("text", remark.text).endObject();
    json.endArray();
    if (atPeak) {
        json.key("peak").beginObject();
        writeVerdict(json, *atPeak);
        json.endObject();
    }
    return json.endObject().endObject().text();
}

std::string estimateReport(const simulator::Estimate& estimate,
                           const std::optional<simulator::Estimate>& atPeak) {
    return headText(estimate, atPeak) + runTables(estimate.figures, "KNOWN ERROR") + outlookText(estimate) +
           remarksText(estimate);
}

}  // namespace app
