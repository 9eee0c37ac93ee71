#pragma once

#include <string>
#include <vector>

#include "model/result.h"

namespace app {

/// An open file descriptor, closed at the end of its life.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    bool isOpen() const { return m_number >= 0; }
    int number() const { return m_number; }
    /// Closes it now; 0, or the errno of what the file system still had to say.
    int close();

private:
    int m_number;
};

/// What an errno means, in words for people: `no space is left on the device`.
std::string systemError(int number);

/// Reads a regular file of at most `limit` bytes; see `readFile`.
model::Result<std::string> readRegularFile(const std::string& path, std::size_t limit);
/// What a file is to hold.
struct FileContent {
    std::string path;
    std::string content;
};
/// Replaces files at once, all or none: each is written beside its place and flushed to the disk before the
/// first takes its place; where a later one cannot, the earlier ones get their old content back.
model::Result<void> replaceFiles(const std::vector<FileContent>& files);

}  // namespace app
