#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"
#include "app/cli/table.h"
#include "app/exporting/export_writer.h"

namespace app {

namespace {

struct ExportOptions {
    std::string file;
    std::vector<std::string> targets;
    std::string folder;
    bool dryRun = false;
    bool force = false;
    bool json = false;
};

struct ActionWords {
    const char* word;         ///< In JSON
    const char* explanation;  ///< For people
    const char* done;         ///< In the summary
};

ActionWords wordsOf(FileAction action) {
    switch (action) {
        case FileAction::Create:
            return {"create", "new", "new"};
        case FileAction::Overwrite:
            return {"overwrite", "generated, differs", "overwritten"};
        case FileAction::Unchanged:
            return {"unchanged", "the same is there", "unchanged"};
        case FileAction::Keep:
            return {"keep", "yours: left alone", "kept"};
        case FileAction::Remove:
            return {"remove", "no longer part of the export", "removed"};
        case FileAction::WriteNew:
            return {"write-new", "edited by hand: the new version goes beside it", "beside an edited one"};
        case FileAction::Leave:
            return {"leave", "no longer part of the export, edited by hand: stays", "left"};
    }
    return {"", "", ""};
}

/// What happens to a file, with --force taken into account.
FileAction effectiveAction(const PlannedFile& planned, bool force) {
    return force && planned.action == FileAction::WriteNew ? FileAction::Overwrite : planned.action;
}

std::string exportDocument(const ExportOptions& options, const std::vector<PlannedFile>& plan) {
    JsonWriter json;
    json.beginObject().member("file", options.file).member("folder", options.folder);
    json.member("dry_run", options.dryRun).key("files").beginArray();
    for (const PlannedFile& planned : plan) {
        json.beginObject().member("path", planned.file.path);
        json.member("action", wordsOf(effectiveAction(planned, options.force)).word);
        const bool generated = planned.file.ownership == exporters::Ownership::Generated;
        json.member("ownership", generated ? "generated" : "scaffold");
        json.member("size_bytes", std::uint64_t{planned.file.content.size()}).endObject();
    }
    return json.endArray().endObject().text();
}

void printPlan(const ExportOptions& options, const std::vector<PlannedFile>& plan, Console& console) {
    Table table({{"ACTION"}, {"FILE"}, {"WHY"}});
    std::map<std::string, std::size_t> counts;
    for (const PlannedFile& planned : plan) {
        const ActionWords words = wordsOf(effectiveAction(planned, options.force));
        ++counts[words.done];
        if (planned.action != FileAction::Unchanged)
            table.addRow({words.word, planned.file.path, words.explanation});
    }
    if (!table.empty()) console.print(table.text() + "\n");
    std::string summary;
    for (const auto& [word, count] : counts)
        summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, word);
    console.print(fmt::format(
        "{} {}: {} ({}).\n", options.dryRun ? "Nothing was written. Planned for" : "Exported to",
        options.folder, countOf(plan.size(), "file"), summary.empty() ? "nothing to do" : summary));
}

std::optional<Refusal> unknownTarget(const std::vector<std::string>& targets) {
    const auto known = exporters::exporterList();
    std::string ids;
    for (const exporters::Exporter& exporter : known) ids += (ids.empty() ? "" : ", ") + exporter.id;
    for (const std::string& target : targets) {
        const auto isTarget = [&](const exporters::Exporter& exporter) { return exporter.id == target; };
        if (std::none_of(known.begin(), known.end(), isTarget))
            return Refusal{Exit::WrongUse,
                           "export: there is no target `" + target + "`, expected one of: " + ids};
    }
    return std::nullopt;
}

Outcome runExport(const ExportOptions& options, Console& console) {
    if (auto refusal = unknownTarget(options.targets)) return tl::unexpected(std::move(*refusal));
    const auto loaded = readWholeModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    const auto files = exporters::render(loaded->project, options.targets);
    if (!files) return badInput(files.error());
    const QString folder = QString::fromStdString(options.folder);
    const auto plan = planExport(folder, *files);
    if (!plan) return badInput(plan.error());
    if (!options.dryRun)
        if (const auto written = writeExport(folder, *plan, options.force); !written)
            return badInput(written.error());
    if (options.json)
        console.printDocument(exportDocument(options, *plan));
    else
        printPlan(options, *plan, console);
    return Exit::Done;
}

}  // namespace

Command exportCommand() {
    return {
        "export",
        "Export",
        "Turn a model into files of one or more targets",
        "What lies below gen/ is overwritten on each export; scaffold files are written once and stay yours. "
        "Generated files that were edited by hand are kept, and the new version goes beside them.",
        "lintel export shop.lintel --to grpc-cpp,kubernetes --out shop-export",
        [](Syntax& syntax) -> std::function<Outcome(Console&)> {
            auto options = std::make_shared<ExportOptions>();
            syntax.argument("FILE", options->file, fileHelp);
            syntax.list("--to", "TARGET[,TARGET]", options->targets,
                        "Targets; all when left out (lintel targets)");
            syntax.text("--out", "DIR", options->folder, "The folder to write to", true);
            syntax.flag("--dry-run", options->dryRun, "Only tell what would be written");
            syntax.flag("--force", options->force, "Overwrite generated files that were edited by hand");
            syntax.flag("--json", options->json, jsonHelp);
            return [options](Console& console) { return runExport(*options, console); };
        }};
}

}  // namespace app
