#include "app/file/file.h"

#include <unistd.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>

#include <fmt/format.h>

#include "app/file/posix_file.h"
#include "model/edit.h"

namespace app {

namespace {

std::string nativePath(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

model::Error inFile(const std::string& file, model::Error error) {
    error.place = error.place.empty() ? file : file + ": " + error.place;
    return error;
}

QByteArray digestOf(const std::string& content) {
    const QByteArrayView bytes(content.data(), static_cast<qsizetype>(content.size()));
    return QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256).toHex();
}

/// Digest of a file; of one that cannot be read, the reason takes its place.
QByteArray digestOfFile(const QString& path) {
    if (!QFileInfo::exists(path)) return {};
    const auto content = readFile(path);
    return content ? digestOf(*content) : QByteArray::fromStdString(content.error().message);
}

/// A layout that knows hardly any element of the model is probably that of another one.
std::optional<model::Error> foreignLayout(const QString& path, const ModelFile& file) {
    std::size_t places = 0, known = 0;
    for (const auto& [name, diagram] : file.layout.diagrams)
        for (const auto& [key, place] : diagram.nodes) {
            const auto element = model::elementFromKey(key);
            ++places;
            known += element && model::contains(file.project, *element) ? 1 : 0;
        }
    if (places == 0 || known * 10 >= places) return std::nullopt;
    return model::Error{
        layoutPath(path).toStdString(),
        fmt::format("of the {} elements that have a place here {} are in the model: it seems to "
                    "be the layout of another one",
                    places, known == 0 ? "none" : fmt::format("only {}", known))};
}

/// The model from the two texts; an unreadable layout is a problem, not a failure.
model::Result<ModelFile> parseModel(const QString& path, const std::string& text,
                                    const model::Result<std::string>& layoutText) {
    auto parsed = model::parseProject(text);
    if (!parsed) return tl::unexpected(inFile(path.toStdString(), parsed.error()));
    ModelFile file{std::move(parsed->project), {}, std::move(parsed->problems)};
    auto layout = !layoutText           ? tl::unexpected(layoutText.error())
                  : layoutText->empty() ? model::Result<model::Layout>(model::Layout())
                                        : model::parseLayout(*layoutText);
    if (layout) {
        file.layout = std::move(*layout);
        if (auto foreign = foreignLayout(path, file)) file.problems.push_back(std::move(*foreign));
    } else {
        file.layoutRead = false;
        file.problems.push_back(layoutText ? inFile(layoutPath(path).toStdString(), layout.error())
                                           : layout.error());
    }
    return file;
}

}  // namespace

model::Result<std::string> readFile(const QString& path, std::size_t limit) {
    return readRegularFile(nativePath(path), limit);
}

model::Result<void> writeFile(const QString& path, const std::string& content) {
    return replaceFiles({{nativePath(path), content}});
}

QString layoutPath(const QString& modelPath) {
    return modelPath.endsWith(QStringLiteral(".lintel")) ? modelPath + QStringLiteral("-layout")
                                                         : modelPath + QStringLiteral(".lintel-layout");
}

FileState fileState(const QString& modelPath) {
    return {digestOfFile(modelPath), digestOfFile(layoutPath(modelPath))};
}

model::Result<ModelFile> loadModel(const QString& path) {
    auto text = readFile(path);
    if (!text) return tl::unexpected(text.error());
    const QString beside = layoutPath(path);
    const bool hasLayout = QFileInfo::exists(beside);
    const auto layoutText = hasLayout ? readFile(beside) : model::Result<std::string>("");
    auto file = parseModel(path, *text, layoutText);
    if (!file) return file;
    file->state.model = digestOf(*text);
    if (hasLayout)
        file->state.layout =
            layoutText ? digestOf(*layoutText) : QByteArray::fromStdString(layoutText.error().message);
    return file;
}

model::Result<FileState> saveModel(const QString& path, const model::Project& project,
                                   const model::Layout& layout) {
    const QString beside = layoutPath(path);
    // The layout first: if the power fails between the two, places of what is not there yet do no harm.
    std::vector<FileContent> files;
    FileState state;
    if (!(layout == model::Layout{}) || QFileInfo::exists(beside)) {
        files.push_back({nativePath(beside), model::writeLayout(layout)});
        state.layout = digestOf(files.back().content);
    }
    files.push_back({nativePath(path), model::writeProject(project)});
    state.model = digestOf(files.back().content);
    if (const auto written = replaceFiles(files); !written) return tl::unexpected(written.error());
    return state;
}

std::optional<model::Error> whyNotWritable(const QString& path) {
    const auto refusal = [&path](const std::string& what) {
        return model::Error{path.toStdString(), "cannot be written: " + what};
    };
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo(folder).isDir()) return refusal("its folder is not there");
    if (::access(nativePath(folder).c_str(), W_OK) != 0) return refusal("its folder: " + systemError(errno));
    if (QFileInfo::exists(path) && ::access(nativePath(path).c_str(), W_OK) != 0)
        return refusal(systemError(errno));
    return std::nullopt;
}

}  // namespace app
