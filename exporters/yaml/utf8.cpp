#include "exporters/yaml/utf8.h"

namespace exporters {

namespace {

constexpr char32_t replacementCharacter = 0xfffd;

int followersOf(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xc2 && lead <= 0xdf) return 1;
    if (lead >= 0xe0 && lead <= 0xef) return 2;
    if (lead >= 0xf0 && lead <= 0xf4) return 3;
    return -1;
}

bool isWellFormed(char32_t codePoint, int followers) {
    constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
    return codePoint >= least[followers] && codePoint <= 0x10ffff &&
           !(codePoint >= 0xd800 && codePoint <= 0xdfff);
}

}  // namespace

char32_t takeUtf8(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const int followers = followersOf(lead);
    constexpr unsigned char masks[] = {0x7f, 0x1f, 0x0f, 0x07};
    char32_t codePoint = followers < 0 ? replacementCharacter : lead & masks[followers];
    bool whole = followers >= 0 && text.size() > static_cast<std::size_t>(followers);
    for (int i = 1; whole && i <= followers; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        whole = (next & 0xc0) == 0x80;
        codePoint = codePoint << 6 | (next & 0x3f);
    }
    whole = whole && isWellFormed(codePoint, followers);
    text.remove_prefix(whole ? followers + 1 : 1);
    return whole ? codePoint : replacementCharacter;
}

void appendUtf8(std::string& out, char32_t codePoint) {
    const auto byte = [&](char32_t value) { out += static_cast<char>(value); };
    if (codePoint < 0x80) {
        byte(codePoint);
        return;
    }
    if (codePoint < 0x800) {
        byte(0xc0 | codePoint >> 6);
    } else if (codePoint < 0x10000) {
        byte(0xe0 | codePoint >> 12);
        byte(0x80 | (codePoint >> 6 & 0x3f));
    } else {
        byte(0xf0 | codePoint >> 18);
        byte(0x80 | (codePoint >> 12 & 0x3f));
        byte(0x80 | (codePoint >> 6 & 0x3f));
    }
    byte(0x80 | (codePoint & 0x3f));
}

std::string shortened(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return std::string(text);
    constexpr std::string_view ellipsis = "\u2026";
    std::string result;
    while (!text.empty()) {
        std::string next;
        appendUtf8(next, takeUtf8(text));
        if (result.size() + next.size() + ellipsis.size() > limit) break;
        result += next;
    }
    return result + std::string(ellipsis);
}

}  // namespace exporters
