#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

#include "model/json/json.h"
#include "model/result.h"

namespace app {

/// The whole content of a regular file; an error that names the file when it is a directory, may not be read,
/// or is longer than `limit` bytes.
model::Result<std::string> readFile(const QString& path, std::size_t limit = model::maxFileSize);

/// Replaces the file's content at once (written beside it, flushed to disk, renamed): the old content stays
/// whole when anything fails, such as a full disk.
model::Result<void> writeFile(const QString& path, const std::string& content);

/// What lies on the disk under the name of a model, to tell whether somebody else has written there since:
/// digests of both files; empty for a file that is not there.
struct FileState {
    QByteArray model;
    QByteArray layout;

    bool operator==(const FileState&) const = default;
};
FileState fileState(const QString& modelPath);

/// A model file and its layout file beside it (`shop.lintel`, `shop.lintel-layout`).
struct ModelFile {
    model::Project project;
    model::Layout layout;
    std::vector<model::Error>
        problems;            ///< What is not whole in the model; a layout that is none, or of another
    FileState state{};       ///< Of what was read
    bool layoutRead = true;  ///< Whether the layout file, if there is one, could be understood
};
model::Result<ModelFile> loadModel(const QString& path);
/// Writes the model, and the layout when it is not empty or its file exists: both or none.
model::Result<FileState> saveModel(const QString& path, const model::Project& project,
                                   const model::Layout& layout);
/// Why a save to that path would fail as far as permissions tell: nothing when it would not.
std::optional<model::Error> whyNotWritable(const QString& path);
QString layoutPath(const QString& modelPath);

/// Samples that travel with the program, by id (`online-boutique`, `queues/mm1`).
struct Sample {
    QString id;
    QString title;
    QString description;
};
std::vector<Sample> samples();
model::Result<ModelFile> loadSample(const QString& id);
/// The sample's files as they are, to start a model from: model text and layout text (may be empty).
model::Result<std::pair<std::string, std::string>> sampleText(const QString& id);

}  // namespace app
