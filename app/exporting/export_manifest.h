#pragma once

#include <QByteArray>
#include <map>
#include <string>

#include "model/result.h"

namespace app {

/// What the last export wrote: the SHA-256, in hexadecimal digits, of each generated file, by path.
struct ExportManifest {
    std::map<std::string, std::string> hashes;

    bool operator==(const ExportManifest&) const = default;

    /// Whether this is what was written to the path, or offered for it in a file beside it (`<path>.new`).
    bool wrote(const std::string& path, const std::string& content) const;
};

std::string contentHash(const std::string& content);

/// Fails on malformed JSON, on a newer format, and on paths or hashes that are none.
model::Result<ExportManifest> parseManifest(const std::string& text);
std::string writeManifest(const ExportManifest& manifest);

}  // namespace app
