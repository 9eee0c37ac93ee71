#include "app/exporting/export_manifest.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

#include "exporters/names/ascii.h"
#include "exporters/paths.h"

namespace app {

namespace {

constexpr int manifestFormat = 1;
constexpr const char* newSuffix = ".new";

bool isHash(const std::string& text) {
    return text.size() == 64 && exporters::ascii::isHexadecimal(text);
}

model::Result<ExportManifest> filesOf(const QJsonObject& files) {
    ExportManifest manifest;
    for (auto entry = files.begin(); entry != files.end(); ++entry) {
        const std::string path = entry.key().toStdString();
        const std::string hash = entry.value().toString().toStdString();
        if (const std::string problem = exporters::pathProblem(path); !problem.empty())
            return model::failure("/files", "a path is not safe: " + problem);
        if (path.rfind("gen/", 0) != 0)
            return model::failure("/files/" + path, "a path below `gen/` is expected");
        if (!isHash(hash)) return model::failure("/files/" + path, "64 hexadecimal digits are expected");
        manifest.hashes[path] = hash;
    }
    return manifest;
}

}  // namespace

bool ExportManifest::wrote(const std::string& path, const std::string& content) const {
    const std::string hash = contentHash(content);
    if (const auto found = hashes.find(path); found != hashes.end() && found->second == hash) return true;
    const std::string beside = path + newSuffix;
    for (auto entry = hashes.lower_bound(beside); entry != hashes.end() && entry->first.rfind(beside, 0) == 0;
         ++entry)
        if (entry->second == hash) return true;
    return false;
}

std::string contentHash(const std::string& content) {
    const QByteArray bytes = QByteArray::fromRawData(content.data(), static_cast<qsizetype>(content.size()));
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

model::Result<ExportManifest> parseManifest(const std::string& text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (!document.isObject()) {
        const QString why = error.error == QJsonParseError::NoError ? QStringLiteral("an object is expected")
                                                                    : error.errorString();
        return model::failure("", "the manifest of the last export is damaged: " + why.toStdString());
    }
    const QJsonObject object = document.object();
    const int format = object[QStringLiteral("format")].toInt();
    if (format > manifestFormat)
        return model::failure("/format", "the manifest was written by a newer version");
    if (format < 1) return model::failure("/format", "a number from 1 on is expected");
    if (!object[QStringLiteral("files")].isObject()) return model::failure("/files", "an object is expected");
    return filesOf(object[QStringLiteral("files")].toObject());
}

std::string writeManifest(const ExportManifest& manifest) {
    QJsonObject files;
    for (const auto& [path, hash] : manifest.hashes)
        files[QString::fromStdString(path)] = QString::fromStdString(hash);
    const QJsonObject object{{QStringLiteral("format"), manifestFormat}, {QStringLiteral("files"), files}};
    return QJsonDocument(object).toJson().toStdString();
}

}  // namespace app
