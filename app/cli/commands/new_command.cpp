#include <QFileInfo>

#include "app/cli/command.h"
#include "app/cli/json_writer.h"

namespace app {

namespace {

struct NewOptions {
    std::string file;
    std::string from;
    bool force = false;
    bool json = false;
};

/// The texts of the model and of its layout.
using ModelText = std::pair<std::string, std::string>;

tl::expected<ModelText, Refusal> startingText(const NewOptions& options) {
    if (options.from.empty()) {
        model::Project project;
        project.name = QFileInfo(QString::fromStdString(options.file)).completeBaseName().toStdString();
        return ModelText{model::writeProject(project), ""};
    }
    const bool hasPrefix = options.from.starts_with("sample:");
    auto text = sampleText(QString::fromStdString(options.from.substr(hasPrefix ? 7 : 0)));
    if (!text) return wrongUse("new: " + text.error().text());
    return *text;
}

std::string newDocument(const NewOptions& options) {
    JsonWriter json;
    json.beginObject().member("file", options.file).key("from");
    if (options.from.empty())
        json.null();
    else
        json.value(options.from);
    return json.endObject().text();
}

Outcome runNew(const NewOptions& options, Console& console) {
    const QString path = QString::fromStdString(options.file);
    const QFileInfo there(path);
    if ((there.exists() || there.isSymLink()) && !options.force)
        return wrongUse("new: " + options.file + " exists already (--force replaces it)");
    const auto text = startingText(options);
    if (!text) return tl::unexpected(text.error());
    if (const auto written = writeFile(path, text->first); !written) return badInput(written.error());
    if (!text->second.empty())
        if (const auto written = writeFile(layoutPath(path), text->second); !written)
            return badInput(written.error());
    if (options.json)
        console.printDocument(newDocument(options));
    else
        console.print("Written: " + options.file + "\n");
    return Exit::Done;
}

}  // namespace

Command newCommand() {
    return {"new",
            "Model",
            "Start a model, empty or from a sample",
            "An existing file is left alone.",
            "lintel new mine.lintel --from shop",
            [](Syntax& syntax) -> std::function<Outcome(Console&)> {
                auto options = std::make_shared<NewOptions>();
                syntax.argument("FILE", options->file, "The file to write");
                syntax.text("--from", "SAMPLE", options->from, "Start from this sample (see lintel samples)");
                syntax.flag("--force", options->force, "Replace the file when it exists");
                syntax.flag("--json", options->json, jsonHelp);
                return [options](Console& console) { return runNew(*options, console); };
            }};
}

}  // namespace app
