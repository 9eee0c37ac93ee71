#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "model/diff.h"

namespace app {

namespace {

struct DiffOptions {
    std::string before;
    std::string after;
    bool json = false;
};

const char* changeWord(model::ChangeKind kind) {
    switch (kind) {
        case model::ChangeKind::Added:
            return "added";
        case model::ChangeKind::Removed:
            return "removed";
        case model::ChangeKind::Changed:
            return "changed";
    }
    return "";
}

void writeFieldChanges(JsonWriter& json, const std::vector<model::FieldChange>& fields) {
    json.beginArray();
    for (const model::FieldChange& field : fields)
        json.beginObject()
            .member("pointer", field.pointer)
            .member("before", field.before)
            .member("after", field.after)
            .endObject();
    json.endArray();
}

std::string differenceDocument(const DiffOptions& options, const model::Difference& difference) {
    JsonWriter json;
    json.beginObject().member("before", options.before).member("after", options.after);
    json.member("identical", difference.empty());
    writeFieldChanges(json.key("project"), difference.project);
    json.key("changes").beginArray();
    for (const model::Change& change : difference.changes) {
        json.beginObject().member("change", changeWord(change.kind));
        json.member("kind", model::kindName(change.element)).member("id", model::idText(change.element));
        json.member("name", change.name);
        writeFieldChanges(json.key("fields"), change.fields);
        json.endObject();
    }
    return json.endArray().endObject().text();
}

std::string valueText(const std::string& value) {
    return value.empty() ? "(none)" : value;
}

std::string fieldLines(const std::vector<model::FieldChange>& fields) {
    std::string text;
    for (const model::FieldChange& field : fields)
        text +=
            fmt::format("    {}: {} -> {}\n", field.pointer, valueText(field.before), valueText(field.after));
    return text;
}

void printDifference(const model::Difference& difference, Console& console) {
    if (!difference.project.empty()) console.print("changed project\n" + fieldLines(difference.project));
    for (const model::Change& change : difference.changes) {
        console.print(fmt::format("{:<7} {} ({})\n", changeWord(change.kind),
                                  model::elementKey(change.element), change.name));
        console.print(fieldLines(change.fields));
    }
    console.print(difference.empty()
                      ? "No difference.\n"
                      : countOf(difference.changes.size() + !difference.project.empty(), "element") +
                            " differ.\n");
}

Outcome runDiff(const DiffOptions& options, Console& console) {
    if (options.before == "-" && options.after == "-")
        return wrongUse("diff: only one of the two models can come from standard input");
    const auto before = readModel(options.before);
    if (!before) return tl::unexpected(before.error());
    const auto after = readModel(options.after);
    if (!after) return tl::unexpected(after.error());
    const model::Difference difference = model::diff(before->project, after->project);
    if (options.json)
        console.printDocument(differenceDocument(options, difference));
    else
        printDifference(difference, console);
    return difference.empty() ? Exit::Done : Exit::No;
}

}  // namespace

Command diffCommand() {
    return {"diff",
            "Model",
            "Tell what differs between two models, element by element",
            "Order and layout of the files do not matter. Exit code 1 when anything differs.",
            "lintel diff before.lintel after.lintel",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<DiffOptions>();
                syntax.argument("BEFORE", options->before, fileHelp);
                syntax.argument("AFTER", options->after, fileHelp);
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runDiff(*options, console); };
            }};
}

}  // namespace app
