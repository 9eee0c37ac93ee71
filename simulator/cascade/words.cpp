#include "simulator/cascade/words.h"

#include <fmt/format.h>

#include <cctype>
#include <cmath>

namespace simulator {

namespace {

// To so many significant figures.
double roundedTo(double number, int figures) {
    if (!(std::abs(number) > 0)) return 0;
    const double step = std::pow(10.0, std::floor(std::log10(std::abs(number))) - figures + 1);
    return std::round(number / step) * step;
}

std::string plainText(double number) {
    return std::abs(number) >= 100 ? countText(number) : fmt::format("{:.3g}", number);
}

}  // namespace

std::string momentText(double seconds) {
    return fmt::format("{:.1f} s", seconds);
}

std::string countText(double number) {
    std::string digits = fmt::format("{:.0f}", number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string countText(double number, const char* noun) {
    const std::string text = countText(number);
    return text + ' ' + noun + (text == "1" ? "" : "s");
}

std::string percentText(double share) {
    const bool needsMore = share < 0.1 || (share > 0.9 && share < 0.9995);
    return needsMore && share > 0 ? fmt::format("{:.1f} %", 100 * share)
                                  : fmt::format("{:.0f} %", 100 * share);
}

std::string rateText(double perSecond) {
    return plainText(roundedTo(perSecond, 3)) + "/s";
}

std::string requestsText(double perSecond) {
    return plainText(roundedTo(perSecond, 3)) + " requests/s";
}

std::string aboutRateText(double perSecond) {
    return plainText(roundedTo(perSecond, 2)) + "/s";
}

std::string lengthText(double seconds) {
    const double rounded = roundedTo(seconds, 2);
    return rounded < 1 ? fmt::format("{:.3g} ms", 1000 * rounded) : fmt::format("{:.4g} s", rounded);
}

std::string capitalized(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string listText(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t at = 0; at < parts.size(); ++at)
        text += (at == 0 ? "" : at + 1 == parts.size() ? " and " : ", ") + parts[at];
    return text;
}

}  // namespace simulator
