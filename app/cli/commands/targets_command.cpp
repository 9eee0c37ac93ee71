#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "exporters/exporter.h"

namespace app {

namespace {

Outcome runTargets(bool asJson, Console& console) {
    JsonWriter json;
    json.beginObject().key("targets").beginArray();
    for (const exporters::Exporter& exporter : exporters::exporterList()) {
        const int tier = static_cast<int>(exporter.tier);
        json.beginObject().member("id", exporter.id).member("title", exporter.title);
        json.member("tier", tier).member("explanation", exporter.explanation).endObject();
        if (!asJson)
            console.print(fmt::format("{} (tier {}): {}\n{}\n", exporter.id, tier, exporter.title,
                                      wrapped(exporter.explanation, 4)));
    }
    if (asJson) console.printDocument(json.endArray().endObject().text());
    return Exit::Done;
}

}  // namespace

Command targetsCommand() {
    return {"targets",
            "Export",
            "List what a model can be exported to",
            "Tier 1: compiled, run or validated by the real tool in every run of the tests.",
            "lintel targets",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto asJson = std::make_shared<bool>(false);
                syntax.flag("--json", *asJson, jsonHelp);
                return [asJson](Console& console) { return runTargets(*asJson, console); };
            }};
}

}  // namespace app
