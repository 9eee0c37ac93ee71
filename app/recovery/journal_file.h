#pragma once

#include <QString>
#include <vector>

#include "app/file/posix_file.h"
#include "app/recovery/journal_record.h"

namespace app {

/// Where journals lie: `lintel/journals` in the folder that the XDG base directory specification (0.8) has
/// for the state of programs.
QString journalFolder();

/// The file of a journal, locked by the program that writes it: one that can be locked was left over by a
/// program that ended before its time.
class JournalFile {
public:
    /// A new one in that folder, which is made when it is missing; nobody but its owner can read it.
    static model::Result<std::unique_ptr<JournalFile>> create(const QString& folder);
    /// One that was left over. Fails when its program still runs, or somebody else has taken it.
    static model::Result<std::unique_ptr<JournalFile>> takeOver(const QString& path);
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;

    QString path() const { return m_path; }
    /// All of it, from the beginning.
    model::Result<std::string> read() const;
    /// Goes on behind what is whole.
    model::Result<void> continueAfter(const JournalContent& content);
    /// Writes the records and flushes them to the disk; all or none of them are there afterwards.
    model::Result<void> append(const std::vector<std::string>& records);
    void remove();

private:
    explicit JournalFile(const QString& path, int flags);
    model::Result<void> lock();
    model::Result<void> cut();
    model::Error refusal(int error) const;

    QString m_path;
    Descriptor m_file;
    std::size_t m_length = 0;
    JournalChecksum m_checksum;
};

/// A journal that was left over.
struct Leftover {
    QString file;
    JournalContent content;
};
/// What can be recovered from that folder, the newest first. Journals that hold nothing that is not on the
/// disk are removed on the way; what cannot be read stays where it is.
std::vector<Leftover> findLeftovers(const QString& folder);

}  // namespace app
