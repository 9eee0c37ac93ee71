#pragma once

#include <string>

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
/// Replaces a file at once; see `writeFile`.
model::Result<void> replaceFile(const std::string& path, const std::string& content);

}  // namespace app
