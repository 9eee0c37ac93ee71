#include "exporters/proto/comment.h"

#include <vector>

namespace exporters {

namespace {

constexpr std::size_t lineLength = 100;
constexpr std::string_view replacement = "\xEF\xBF\xBD";
/// The C++ plugin of gRPC takes a dollar sign in a comment for the begin of a variable and aborts.
constexpr std::string_view fullWidthDollar = "\xEF\xBC\x84";

/// The length of the well-formed UTF-8 sequence at that place, or 0 (RFC 3629, table of section 4).
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t offset) -> unsigned {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
    };
    const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = first == 0xED && byte(1) > 0x9F;
        return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90;
        const bool beyond = first == 0xF4 && byte(1) > 0x8F;
        return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

bool isLineBreak(std::string_view sequence) {
    return sequence == "\n" || sequence == "\r" || sequence == "\v" || sequence == "\f" ||
           sequence == "\xC2\x85" || sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9";
}

/// Control characters of C0 and C1, and the marks that turn the direction of what is shown after them.
bool isInvisible(std::string_view sequence) {
    if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]) < 0x20 || sequence[0] == 0x7F;
    if (sequence.size() == 2) return sequence[0] == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0;
    return (sequence >= "\xE2\x80\xAA" && sequence <= "\xE2\x80\xAE") ||
           (sequence >= "\xE2\x81\xA6" && sequence <= "\xE2\x81\xA9") || sequence == "\xEF\xBB\xBF";
}

/// The words of the text; an empty one stands for a line break.
std::vector<std::string> wordsAndBreaks(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text, at);
        const std::string_view sequence = length ? text.substr(at, length) : replacement;
        at += length ? length : 1;
        if (isLineBreak(sequence)) {
            finish();
            words.emplace_back();
        } else if (sequence == " " || isInvisible(sequence)) {
            finish();
        } else {
            word += sequence == "$" ? fullWidthDollar : sequence;
        }
    }
    finish();
    return words;
}

/// What must not begin a comment line: instructions to linters.
bool isInstruction(std::string_view line) {
    return line.substr(0, 4) == "buf:" || line.substr(0, 6) == "NOLINT" ||
           line.substr(0, 12) == "clang-format";
}

std::string commentLine(std::string_view indent, std::string line) {
    if (isInstruction(line)) line = "Note: " + line;
    if (line.back() == '\\') line += '.';
    return std::string(indent) + "// " + line + "\n";
}

}  // namespace

std::string lineComment(std::string_view text, std::string_view indent) {
    std::string result;
    std::string line;
    const auto finish = [&] {
        if (!line.empty()) result += commentLine(indent, std::move(line));
        line.clear();
    };
    for (const std::string& word : wordsAndBreaks(text)) {
        const bool full = indent.size() + 4 + line.size() + word.size() > lineLength;
        if (word.empty() || full) finish();
        if (!word.empty()) line += (line.empty() ? "" : " ") + word;
    }
    finish();
    return result;
}

std::string oneLine(std::string_view text, std::size_t limit) {
    std::string line;
    for (const std::string& word : wordsAndBreaks(text)) {
        if (word.empty()) continue;
        if (line.size() + word.size() + 1 > limit) break;
        line += (line.empty() ? "" : " ") + word;
    }
    return line;
}

std::string sentence(std::string_view text) {
    std::string result(text);
    if (result.empty()) return result;
    if (result.front() >= 'a' && result.front() <= 'z')
        result.front() = static_cast<char>(result.front() - 'a' + 'A');
    return result + ".";
}

}  // namespace exporters
