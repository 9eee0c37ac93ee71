#include "app/cli/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace app {

namespace {

/// Columns on a terminal: characters, not bytes.
std::size_t columnsOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string grouped(std::string digits) {
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    for (std::size_t place = digits.size(); place > start + 3;) digits.insert(place -= 3, ",");
    return digits;
}

}  // namespace

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
    std::string text;
    for (std::size_t index = 0; index < m_columns.size(); ++index) {
        const std::string& cell = cells[index];
        const std::string padding(widths[index] - columnsOf(cell), ' ');
        text += "  " + (m_columns[index].align == Align::Right ? padding + cell : cell + padding);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

std::string Table::text() const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (const Column& column : m_columns) {
        titles.push_back(column.title);
        widths.push_back(columnsOf(column.title));
    }
    for (const auto& row : m_rows)
        for (std::size_t index = 0; index < m_columns.size(); ++index)
            widths[index] = std::max(widths[index], columnsOf(row[index]));
    std::string text = line(titles, widths);
    for (const auto& row : m_rows) text += line(row, widths);
    return text;
}

std::string countText(std::uint64_t count) {
    return grouped(std::to_string(count));
}

std::string numberText(double number) {
    if (!std::isfinite(number)) return "-";
    if (number == 0) return "0";
    const double size = std::abs(number);
    if (size >= 999.5)
        return size < 1e15 ? grouped(fmt::format("{:.0f}", number)) : fmt::format("{:.3e}", number);
    if (size < 1e-4) return fmt::format("{:.2e}", number);
    const int decimals = 3 - static_cast<int>(std::floor(std::log10(size)));
    return fmt::format("{:.{}f}", number, std::clamp(decimals, 0, 6));
}

std::string countOf(std::size_t count, const std::string& noun) {
    return countText(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
    const std::string margin(indent, ' ');
    std::istringstream words(text);
    std::string result;
    std::string current;
    for (std::string word; words >> word;) {
        if (!current.empty() && indent + columnsOf(current) + 1 + columnsOf(word) > width) {
            result += margin + current + "\n";
            current.clear();
        }
        current += (current.empty() ? "" : " ") + word;
    }
    return current.empty() ? result : result + margin + current + "\n";
}

}  // namespace app
