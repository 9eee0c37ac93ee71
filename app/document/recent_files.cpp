#include "app/document/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace app {

namespace {

const char* const recentKey = "recentFiles";
constexpr int longestList = 12;

}  // namespace

QStringList rememberedFiles() {
    return QSettings().value(recentKey).toStringList();
}

QStringList recentFiles() {
    QStringList existing;
    for (const QString& path : rememberedFiles())
        if (QFileInfo(path).isFile()) existing << path;
    return existing;
}

void rememberFile(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QSettings settings;
    QStringList paths = settings.value(recentKey).toStringList();
    paths.removeAll(absolute);
    paths.prepend(absolute);
    settings.setValue(recentKey, QStringList(paths.mid(0, longestList)));
}

void forgetFile(const QString& path) {
    QStringList paths = rememberedFiles();
    if (paths.removeAll(path) > 0) QSettings().setValue(recentKey, paths);
}

void forgetRecentFiles() {
    QSettings().remove(recentKey);
}

}  // namespace app
