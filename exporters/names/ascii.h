#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// Characters of ASCII, whatever the locale.
namespace exporters::ascii {

constexpr bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool isLetter(char c) {
    return isLower(c) || isUpper(c);
}
constexpr bool isLowerOrDigit(char c) {
    return isLower(c) || isDigit(c);
}
constexpr bool isAlphanumeric(char c) {
    return isLetter(c) || isDigit(c);
}
constexpr char toLower(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char toUpper(char c) {
    return isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string toLower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = toLower(c);
    return result;
}

inline bool isHexadecimal(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); });
}

}  // namespace exporters::ascii
