#pragma once

#include <QLockFile>
#include <QString>
#include <memory>
#include <optional>

namespace app {

/// Who has a model open.
struct LockOwner {
    qint64 process = 0;  ///< 0 when it is not known
    QString host;
    bool here = false;  ///< On this machine, where it is known whether the program still runs
};

/// Keeps a model for one studio: a hidden file beside it names the program that has it open. A lock whose
/// program has ended, killed or not, is none.
class FileLock {
public:
    /// Takes the lock of that model, or learns who has it.
    explicit FileLock(const QString& modelPath);

    /// Set when somebody else has the model open.
    const std::optional<LockOwner>& owner() const { return m_owner; }
    /// Whether the lock was taken. Where no file can be made, such as in a folder that may not be written,
    /// there is neither a lock nor an owner.
    bool isHeld() const { return m_file->isLocked(); }
    /// Takes it from an owner of whom nobody can tell whether it still runs.
    void takeOver();

    /// The name of the lock, the same for all ways that lead to the model.
    static QString path(const QString& modelPath);

private:
    void take();

    std::unique_ptr<QLockFile> m_file;
    std::optional<LockOwner> m_owner;
};

}  // namespace app
