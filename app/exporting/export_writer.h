#pragma once

#include <QString>
#include <vector>

#include "exporters/exporter.h"
#include "model/result.h"

namespace app {

/// What writing a file would do.
enum class FileAction {
    Create,     ///< New
    Overwrite,  ///< Below `gen/`, content differs
    Unchanged,  ///< The same bytes are there
    Keep,       ///< Scaffold that exists: belongs to the people who edit it
    Remove,     ///< Generated before, no longer part of the export
};

struct PlannedFile {
    exporters::File file;
    FileAction action = FileAction::Create;
};

/// Compares the files with the folder and its manifest (`.lintel-export.json`: hashes of what was written last).
model::Result<std::vector<PlannedFile>> planExport(const QString& folder, const std::vector<exporters::File>& files);
/// Does what the plan says, file by file, each at once; then writes the manifest. Refuses paths and symbolic links
/// that lead out of the folder, and generated files that were edited by hand (unless `force`).
model::Result<void> writeExport(const QString& folder, const std::vector<PlannedFile>& plan, bool force = false);

}  // namespace app
