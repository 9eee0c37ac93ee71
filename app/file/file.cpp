#include "app/file/file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/file/posix_file.h"

namespace app {

namespace {

std::string nativePath(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

model::Error inFile(const std::string& file, model::Error error) {
    error.place = error.place.empty() ? file : file + ": " + error.place;
    return error;
}

/// The model from the two texts; an unreadable layout is a problem, not a failure.
model::Result<ModelFile> parseModel(const QString& path, const std::string& text,
                                    const model::Result<std::string>& layoutText) {
    auto parsed = model::parseProject(text);
    if (!parsed) return tl::unexpected(inFile(path.toStdString(), parsed.error()));
    ModelFile file{std::move(parsed->project), {}, std::move(parsed->problems)};
    if (!layoutText) {
        file.problems.push_back(layoutText.error());
    } else if (!layoutText->empty()) {
        auto layout = model::parseLayout(*layoutText);
        if (layout)
            file.layout = std::move(*layout);
        else
            file.problems.push_back(inFile(layoutPath(path).toStdString(), layout.error()));
    }
    return file;
}

}  // namespace

model::Result<std::string> readFile(const QString& path, std::size_t limit) {
    return readRegularFile(nativePath(path), limit);
}

model::Result<void> writeFile(const QString& path, const std::string& content) {
    return replaceFile(nativePath(path), content);
}

QString layoutPath(const QString& modelPath) {
    return modelPath.endsWith(QStringLiteral(".lintel")) ? modelPath + QStringLiteral("-layout")
                                                         : modelPath + QStringLiteral(".lintel-layout");
}

model::Result<ModelFile> loadModel(const QString& path) {
    auto text = readFile(path);
    if (!text) return tl::unexpected(text.error());
    const QString beside = layoutPath(path);
    const auto layoutText = QFileInfo::exists(beside) ? readFile(beside) : model::Result<std::string>("");
    return parseModel(path, *text, layoutText);
}

model::Result<void> saveModel(const QString& path, const model::Project& project,
                              const model::Layout& layout) {
    const auto written = writeFile(path, model::writeProject(project));
    if (!written) return written;
    const QString beside = layoutPath(path);
    if (layout == model::Layout{} && !QFileInfo::exists(beside)) return {};
    return writeFile(beside, model::writeLayout(layout));
}

}  // namespace app
