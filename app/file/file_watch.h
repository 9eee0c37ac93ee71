#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "app/file/file.h"

namespace app {

/// What has become of a model's files since they were read or written last.
enum class FileCondition {
    AsKnown,
    Changed,        ///< The model says something else
    LayoutChanged,  ///< Only the layout does
    Gone,           ///< Deleted or moved away
    FolderGone,
    ReadOnly  ///< As known, but it may not be written any more
};

/// Watches the files of the model that is open: by the system's notices, and by a look from time to time
/// where there are none (network folders, a file system that was mounted anew).
class FileWatch : public QObject {
    Q_OBJECT

public:
    explicit FileWatch(QObject* parent);

    /// Follows other files, or takes something else of the same ones as known; an empty path follows none.
    /// What was told of the same files is not told again while they and their condition stay as they are:
    /// whoever is told may call this.
    void follow(const QString& modelPath, const FileState& known);
    QString path() const { return m_path; }
    FileCondition condition() const { return m_condition; }
    /// Looks at the files now.
    FileCondition look();
    /// What lies there now.
    const FileState& seen() const { return m_seen; }

signals:
    /// It is another one, or the files have changed once more.
    void conditionChanged(app::FileCondition condition);

private:
    void watchFiles();
    void glance();
    QString outside() const;
    FileCondition judge() const;

    QString m_path;
    FileState m_known;
    FileState m_seen;
    FileCondition m_condition = FileCondition::AsKnown;
    QString m_outside;  ///< Times, sizes and permissions: what a look without reading tells
    QFileSystemWatcher m_watcher;
    QTimer m_settling;
    QTimer m_glances;
};

}  // namespace app
