#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "model/diff.h"
#include "model/json/merge.h"

namespace app {

namespace {

struct MergeOptions {
    std::string base;
    std::string ours;
    std::string theirs;
    std::string out;
    std::string take;
    bool json = false;
};

struct MergedFiles {
    model::Merge merge;
    model::Layout layout;
    std::size_t fromTheirs = 0;  ///< Elements that ours gets
};

const char* conflictWord(model::ConflictKind kind) {
    switch (kind) {
        case model::ConflictKind::BothChanged:
            return "both changed";
        case model::ConflictKind::RemovedAndChanged:
            return "removed and changed";
        case model::ConflictKind::RemovedAndUsed:
            return "removed and used";
    }
    return "";
}

/// What git gives as the base of a file that both sides have added.
bool isEmptyFile(const std::string& file) {
    if (file == "-" || file.starts_with("sample:")) return false;
    const auto content = readFile(QString::fromStdString(file));
    return content && content->empty();
}

tl::expected<ModelFile, Refusal> readBase(const std::string& file) {
    if (isEmptyFile(file)) return ModelFile{};
    return readWholeModel(file);
}

/// Chooses until no conflict is left without a choice: one choice may lead to another question.
MergedFiles mergedFiles(const MergeOptions& options, const ModelFile& base, const ModelFile& ours,
                        const ModelFile& theirs) {
    model::MergeChoices choices;
    model::Merge merge = model::merge(base.project, ours.project, theirs.project);
    if (options.take == "theirs")
        for (std::size_t known = 0, rounds = 0; rounds < 100; ++rounds) {
            for (const model::MergeConflict& conflict : merge.conflicts)
                choices[conflict.place] = model::Side::Theirs;
            if (choices.size() == known) break;
            known = choices.size();
            merge = model::merge(base.project, ours.project, theirs.project, choices);
        }
    const std::size_t taken = model::diff(ours.project, merge.project).changes.size();
    return {std::move(merge), model::merge(base.layout, ours.layout, theirs.layout), taken};
}

std::string mergeDocument(const MergeOptions& options, const MergedFiles& merged) {
    JsonWriter json;
    json.beginObject().member("out", options.out).member("taken", std::uint64_t(merged.fromTheirs));
    json.member("resolved_by", options.take);
    json.key("conflicts").beginArray();
    for (const model::MergeConflict& conflict : merged.merge.conflicts)
        json.beginObject()
            .member("place", conflict.place)
            .member("kind", conflictWord(conflict.kind))
            .member("base", conflict.base)
            .member("ours", conflict.ours)
            .member("theirs", conflict.theirs)
            .endObject();
    return json.endArray().endObject().text();
}

std::string shortened(const std::string& value) {
    if (value.empty()) return "(none)";
    return value.size() <= 80 ? value : value.substr(0, 77) + "...";
}

void printMerge(const MergeOptions& options, const MergedFiles& merged, Console& console) {
    for (const model::MergeConflict& conflict : merged.merge.conflicts)
        console.print(fmt::format("conflict {} ({})\n    ours:   {}\n    theirs: {}\n",
                                  conflict.place.empty() ? "the whole model" : conflict.place,
                                  conflictWord(conflict.kind), shortened(conflict.ours),
                                  shortened(conflict.theirs)));
    console.print(fmt::format("{} taken from theirs, {}{}.\n", countOf(merged.fromTheirs, "element"),
                              countOf(merged.merge.conflicts.size(), "conflict"),
                              merged.merge.conflicts.empty() ? ""
                              : options.take.empty()         ? ", in which ours was kept"
                                                             : ", in which " + options.take + " was taken"));
}

Outcome writeMerged(const MergeOptions& options, const MergedFiles& merged) {
    const auto saved = saveModel(QString::fromStdString(options.out), merged.merge.project, merged.layout);
    if (!saved) return badInput(saved.error());
    return merged.merge.conflicts.empty() || !options.take.empty() ? Exit::Done : Exit::No;
}

Outcome runMerge(const MergeOptions& options, Console& console) {
    const auto base = readBase(options.base);
    if (!base) return tl::unexpected(base.error());
    const auto ours = readWholeModel(options.ours);
    if (!ours) return tl::unexpected(ours.error());
    const auto theirs = readWholeModel(options.theirs);
    if (!theirs) return tl::unexpected(theirs.error());
    const MergedFiles merged = mergedFiles(options, *base, *ours, *theirs);
    const Outcome outcome = writeMerged(options, merged);
    if (!outcome) return outcome;
    if (options.json)
        console.printDocument(mergeDocument(options, merged));
    else
        printMerge(options, merged, console);
    return outcome;
}

}  // namespace

Command mergeCommand() {
    return {
        "merge",
        "Model",
        "Bring two versions of a model together",
        "What only one side changed since BASE is taken, field by field. What both changed is a conflict: "
        "ours is kept unless --take says otherwise, every conflict is listed, and the exit code is 1. The "
        "result is a whole model, and its layout lies beside it as far as the versions have one. As git's "
        "merge driver for *.lintel: `driver = lintel merge %O %A %B --out %A`.",
        "lintel merge base.lintel ours.lintel theirs.lintel --out merged.lintel",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<MergeOptions>();
            syntax.argument("BASE", options->base, "What both versions come from; may be an empty file");
            syntax.argument("OURS", options->ours, fileHelp);
            syntax.argument("THEIRS", options->theirs, fileHelp);
            syntax.text("-o,--out", "FILE", options->out, "Where the result is written", true);
            syntax.choice("--take", options->take, {"ours", "theirs"},
                          "Which side conflicts are decided for");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runMerge(*options, console); };
        }};
}

}  // namespace app
