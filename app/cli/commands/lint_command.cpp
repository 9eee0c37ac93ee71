#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "model/lint/rule.h"

namespace app {

namespace {

struct LintOptions {
    std::string file;
    std::vector<std::string> rules;
    bool list = false;
    bool json = false;
};

const char* severityWord(model::Severity severity) {
    switch (severity) {
        case model::Severity::Hint:
            return "hint";
        case model::Severity::Warning:
            return "warning";
        case model::Severity::Error:
            return "error";
    }
    return "";
}

std::size_t countOfSeverity(const std::vector<model::Finding>& findings, model::Severity severity) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const model::Finding& finding) { return finding.severity == severity; }));
}

std::string explanationOf(const std::string& rule) {
    for (const model::LintRule& candidate : model::lintRules())
        if (candidate.id == rule) return candidate.explanation;
    return {};
}

std::string findingsDocument(const std::string& file, const model::Project& project,
                             const std::vector<model::Finding>& findings) {
    JsonWriter json;
    json.beginObject().member("file", file);
    json.member("errors", std::uint64_t{countOfSeverity(findings, model::Severity::Error)});
    json.member("warnings", std::uint64_t{countOfSeverity(findings, model::Severity::Warning)});
    json.member("hints", std::uint64_t{countOfSeverity(findings, model::Severity::Hint)});
    json.key("findings").beginArray();
    for (const model::Finding& finding : findings) {
        json.beginObject().member("rule", finding.rule).member("severity", severityWord(finding.severity));
        json.member("entity", model::elementKey(finding.element));
        json.member("name", model::displayName(project, finding.element));
        json.member("message", finding.message).member("explanation", explanationOf(finding.rule));
        json.member("fix", finding.fix).endObject();
    }
    return json.endArray().endObject().text();
}

void printFindings(const std::vector<model::Finding>& findings, Console& console) {
    for (const model::Finding& finding : findings) {
        console.print(fmt::format("{}: {} [{}]\n", severityWord(finding.severity),
                                  model::elementKey(finding.element), finding.rule));
        console.print(wrapped(finding.message, 4) + wrapped(finding.fix, 4) + "\n");
    }
    if (findings.empty()) {
        console.print("No findings.\n");
        return;
    }
    console.print(fmt::format("{}, {}, {}.\n",
                              countOf(countOfSeverity(findings, model::Severity::Error), "error"),
                              countOf(countOfSeverity(findings, model::Severity::Warning), "warning"),
                              countOf(countOfSeverity(findings, model::Severity::Hint), "hint")));
}

void printRules(bool asJson, Console& console) {
    JsonWriter json;
    json.beginObject().key("rules").beginArray();
    for (const model::LintRule& rule : model::lintRules()) {
        json.beginObject().member("id", rule.id).member("title", rule.title);
        json.member("severity", severityWord(rule.severity))
            .member("explanation", rule.explanation)
            .endObject();
        if (!asJson)
            console.print(fmt::format("{} ({}): {}\n{}\n", rule.id, severityWord(rule.severity), rule.title,
                                      wrapped(rule.explanation, 4)));
    }
    if (asJson) console.printDocument(json.endArray().endObject().text());
}

Outcome runLint(const LintOptions& options, Console& console) {
    if (options.list) {
        printRules(options.json, console);
        return Exit::Done;
    }
    if (options.file.empty()) return wrongUse("lint: a FILE is missing (or --list)");
    // The rules are looked at first: a misspelt one is told even when the file is bad.
    if (const auto known = model::lint({}, options.rules); !known)
        return wrongUse("lint: " + known.error().text());
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto findings = model::lint(loaded->project, options.rules);
    if (!findings) return wrongUse("lint: " + findings.error().text());
    if (options.json)
        console.printDocument(findingsDocument(options.file, loaded->project, *findings));
    else
        printFindings(*findings, console);
    return countOfSeverity(*findings, model::Severity::Error) > 0 ? Exit::No : Exit::Done;
}

}  // namespace

Command lintCommand() {
    return {"lint",
            "Model",
            "Look for flaws of the design",
            "Each finding tells the rule, the entity, what is wrong there, and what to do about it. "
            "Exit code 1 when a finding is an error.",
            "lintel lint shop.lintel --rules shared-database,call-without-timeout",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<LintOptions>();
                syntax.optionalArgument("FILE", options->file, fileHelp);
                syntax.list("--rules", "ID[,ID]", options->rules, "Only these rules; all when left out");
                syntax.flag("--list", options->list, "Print the rules and why they matter instead");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runLint(*options, console); };
            }};
}

}  // namespace app
