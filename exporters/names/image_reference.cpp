#include <algorithm>

#include "exporters/names/ascii.h"
#include "exporters/names/names.h"

namespace exporters {

namespace {

bool isTag(std::string_view tag) {
    const auto allowed = [](char c) { return ascii::isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; };
    return !tag.empty() && tag.size() <= 128 && tag.front() != '.' && tag.front() != '-' &&
           std::all_of(tag.begin(), tag.end(), allowed);
}

bool isDigest(std::string_view digest) {
    constexpr std::string_view algorithm = "sha256:";
    return digest.substr(0, algorithm.size()) == algorithm && digest.size() == algorithm.size() + 64 &&
           ascii::isHexadecimal(digest.substr(algorithm.size()));
}

bool isPathComponent(std::string_view part) {
    const auto allowed = [](char c) { return ascii::isLowerOrDigit(c) || c == '.' || c == '_' || c == '-'; };
    return !part.empty() && ascii::isLowerOrDigit(part.front()) && ascii::isLowerOrDigit(part.back()) &&
           std::all_of(part.begin(), part.end(), allowed);
}

/// As the reference grammar of container registries tells a domain from a path.
bool isDomain(std::string_view part) {
    if (part != "localhost" && part.find_first_of(".:") == std::string_view::npos) return false;
    const auto allowed = [](char c) { return ascii::isAlphanumeric(c) || c == '.' || c == '-' || c == ':'; };
    return !part.empty() && ascii::isAlphanumeric(part.front()) && ascii::isAlphanumeric(part.back()) &&
           std::all_of(part.begin(), part.end(), allowed);
}

}  // namespace

bool isImageReference(std::string_view text) {
    if (text.empty() || text.size() > 1024) return false;
    if (const auto at = text.find('@'); at != std::string_view::npos) {
        if (!isDigest(text.substr(at + 1))) return false;
        text = text.substr(0, at);
    }
    const auto slash = text.rfind('/');
    const auto colon = text.find(':', slash == std::string_view::npos ? 0 : slash);
    if (colon != std::string_view::npos) {
        if (!isTag(text.substr(colon + 1))) return false;
        text = text.substr(0, colon);
    }
    for (bool first = true;; first = false) {
        const auto end = text.find('/');
        const std::string_view part = text.substr(0, end);
        if (!isPathComponent(part) && !(first && end != std::string_view::npos && isDomain(part)))
            return false;
        if (end == std::string_view::npos) return true;
        text = text.substr(end + 1);
    }
}

}  // namespace exporters
