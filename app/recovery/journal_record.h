#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/document/history.h"
#include "app/file/file.h"
#include "model/result.h"

/// What stands in a journal: one record a line, each behind a checksum.
namespace app {

/// The checksum of a journal so far: a CRC-32 that runs over all records, so that a line that is missing or
/// out of its place is found as well as one that is damaged.
class JournalChecksum {
public:
    /// The record as a line that continues the journal.
    std::string line(const std::string& record);
    /// Whether the line continues the journal: then the record that it holds.
    std::optional<std::string_view> record(std::string_view line);

private:
    std::uint32_t m_remainder = 0xffffffff;
};

/// The first record: the version that was opened.
std::string openedRecord(const Version& opened);
/// What lies on the disk, and which place in the history that is (-1: none).
std::string storedRecord(const QString& path, const FileState& stored, int saved);
/// A step that leads to that place in the history, from what was shown before.
std::string stepRecord(int index, const HistoryStep& step, const VersionPatch& patch);
/// The user went to that place in the history.
std::string placeRecord(int index);

/// What a journal says.
struct JournalContent {
    History history;
    QString path;            ///< Of the model; empty when it has no file yet
    FileState stored;        ///< What lay there when it was read or written last
    QDateTime last;          ///< When the last step was made
    std::size_t length = 0;  ///< Up to the end of the last record that is whole [bytes]
    JournalChecksum checksum;

    /// Whether there is anything that is not on the disk.
    bool hasUnsaved() const { return history.index != history.saved; }
};

/// Reads a journal as far as it is whole: what was being written when the program ended is left out. Fails
/// when not even the version that was opened is there, or when the format is a newer one.
model::Result<JournalContent> readJournal(std::string_view text);

}  // namespace app
