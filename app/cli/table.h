#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace app {

/// A table of aligned columns, as text for people.
class Table {
public:
    enum class Align { Left, Right };
    struct Column {
        std::string title;
        Align align = Align::Left;
    };

    explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

    void addRow(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    bool empty() const { return m_rows.empty(); }
    /// The titles and rows, each line indented by two columns.
    std::string text() const;

private:
    std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// `1,234,567`.
std::string countText(std::uint64_t count);
/// Four significant digits: `0.01234`, `12.34`, `1,234`.
std::string numberText(double number);
/// `1 service`, `3 services`.
std::string countOf(std::size_t count, const std::string& noun);
/// The text, broken into lines of at most `width` columns, each indented.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width = 100);

inline constexpr auto rightAligned = Table::Align::Right;

}  // namespace app
