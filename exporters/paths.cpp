#include "exporters/paths.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "exporters/names/ascii.h"
#include "exporters/yaml/utf8.h"

namespace exporters {

namespace {

/// Leaves room for suffixes of files beside it.
constexpr std::size_t longestGeneratedPart = 200;
constexpr std::size_t longestPath = 1000;

bool isUtf8(std::string_view text) {
    while (!text.empty())
        if (takeUtf8(text) == 0xfffd) return false;
    return true;
}

std::string partProblem(std::string_view part, std::size_t longestPart) {
    if (part.empty()) return "it has an empty part";
    if (part == "." || part == "..") return fmt::format("it has the part `{}`", part);
    if (part.size() > longestPart)
        return fmt::format("a part has {} bytes, at most {} expected", part.size(), longestPart);
    if (part.back() == '.' || part.back() == ' ') return "a part ends with a dot or a space";
    const auto bad = std::find_if(part.begin(), part.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':';
    });
    if (bad != part.end())
        return fmt::format("it has the character 0x{:02x}", static_cast<unsigned char>(*bad));
    return {};
}

/// The path in quotes with what is not printable ASCII made visible.
std::string shown(const std::string& path) {
    std::string text;
    for (const char c : path.substr(0, 200))
        text += c >= 0x20 && c < 0x7f ? std::string(1, c)
                                      : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    return text;
}

/// Who claims which path; by the path in lower case.
class Claims {
public:
    model::Result<void> claim(const std::string& target, File file) {
        const auto failed = [&](const std::string& why) { return model::failure(shown(file.path), why); };
        if (const std::string problem = pathProblem(file); !problem.empty())
            return failed(fmt::format("target `{}` makes a path that is not safe: {}", target, problem));
        const auto [place, isNew] = m_claims.try_emplace(ascii::toLower(file.path), Claim{target, file});
        if (isNew || place->second.file == file) return {};
        if (place->second.file.path == file.path)
            return failed(fmt::format("targets `{}` and `{}` make it with different contents",
                                      place->second.target, target));
        return failed(fmt::format("it and `{}` differ in case only", shown(place->second.file.path)));
    }

    /// All files, once no file is a folder of another.
    model::Result<std::vector<File>> files() && {
        for (const auto& [path, claim] : m_claims)
            for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
                if (m_claims.count(path.substr(0, slash)))
                    return model::failure(
                        shown(path.substr(0, slash)),
                        fmt::format("it is a file and the folder of `{}`", shown(claim.file.path)));
        std::vector<File> files;
        for (auto& [path, claim] : m_claims) files.push_back(std::move(claim.file));
        std::sort(files.begin(), files.end(),
                  [](const File& left, const File& right) { return left.path < right.path; });
        return files;
    }

private:
    struct Claim {
        std::string target;
        File file;
    };
    std::map<std::string, Claim> m_claims;
};

}  // namespace

std::string pathProblem(const std::string& path, std::size_t longestPart) {
    if (path.empty()) return "it is empty";
    if (path.front() == '/') return "it is absolute";
    if (!isUtf8(path)) return "it is not UTF-8";
    if (path.size() > longestPath)
        return fmt::format("it has {} bytes, at most {} expected", path.size(), longestPath);
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        if (std::string problem = partProblem(std::string_view(path).substr(start, end - start), longestPart);
            !problem.empty())
            return problem;
        start = end + 1;
    }
    return {};
}

std::string pathProblem(const File& file) {
    if (std::string problem = pathProblem(file.path, longestGeneratedPart); !problem.empty()) return problem;
    const bool isBelowGen = ascii::toLower(file.path).rfind("gen/", 0) == 0;
    if (file.ownership == Ownership::Generated && file.path.rfind("gen/", 0) != 0)
        return "it is generated and not below `gen/`";
    if (file.ownership == Ownership::Scaffold && isBelowGen) return "it is scaffold and below `gen/`";
    return {};
}

model::Result<std::vector<File>> joined(std::vector<RenderedTarget> targets) {
    Claims claims;
    for (RenderedTarget& target : targets)
        for (File& file : target.files)
            if (const auto claimed = claims.claim(target.id, std::move(file)); !claimed)
                return tl::unexpected(claimed.error());
    return std::move(claims).files();
}

}  // namespace exporters
