#include "app/exporting/place_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "app/file/posix_file.h"

namespace app {

namespace {

model::Result<void> failedWrite(const std::string& path, int error) {
    return model::failure(path, "cannot be written: " + systemError(error));
}

/// 0, or an errno.
int fill(Descriptor& file, const std::string& content) {
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t count = ::write(file.number(), content.data() + done, content.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        done += static_cast<std::size_t>(count);
    }
    return file.close();
}

/// Those of the file that is replaced, or what the user's mask leaves.
void setPermissions(const Descriptor& file, const std::string& replaced, bool executable) {
    struct stat status {};
    const bool exists = ::stat(replaced.c_str(), &status) == 0;
    if (!exists && ::fstat(file.number(), &status) != 0) return;
    const mode_t readable = status.st_mode & 0444;
    ::fchmod(file.number(), (status.st_mode & 0777) | (executable ? readable >> 2 : 0));
}

std::string temporaryName(const std::filesystem::path& target) {
    std::random_device source;
    return (target.parent_path() / fmt::format(".lintel-{:08x}{:08x}", source(), source())).string();
}

}  // namespace

model::Result<void> placeFile(const std::string& path, const std::string& content, bool executable) {
    std::error_code missing;
    const std::filesystem::path existing = std::filesystem::canonical(path, missing);
    const std::string target = missing ? path : existing.string();
    if (!missing && ::access(target.c_str(), W_OK) != 0) return failedWrite(path, errno);
    const std::string temporary = temporaryName(target);
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.isOpen()) return failedWrite(path, errno);
    setPermissions(file, target, executable);
    int error = fill(file, content);
    if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
    if (error == 0) return {};
    ::unlink(temporary.c_str());
    return failedWrite(path, error);
}

}  // namespace app
