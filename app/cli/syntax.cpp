#include "app/cli/syntax.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <map>

namespace app {

namespace {

std::vector<std::string> splitAtCommas(const std::string& text) {
    std::vector<std::string> items;
    std::istringstream stream(text);
    for (std::string item; std::getline(stream, item, ',');)
        if (!item.empty()) items.push_back(item);
    return items;
}

std::optional<std::uint64_t> parseNumber(const std::string& text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

}  // namespace

std::optional<model::Duration> parseDuration(const std::string& text) {
    static const std::map<std::string, double> units{{"", 1},     {"ms", 1e-3}, {"s", 1},    {"m", 60},
                                                     {"min", 60}, {"h", 3600},  {"d", 86400}};
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    const auto unit = units.find(std::string(rest, end));
    constexpr double longest = 366.0 * 86400;
    if (error != std::errc() || unit == units.end()) return std::nullopt;
    const double inSeconds = number * unit->second;
    if (!(inSeconds >= 1e-9) || inSeconds > longest) return std::nullopt;
    return model::seconds(inSeconds);
}

std::optional<double> parseShare(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    const std::string unit(rest, end);
    if (error != std::errc() || !(unit.empty() || unit == "%" || unit == " %")) return std::nullopt;
    const double share = unit.empty() ? number : number / 100;
    if (!(share > 0) || share >= 1) return std::nullopt;
    return share;
}

void Syntax::argument(const std::string& name, std::string& value, const std::string& help) {
    m_command.add_option(name, value, help)->required()->type_name("");
}

void Syntax::arguments(const std::string& name, std::vector<std::string>& values, const std::string& help) {
    m_command.add_option(name, values, help)->required()->type_name("");
}

void Syntax::optionalArgument(const std::string& name, std::string& value, const std::string& help) {
    m_command.add_option(name, value, help)->type_name("");
}

void Syntax::flag(const std::string& name, bool& value, const std::string& help) {
    m_command.add_flag(name, value, help);
}

void Syntax::text(const std::string& name, const std::string& placeholder, std::string& value,
                  const std::string& help, bool required) {
    m_command.add_option(name, value, help)->type_name(placeholder)->required(required);
}

void Syntax::texts(const std::string& name, const std::string& placeholder, std::vector<std::string>& values,
                   const std::string& help) {
    const auto take = [&values](const std::vector<std::string>& found) {
        values.insert(values.end(), found.begin(), found.end());
        return true;
    };
    m_command.add_option(name, take, help)
        ->type_name(placeholder)
        ->type_size(1)
        ->allow_extra_args(false)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Syntax::choice(const std::string& name, std::string& value, const std::vector<std::string>& words,
                    const std::string& help) {
    std::string placeholder;
    for (const std::string& word : words) placeholder += (placeholder.empty() ? "" : "|") + word;
    const auto isWord = [words, placeholder](const std::string& text) {
        const bool known = std::find(words.begin(), words.end(), text) != words.end();
        return known ? std::string() : "found `" + text + "`, expected " + placeholder;
    };
    m_command.add_option(name, value, help)->type_name(placeholder)->check(CLI::Validator(isWord, ""));
}

void Syntax::list(const std::string& name, const std::string& placeholder, std::vector<std::string>& value,
                  const std::string& help) {
    const auto take = [&value](const std::string& text) {
        for (std::string& item : splitAtCommas(text)) value.push_back(std::move(item));
    };
    m_command.add_option_function<std::string>(name, take, help)->type_name(placeholder);
}

void Syntax::number(const std::string& name, std::optional<std::uint64_t>& value, std::uint64_t least,
                    std::uint64_t most, const std::string& help) {
    const auto take = [=, &value](const std::string& text) {
        value = parseNumber(text);
        if (!value || *value < least || *value > most)
            throw CLI::ValidationError(name, "found `" + text + "`, expected a whole number from " +
                                                 std::to_string(least) + " to " + std::to_string(most));
    };
    m_command.add_option_function<std::string>(name, take, help)->type_name("N");
}

void Syntax::duration(const std::string& name, std::optional<model::Duration>& value,
                      const std::string& help) {
    const auto take = [name, &value](const std::string& text) {
        value = parseDuration(text);
        if (!value)
            throw CLI::ValidationError(
                name, "found `" + text + "`, expected a length of time such as 90s, 10m or 2h");
    };
    m_command.add_option_function<std::string>(name, take, help)->type_name("TIME");
}

void Syntax::rate(const std::string& name, std::optional<double>& value, const std::string& help) {
    const auto take = [=, &value](const std::string& text) {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size() || !(number > 0) || number > 1e8)
            throw CLI::ValidationError(
                name, "found `" + text + "`, expected a number above 0 and at most 1e8, such as 250");
        value = number;
    };
    m_command.add_option_function<std::string>(name, take, help)->type_name("RATE");
}

void Syntax::share(const std::string& name, std::optional<double>& value, const std::string& help) {
    const auto take = [=, &value](const std::string& text) {
        value = parseShare(text);
        if (!value)
            throw CLI::ValidationError(
                name, "found `" + text + "`, expected a share above 0 and below 100 %, such as 1%");
    };
    m_command.add_option_function<std::string>(name, take, help)->type_name("SHARE");
}

}  // namespace app
