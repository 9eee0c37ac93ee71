#include "exporters/names/names.h"

#include <algorithm>
#include <vector>

#include "exporters/names/ascii.h"

namespace exporters {

namespace {

constexpr std::size_t hashLength = 8;

/// The runs of ASCII letters and digits, in lower case.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    bool inWord = false;
    for (const char c : text) {
        if (ascii::isAlphanumeric(c)) {
            if (!inWord) words.emplace_back();
            words.back() += ascii::toLower(c);
        }
        inWord = ascii::isAlphanumeric(c);
    }
    return words;
}

std::string joined(const std::vector<std::string>& words, char separator) {
    std::string result;
    for (const std::string& word : words) {
        if (!result.empty()) result += separator;
        result += word;
    }
    return result;
}

/// `name` + separator + hash of `origin`, within the limit.
std::string withHash(std::string_view name, std::string_view origin, std::string_view separator,
                     std::size_t limit) {
    const std::size_t room = limit - hashLength - separator.size();
    std::string head(name.substr(0, room));
    while (!head.empty() && (head.back() == '-' || head.back() == '_')) head.pop_back();
    return head + std::string(separator) + shortHash(origin);
}

std::string hexadecimal(std::uint64_t value) {
    std::string digits(16, '0');
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4)
        *digit = "0123456789abcdef"[value & 15];
    return digits;
}

}  // namespace

std::uint64_t fingerprint(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

std::string longHash(std::string_view text) {
    return hexadecimal(fingerprint(text));
}
std::string shortHash(std::string_view text) {
    return longHash(text).substr(0, hashLength);
}

std::string dnsLabel(std::string_view text, std::size_t limit, std::string_view fallback) {
    std::string label = joined(wordsOf(text), '-');
    if (label.empty()) label = fallback;
    if (ascii::isDigit(label.front())) label = "n-" + label;
    return label.size() <= limit ? label : withHash(label, text, "-", limit);
}

std::string snakeCase(std::string_view text, std::string_view fallback) {
    std::string identifier = joined(wordsOf(text), '_');
    if (identifier.empty()) identifier = fallback;
    return ascii::isDigit(identifier.front()) ? "n_" + identifier : identifier;
}

std::string upperSnakeCase(std::string_view text, std::string_view fallback) {
    std::string identifier = snakeCase(text, fallback);
    for (char& c : identifier) c = ascii::toUpper(c);
    return identifier;
}

std::string camelCase(std::string_view text, std::string_view fallback) {
    std::string identifier;
    for (std::string& word : wordsOf(text)) {
        word.front() = ascii::toUpper(word.front());
        identifier += word;
    }
    if (identifier.empty()) identifier = fallback;
    return ascii::isDigit(identifier.front()) ? "N" + identifier : identifier;
}

bool isDnsLabel(std::string_view text, std::size_t limit) {
    return !text.empty() && text.size() <= limit && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) { return ascii::isLowerOrDigit(c) || c == '-'; });
}

bool isPortName(std::string_view text) {
    return isDnsLabel(text, maxPortNameLength) && text.find("--") == std::string_view::npos &&
           std::any_of(text.begin(), text.end(), ascii::isLower);
}

bool isLabelValue(std::string_view text) {
    if (text.empty()) return true;
    const auto allowed = [](char c) { return ascii::isAlphanumeric(c) || c == '.' || c == '_' || c == '-'; };
    return text.size() <= maxLabelLength && ascii::isAlphanumeric(text.front()) &&
           ascii::isAlphanumeric(text.back()) && std::all_of(text.begin(), text.end(), allowed);
}

std::string UniqueNames::take(const std::string& name, std::string_view origin, std::string_view separator,
                              std::size_t limit) {
    std::string candidate = name;
    for (std::string seed(origin); !m_taken.insert(ascii::toLower(candidate)).second; seed += '+')
        candidate = withHash(name, seed, separator, limit);
    return candidate;
}

void UniqueNames::reserve(const std::string& name) {
    m_taken.insert(ascii::toLower(name));
}

}  // namespace exporters
