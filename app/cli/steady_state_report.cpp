#include "app/cli/steady_state_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/run_report.h"
#include "app/cli/table.h"

namespace app {

namespace {

using simulator::MissedWindow;
using simulator::SteadyStateResult;

std::string verdictSentence(const SteadyStateResult& steady) {
    switch (steady.verdict) {
        case SteadyStateResult::Verdict::NotStated:
            return "";
        case SteadyStateResult::Verdict::Passed:
            return "PASSED";
        case SteadyStateResult::Verdict::Failed:
            return "FAILED";
        case SteadyStateResult::Verdict::NotJudged:
            return "NOT JUDGED";
    }
    return "";
}

std::string windowFigure(const MissedWindow& window, double number) {
    return window.unit == "share" ? shareText(number) : numberText(number) + " " + window.unit;
}

void addWindow(Table& table, const MissedWindow& window, const char* also) {
    table.addRow({countText(static_cast<std::uint64_t>(window.replication) + 1),
                  fmt::format("{} s to {} s", numberText(window.from), numberText(window.to)),
                  window.objective, windowFigure(window, window.value),
                  (window.unit == "share" ? ">= " : "<= ") + windowFigure(window, window.limit), also});
}

void writeWindows(JsonWriter& json, const char* name, const std::vector<MissedWindow>& windows) {
    json.key(name).beginArray();
    for (const MissedWindow& window : windows) {
        json.beginObject().member("replication", window.replication);
        json.member("from_s", window.from).member("to_s", window.to);
        json.member("objective", window.objective).member("unit", window.unit);
        json.member("value", window.value).member("limit", window.limit).endObject();
    }
    json.endArray();
}

}  // namespace

std::string steadyStateText(const SteadyStateResult& steady) {
    if (steady.verdict == SteadyStateResult::Verdict::NotStated) return "";
    const std::string missed =
        fmt::format("{} of {} windows missed", countText(steady.missedCount), countText(steady.judged));
    std::string text = fmt::format("\nSTEADY STATE: {}, {}\n", verdictSentence(steady),
                                   steady.aborted.empty() ? missed : "the run was ended early");
    if (!steady.note.empty()) text += wrapped("Not judged: " + steady.note + ".", 2);
    Table table({{"REPLICATION", rightAligned},
                 {"WINDOW"},
                 {"OBJECTIVE"},
                 {"OBSERVED", rightAligned},
                 {"LIMIT", rightAligned},
                 {""}});
    constexpr std::size_t shown = 20;
    for (std::size_t at = 0; at < std::min(shown, steady.missed.size()); ++at)
        addWindow(table, steady.missed[at], "");
    for (const MissedWindow& window : steady.aborted) addWindow(table, window, "ended the replication");
    if (!table.empty()) text += table.text();
    if (steady.missedCount > shown)
        text += fmt::format("  and {} more\n", countText(steady.missedCount - shown));
    return text;
}

void writeSteadyState(JsonWriter& json, const SteadyStateResult& steady) {
    json.key("steady_state").beginObject().member("verdict", simulator::verdictName(steady.verdict));
    json.member("note", steady.note).member("windows_judged", steady.judged);
    json.member("windows_missed", steady.missedCount);
    writeWindows(json, "missed", steady.missed);
    writeWindows(json, "aborted", steady.aborted);
    json.endObject();
}

}  // namespace app
