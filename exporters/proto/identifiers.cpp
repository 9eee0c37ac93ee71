#include "exporters/proto/identifiers.h"

#include <algorithm>
#include <array>

namespace exporters {

namespace {

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlphanumeric(char c) {
    return isLower(c) || isUpper(c) || isDigit(c);
}
char lowered(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
char raised(char c) {
    return isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string loweredText(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), lowered);
    return text;
}

/// Whether a word of CamelCase begins at that place of a run of letters and digits.
bool beginsWord(std::string_view text, std::size_t at) {
    if (!isUpper(text[at])) return false;
    const bool afterSmall = !isUpper(text[at - 1]);
    const bool beforeSmall = at + 1 < text.size() && isLower(text[at + 1]);
    return afterSmall || beforeSmall;
}

bool isPascal(std::string_view text) {
    return !text.empty() && isUpper(text.front()) && std::all_of(text.begin(), text.end(), isAlphanumeric) &&
           std::any_of(text.begin(), text.end(), isLower);
}

/// What the C++ code generator makes for each message, whatever its fields are.
const std::set<std::string>& reservedFieldNames() {
    static const std::set<std::string> names = {"descriptor", "default_instance", "internal_default_instance",
                                                "unknown_fields", "mutable_unknown_fields"};
    return names;
}

std::string withoutUnderscores(const std::string& name) {
    std::string result;
    std::copy_if(name.begin(), name.end(), std::back_inserter(result), [](char c) { return c != '_'; });
    return result;
}

}  // namespace

std::vector<std::string> wordsOfName(std::string_view text) {
    std::vector<std::string> words;
    bool inWord = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool belongs = isAlphanumeric(text[at]);
        if (belongs && (!inWord || beginsWord(text, at))) words.emplace_back();
        if (belongs) words.back() += text[at];
        inWord = belongs;
    }
    return words;
}

std::string pascalIdentifier(std::string_view text, std::string_view fallback) {
    if (isPascal(text)) return std::string(text);
    std::string identifier;
    for (const std::string& word : wordsOfName(text)) {
        std::string part = loweredText(word);
        part.front() = raised(part.front());
        identifier += part;
    }
    if (identifier.empty()) identifier = fallback;
    return isDigit(identifier.front()) ? "N" + identifier : identifier;
}

std::string snakeIdentifier(std::string_view text, std::string_view fallback) {
    std::string identifier;
    for (const std::string& word : wordsOfName(text))
        identifier += (identifier.empty() ? "" : "_") + loweredText(word);
    if (identifier.empty()) identifier = fallback;
    return isDigit(identifier.front()) ? "n" + identifier : identifier;
}

std::string plainWords(std::string_view text) {
    std::string result;
    for (const std::string& word : wordsOfName(text))
        result += (result.empty() ? "" : " ") + loweredText(word);
    return result;
}

std::string IdentifierScope::take(const std::string& name, std::string_view separator) {
    std::string candidate = name;
    for (int n = 2; !m_taken.insert(candidate).second; ++n)
        candidate = name + std::string(separator) + std::to_string(n);
    return candidate;
}

std::string FieldScope::take(const std::string& name) {
    const std::string base = reservedFieldNames().count(name) ? name + "_value" : name;
    std::string candidate = base;
    for (int n = 2; meetsAnother(candidate); ++n) candidate = base + "_" + std::to_string(n);
    m_names.insert(candidate);
    m_jsonNames.insert(withoutUnderscores(candidate));
    return candidate;
}

bool FieldScope::meetsAnother(const std::string& name) const {
    if (m_jsonNames.count(withoutUnderscores(name))) return true;
    constexpr std::array<const char*, 9> prefixes = {"has_",
                                                     "set_",
                                                     "clear_",
                                                     "mutable_",
                                                     "release_",
                                                     "add_",
                                                     "set_allocated_",
                                                     "unsafe_arena_release_",
                                                     "unsafe_arena_set_allocated_"};
    const auto derives = [&](const std::string& derived, const std::string& from) {
        if (derived == from + "_size") return true;
        return std::any_of(prefixes.begin(), prefixes.end(),
                           [&](const char* prefix) { return derived == prefix + from; });
    };
    return std::any_of(m_names.begin(), m_names.end(), [&](const std::string& other) {
        return derives(name, other) || derives(other, name);
    });
}

}  // namespace exporters
