#include "model/lint/words.h"

#include <cstdlib>

#include <fmt/format.h>

namespace model {

std::string durationText(Duration duration) {
    if (std::abs(duration.count()) < 1'000'000'000) return fmt::format("{:.6g} ms", inMilliseconds(duration));
    return fmt::format("{:.6g} s", inSeconds(duration));
}

std::string listText(const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (index > 0) text += index + 1 == items.size() ? " and " : ", ";
        text += items[index];
    }
    return text;
}

}  // namespace model
