#include "app/file/file_lock.h"

#include <QFile>
#include <QFileInfo>
#include <QSysInfo>

namespace app {

FileLock::FileLock(const QString& modelPath) : m_file(std::make_unique<QLockFile>(path(modelPath))) {
    // However long it has been there: whether its program runs decides.
    m_file->setStaleLockTime(0);
    take();
}

QString FileLock::path(const QString& modelPath) {
    const QFileInfo file(modelPath);
    const QString real = file.exists() ? file.canonicalFilePath() : file.absoluteFilePath();
    return QStringLiteral("%1/.%2.lock").arg(QFileInfo(real).path(), QFileInfo(real).fileName());
}

void FileLock::take() {
    m_owner.reset();
    if (m_file->tryLock(0) || m_file->error() != QLockFile::LockFailedError) return;
    LockOwner owner;
    QString program;
    if (m_file->getLockInfo(&owner.process, &owner.host, &program))
        owner.here = owner.host == QSysInfo::machineHostName();
    m_owner = owner;
}

void FileLock::takeOver() {
    if (!m_owner || m_owner->here) return;
    QFile::remove(m_file->fileName());
    take();
}

}  // namespace app
