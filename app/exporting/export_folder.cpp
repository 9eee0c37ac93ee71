#include "app/exporting/export_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/exporting/export_writer.h"
#include "app/exporting/place_file.h"
#include "app/file/file.h"
#include "exporters/paths.h"

namespace app {

model::Result<ExportFolder> ExportFolder::at(const QString& path) {
    const QFileInfo info(path);
    const std::string shown = path.toStdString();
    if (path.isEmpty()) return model::failure("", "the name of the export's folder is missing");
    if (info.exists() && !info.isDir()) return model::failure(shown, "is a file, expected a folder");
    if (!info.exists() && info.isSymLink())
        return model::failure(shown, "is a symbolic link that leads nowhere");
    return ExportFolder(info.absoluteFilePath());
}

/// What lies there must fit, and a symbolic link must lead to something inside of the folder.
model::Result<void> ExportFolder::checkStep(const QString& step, const std::string& path, bool isLast) const {
    const QFileInfo info(step);
    if (info.isSymLink()) {
        const QString target = info.canonicalFilePath();
        if (target.isEmpty())
            return model::failure(path, "it lies behind a symbolic link that leads nowhere");
        if (!target.startsWith(QFileInfo(m_path).canonicalFilePath() + QLatin1Char('/')))
            return model::failure(path, "it lies behind a symbolic link that leads out of the folder");
    }
    if (!info.exists()) return {};
    if (isLast && !info.isFile())
        return model::failure(path, "a file is expected there, but it is a folder or a device");
    if (!isLast && !info.isDir())
        return model::failure(path, "a part of the path is a file, expected a folder");
    return {};
}

model::Result<QString> ExportFolder::resolved(const std::string& path) const {
    if (const std::string problem = exporters::pathProblem(path); !problem.empty())
        return model::failure("", "the path of a file is not safe: " + problem);
    QString step = m_path;
    const QStringList parts = QString::fromStdString(path).split(QLatin1Char('/'));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        step += QLatin1Char('/') + parts[i];
        if (const auto checked = checkStep(step, path, i + 1 == parts.size()); !checked)
            return tl::unexpected(checked.error());
    }
    return step;
}

model::Result<std::optional<std::string>> ExportFolder::content(const std::string& path) const {
    const auto file = resolved(path);
    if (!file) return tl::unexpected(file.error());
    if (!QFileInfo::exists(*file)) return std::optional<std::string>();
    auto text = readFile(*file);
    if (!text) return tl::unexpected(text.error());
    return std::optional<std::string>(std::move(*text));
}

model::Result<void> ExportFolder::write(const std::string& path, const std::string& content,
                                        bool executable) const {
    const auto file = resolved(path);
    if (!file) return tl::unexpected(file.error());
    const QString parent = QFileInfo(*file).path();
    if (!QDir().mkpath(parent)) return model::failure(parent.toStdString(), "the folder cannot be made");
    return placeFile(file->toStdString(), content, executable);
}

model::Result<void> ExportFolder::remove(const std::string& path) const {
    const auto file = resolved(path);
    if (!file) return tl::unexpected(file.error());
    QFile gone(*file);
    if (gone.exists() && !gone.remove())
        return model::failure(path, "cannot be removed: " + gone.errorString().toStdString());
    const QString top = m_path + QStringLiteral("/gen");
    for (QString parent = QFileInfo(*file).path(); parent.startsWith(top) && QDir().rmdir(parent);)
        parent = QFileInfo(parent).path();
    return {};
}

model::Result<ExportManifest> ExportFolder::manifest() const {
    const auto text = content(exportManifestName);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return ExportManifest{};
    auto manifest = parseManifest(**text);
    if (!manifest) {
        const model::Error& error = manifest.error();
        return model::failure(exportManifestName + (error.place.empty() ? "" : "#" + error.place),
                              error.message);
    }
    return manifest;
}

model::Result<void> ExportFolder::writeManifest(const ExportManifest& manifest) const {
    const std::string text = app::writeManifest(manifest);
    if (const auto before = content(exportManifestName); before && *before && **before == text) return {};
    const auto file = resolved(exportManifestName);
    if (!file) return tl::unexpected(file.error());
    if (!QDir().mkpath(m_path)) return model::failure(m_path.toStdString(), "the folder cannot be made");
    return writeFile(*file, text);
}

}  // namespace app
