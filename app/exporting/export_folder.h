#pragma once

#include <QString>
#include <optional>
#include <string>

#include "app/exporting/export_manifest.h"
#include "model/result.h"

namespace app {

/// The folder that an export is written to. Every path is checked before it is touched: it may not leave the
/// folder, neither by itself nor by a symbolic link.
class ExportFolder {
public:
    /// The folder need not exist; fails when something else lies there.
    static model::Result<ExportFolder> at(const QString& path);

    /// The content of the file, or nothing when there is none.
    model::Result<std::optional<std::string>> content(const std::string& path) const;
    /// Writes the file at once, with the folders on its way.
    model::Result<void> write(const std::string& path, const std::string& content, bool executable) const;
    /// Removes the file, and the folders below `gen/` that become empty.
    model::Result<void> remove(const std::string& path) const;

    /// An empty one when the folder has none.
    model::Result<ExportManifest> manifest() const;
    /// Written only when it differs.
    model::Result<void> writeManifest(const ExportManifest& manifest) const;

private:
    explicit ExportFolder(QString path) : m_path(std::move(path)) {}
    model::Result<QString> resolved(const std::string& path) const;
    model::Result<void> checkStep(const QString& step, const std::string& path, bool isLast) const;

    QString m_path;
};

}  // namespace app
