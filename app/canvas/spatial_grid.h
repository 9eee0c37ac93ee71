#pragma once

#include <QRectF>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace app {

/// Finds what lies in a rectangle without looking at all: numbers, filed under the square cells that they
/// touch.
class SpatialGrid {
public:
    explicit SpatialGrid(double cell) : m_cell(cell) {}

    void clear() {
        m_cells.clear();
        m_stamps.clear();
    }
    void insert(int item, const QRectF& rect) {
        forEachCell(rect, [&](std::uint64_t cell) {
            std::vector<int>& items = m_cells[cell];
            if (items.empty() || items.back() != item) items.push_back(item);
            return true;
        });
        if (item >= int(m_stamps.size())) m_stamps.resize(item + 1, 0);
    }
    /// The items whose cells the rectangle touches, each once, in ascending order.
    std::vector<int> in(const QRectF& rect) const {
        std::vector<int> found;
        visit(rect, [&](int item) {
            found.push_back(item);
            return true;
        });
        std::sort(found.begin(), found.end());
        return found;
    }
    /// Calls `visitor(item)` for each item near the rectangle, until it returns false.
    template <class Visitor>
    void visit(const QRectF& rect, const Visitor& visitor) const {
        const std::uint32_t stamp = ++m_stamp;
        forEachCell(rect, [&](std::uint64_t cell) {
            const auto items = m_cells.find(cell);
            if (items == m_cells.end()) return true;
            for (const int item : items->second) {
                if (m_stamps[item] == stamp) continue;
                m_stamps[item] = stamp;
                if (!visitor(item)) return false;
            }
            return true;
        });
    }

private:
    template <class Visitor>
    void forEachCell(const QRectF& rect, const Visitor& visitor) const {
        const auto cellOf = [this](double value) { return std::int64_t(std::floor(value / m_cell)); };
        const std::int64_t right = cellOf(rect.right()), bottom = cellOf(rect.bottom());
        for (std::int64_t y = cellOf(rect.top()); y <= bottom; ++y)
            for (std::int64_t x = cellOf(rect.left()); x <= right; ++x)
                if (!visitor((std::uint64_t(std::uint32_t(y)) << 32) | std::uint32_t(x))) return;
    }

    double m_cell;
    std::unordered_map<std::uint64_t, std::vector<int>> m_cells;
    mutable std::vector<std::uint32_t> m_stamps;
    mutable std::uint32_t m_stamp = 0;
};

}  // namespace app
