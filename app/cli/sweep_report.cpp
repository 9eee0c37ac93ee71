#include "app/cli/sweep_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/cli/json_writer.h"
#include "app/cli/table.h"

namespace app {

namespace {

using simulator::Sweep;
using simulator::SweepColumn;
using simulator::SweepRow;
using simulator::SweepTable;

constexpr std::size_t mostLines = 200;

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell + "\"";
}

/// What there is to show of a column: its place, its title, and how.
struct ShownColumn {
    std::size_t at;
    std::string title;
    double factor = 1;  ///< Of numbers
};

/// Figures that fit on a line: those of the whole, means and tails of a few journeys, objectives.
std::vector<ShownColumn> shownColumns(const SweepTable& table) {
    constexpr std::size_t most = 12;
    std::vector<ShownColumn> shown;
    for (std::size_t at = 0; at < table.columns.size() && shown.size() < most; ++at) {
        const std::string& name = table.columns[at].name;
        if (name == "goodput_rps")
            shown.push_back({at, "GOODPUT/S"});
        else if (name == "failed_share")
            shown.push_back({at, "FAILED %", 100});
        else if (name == "verdict")
            shown.push_back({at, "OBJECTIVES"});
        else if (name == "busiest")
            shown.push_back({at, "BUSIEST"});
        else if (name == "busiest_utilisation")
            shown.push_back({at, "AT %", 100});
        else if (name.ends_with(".mean_ms") || name.ends_with(".p99_ms") || name.ends_with(".verdict") ||
                 name == "cost_per_month")
            shown.push_back({at, name});
    }
    return shown;
}

std::string shownCell(const SweepTable& table, const ShownColumn& column, const SweepRow& row) {
    const std::string& cell = row[column.at];
    if (cell.empty()) return "-";
    double number = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (table.columns[column.at].isText || read.ec != std::errc()) return cell;
    return numberText(number * column.factor);
}

std::size_t pointsDone(const SweepTable& table) {
    std::size_t done = 0;
    for (const auto& row : table.rows) done += row.has_value();
    return done;
}

/// Where all objectives are met; nothing where there are none.
std::string verdictText(const SweepTable& table) {
    const auto column = std::find(table.columns.begin(), table.columns.end(), SweepColumn{"verdict", true});
    if (column == table.columns.end()) return "";
    const auto at = static_cast<std::size_t>(column - table.columns.begin());
    std::size_t met = 0;
    for (const auto& row : table.rows) met += row && (*row)[at] == "met";
    return fmt::format("All objectives are met at {} of {}.\n", met, countOf(pointsDone(table), "point"));
}

std::string seedText(const Sweep& sweep) {
    if (sweep.independent) return "each point with random numbers of its own";
    return fmt::format("all with the random numbers of seed {}", simulator::seedOfSweep(sweep));
}

}  // namespace

std::string sweepReport(const Sweep& sweep, const SweepTable& table) {
    const std::vector<ShownColumn> shown = shownColumns(table);
    std::vector<Table::Column> columns{{"POINT", rightAligned}};
    for (const simulator::Axis& axis : sweep.axes) columns.push_back({axis.place, rightAligned});
    for (const ShownColumn& column : shown)
        columns.push_back(
            {column.title, table.columns[column.at].isText ? Table::Align::Left : Table::Align::Right});
    Table lines(columns);
    std::size_t left = mostLines;
    std::string notes;
    for (std::size_t point = 0; point < table.rows.size() && left > 0; ++point) {
        if (!table.rows[point]) continue;
        const SweepRow& row = *table.rows[point];
        std::vector<std::string> cells{std::to_string(point)};
        for (const std::string& value : sweep.points[point]) cells.push_back(value);
        for (const ShownColumn& column : shown) cells.push_back(shownCell(table, column, row));
        lines.addRow(std::move(cells));
        if (!row.back().empty()) notes += wrapped(fmt::format("Point {} {}.", point, row.back()), 0);
        --left;
    }
    const std::size_t done = pointsDone(table);
    std::string text =
        fmt::format("{} of {}, {}\n", countOf(done, "point"), countText(table.rows.size()), seedText(sweep));
    text += lines.text() + notes + verdictText(table);
    if (done > mostLines)
        text += fmt::format("The first {} are shown; --out and --json have all.\n", mostLines);
    return text;
}

std::string sweepCsv(const Sweep& sweep, const SweepTable& table) {
    std::string text = "point";
    for (const simulator::Axis& axis : sweep.axes) text += "," + csvCell(axis.place);
    for (const SweepColumn& column : table.columns) text += "," + csvCell(column.name);
    text += "\r\n";
    for (std::size_t point = 0; point < table.rows.size(); ++point) {
        if (!table.rows[point]) continue;
        text += std::to_string(point);
        for (const std::string& value : sweep.points[point]) text += "," + csvCell(value);
        for (const std::string& cell : *table.rows[point]) text += "," + csvCell(cell);
        text += "\r\n";
    }
    return text;
}

std::string sweepDocument(const Sweep& sweep, const SweepTable& table) {
    JsonWriter json;
    json.beginObject().member("model", sweep.project.name).member("scenario", sweep.scenario.value());
    json.member("seed", simulator::seedOfSweep(sweep));
    json.member("seeds", sweep.independent ? "independent" : "common");
    json.member("cancelled", table.cancelled).key("question").beginObject();
    for (const auto& [name, value] : simulator::questionOf(sweep))
        if (name != "parameter") json.member(name, value);
    json.endObject().key("parameters").beginArray();
    for (const simulator::Axis& axis : sweep.axes) json.value(axis.place);
    json.endArray().key("points").beginArray();
    for (std::size_t point = 0; point < table.rows.size(); ++point) {
        if (!table.rows[point]) continue;
        json.beginObject().member("point", static_cast<std::uint64_t>(point)).key("parameters").beginObject();
        for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
            json.key(sweep.axes[axis].place).document(sweep.points[point][axis]);
        json.endObject().key("figures").beginObject();
        for (std::size_t at = 0; at < table.columns.size(); ++at) {
            const std::string& cell = (*table.rows[point])[at];
            json.key(table.columns[at].name);
            if (table.columns[at].isText)
                json.value(cell);
            else
                json.document(cell.empty() ? "null" : cell);
        }
        json.endObject().endObject();
    }
    return json.endArray().endObject().text();
}

}  // namespace app
