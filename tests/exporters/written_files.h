#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <vector>

#include "exporters/exporter.h"

/// Exported files on a disk, for tools to read.
namespace written {

inline QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Makes the folder hold exactly these files. What has not changed is left as it is, with its time.
inline bool put(const QString& folder, const std::vector<exporters::File>& files) {
    QSet<QString> wanted;
    for (const exporters::File& file : files) {
        const QString path = folder + "/" + QString::fromStdString(file.path);
        const QByteArray content(file.content.data(), static_cast<int>(file.content.size()));
        wanted.insert(QDir::cleanPath(path));
        if (QFile::exists(path) && contentOf(path) == content) continue;
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate)) return false;
        if (out.write(content) != content.size()) return false;
    }
    QDirIterator found(folder, QDir::Files, QDirIterator::Subdirectories);
    while (found.hasNext())
        if (const QString path = QDir::cleanPath(found.next()); !wanted.contains(path)) QFile::remove(path);
    return true;
}

}  // namespace written
