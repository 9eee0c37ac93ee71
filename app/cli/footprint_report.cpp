#include "app/cli/footprint_report.h"

#include <fmt/format.h>

#include "app/cli/run_document.h"
#include "app/cli/table.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

using simulator::Figure;
using simulator::FootprintPart;
using simulator::hoursPerMonth;
using simulator::scaled;

constexpr const char* noRates = "no rates in the model";
constexpr double kilowattHoursPerMonth = hoursPerMonth / 1000;  // For each watt
constexpr double kilogramsPerMonth = hoursPerMonth / 1000;      // For each gram an hour

/// With its interval where that shows, and only of the total: a table of all would be too wide.
std::string amountText(const Figure& figure, bool withInterval) {
    if (!figure.value) return "-";
    std::string value = numberText(*figure.value);
    const std::string low = numberText(figure.low);
    const std::string high = numberText(figure.high);
    if (!withInterval || (low == value && high == value)) return value;
    return fmt::format("{} ({}-{})", value, low, high);
}

std::string cpuText(const FootprintPart& part) {
    if (!part.cpu.value) return "-";
    return fmt::format("{:.1f} %{}", 100 * *part.cpu.value, part.cpuAssumed ? " assumed" : "");
}

std::vector<std::string> rowOf(const FootprintPart& part) {
    const bool total = part.kind == "total";
    std::vector<std::string> row{total ? "total" : part.id, total ? "" : part.kind,
                                 part.units > 0 ? numberText(part.units) : "-", cpuText(part)};
    for (const Figure& figure :
         {scaled(part.cost, hoursPerMonth), part.costPerMillion, scaled(part.power, kilowattHoursPerMonth),
          part.energyPerRequest, scaled(part.carbon, kilogramsPerMonth),
          scaled(part.embodied, kilogramsPerMonth), part.carbonPerRequest})
        row.push_back(amountText(figure, total));
    return row;
}

void writePart(JsonWriter& json, const FootprintPart& part) {
    json.beginObject().member("id", part.id.empty() ? "total" : part.id).member("kind", part.kind);
    json.member("units", part.units);
    if (part.kind == "service") {
        writeFigure(json, "cpu", part.cpu);
        json.member("cpu_assumed", part.cpuAssumed);
    }
    writeFigure(json, "cost_per_hour", part.cost);
    writeFigure(json, "cost_per_month", scaled(part.cost, hoursPerMonth));
    writeFigure(json, "cost_per_million_requests", part.costPerMillion);
    writeFigure(json, "power_w", part.power);
    writeFigure(json, "energy_kwh_per_month", scaled(part.power, kilowattHoursPerMonth));
    writeFigure(json, "energy_j_per_request", part.energyPerRequest);
    writeFigure(json, "carbon_g_per_hour", part.carbon);
    writeFigure(json, "carbon_g_per_month", scaled(part.carbon, hoursPerMonth));
    writeFigure(json, "carbon_g_per_request", part.carbonPerRequest);
    writeFigure(json, "carbon_operational_g_per_month", scaled(part.operational, hoursPerMonth));
    writeFigure(json, "carbon_operational_g_per_request", part.operationalPerRequest);
    writeFigure(json, "carbon_embodied_g_per_month", scaled(part.embodied, hoursPerMonth));
    writeFigure(json, "carbon_embodied_g_per_request", part.embodiedPerRequest);
    json.endObject();
}

}  // namespace

std::string footprintText(const simulator::FootprintResult& footprint) {
    const std::string title = "\nCOSTS, ENERGY AND CARBON";
    if (!footprint.known()) return title + fmt::format("\n  {}: none are known\n", noRates);
    constexpr auto right = Table::Align::Right;
    Table table({{"PART"},
                 {"KIND"},
                 {"RUNNING", right},
                 {"CPU", right},
                 {footprint.currency + "/MONTH", right},
                 {"PER MILLION REQUESTS", right},
                 {"KWH/MONTH", right},
                 {"J/REQUEST", right},
                 {"KG CO2E/MONTH", right},
                 {"OF IT EMBODIED", right},
                 {"G/REQUEST", right}});
    for (const FootprintPart& part : footprint.parts) table.addRow(rowOf(part));
    table.addRow(rowOf(footprint.total));
    std::string text = title +
                       fmt::format(" (a month has {} h; see lintel explain footprint)\n", hoursPerMonth) +
                       table.text();
    for (const std::string& note : footprint.leftOut) text += wrapped("Note: " + note, 2);
    return text;
}

void writeFootprint(JsonWriter& json, const simulator::FootprintResult& footprint) {
    json.key("footprint").beginObject();
    if (!footprint.known()) {
        json.key("currency").null();
        json.member("why", noRates).endObject();
        return;
    }
    json.member("currency", footprint.currency).member("hours_per_month", hoursPerMonth);
    json.key("parts").beginArray();
    for (const FootprintPart& part : footprint.parts) writePart(json, part);
    json.endArray().key("total");
    writePart(json, footprint.total);
    json.key("left_out").beginArray();
    for (const std::string& note : footprint.leftOut) json.value(note);
    json.endArray().endObject();
}

}  // namespace app
