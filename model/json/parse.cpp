#include "model/check.h"
#include "model/json/guard.h"
#include "model/json/json.h"
#include "model/json/reader.h"

namespace model {
namespace reading {

std::string describeValue(const Json& value) {
    const auto clipped = [](std::string text) {
        return text.size() <= 60 ? text : text.substr(0, 57) + "...";
    };
    switch (value.type()) {
        case Json::value_t::null:
            return "null";
        case Json::value_t::boolean:
            return value.get<bool>() ? "true" : "false";
        case Json::value_t::string:
            return "the text \"" + clipped(value.get<std::string>()) + "\"";
        case Json::value_t::array:
            return "a list";
        case Json::value_t::object:
            return "an object";
        default:
            return "the number " + clipped(value.dump());
    }
}

/// The tree of a file, or why it cannot be one.
Result<Json> parseTree(std::string_view text) {
    if (text.size() > maxFileSize)
        return failure("", fmt::format("{} bytes long, expected at most {}", text.size(), maxFileSize));
    if (auto fault = findJsonFault(text)) return tl::unexpected(std::move(*fault));
    return Json::parse(text, nullptr, false);
}

/// Checks the field that marks the format and states its version.
std::optional<Error> refuseVersion(const Json& tree, const char* key, const char* what) {
    if (!tree.is_object())
        return Error{"", fmt::format("expected {}: an object, found {}", what, describeValue(tree))};
    const auto found = tree.find(key);
    if (found == tree.end())
        return Error{
            "", fmt::format("expected {}, found no field \"{}\" with the version of the format", what, key)};
    const std::string place = fmt::format("/{}", key);
    if (!found->is_number_integer() || found->get<std::int64_t>() < 1)
        return Error{place, fmt::format("expected a format version from 1 to {}, found {}", formatVersion,
                                        describeValue(*found))};
    if (found->get<std::int64_t>() > formatVersion)
        return Error{
            place,
            fmt::format("written by a newer version of Lintel: format {}, this version reads up to format {}",
                        found->dump(), formatVersion)};
    return std::nullopt;
}

/// The tree of a supported version, without the field that says so.
Result<Json> parseFile(std::string_view text, const char* key, const char* what) {
    Result<Json> tree = parseTree(text);
    if (!tree) return tree;
    if (auto refused = refuseVersion(*tree, key, what)) return tl::unexpected(std::move(*refused));
    tree->erase(key);
    return tree;
}

}  // namespace reading

Result<ParsedProject> parseProject(std::string_view text) {
    const auto tree = reading::parseFile(text, "lintel", "a Lintel model");
    if (!tree) return tl::unexpected(tree.error());
    ParsedProject parsed;
    reading::Walk walk;
    reading::read(*tree, parsed.project, walk);
    if (walk.failed()) return tl::unexpected(std::move(*walk.error));
    parsed.problems = check(parsed.project);
    return parsed;
}

Result<Layout> parseLayout(std::string_view text) {
    const auto tree = reading::parseFile(text, "lintel_layout", "a Lintel layout");
    if (!tree) return tl::unexpected(tree.error());
    Layout layout;
    reading::Walk walk;
    reading::read(*tree, layout, walk);
    if (walk.failed()) return tl::unexpected(std::move(*walk.error));
    return layout;
}

}  // namespace model
