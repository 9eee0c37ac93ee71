#include "app/recovery/journal_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>
#include <cerrno>

namespace app {

namespace {

constexpr std::size_t longestJournal = std::size_t{4} << 30;

int openJournal(const QString& path, int flags) {
    return ::open(QFile::encodeName(path).constData(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/// Makes the folder with those above it, for its owner alone.
bool makePrivateFolder(const QString& folder) {
    if (QDir(folder).exists()) return true;
    if (!makePrivateFolder(QFileInfo(folder).path())) return false;
    return ::mkdir(QFile::encodeName(folder).constData(), 0700) == 0 || errno == EEXIST;
}

/// Writes all of it at a place of the file; 0 or an errno.
int writeAt(int descriptor, std::string_view text, std::size_t place) {
    while (!text.empty()) {
        const ssize_t count = ::pwrite(descriptor, text.data(), text.size(), static_cast<off_t>(place));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(count));
        place += static_cast<std::size_t>(count);
    }
    return ::fdatasync(descriptor) == 0 ? 0 : errno;
}

std::optional<Leftover> leftoverIn(const QString& path) {
    const auto file = JournalFile::takeOver(path);
    if (!file) return std::nullopt;
    const auto text = (*file)->read();
    if (!text) return std::nullopt;
    auto content = readJournal(*text);
    // A program that ended while it wrote the first record had changed nothing a second before.
    const bool hardlyBegun = text->find('\n') == std::string::npos;
    if (content ? !content->hasUnsaved() : hardlyBegun) (*file)->remove();
    if (!content || !content->hasUnsaved()) return std::nullopt;
    if (!content->last.isValid()) content->last = QFileInfo(path).lastModified();
    return Leftover{path, std::move(*content)};
}

}  // namespace

QString journalFolder() {
    const QString stated = qEnvironmentVariable("XDG_STATE_HOME");
    const QString state =
        QDir::isAbsolutePath(stated) ? stated : QDir::homePath() + QStringLiteral("/.local/state");
    return QStringLiteral("%1/%2/journals").arg(state, QCoreApplication::applicationName());
}

JournalFile::JournalFile(const QString& path, int flags) : m_path(path), m_file(openJournal(path, flags)) {}

model::Error JournalFile::refusal(int error) const {
    return {m_path.toStdString(), "the journal cannot be written: " + systemError(error)};
}

model::Result<void> JournalFile::lock() {
    if (!m_file.isOpen() || ::flock(m_file.number(), LOCK_EX | LOCK_NB) != 0)
        return tl::unexpected(errno == EWOULDBLOCK
                                  ? model::Error{m_path.toStdString(), "another studio writes this journal"}
                                  : refusal(errno));
    return {};
}

model::Result<std::unique_ptr<JournalFile>> JournalFile::create(const QString& folder) {
    if (!makePrivateFolder(folder))
        return model::failure(folder.toStdString(), "cannot be made: " + systemError(errno));
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral(".journal");
    std::unique_ptr<JournalFile> file(new JournalFile(folder + '/' + name, O_CREAT | O_EXCL));
    if (auto locked = file->lock(); !locked) return tl::unexpected(locked.error());
    return file;
}

model::Result<std::unique_ptr<JournalFile>> JournalFile::takeOver(const QString& path) {
    std::unique_ptr<JournalFile> file(new JournalFile(path, 0));
    if (auto locked = file->lock(); !locked) return tl::unexpected(locked.error());
    // It may have been removed between opening and locking.
    struct stat status {};
    if (::fstat(file->m_file.number(), &status) != 0 || status.st_nlink == 0)
        return tl::unexpected(file->refusal(ENOENT));
    return file;
}

model::Result<std::string> JournalFile::read() const {
    return readRegularFile(QFile::encodeName(m_path).toStdString(), longestJournal);
}

model::Result<void> JournalFile::cut() {
    if (::ftruncate(m_file.number(), static_cast<off_t>(m_length)) != 0)
        return tl::unexpected(refusal(errno));
    return {};
}

model::Result<void> JournalFile::continueAfter(const JournalContent& content) {
    m_length = content.length;
    m_checksum = content.checksum;
    return cut();
}

model::Result<void> JournalFile::append(const std::vector<std::string>& records) {
    JournalChecksum checksum = m_checksum;
    std::string lines;
    for (const std::string& record : records) lines += checksum.line(record);
    if (const int error = writeAt(m_file.number(), lines, m_length)) {
        // What came through of it would be in the way of what comes next.
        if (const auto whole = cut(); !whole) return whole;
        return tl::unexpected(refusal(error));
    }
    m_length += lines.size();
    m_checksum = checksum;
    return {};
}

void JournalFile::remove() {
    ::unlink(QFile::encodeName(m_path).constData());
}

std::vector<Leftover> findLeftovers(const QString& folder) {
    std::vector<Leftover> leftovers;
    const QDir journals(folder);
    for (const QString& name : journals.entryList({QStringLiteral("*.journal")}, QDir::Files))
        if (auto leftover = leftoverIn(journals.filePath(name))) leftovers.push_back(std::move(*leftover));
    std::stable_sort(leftovers.begin(), leftovers.end(), [](const Leftover& left, const Leftover& right) {
        return left.content.last > right.content.last;
    });
    return leftovers;
}

}  // namespace app
