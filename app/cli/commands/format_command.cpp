#include "app/cli/command.h"
#include "app/cli/json_writer.h"

namespace app {

namespace {

struct FormatOptions {
    std::string file;
    bool write = false;
    bool check = false;
    bool json = false;
};

std::string formatDocument(const std::string& file, bool canonical, bool written) {
    JsonWriter json;
    json.beginObject().member("file", file).member("canonical", canonical).member("written", written);
    return json.endObject().text();
}

Outcome rewrite(const FormatOptions& options, const std::string& before, const std::string& after,
                Console& console) {
    const bool canonical = before == after;
    if (!canonical && options.write)
        if (const auto written = writeFile(QString::fromStdString(options.file), after); !written)
            return badInput(written.error());
    if (options.json)
        console.printDocument(formatDocument(options.file, canonical, options.write && !canonical));
    else
        console.print(options.file + (canonical       ? ": is in canonical form\n"
                                      : options.write ? ": brought into canonical form\n"
                                                      : ": is not in canonical form\n"));
    return canonical || options.write ? Exit::Done : Exit::No;
}

Outcome runFormat(const FormatOptions& options, Console& console) {
    const bool isFile = options.file != "-" && !options.file.starts_with("sample:");
    if (options.write && !isFile)
        return wrongUse("format: --write needs a file, found `" + options.file + "`");
    if (options.json && !options.write && !options.check)
        return wrongUse("format: the canonical form is JSON already; --json goes with --write or --check");
    const auto loaded = readModel(options.file);
    if (!loaded) return tl::unexpected(loaded.error());
    for (const model::Error& problem : loaded->problems)
        console.message("lintel: " + options.file + ": " + problem.text());
    const std::string after = model::writeProject(loaded->project);
    if (!options.write && !options.check) {
        console.printDocument(after);
        return Exit::Done;
    }
    if (!isFile) return wrongUse("format: --check needs a file, found `" + options.file + "`");
    const auto before = readFile(QString::fromStdString(options.file));
    if (!before) return badInput(before.error());
    return rewrite(options, *before, after, console);
}

}  // namespace

Command formatCommand() {
    return {"format",
            "Model",
            "Print a model in canonical form",
            "Entities by id, fields in the order of the schema, defaults left out, unknown fields kept.",
            "lintel format --write shop.lintel",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<FormatOptions>();
                syntax.argument("FILE", options->file, fileHelp);
                syntax.flag("--write", options->write, "Replace the file instead of printing");
                syntax.flag("--check", options->check,
                            "Only tell whether the file is in canonical form (1: it is not)");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runFormat(*options, console); };
            }};
}

}  // namespace app
