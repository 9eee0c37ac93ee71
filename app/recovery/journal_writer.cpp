#include "app/recovery/journal_writer.h"

namespace app {

namespace {

using std::chrono::steady_clock;

/// With the time of writing this stays well below a second.
constexpr auto journalPause = std::chrono::milliseconds(400);

/// Whether the entry is told again, better, by the next one: a step that was made longer.
bool isSuperseded(const std::vector<JournalEntry>& entries, std::size_t at) {
    if (at + 1 >= entries.size()) return false;
    const auto* step = std::get_if<JournalStep>(&entries[at]);
    const auto* next = std::get_if<JournalStep>(&entries[at + 1]);
    return step && next && step->index == next->index;
}

/// Puts entries into records, each from the version that the one before leads to.
class Recorder {
public:
    Version at;

    std::string operator()(const JournalOpened& opened) {
        at = opened.version;
        return openedRecord(opened.version);
    }
    std::string operator()(const JournalStored& stored) const {
        return storedRecord(stored.path, stored.stored, stored.saved);
    }
    std::string operator()(const JournalStep& step) {
        const Version before = std::exchange(at, step.version);
        return stepRecord(step.index, step.step, patchBetween(before, step.version));
    }
    std::string operator()(const JournalPlace& place) {
        at = place.version;
        return placeRecord(place.index);
    }
};

}  // namespace

JournalWriter::JournalWriter(const QString& folder, Report report)
    : m_folder(folder),
      m_report(std::move(report)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

JournalWriter::JournalWriter(std::unique_ptr<JournalFile> file, Version written, Report report)
    : m_report(std::move(report)),
      m_file(std::move(file)),
      m_written(std::move(written)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

JournalWriter::~JournalWriter() {
    m_thread.request_stop();
    m_thread.join();
    if (m_file) m_file->remove();
}

void JournalWriter::add(JournalEntry entry) {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back(std::move(entry));
    m_changed.notify_all();
}

bool JournalWriter::flush() {
    std::unique_lock lock(m_mutex);
    const int before = m_attempts;
    m_hurry = true;
    m_changed.notify_all();
    m_changed.wait(lock, [&] { return m_waiting.empty() || (m_failing && m_attempts > before); });
    m_hurry = false;
    return m_waiting.empty();
}

void JournalWriter::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    auto next = steady_clock::now();
    while (m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
        m_changed.wait_until(lock, stop, next, [this] { return m_hurry && !m_failing; });
        if (stop.stop_requested()) return;
        writeBatch(lock);
        next = steady_clock::now() + journalPause;
    }
}

void JournalWriter::writeBatch(std::unique_lock<std::mutex>& lock) {
    const std::vector<JournalEntry> batch = m_waiting;
    lock.unlock();
    const auto written = write(batch);
    lock.lock();
    if (written) m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<long>(batch.size()));
    ++m_attempts;
    const bool failing = !written;
    if (std::exchange(m_failing, failing) != failing) report(written);
    m_changed.notify_all();
}

void JournalWriter::report(const model::Result<void>& written) {
    if (m_report) m_report(written ? std::optional<model::Error>() : written.error());
}

model::Result<void> JournalWriter::needFile() {
    if (m_file) return {};
    auto file = JournalFile::create(m_folder);
    if (!file) return tl::unexpected(file.error());
    m_file = std::move(*file);
    return {};
}

model::Result<void> JournalWriter::write(const std::vector<JournalEntry>& entries) {
    if (auto there = needFile(); !there) return there;
    Recorder recorder{m_written};
    std::vector<std::string> records;
    for (std::size_t at = 0; at < entries.size(); ++at)
        if (!isSuperseded(entries, at)) records.push_back(std::visit(recorder, entries[at]));
    if (auto appended = m_file->append(records); !appended) return appended;
    m_written = recorder.at;
    return {};
}

}  // namespace app
