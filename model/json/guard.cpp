#include "model/json/guard.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <unordered_set>
#include <vector>

#include "model/json/pointer.h"

namespace model {
namespace {

/// Where a byte lies in a text, as editors count.
std::string lineAndColumn(std::string_view text, std::size_t position) {
    position = std::min(position, text.size());
    std::size_t line = 1, column = 1;
    for (std::size_t i = 0; i < position; ++i) {
        ++column;
        if (text[i] == '\n') ++line, column = 1;
    }
    return fmt::format("line {}, column {}", line, column);
}

/// Walks the text without building anything.
class Guard : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Guard(std::string_view text) : m_text(text) {}
    std::optional<Error> fault;

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t&) override { return value(); }
    bool string(string_t& text) override { return fits(text) && value(); }
    bool binary(binary_t&) override { return value(); }
    bool start_object(std::size_t) override { return open(std::unordered_set<std::string>()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(std::nullopt); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        if (!fits(name)) return false;
        Level& level = m_levels.back();
        level.key = name;
        if (!level.keys->insert(name).second)
            return refuse(pointer(m_levels.size()),
                          fmt::format("the key \"{}\" is there twice", clipped(name)));
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int numberOverflow = 406;  // Reported through here as well
        if (error.id == numberOverflow)
            return refuse(pointer(m_levels.size()),
                          reason(error.what()) + ", expected a number of at most 1.8e308");
        const std::string place = lineAndColumn(m_text, position > 0 ? position - 1 : 0);
        fault = Error{place, "malformed JSON: " + reason(error.what())};
        return false;
    }

private:
    struct Level {
        std::optional<std::unordered_set<std::string>> keys;  ///< Of an object
        std::string key;
        std::size_t index = 0;  ///< Of the current element of an array
    };

    bool open(std::optional<std::unordered_set<std::string>> keys) {
        if (m_levels.size() >= maxJsonDepth)
            return refuse(pointer(12) + "/...", fmt::format("nested more than {} levels deep", maxJsonDepth));
        m_levels.push_back({std::move(keys), {}, 0});
        return true;
    }
    bool close() {
        m_levels.pop_back();
        return value();
    }
    bool value() {
        if (!m_levels.empty()) ++m_levels.back().index;
        return true;
    }
    bool fits(const std::string& text) {
        if (text.size() <= maxTextLength) return true;
        return refuse(pointer(m_levels.size()),
                      fmt::format("a text of {} bytes, expected at most {}", text.size(), maxTextLength));
    }
    bool refuse(std::string place, std::string message) {
        fault = Error{std::move(place), std::move(message)};
        return false;
    }
    std::string pointer(std::size_t levels) const {
        std::string result;
        for (std::size_t i = 0; i < std::min(levels, m_levels.size()); ++i) {
            const Level& level = m_levels[i];
            result +=
                "/" + (level.keys ? escapedForPointer(clipped(level.key)) : std::to_string(level.index));
        }
        return result;
    }
    static std::string clipped(const std::string& text) {
        return text.size() <= 80 ? text : text.substr(0, 77) + "...";
    }
    /// The library's message without its own numbering and position.
    static std::string reason(std::string_view what) {
        for (const std::string_view marker : {": syntax error ", "] "})
            if (const auto at = what.find(marker); at != std::string_view::npos)
                return clippedReason(what.substr(at + marker.size()));
        return clippedReason(what);
    }
    static std::string clippedReason(std::string_view text) {
        return text.size() <= 300 ? std::string(text) : std::string(text.substr(0, 297)) + "...";
    }

    std::string_view m_text;
    std::vector<Level> m_levels;
};

}  // namespace

std::optional<Error> findJsonFault(std::string_view text) {
    Guard guard(text);
    const bool whole = nlohmann::json::sax_parse(text, &guard);
    if (!whole && !guard.fault) return Error{"", "malformed JSON"};
    return guard.fault;
}

}  // namespace model
