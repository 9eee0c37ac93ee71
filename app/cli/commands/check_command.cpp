#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "simulator/simulate.h"

namespace app {

namespace {

struct CheckOptions {
    std::string file;
    bool schema = false;
    bool layoutSchema = false;
    bool json = false;
};

void writeCounts(JsonWriter& json, const model::Project& project) {
    json.key("counts").beginObject();
    json.member("teams", std::uint64_t{project.teams.size()});
    json.member("contexts", std::uint64_t{project.contexts.size()});
    json.member("services", std::uint64_t{project.services.size()});
    json.member("channels", std::uint64_t{project.channels.size()});
    json.member("stores", std::uint64_t{project.stores.size()});
    json.member("messages", std::uint64_t{project.messages.size()});
    json.member("workloads", std::uint64_t{project.workloads.size()});
    json.member("scenarios", std::uint64_t{project.scenarios.size()});
    json.endObject();
}

void writeErrors(JsonWriter& json, const char* key, const std::vector<model::Error>& errors) {
    json.key(key).beginArray();
    for (const model::Error& error : errors)
        json.beginObject().member("place", error.place).member("message", error.message).endObject();
    json.endArray();
}

std::string checkDocument(const std::string& file, const model::Project* project,
                          const std::vector<model::Error>& problems) {
    JsonWriter json;
    json.beginObject().member("file", file).member("valid", problems.empty());
    if (project) {
        json.member("name", project->name);
        writeCounts(json, *project);
    }
    writeErrors(json, "problems", problems);
    return json.endObject().text();
}

std::string summaryOf(const std::string& file, const model::Project& project) {
    return fmt::format(
        "{}: {}, {}, {}, {} and {}; the model is whole.\n", file, countOf(project.contexts.size(), "context"),
        countOf(project.services.size(), "service"), countOf(project.channels.size(), "channel"),
        countOf(project.stores.size(), "store"), countOf(project.scenarios.size(), "scenario"));
}

/// What keeps the scenarios of a whole model from being simulated.
void addScenarioProblems(const model::Project& project, std::vector<model::Error>& problems) {
    for (const model::Scenario& scenario : project.scenarios) {
        const auto plan = simulator::compile(project, scenario.id);
        if (plan) continue;
        const bool known = std::any_of(problems.begin(), problems.end(), [&](const model::Error& problem) {
            return problem.place == plan.error().place && problem.message == plan.error().message;
        });
        if (!known) problems.push_back(plan.error());
    }
}

/// The error with its place in the file alone.
model::Error withoutFile(model::Error error, const std::string& file) {
    if (error.place == file)
        error.place.clear();
    else if (error.place.starts_with(file + ": "))
        error.place.erase(0, file.size() + 2);
    return error;
}

Outcome runCheck(const CheckOptions& options, Console& console) {
    if (options.schema) {
        console.printDocument(model::projectSchema());
        return Exit::Done;
    }
    if (options.layoutSchema) {
        console.printDocument(model::layoutSchema());
        return Exit::Done;
    }
    if (options.file.empty()) return wrongUse("check: a FILE is missing (or --schema)");
    auto loaded = loadNamed(options.file);
    if (!loaded) {
        const std::string name = options.file == "-" ? "standard input" : options.file;
        if (options.json)
            console.printDocument(checkDocument(options.file, nullptr, {withoutFile(loaded.error(), name)}));
        return badInput(loaded.error());
    }
    if (loaded->problems.empty()) addScenarioProblems(loaded->project, loaded->problems);
    if (options.json) {
        console.printDocument(checkDocument(options.file, &loaded->project, loaded->problems));
    } else {
        for (const model::Error& problem : loaded->problems)
            console.print(options.file + ": " + problem.text() + "\n");
        if (loaded->problems.empty()) console.print(summaryOf(options.file, loaded->project));
    }
    if (loaded->problems.empty()) return Exit::Done;
    return tl::unexpected<Refusal>(
        Refusal{Exit::BadInput,
                fmt::format("{}: {} found", options.file, countOf(loaded->problems.size(), "problem"))});
}

}  // namespace

Command checkCommand() {
    return {"check",
            "Model",
            "Read a model, validate it, and print every problem with its place",
            "Problems are malformed text, wrong types and values out of their range, references without "
            "a target, and, in a whole model, what keeps a scenario from being simulated: synchronous calls "
            "in a circle, loops without an end in sight, no load, more memory than there is.",
            "lintel check shop.lintel",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<CheckOptions>();
                syntax.optionalArgument("FILE", options->file, fileHelp);
                syntax.flag("--schema", options->schema, "Print the JSON Schema of the file format instead");
                syntax.flag("--layout-schema", options->layoutSchema,
                            "Print the JSON Schema of the layout beside a model instead");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runCheck(*options, console); };
            }};
}

}  // namespace app
