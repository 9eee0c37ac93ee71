#include "app/cli/survey_report.h"

#include <fmt/format.h>

#include "app/cli/json_writer.h"
#include "app/cli/run_document.h"
#include "app/cli/run_report.h"
#include "app/cli/table.h"

namespace app {

namespace {

using simulator::AffectedFlow;
using simulator::Survey;
using simulator::SurveyRow;

std::string removedText(const simulator::Removal& removal) {
    switch (removal.kind) {
        case simulator::RemovalKind::Instance:
            return "one replica of " + removal.id;
        case simulator::RemovalKind::Server:
            return "the primary of " + removal.id;
        case simulator::RemovalKind::Broker:
            return "the broker of " + removal.id;
        case simulator::RemovalKind::Node:
            return "one node of " + removal.id;
        case simulator::RemovalKind::NodePool:
            return "all nodes of " + removal.id;
        case simulator::RemovalKind::Zone:
            return "the zone " + removal.id;
        case simulator::RemovalKind::Region:
            return "the region " + removal.id;
        case simulator::RemovalKind::Service:
        case simulator::RemovalKind::Store:
            break;
    }
    return removal.id;
}

std::string missedText(const SurveyRow& row) {
    std::string text;
    for (const std::size_t at : row.missed) text += (text.empty() ? "" : ", ") + row.objectives[at].id;
    for (const std::size_t at : row.undecided)
        text += (text.empty() ? "" : ", ") + row.objectives[at].id + " (undecided)";
    return text.empty() ? "none" : text;
}

std::string affectedText(const SurveyRow& row) {
    std::size_t journeys = 0;
    for (const AffectedFlow& flow : row.affected)
        if (flow.kind == "journey") ++journeys;
    const std::size_t operations = row.affected.size() - journeys;
    if (row.affected.empty()) return "nobody";
    std::string text = journeys ? countOf(journeys, "journey") : "";
    if (operations) text += (text.empty() ? "" : ", ") + countOf(operations, "operation");
    return text;
}

void writeIds(JsonWriter& json, const char* name, const SurveyRow& row,
              const std::vector<std::size_t>& objectives) {
    json.key(name).beginArray();
    for (const std::size_t at : objectives) json.value(row.objectives[at].id);
    json.endArray();
}

void writeAffected(JsonWriter& json, const std::vector<AffectedFlow>& affected) {
    json.key("affected").beginArray();
    for (const AffectedFlow& flow : affected) {
        json.beginObject().member("id", flow.id).member("kind", flow.kind);
        json.member("success_share", flow.success).member("usual_success_share", flow.usually);
        writeFigure(json, "p99_ms", flow.p99);
        writeFigure(json, "usual_p99_ms", flow.usualP99);
        json.endObject();
    }
    json.endArray();
}

void writeRemoved(JsonWriter& json, const simulator::Removal& removal) {
    json.key("removed").beginObject();
    json.member("kind", simulator::removalKindName(removal.kind)).member("id", removal.id);
    json.endObject();
}

void writeUntried(JsonWriter& json, const Survey& survey) {
    json.key("not_tried").beginArray();
    for (const simulator::UntriedLoss& untried : survey.untried) {
        json.beginObject();
        writeRemoved(json, untried.removal);
        json.member("reason", untried.reason).endObject();
    }
    json.endArray();
}

void writeRow(JsonWriter& json, const SurveyRow& row) {
    json.beginObject();
    writeRemoved(json, row.removal);
    writeIds(json, "objectives_missed", row, row.missed);
    writeIds(json, "objectives_undecided", row, row.undecided);
    json.member("goodput_rps", row.goodput).member("goodput_left", row.goodputLeft);
    json.member("limit_reached", row.limitReached);
    writeAffected(json, row.affected);
    writeObjectives(json, row.objectives);
    json.endObject();
}

std::string partialText(const Survey& survey) {
    std::string text;
    const auto add = [&text](const std::string& away, const std::string& limit) {
        if (limit.empty()) return;
        text += wrapped(
            "PARTIAL: without " + away + " the run " + limit + "; the figures cover what was run.", 0);
    };
    add("a loss", survey.limitReached);
    for (const SurveyRow& row : survey.rows) add(removedText(row.removal), row.limitReached);
    return text.empty() ? text : "\n" + text;
}

std::string untriedText(const Survey& survey) {
    std::string text;
    for (const simulator::UntriedLoss& untried : survey.untried)
        text +=
            wrapped("NOT TRIED: without " + removedText(untried.removal) + ": " + untried.reason + ".", 0);
    return text.empty() ? text : "\n" + text;
}

std::string headOf(const Survey& survey) {
    return fmt::format("{}: {}\n{} of {} s each; away from {} s on{}; seed {}\n", survey.model,
                       survey.scenarioName.empty() ? survey.scenario : survey.scenarioName,
                       countOf(static_cast<std::size_t>(survey.replications), "replication"),
                       numberText(survey.simulatedSeconds), numberText(survey.lostAt),
                       survey.lostFor ? " for " + numberText(*survey.lostFor) + " s" : ", to the end",
                       survey.seed);
}

}  // namespace

std::string surveyReport(const Survey& survey) {
    std::string text = headOf(survey);
    if (survey.objectives.empty()) text += "The scenario has no objectives: none can be missed.\n";
    text += objectivesText(survey.objectives, "95 % INTERVAL, NOTHING AWAY");
    Table table({{"AWAY"}, {"GOODPUT LEFT", rightAligned}, {"AFFECTED"}, {"OBJECTIVES MISSED"}});
    std::size_t harmful = 0;
    for (const SurveyRow& row : survey.rows) {
        table.addRow(
            {removedText(row.removal), shareText(row.goodputLeft), affectedText(row), missedText(row)});
        if (!row.missed.empty()) ++harmful;
    }
    text += "\nLOSSES\n" + table.text() + partialText(survey) + untriedText(survey);
    text += fmt::format("\n{} of {} losses miss an objective.\n", harmful, survey.rows.size());
    if (survey.cancelled)
        text += fmt::format("CANCELLED before its end: {} of {} looked at.\n",
                            survey.rows.size() + survey.untried.size(), survey.trials);
    return text;
}

std::string surveyDocument(const Survey& survey) {
    JsonWriter json;
    json.beginObject();
    json.member("model", survey.model).member("scenario", survey.scenario).member("seed", survey.seed);
    json.member("replications", survey.replications).member("simulated_s", survey.simulatedSeconds);
    json.member("lost_at_s", survey.lostAt);
    json.key("lost_for_s");
    if (survey.lostFor)
        json.value(*survey.lostFor);
    else
        json.null();
    json.member("goodput_rps", survey.goodput).member("events", survey.events);
    json.member("limit_reached", survey.limitReached);
    json.member("cancelled", survey.cancelled).member("losses", std::uint64_t{survey.trials});
    writeObjectives(json, survey.objectives);
    json.key("rows").beginArray();
    for (const SurveyRow& row : survey.rows) writeRow(json, row);
    json.endArray();
    writeUntried(json, survey);
    return json.endObject().text();
}

}  // namespace app
