#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/result.h"

namespace simulator {

/// What a journal belongs to: names and values, such as `seed`, `7`.
using JournalQuestion = std::vector<std::pair<std::string, std::string>>;

/// A file that grows by whole records, each on the disk before `append` returns: a killed process, or a
/// machine without power, loses at most the record that was being written. Each line is the FNV-1a hash of
/// its record and the record; the first states the question. A torn last line is dropped when it is opened
/// again.
class Journal {
public:
    /// Opens the file, or makes it. Fails, naming it, when it belongs to another question (told is the first
    /// thing that is different), is damaged before its last line, is in use by another process, or cannot be
    /// written.
    static model::Result<Journal> open(const std::string& path, const JournalQuestion& question);

    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&& other) noexcept;
    ~Journal();

    /// Those that were there when it was opened, in their order.
    const std::vector<std::string>& records() const { return m_records; }
    /// A record is any text; line breaks in it are written as `\n`.
    model::Result<void> append(const std::string& record);

private:
    Journal(std::string path, int file) : m_path(std::move(path)), m_file(file) {}
    model::Result<void> read(const std::string& header, const JournalQuestion& question);
    model::Result<void> write(const std::string& text);

    std::string m_path;
    int m_file;
    std::vector<std::string> m_records;
};

}  // namespace simulator
