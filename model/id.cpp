#include "model/id.h"

namespace model {
namespace {

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

bool isValidId(std::string_view text) {
    if (text.empty() || text.size() > maxIdLength) return false;
    bool afterWord = false;
    for (const char c : text) {
        if (!isWordCharacter(c) && !((c == '-' || c == '.') && afterWord)) return false;
        afterWord = isWordCharacter(c);
    }
    return afterWord;
}

std::string slug(std::string_view name, std::string_view fallback) {
    std::string result;
    bool lowerBefore = false;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        const char lower = upper ? static_cast<char>(c - 'A' + 'a') : c;
        const bool separates = !isWordCharacter(lower) || (upper && lowerBefore);
        if (separates && !result.empty() && result.back() != '-') result += '-';
        if (isWordCharacter(lower)) result += lower;
        lowerBefore = !upper && isWordCharacter(lower);
    }
    if (result.size() > 60) result.resize(60);
    while (!result.empty() && result.back() == '-') result.pop_back();
    return result.empty() ? std::string(fallback) : result;
}

}  // namespace model
