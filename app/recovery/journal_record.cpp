#include "app/recovery/journal_record.h"

#include <fmt/format.h>

#include <boost/crc.hpp>
#include <charconv>
#include <nlohmann/json.hpp>

namespace app {

namespace {

using RecordJson = nlohmann::ordered_json;

constexpr int journalFormat = 1;
constexpr std::size_t checksumDigits = 8;

constexpr std::pair<StepKind, const char*> stepWords[] = {{StepKind::Changed, "changed"},
                                                          {StepKind::Added, "added"},
                                                          {StepKind::Removed, "removed"},
                                                          {StepKind::Arranged, "arranged"},
                                                          {StepKind::ReadAgain, "read"}};

std::string wordOf(StepKind kind) {
    for (const auto& [each, word] : stepWords)
        if (each == kind) return word;
    return stepWords[0].second;
}

StepKind kindOfWord(const std::string& word) {
    for (const auto& [kind, each] : stepWords)
        if (each == word) return kind;
    return StepKind::Changed;
}

/// The patches stand in the record as the JSON that they are.
std::string withPatch(const RecordJson& record, const VersionPatch& patch) {
    std::string text = record.dump(-1, ' ', false, RecordJson::error_handler_t::replace);
    text.pop_back();
    const auto add = [&text](const char* key, const std::string& part) {
        if (!part.empty()) text += fmt::format("{}\"{}\":{}", text.size() > 1 ? "," : "", key, part);
    };
    add("project", patch.project);
    add("layout", patch.layout);
    return text + "}";
}

std::string textAt(const RecordJson& record, const char* key) {
    const auto found = record.find(key);
    return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t numberAt(const RecordJson& record, const char* key, std::int64_t missing) {
    const auto found = record.find(key);
    return found != record.end() && found->is_number_integer() ? found->get<std::int64_t>() : missing;
}

VersionPatch patchOfRecord(const RecordJson& record) {
    const auto part = [&record](const char* key) {
        const auto found = record.find(key);
        return found != record.end() ? found->dump() : std::string();
    };
    return {part("project"), part("layout")};
}

/// Does again what the records tell.
class Replay {
public:
    explicit Replay(JournalContent& content) : m_content(content), m_history(content.history) {}

    bool open(const RecordJson& record) {
        const Version nothing{std::make_shared<const model::Project>(),
                              std::make_shared<const model::Layout>()};
        auto opened = patched(nothing, patchOfRecord(record));
        if (!opened) return false;
        m_history.opened = m_history.current = std::move(*opened);
        return true;
    }

    bool take(const RecordJson& record) {
        if (record.contains("step")) return takeStep(record);
        if (record.contains("place")) return goTo(numberAt(record, "place", -1));
        if (record.contains("file")) return takeStored(record);
        return false;
    }

private:
    std::int64_t count() const { return static_cast<std::int64_t>(m_history.steps.size()); }

    /// Along the steps, forth or back.
    bool goTo(std::int64_t index) {
        if (index < 0 || index > count()) return false;
        while (m_history.index != index) {
            const bool forth = m_history.index < index;
            const auto number = static_cast<std::size_t>(forth ? m_history.index : m_history.index - 1);
            const StoredStep& step = m_history.steps[number];
            auto next = patched(m_history.current, forth ? step.forward : step.back);
            if (!next) return false;
            m_history.current = std::move(*next);
            m_history.index += forth ? 1 : -1;
        }
        return true;
    }

    /// A step that was made longer is told from where it was before: its beginning is that of the old one.
    bool takeStep(const RecordJson& record) {
        const std::int64_t index = numberAt(record, "step", 0);
        if (index < 1 || index > count() + 1) return false;
        auto after = patched(m_history.current, patchOfRecord(record));
        if (!after || !goTo(index - 1)) return false;
        HistoryStep step{QString::fromStdString(textAt(record, "label")),
                         QDateTime::fromMSecsSinceEpoch(numberAt(record, "time", 0)),
                         kindOfWord(textAt(record, "kind")), 0};
        m_content.last = step.time;
        m_history.steps.resize(static_cast<std::size_t>(index - 1));
        m_history.steps.push_back({std::move(step), patchBetween(m_history.current, *after),
                                   patchBetween(*after, m_history.current)});
        if (m_history.saved >= index) m_history.saved = -1;
        m_history.current = std::move(*after);
        m_history.index = static_cast<int>(index);
        return true;
    }

    bool takeStored(const RecordJson& record) {
        const std::int64_t saved = numberAt(record, "saved", -1);
        if (saved > count()) return false;
        m_history.saved = static_cast<int>(saved);
        m_content.path = QString::fromStdString(textAt(record, "file"));
        m_content.stored = {QByteArray::fromStdString(textAt(record, "model")),
                            QByteArray::fromStdString(textAt(record, "layout"))};
        return true;
    }

    JournalContent& m_content;
    History& m_history;
};

model::Result<void> readOpening(const RecordJson& record, Replay& replay) {
    const std::int64_t format = numberAt(record, "lintel_journal", 0);
    if (format > journalFormat)
        return model::failure("", fmt::format("written by a newer version of Lintel: format {}", format));
    if (format < 1 || !replay.open(record)) return model::failure("", "is no journal of Lintel");
    return {};
}

}  // namespace

std::string JournalChecksum::line(const std::string& record) {
    boost::crc_32_type checksum(m_remainder);
    checksum.process_bytes(record.data(), record.size());
    m_remainder = checksum.get_interim_remainder();
    return fmt::format("{:08x} {}\n", checksum.checksum(), record);
}

std::optional<std::string_view> JournalChecksum::record(std::string_view line) {
    if (line.size() <= checksumDigits || line[checksumDigits] != ' ') return std::nullopt;
    std::uint32_t stated = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + checksumDigits, stated, 16);
    if (error != std::errc() || end != line.data() + checksumDigits) return std::nullopt;
    const std::string_view record = line.substr(checksumDigits + 1);
    boost::crc_32_type checksum(m_remainder);
    checksum.process_bytes(record.data(), record.size());
    if (checksum.checksum() != stated) return std::nullopt;
    m_remainder = checksum.get_interim_remainder();
    return record;
}

std::string openedRecord(const Version& opened) {
    const Version nothing{std::make_shared<const model::Project>(), std::make_shared<const model::Layout>()};
    return withPatch({{"lintel_journal", journalFormat}}, patchBetween(nothing, opened));
}

std::string storedRecord(const QString& path, const FileState& stored, int saved) {
    return withPatch({{"file", path.toStdString()},
                      {"model", stored.model.toStdString()},
                      {"layout", stored.layout.toStdString()},
                      {"saved", saved}},
                     {});
}

std::string stepRecord(int index, const HistoryStep& step, const VersionPatch& patch) {
    return withPatch({{"step", index},
                      {"label", step.label.toStdString()},
                      {"time", step.time.toMSecsSinceEpoch()},
                      {"kind", wordOf(step.kind)}},
                     patch);
}

std::string placeRecord(int index) {
    return withPatch({{"place", index}}, {});
}

model::Result<JournalContent> readJournal(std::string_view text) {
    JournalContent content;
    Replay replay(content);
    bool open = false;
    while (content.length < text.size()) {
        const std::size_t end = text.find('\n', content.length);
        if (end == std::string_view::npos) break;
        JournalChecksum checksum = content.checksum;
        const auto record = checksum.record(text.substr(content.length, end - content.length));
        if (!record) break;
        const RecordJson json = RecordJson::parse(*record, nullptr, false);
        if (!json.is_object()) break;
        if (!open) {
            if (auto opened = readOpening(json, replay); !opened) return tl::unexpected(opened.error());
            open = true;
        } else if (!replay.take(json)) {
            break;
        }
        content.checksum = checksum;
        content.length = end + 1;
    }
    if (!open) return model::failure("", "ends before the first record is whole");
    return content;
}

}  // namespace app
