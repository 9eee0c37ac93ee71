#include "app/cli/parameters.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "model/json/guard.h"
#include "model/json/pointer.h"

namespace app {

namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// At the commas that are in no brackets and no quotes.
std::vector<std::string> splitValues(const std::string& text) {
    std::vector<std::string> values(1);
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted && c == '\\' && at + 1 < text.size()) {
            values.back() += c;
            values.back() += text[++at];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (!quoted) depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (c == ',' && !quoted && depth == 0)
            values.emplace_back();
        else
            values.back() += c;
    }
    for (std::string& value : values) value = trimmed(value);
    return values;
}

/// What fields are counted in, as the end of their name says.
enum class Counted { Plainly, InMilliseconds, InSeconds, PerSecond };

Counted countedAt(const std::string& place) {
    if (place == simulator::loadPlace || place.ends_with("_per_s")) return Counted::PerSecond;
    if (place.ends_with("_ms")) return Counted::InMilliseconds;
    return place.ends_with("_s") ? Counted::InSeconds : Counted::Plainly;
}

/// By how much a number of that unit is multiplied; nothing where the unit does not fit.
std::optional<double> factorOf(const std::string& unit, Counted counted) {
    static const std::map<std::string, double> times{{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1},
                                                     {"m", 60},    {"min", 60},  {"h", 3600},  {"d", 86400}};
    static const std::map<std::string, double> rates{
        {"/s", 1}, {"rps", 1}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600}, {"/d", 1.0 / 86400}};
    if (unit == "%") return counted == Counted::Plainly ? std::optional(0.01) : std::nullopt;
    const auto& units = counted == Counted::PerSecond ? rates : times;
    const auto found = units.find(unit);
    if (found == units.end() || counted == Counted::Plainly) return std::nullopt;
    return counted == Counted::InMilliseconds ? found->second * 1e3 : found->second;
}

const char* unitsFor(Counted counted) {
    switch (counted) {
        case Counted::InMilliseconds:
        case Counted::InSeconds:
            return "a time such as 200 ms, 1.5 s or 10 min";
        case Counted::PerSecond:
            return "a rate such as 300/s, 300 rps or 5000/min";
        case Counted::Plainly:
            break;
    }
    return "a number without a unit, or in percent";
}

/// 15 digits are more than anybody types, and fewer than what a conversion adds.
std::string converted(double number, double factor) {
    return fmt::format("{:.15g}", number * factor);
}

bool isWord(const std::string& text) {
    constexpr const char* letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    return !text.empty() && text.find_first_not_of(letters) == std::string::npos;
}

tl::unexpected<Refusal> refused(const std::string& place, const std::string& why) {
    return wrongUse("--set " + place + ": " + why);
}

std::optional<double> numberOf(const std::string& json) {
    double number = 0;
    const char* end = json.data() + json.size();
    const auto [rest, error] = std::from_chars(json.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

/// The words behind a range, each after a colon.
bool readDetails(const std::string& text, simulator::AxisRange& range) {
    std::size_t from = 1;
    while (from <= text.size()) {
        const std::size_t next = std::min(text.find(':', from), text.size());
        const std::string word = trimmed(text.substr(from, next - from));
        std::size_t count = 0;
        const char* end = word.data() + word.size();
        const auto [rest, error] = std::from_chars(word.data(), end, count);
        if (word == "log")
            range.logarithmic = true;
        else if (word == "whole")
            range.whole = true;
        else if (error == std::errc() && rest == end && !range.count)
            range.count = count;
        else
            return false;
        from = next + 1;
    }
    return true;
}

tl::expected<simulator::AxisRange, Refusal> parseRange(const std::string& text, const std::string& place) {
    const std::size_t dots = text.find("..");
    const std::size_t colon = std::min(text.find(':', dots), text.size());
    simulator::AxisRange range;
    const std::string ends[] = {trimmed(text.substr(0, dots)),
                                trimmed(text.substr(dots + 2, colon - dots - 2))};
    double* const numbers[] = {&range.from, &range.to};
    for (int end = 0; end < 2; ++end) {
        const auto json = valueAsJson(ends[end], place);
        if (!json) return refused(place, json.error().message);
        const auto number = numberOf(*json);
        if (!number)
            return refused(place, fmt::format("found `{}` in a range, expected a number", ends[end]));
        *numbers[end] = *number;
    }
    if (colon < text.size() && !readDetails(text.substr(colon), range))
        return refused(place, fmt::format("found `{}` behind a range, expected :n for the number of values, "
                                          ":log or :whole",
                                          text.substr(colon)));
    return range;
}

bool isRange(const std::string& text) {
    return text.find("..") != std::string::npos && text.find_first_of("\"[{") == std::string::npos;
}

}  // namespace

model::Result<std::string> valueAsJson(const std::string& text, const std::string& place) {
    if (!text.empty() && !model::findJsonFault(text)) return text;
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && rest != end) {
        const Counted counted = countedAt(place);
        const std::string unit = trimmed(std::string(rest, end));
        if (const auto factor = factorOf(unit, counted)) return converted(number, *factor);
        return model::failure(place, fmt::format("found `{}`, expected {}", text, unitsFor(counted)));
    }
    if (isWord(text)) return "\"" + text + "\"";
    return model::failure(place, fmt::format("found `{}`, expected JSON, a quantity or a word", text));
}

tl::expected<simulator::Axis, Refusal> parseParameter(const std::string& text,
                                                      const model::ScenarioId& scenario) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return wrongUse("--set: found `" + text +
                        "`, expected PLACE=VALUES, such as /deployments/orders/workers=2,4");
    simulator::Axis axis;
    axis.place = trimmed(text.substr(0, equals));
    if (axis.place != simulator::loadPlace && !axis.place.starts_with('/'))
        axis.place = "/scenarios/" + model::escapedForPointer(scenario.value()) + "/" + axis.place;
    const std::string values = trimmed(text.substr(equals + 1));
    if (isRange(values)) {
        const auto range = parseRange(values, axis.place);
        if (!range) return tl::unexpected(range.error());
        axis.range = *range;
        return axis;
    }
    for (const std::string& value : splitValues(values)) {
        const auto json = valueAsJson(value, axis.place);
        if (!json) return refused(axis.place, json.error().message);
        axis.values.push_back(*json);
    }
    return axis;
}

}  // namespace app
