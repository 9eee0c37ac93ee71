#include "app/file/file_watch.h"

#include <QDateTime>
#include <QFileInfo>
#include <utility>

namespace app {

namespace {

constexpr int settlingMilliseconds = 150;  // Writers touch a file several times
constexpr int glanceMilliseconds = 3000;

QString stampOf(const QString& path) {
    const QFileInfo file(path);
    if (!file.exists()) return QStringLiteral("-");
    return QStringLiteral("%1 %2").arg(file.lastModified().toMSecsSinceEpoch()).arg(file.size());
}

}  // namespace

FileWatch::FileWatch(QObject* parent) : QObject(parent) {
    m_settling.setSingleShot(true);
    m_settling.setInterval(settlingMilliseconds);
    m_glances.setInterval(glanceMilliseconds);
    m_glances.setTimerType(Qt::VeryCoarseTimer);
    const auto settle = [this] { m_settling.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, settle);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, settle);
    connect(&m_settling, &QTimer::timeout, this, &FileWatch::glance);
    connect(&m_glances, &QTimer::timeout, this, &FileWatch::glance);
}

void FileWatch::follow(const QString& modelPath, const FileState& known) {
    if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty()) m_watcher.removePaths(m_watcher.directories());
    if (m_path != modelPath) {
        m_condition = FileCondition::AsKnown;
        m_seen = known;
    }
    m_path = modelPath;
    m_known = known;
    m_settling.stop();
    if (m_path.isEmpty()) return m_glances.stop();
    m_glances.start();
    look();
}

// A file that was replaced is another one for the watcher, and one that came back is not watched yet.
void FileWatch::watchFiles() {
    for (const QString& path : {m_path, layoutPath(m_path), QFileInfo(m_path).absolutePath()}) {
        const bool watched = m_watcher.files().contains(path) || m_watcher.directories().contains(path);
        if (!watched && QFileInfo::exists(path)) m_watcher.addPath(path);
    }
}

QString FileWatch::outside() const {
    const auto refused = whyNotWritable(m_path);
    return QStringLiteral("%1 | %2 | %3")
        .arg(stampOf(m_path), stampOf(layoutPath(m_path)),
             refused ? QString::fromStdString(refused->message) : QString());
}

void FileWatch::glance() {
    if (m_path.isEmpty()) return;
    watchFiles();
    if (outside() != m_outside) look();
}

FileCondition FileWatch::look() {
    if (m_path.isEmpty()) return m_condition;
    watchFiles();
    m_outside = outside();
    const FileState before = std::exchange(m_seen, fileState(m_path));
    const FileCondition last = std::exchange(m_condition, judge());
    if (m_condition != last || !(m_seen == before)) emit conditionChanged(m_condition);
    return m_condition;
}

FileCondition FileWatch::judge() const {
    if (!QFileInfo(QFileInfo(m_path).absolutePath()).isDir()) return FileCondition::FolderGone;
    if (m_seen.model.isEmpty()) return FileCondition::Gone;
    if (m_seen.model != m_known.model) return FileCondition::Changed;
    if (m_seen.layout != m_known.layout) return FileCondition::LayoutChanged;
    return whyNotWritable(m_path) ? FileCondition::ReadOnly : FileCondition::AsKnown;
}

}  // namespace app
