#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "app/recovery/journal_file.h"

namespace app {

/// The model was opened in that version: always the first.
struct JournalOpened {
    Version version;
};
struct JournalStored {
    QString path;
    FileState stored;
    int saved;
};
struct JournalStep {
    int index;
    HistoryStep step;
    Version version;
};
struct JournalPlace {
    int index;
    Version version;
};
using JournalEntry = std::variant<JournalOpened, JournalStored, JournalStep, JournalPlace>;

/// Writes a journal in a thread of its own: what has come together, at once when nothing was written for a
/// while, otherwise after a pause, so that what is lost at most is younger than a second. What cannot be
/// written, such as on a full disk, is tried again.
class JournalWriter {
public:
    /// Called by the thread when writing begins to fail, and when it works again (no error).
    using Report = std::function<void(const std::optional<model::Error>&)>;

    /// A new journal in that folder; its file is made with the first entry.
    JournalWriter(const QString& folder, Report report);
    /// Goes on with one that was left over; `written`: the version that its records lead to.
    JournalWriter(std::unique_ptr<JournalFile> file, Version written, Report report);
    /// Removes the file: the program ends, or the model is closed, in good order.
    ~JournalWriter();

    void add(JournalEntry entry);
    /// Waits until all is on the disk; false when that failed.
    bool flush();

private:
    void run(const std::stop_token& stop);
    void writeBatch(std::unique_lock<std::mutex>& lock);
    model::Result<void> write(const std::vector<JournalEntry>& entries);
    model::Result<void> needFile();
    void report(const model::Result<void>& written);

    const QString m_folder;
    const Report m_report;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<JournalEntry> m_waiting;
    bool m_hurry = false;
    int m_attempts = 0;
    bool m_failing = false;
    // Of the thread alone:
    std::unique_ptr<JournalFile> m_file;
    Version m_written;
    std::jthread m_thread;  ///< Last, to end before what it uses
};

}  // namespace app
