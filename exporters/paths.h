#pragma once

#include <string>
#include <vector>

#include "exporters/exporter.h"

namespace exporters {

/// Why a file of that path may not be written below a folder; empty when it may. Safe paths are relative, use
/// `/`, have no empty part, no `.` or `..`, no backslash, colon or control character, no part that ends with
/// a dot or a space, are UTF-8, and have at most 1000 bytes, `longestPart` in one part.
std::string pathProblem(const std::string& path, std::size_t longestPart = 255);
/// The same for a file of an export: at most 200 bytes in one part; what is generated lies below `gen/`,
/// scaffold does not.
std::string pathProblem(const File& file);

/// What one target makes.
struct RenderedTarget {
    std::string id;
    std::vector<File> files;
};

/// All files of the targets, by path. The same file twice counts once. Fails on an unsafe path, and on two
/// paths that are one to a file system that ignores case, or of which one is a folder of the other.
model::Result<std::vector<File>> joined(std::vector<RenderedTarget> targets);

}  // namespace exporters
