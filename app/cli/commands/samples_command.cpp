#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"

namespace app {

namespace {

Outcome runSamples(bool asJson, Console& console) {
    JsonWriter json;
    json.beginObject().key("samples").beginArray();
    for (const Sample& sample : samples()) {
        const std::string id = sample.id.toStdString();
        const std::string title = sample.title.toStdString();
        const std::string description = sample.description.toStdString();
        json.beginObject()
            .member("id", id)
            .member("title", title)
            .member("description", description)
            .endObject();
        if (!asJson) console.print(id + ": " + title + "\n" + wrapped(description, 4) + "\n");
    }
    if (asJson)
        console.printDocument(json.endArray().endObject().text());
    else
        console.print(
            "Start from one: lintel new mine.lintel --from NAME. Or use it as it is: sample:NAME.\n");
    return Exit::Done;
}

}  // namespace

Command samplesCommand() {
    return {"samples",
            "Model",
            "List the models that come with the program",
            "Wherever a command wants a model, sample:NAME names one of them.",
            "lintel samples",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto asJson = std::make_shared<bool>(false);
                syntax.flag("--json", *asJson, jsonHelp);
                return [asJson](Console& console) { return runSamples(*asJson, console); };
            }};
}

}  // namespace app
