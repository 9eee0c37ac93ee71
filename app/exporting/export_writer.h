#pragma once

#include <QString>
#include <vector>

#include "exporters/exporter.h"
#include "model/result.h"

namespace app {

/// What writing a file would do.
enum class FileAction {
    Create,     ///< New
    Overwrite,  ///< Below `gen/`, as it was written last; content differs
    Unchanged,  ///< The same bytes are there
    Keep,       ///< Scaffold that exists: belongs to the people who edit it
    Remove,     ///< Generated before, no longer part of the export, not edited
    WriteNew,   ///< Below `gen/`, edited by hand: the new version goes beside it, to `target`
    Leave,      ///< Generated before, no longer part of the export, edited by hand: stays
};

struct PlannedFile {
    exporters::File file;
    FileAction action = FileAction::Create;
    std::string target{};  ///< With WriteNew: `<path>.new`, relative to the folder

    bool operator==(const PlannedFile&) const = default;
};

/// The manifest in the folder: the SHA-256 of each generated file as it was written last.
inline constexpr const char* exportManifestName = ".lintel-export.json";

/// Compares the files with the folder and its manifest; changes nothing. By path. Fails on unsafe paths, on
/// symbolic links that lead out of the folder, on a file where a folder must be (or the other way round), and
/// on a manifest that is damaged or newer.
model::Result<std::vector<PlannedFile>> planExport(const QString& folder,
                                                   const std::vector<exporters::File>& files);

/// Does what the plan says, file by file, each at once; then writes the manifest. With `force`, generated
/// files that were edited by hand are overwritten (WriteNew acts as Overwrite). Looks again before each step:
/// what was edited or linked elsewhere since the plan was made is refused, not overwritten.
model::Result<void> writeExport(const QString& folder, const std::vector<PlannedFile>& plan,
                                bool force = false);

}  // namespace app
