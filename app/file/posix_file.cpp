#include "app/file/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
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

/// A new file in the folder of the target; removed again unless it took the target's place.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::filesystem::path& folder) : m_path((folder / randomName()).string()) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (m_exists) ::unlink(m_path.c_str());
    }

    /// Writes and flushes it to the disk; 0 or an errno. `like`: what it is to replace, or null.
    int fill(const std::string& content, const struct stat* like) {
        Descriptor file(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!file.isOpen()) return errno;
        m_exists = true;
        if (like) takeOver(file.number(), *like);
        if (const int error = writeAll(file.number(), content)) return error;
        if (::fsync(file.number()) != 0) return errno;
        return file.close();
    }

    int renameTo(const std::string& target) {
        if (::rename(m_path.c_str(), target.c_str()) != 0) return errno;
        m_exists = false;
        return 0;
    }

private:
    /// The owner where that is allowed, and the permissions, of the file that is replaced.
    static void takeOver(int descriptor, const struct stat& like) {
        const bool ownerKept = ::fchown(descriptor, like.st_uid, like.st_gid) == 0;
        ::fchmod(descriptor, like.st_mode & (ownerKept ? 07777 : 0777));
    }

    std::string m_path;
    bool m_exists = false;
};

void flushFolder(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.isOpen()) ::fsync(descriptor.number());
}

model::Result<void> replaceTarget(const std::string& path, const std::filesystem::path& target,
                                  const std::string& content) {
    struct stat status {};
    const bool exists = ::stat(target.c_str(), &status) == 0;
    if (exists) {
        if (const auto regular = requireRegular(path, status); !regular) return regular;
        if (::access(target.c_str(), W_OK) != 0)
            return model::failure(path, "cannot be written: " + systemError(errno));
    }
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    TemporaryFile temporary(folder);
    int error = temporary.fill(content, exists ? &status : nullptr);
    if (error == 0) error = temporary.renameTo(target.string());
    if (error != 0) {
        const char* rest = exists ? "; the old file is unchanged" : "";
        return model::failure(path, "cannot be written: " + systemError(error) + rest);
    }
    flushFolder(folder);
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

model::Result<void> replaceFile(const std::string& path, const std::string& content) {
    if (path.find('\0') != std::string::npos) return model::failure("", "a file name contains a zero byte");
    if (path.empty()) return model::failure("", "a file name is missing");
    const auto target = endOfLinks(path);
    if (!target) return tl::unexpected(target.error());
    return replaceTarget(path, *target, content);
}

}  // namespace app
