#include <fmt/format.h>

#include <map>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "model/diff.h"
#include "model/layout_diff.h"

namespace app {

namespace {

struct DiffOptions {
    std::string before;
    std::string after;
    bool json = false;
};

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

void writeRelations(JsonWriter& json, const model::Difference& difference) {
    json.key("relations").beginArray();
    for (const model::RelationChange& change : difference.relations)
        json.beginObject()
            .member("change", model::changeWord(change.kind))
            .member("from", model::elementKey(change.service))
            .member("relation", model::relationWord(change.relation))
            .member("to", model::elementKey(change.other))
            .endObject();
    json.endArray();
}

void writeLayoutChanges(JsonWriter& json, const std::vector<model::LayoutChange>& changes) {
    json.key("layout").beginArray();
    for (const model::LayoutChange& change : changes)
        json.beginObject()
            .member("change", model::changeWord(change.kind))
            .member("diagram", change.diagram)
            .member("part", model::layoutPartWord(change.part))
            .member("key", change.key)
            .endObject();
    json.endArray();
}

std::string differenceDocument(const DiffOptions& options, const model::Difference& difference,
                               const std::vector<model::LayoutChange>& layout) {
    JsonWriter json;
    json.beginObject().member("before", options.before).member("after", options.after);
    json.member("identical", difference.empty());
    writeFieldChanges(json.key("project"), difference.project);
    json.key("changes").beginArray();
    for (const model::Change& change : model::byImportance(difference.changes)) {
        json.beginObject().member("change", model::changeWord(change.kind));
        json.member("kind", model::kindName(change.element)).member("id", model::idText(change.element));
        json.member("name", change.name);
        if (!change.formerName.empty()) json.member("renamed_from", change.formerName);
        writeFieldChanges(json.key("fields"), change.fields);
        json.endObject();
    }
    json.endArray();
    writeRelations(json, difference);
    writeLayoutChanges(json, layout);
    return json.endObject().text();
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

void printRelations(const model::Difference& difference, Console& console) {
    for (const model::RelationChange& change : difference.relations)
        console.print(fmt::format("{:<7} {} {} {}\n", model::changeWord(change.kind),
                                  model::elementKey(change.service), model::relationWord(change.relation),
                                  model::elementKey(change.other)));
}

/// How many places, sizes, ... differ on each diagram: which of them is for `--json`.
void printLayout(const std::vector<model::LayoutChange>& changes, Console& console) {
    std::map<std::string, std::size_t> counts;
    for (const model::LayoutChange& change : changes)
        ++counts[change.diagram.empty() ? "views" : change.diagram];
    for (const auto& [diagram, count] : counts)
        console.print(fmt::format("looks   {}: {}\n", diagram, countOf(count, "change")));
}

void printDifference(const model::Difference& difference, Console& console) {
    if (!difference.project.empty()) console.print("changed project\n" + fieldLines(difference.project));
    for (const model::Change& change : model::byImportance(difference.changes)) {
        const std::string renamed =
            change.formerName.empty() ? std::string() : fmt::format(", renamed from {}", change.formerName);
        console.print(fmt::format("{:<7} {} ({}{})\n", model::changeWord(change.kind),
                                  model::elementKey(change.element), change.name, renamed));
        console.print(fieldLines(change.fields));
    }
    printRelations(difference, console);
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
    const auto layout = model::diff(before->layout, after->layout);
    if (options.json) {
        console.printDocument(differenceDocument(options, difference, layout));
    } else {
        printDifference(difference, console);
        printLayout(layout, console);
    }
    return difference.empty() ? Exit::Done : Exit::No;
}

}  // namespace

Command diffCommand() {
    return {"diff",
            "Model",
            "Tell what differs between two models, element by element",
            "What is gone comes first, then what is new, then what has changed; then the connections between "
            "services. How diagrams look is told, but is no difference. Exit code 1 when anything differs.",
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
