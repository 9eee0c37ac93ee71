#include "simulator/store/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "simulator/random/philox.h"

namespace simulator {

namespace {

constexpr const char* journalFormat = "lintel-journal 1";

std::string escapedLine(const std::string& record) {
    std::string line;
    for (const char c : record) {
        if (c == '\\')
            line += "\\\\";
        else if (c == '\n')
            line += "\\n";
        else
            line += c;
    }
    return line;
}

std::string unescapedLine(const std::string& line) {
    std::string record;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\' || at + 1 == line.size())
            record += line[at];
        else
            record += line[++at] == 'n' ? '\n' : line[at];
    }
    return record;
}

std::string journalLine(const std::string& record) {
    const std::string line = escapedLine(record);
    return fmt::format("{:016x} {}\n", entityKey(line), line);
}

/// The record of a line without its line break; false when it is not what was written.
bool readLine(const std::string& line, std::string& record) {
    constexpr std::size_t hash = 16;
    if (line.size() <= hash || line[hash] != ' ') return false;
    const std::string text = line.substr(hash + 1);
    if (line.compare(0, hash, fmt::format("{:016x}", entityKey(text))) != 0) return false;
    record = unescapedLine(text);
    return true;
}

std::string textOf(const JournalQuestion& question) {
    std::string text = journalFormat;
    for (const auto& [name, value] : question) text += fmt::format("\t{}={}", name, value);
    return text;
}

/// The first thing in which the question of a file is another one.
std::string differenceFrom(const std::string& found, const JournalQuestion& question) {
    std::size_t from = 0;
    const auto next = [&]() {
        const std::size_t tab = std::min(found.find('\t', from), found.size());
        std::string part = found.substr(from, tab - from);
        from = std::min(tab + 1, found.size());
        return part;
    };
    if (next() != journalFormat) return "it is not a journal of this version";
    for (const auto& [name, value] : question) {
        const std::string part = next();
        if (part == fmt::format("{}={}", name, value)) continue;
        if (!part.starts_with(name + "=")) break;
        return fmt::format("its {} is {}, here it is {}", name, part.substr(name.size() + 1), value);
    }
    return "it asks for other things";
}

std::string reasonOf(int error) {
    return std::generic_category().message(error);
}

/// A new file is there after a loss of power only when its folder is on the disk too. 0, or an error number.
int syncFolderOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder =
        slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(1, slash));
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return errno == EACCES ? 0 : errno;  // One may write into folders that one may not read
    const int error = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return error == EINVAL ? 0 : error;  // File systems that keep no folders on a disk
}

}  // namespace

model::Result<Journal> Journal::open(const std::string& path, const JournalQuestion& question) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) return model::failure(path, "cannot be written: " + reasonOf(errno));
    Journal journal(path, file);
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return model::failure(path, "expected a regular file");
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return model::failure(path, "is in use by another process that answers the same question");
    if (const auto done = journal.read(textOf(question), question); !done)
        return tl::unexpected(done.error());
    return journal;
}

Journal::Journal(Journal&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_file(std::exchange(other.m_file, -1)),
      m_records(std::move(other.m_records)) {}

Journal& Journal::operator=(Journal&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    std::swap(m_records, other.m_records);
    return *this;
}

Journal::~Journal() {
    if (m_file >= 0) ::close(m_file);
}

model::Result<void> Journal::read(const std::string& header, const JournalQuestion& question) {
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t count = ::read(m_file, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return model::failure(m_path, "cannot be read: " + reasonOf(errno));
        if (count == 0) break;
        content.append(buffer, static_cast<std::size_t>(count));
    }
    const std::string first = journalLine(header);
    std::size_t whole = 0;
    for (std::size_t number = 0;; ++number) {
        const std::size_t end = content.find('\n', whole);
        if (end == std::string::npos) break;
        std::string record;
        const bool read = readLine(content.substr(whole, end - whole), record);
        if (number == 0 && (!read || record != header))
            return model::failure(m_path, fmt::format("belongs to another question: {}; remove it, or choose "
                                                      "another file",
                                                      differenceFrom(read ? record : "", question)));
        if (!read && end + 1 == content.size()) break;
        if (!read)
            return model::failure(m_path, fmt::format("line {} is damaged; remove the file", number + 1));
        if (number > 0) m_records.push_back(std::move(record));
        whole = end + 1;
    }
    if (whole == 0 && !first.starts_with(content))
        return model::failure(m_path, "is not a journal of this version; remove it, or choose another file");
    if (::ftruncate(m_file, static_cast<off_t>(whole)) != 0 ||
        ::lseek(m_file, static_cast<off_t>(whole), SEEK_SET) < 0)
        return model::failure(m_path, "cannot be written: " + reasonOf(errno));
    if (whole > 0) return {};
    if (auto written = write(first); !written) return written;
    if (const int error = syncFolderOf(m_path))
        return model::failure(m_path, "cannot be kept: " + reasonOf(error));
    return {};
}

model::Result<void> Journal::write(const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::write(m_file, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return model::failure(m_path, "cannot be written: " + reasonOf(errno));
        done += static_cast<std::size_t>(count);
    }
    if (::fdatasync(m_file) != 0) return model::failure(m_path, "cannot be written: " + reasonOf(errno));
    return {};
}

model::Result<void> Journal::append(const std::string& record) {
    return write(journalLine(record));
}

}  // namespace simulator
