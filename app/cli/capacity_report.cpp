#include "app/cli/capacity_report.h"

#include <fmt/format.h>

#include "app/cli/json_writer.h"
#include "app/cli/run_document.h"
#include "app/cli/run_report.h"
#include "app/cli/table.h"
#include "simulator/footprint/footprint.h"

namespace app {

namespace {

using simulator::Capacity;
using simulator::Figure;
using simulator::PlannedService;

Figure perMonth(const Figure& perHour) {
    return simulator::scaled(perHour, simulator::hoursPerMonth);
}

std::string moneyText(const Figure& perHour, const std::string& currency) {
    if (!perHour.value) return "-";
    const Figure month = perMonth(perHour);
    if (month.low == month.high) return fmt::format("{} {}", numberText(*month.value), currency);
    return fmt::format("{} {} ({} to {})", numberText(*month.value), currency, numberText(month.low),
                       numberText(month.high));
}

std::string joinedIds(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

std::string lastReplicaText(const PlannedService& service) {
    if (service.replicas <= 1) return "(one is enough)";
    if (service.replicas <= service.fewest) return fmt::format("(a fault strikes {})", service.fewest);
    std::string text = joinedIds(service.binds);
    if (service.unserved.empty()) return text;
    const bool isOne = service.unserved.size() == 1;
    text += (text.empty() ? "" : ", ") + std::string("requests of ");
    return text + (isOne ? service.unserved[0] : countOf(service.unserved.size(), "journey"));
}

std::string servicesText(const Capacity& plan) {
    const std::string& currency = plan.footprint.currency;
    Table table({{"SERVICE"},
                 {"STATED", rightAligned},
                 {"REPLICAS", rightAligned},
                 {"UTILISATION", rightAligned},
                 {"A MONTH", rightAligned},
                 {"WITH ONE FEWER IT MISSES"}});
    for (const PlannedService& service : plan.services)
        table.addRow({service.id, std::to_string(service.stated), std::to_string(service.replicas),
                      service.utilisation.value ? shareText(*service.utilisation.value) : "-",
                      moneyText(service.cost, currency), lastReplicaText(service)});
    return "\nREPLICAS\n" + table.text();
}

void writeService(JsonWriter& json, const PlannedService& service) {
    json.beginObject().member("id", service.id).member("stated_replicas", service.stated);
    json.member("replicas", service.replicas).member("fewest_replicas", service.fewest);
    writeFigure(json, "utilisation", service.utilisation);
    writeFigure(json, "cost_per_month", perMonth(service.cost));
    json.key("binds").beginArray();
    for (const std::string& objective : service.binds) json.value(objective);
    json.endArray().key("unserved").beginArray();
    for (const std::string& journey : service.unserved) json.value(journey);
    json.endArray().endObject();
}

}  // namespace

std::string capacityReport(const Capacity& plan) {
    std::string text =
        fmt::format("{}: {}\n", plan.model, plan.scenarioName.empty() ? plan.scenario : plan.scenarioName);
    text += fmt::format("{}{} of {} s each; seed {}; {} in all\n",
                        plan.load ? numberText(*plan.load) + " journeys/s; " : "",
                        countOf(static_cast<std::size_t>(plan.replications), "replication"),
                        numberText(plan.simulatedSeconds), plan.seed, countOf(plan.trials, "run"));
    if (!plan.isPossible) {
        text += "\nNo number of replicas meets all objectives:\n";
        for (const std::string& why : plan.whyNot) text += wrapped("- " + why, 2);
        text += "\nThe figures below are those of the last replicas that were tried.\n";
    }
    text += servicesText(plan) + objectivesText(plan.objectives, "95 % INTERVAL");
    if (plan.isPossible && !plan.binding.empty()) text += "\nBinding: " + joinedIds(plan.binding) + "\n";
    if (!plan.footprint.known()) return text + "\nThe model has no prices: costs are not known.\n";
    const std::string& currency = plan.footprint.currency;
    text += "\nCosts a month: " + moneyText(plan.footprint.total.cost, currency);
    if (plan.statedCost) text += "; as stated " + moneyText(*plan.statedCost, currency);
    return text + "\n";
}

std::string capacityDocument(const Capacity& plan) {
    JsonWriter json;
    json.beginObject();
    json.member("model", plan.model).member("scenario", plan.scenario).member("seed", plan.seed);
    json.member("replications", plan.replications).member("simulated_s", plan.simulatedSeconds);
    json.key("load_rps");
    if (plan.load)
        json.value(*plan.load);
    else
        json.null();
    json.member("runs", std::uint64_t{plan.trials}).member("events", plan.events);
    json.member("possible", plan.isPossible);
    json.texts("why_not", plan.whyNot);
    json.texts("binding", plan.binding);
    json.key("services").beginArray();
    for (const PlannedService& service : plan.services) writeService(json, service);
    json.endArray();
    writeObjectives(json, plan.objectives);
    json.member("currency", plan.footprint.currency);
    Figure cost = plan.footprint.total.cost;
    if (!plan.footprint.known()) cost.why = "the model has no prices";
    writeFigure(json, "cost_per_month", perMonth(cost));
    writeFigure(json, "stated_cost_per_month", perMonth(plan.statedCost.value_or(cost)));
    return json.endObject().text();
}

}  // namespace app
