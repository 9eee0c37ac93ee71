#include "app/cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "app/file/posix_file.h"

namespace app {

std::string withoutControlCharacters(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const auto byte = static_cast<unsigned char>(text[index]);
        const auto next = index + 1 < text.size() ? static_cast<unsigned char>(text[index + 1]) : 0;
        const bool isC1 = byte == 0xc2 && next >= 0x80 && next <= 0x9f;
        if (isC1) ++index;
        clean += isC1 || (byte < 0x20 && byte != '\n') || byte == 0x7f ? '?' : text[index];
    }
    return clean;
}

Console::Console() : m_progressWanted(::isatty(STDERR_FILENO) == 1) {}

void Console::write(std::string_view text) {
    clearProgress();
    if (m_error != 0) return;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) m_error = errno;
}

void Console::print(std::string_view text) {
    write(withoutControlCharacters(text));
}

void Console::printDocument(std::string_view text) {
    write(text);
}

void Console::message(std::string_view text) {
    clearProgress();
    flushOutput();
    const std::string line = withoutControlCharacters(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::showProgress(std::string_view text) {
    if (!m_progressWanted) return;
    const std::string line = "\r\033[K" + withoutControlCharacters(text);
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    m_progressShown = true;
}

void Console::clearProgress() {
    if (!m_progressShown) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_progressShown = false;
}

void Console::flushOutput() {
    if (std::fflush(stdout) != 0 && m_error == 0) m_error = errno;
}

bool Console::finish() {
    clearProgress();
    flushOutput();
    if (m_error == 0 || m_error == EPIPE) return true;
    message("lintel: standard output cannot be written: " + systemError(m_error));
    return false;
}

}  // namespace app
