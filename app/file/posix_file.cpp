#include "app/file/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <random>

#include <fmt/format.h>

namespace app {

namespace {

model::Result<void> requireRegular(const std::string& path, const struct stat& status) {
    if (S_ISREG(status.st_mode)) return {};
    if (S_ISDIR(status.st_mode)) return model::failure(path, "is a directory, expected a file");
    if (S_ISFIFO(status.st_mode)) return model::failure(path, "is a pipe, expected a regular file");
    if (S_ISSOCK(status.st_mode)) return model::failure(path, "is a socket, expected a regular file");
    return model::failure(path, "is a device, expected a regular file");
}

/// Reads to the end, or one byte beyond the limit.
model::Result<std::string> readToEnd(const std::string& path, int descriptor, std::size_t size,
                                     std::size_t limit) {
    std::string content;
    content.reserve(size);
    char buffer[1 << 16];
    while (content.size() <= limit) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return model::failure(path, "cannot be read: " + systemError(errno));
        if (count == 0) return content;
        content.append(buffer, static_cast<std::size_t>(count));
    }
    return model::failure(path, fmt::format("is longer than {} bytes, the most that is read", limit));
}

int writeAll(int descriptor, const std::string& content) {
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = ::write(descriptor, content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        done += static_cast<std::size_t>(count);
    }
    return 0;
}

/// Where the content must go: the end of a chain of symbolic links, which need not exist yet.
model::Result<std::filesystem::path> endOfLinks(const std::filesystem::path& path) {
    std::filesystem::path target = path;
    std::error_code error;
    for (int links = 0; links < 40; ++links) {
        if (!std::filesystem::is_symlink(target, error)) return target;
        const std::filesystem::path next = std::filesystem::read_symlink(target, error);
        if (error) return model::failure(path.string(), "cannot be written: " + error.message());
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    return model::failure(path.string(), "cannot be written: " + systemError(ELOOP));
}

std::string randomName() {
    std::random_device source;
    return fmt::format(".lintel-{:08x}{:08x}", source(), source());
}

/// The owner where that is allowed, and the permissions, of the file that is replaced.
void takeOver(int descriptor, const struct stat& like) {
    const bool ownerKept = ::fchown(descriptor, like.st_uid, like.st_gid) == 0;
    ::fchmod(descriptor, like.st_mode & (ownerKept ? 07777 : 0777));
}

void flushFolder(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.isOpen()) ::fsync(descriptor.number());
}

/// A file on its way to its new content: that lies beside it until `take`. What is left of the way is removed
/// at the end.
class Replacement {
public:
    explicit Replacement(std::string path) : m_path(std::move(path)) {}
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;
    ~Replacement() {
        for (const std::string* left : {&m_new, &m_old})
            if (!left->empty()) ::unlink(left->c_str());
    }

    /// Writes the new content and flushes it to the disk.
    model::Result<void> prepare(const std::string& content) {
        const auto target = endOfLinks(m_path);
        if (!target) return tl::unexpected(target.error());
        m_target = target->string();
        m_folder = target->has_parent_path() ? target->parent_path() : ".";
        struct stat status {};
        m_exists = ::stat(m_target.c_str(), &status) == 0;
        if (m_exists) {
            if (const auto regular = requireRegular(m_path, status); !regular) return regular;
            if (::access(m_target.c_str(), W_OK) != 0) return refusal(errno, "");
        }
        const int error = fill(content, m_exists ? &status : nullptr);
        return error == 0 ? model::Result<void>() : refusal(error, unchanged());
    }

    /// Takes the place of the old content. A second name keeps that for `giveBack`, where the file system
    /// has such names.
    model::Result<void> take() {
        std::string second = (m_folder / randomName()).string();
        if (m_exists && ::link(m_target.c_str(), second.c_str()) == 0) m_old = std::move(second);
        if (::rename(m_new.c_str(), m_target.c_str()) != 0) return refusal(errno, unchanged());
        m_new.clear();
        flushFolder(m_folder);
        return {};
    }

    void giveBack() {
        if (!m_exists)
            ::unlink(m_target.c_str());
        else if (!m_old.empty() && ::rename(m_old.c_str(), m_target.c_str()) == 0)
            m_old.clear();
    }

private:
    int fill(const std::string& content, const struct stat* like) {
        std::string name = (m_folder / randomName()).string();
        Descriptor file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!file.isOpen()) return errno;
        m_new = std::move(name);
        if (like) takeOver(file.number(), *like);
        if (const int error = writeAll(file.number(), content)) return error;
        if (::fsync(file.number()) != 0) return errno;
        return file.close();
    }
    const char* unchanged() const { return m_exists ? "; the old file is unchanged" : ""; }
    model::Result<void> refusal(int error, const char* rest) const {
        return model::failure(m_path, "cannot be written: " + systemError(error) + rest);
    }

    std::string m_path;
    std::string m_target;
    std::filesystem::path m_folder;
    std::string m_new;  ///< The names of what is left to remove
    std::string m_old;
    bool m_exists = false;
};

model::Result<void> requireName(const std::string& path) {
    if (path.find('\0') != std::string::npos) return model::failure("", "a file name contains a zero byte");
    if (path.empty()) return model::failure("", "a file name is missing");
    return {};
}

}  // namespace

Descriptor::~Descriptor() {
    if (isOpen()) ::close(m_number);
}

int Descriptor::close() {
    const int number = m_number;
    m_number = -1;
    return ::close(number) == 0 ? 0 : errno;
}

std::string systemError(int number) {
    switch (number) {
        case ENOENT:
            return "there is no such file or folder";
        case EACCES:
        case EPERM:
            return "permission denied";
        case EISDIR:
            return "it is a directory";
        case ENOTDIR:
            return "a part of the path is not a folder";
        case ENOSPC:
            return "no space is left on the device";
        case EDQUOT:
            return "the disk quota is used up";
        case EFBIG:
            return "the file would be larger than the system allows";
        case EROFS:
            return "the file system is read-only";
        case ENAMETOOLONG:
            return "the name is too long";
        case ELOOP:
            return "the symbolic links lead in a circle";
        default:
            return std::strerror(number);
    }
}

model::Result<std::string> readRegularFile(const std::string& path, std::size_t limit) {
    if (path.find('\0') != std::string::npos) return model::failure("", "a file name contains a zero byte");
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return model::failure(path, "cannot be read: " + systemError(errno));
    if (const auto regular = requireRegular(path, status); !regular) return tl::unexpected(regular.error());
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0)
        return model::failure(path, "cannot be read: " + systemError(errno));
    if (const auto regular = requireRegular(path, status); !regular) return tl::unexpected(regular.error());
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limit)
        return model::failure(path, fmt::format("is {} bytes long, expected at most {}", size, limit));
    return readToEnd(path, file.number(), size, limit);
}

model::Result<void> replaceFiles(const std::vector<FileContent>& files) {
    std::deque<Replacement> replacements;
    for (const FileContent& file : files) {
        if (const auto named = requireName(file.path); !named) return named;
        if (auto prepared = replacements.emplace_back(file.path).prepare(file.content); !prepared)
            return prepared;
    }
    for (std::size_t at = 0; at < replacements.size(); ++at) {
        const auto taken = replacements[at].take();
        if (taken) continue;
        while (at > 0) replacements[--at].giveBack();
        return taken;
    }
    return {};
}

}  // namespace app
