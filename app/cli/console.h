#pragma once

#include <string>
#include <string_view>

namespace app {

/// Where a command speaks: answers to standard output, progress and messages to standard error.
class Console {
public:
    Console();

    /// Text for people. Control characters in it (out of a file's names) cannot reach the terminal.
    void print(std::string_view text);
    /// A document, byte for byte.
    void printDocument(std::string_view text);
    /// A line on standard error.
    void message(std::string_view text);

    /// Shows how far something has come; on a terminal only, each time in the same line.
    void showProgress(std::string_view text);
    void clearProgress();

    /// Writes out what is buffered. False when standard output did not take everything, and the reason is
    /// told; a reader that has gone away (`| head`) is no failure.
    bool finish();

private:
    void write(std::string_view text);
    void flushOutput();

    bool m_progressWanted = false;
    bool m_progressShown = false;
    int m_error = 0;
};

/// The text with control characters (all but line breaks) replaced by `?`.
std::string withoutControlCharacters(std::string_view text);

}  // namespace app
