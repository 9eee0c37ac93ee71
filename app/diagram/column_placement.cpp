#include "app/diagram/column_placement.h"

#include <algorithm>
#include <cmath>

#include "app/diagram/element_nodes.h"
#include "app/diagram/packing.h"
#include "app/diagram/placement.h"

namespace app {
namespace {

/// Between columns there is room for the words of edges.
constexpr double columnGap = 176;
constexpr double insideGap = 40;
constexpr double rowGap = 24;
constexpr std::size_t fewestRows = 12;

class ColumnPlacement {
public:
    ColumnPlacement(Diagram& diagram, NodeColumns columns)
        : m_diagram(diagram), m_columns(std::move(columns)), m_neighbours(diagram.nodes.size()) {
        QHash<QString, int> index;
        for (int i = 0; i < int(diagram.nodes.size()); ++i) index.insert(diagram.nodes[i].key, i);
        for (const DiagramEdge& edge : diagram.edges) {
            const int from = index.value(edge.from, -1), to = index.value(edge.to, -1);
            if (from < 0 || to < 0) continue;
            m_neighbours[from].push_back(to);
            m_neighbours[to].push_back(from);
        }
    }

    void run(std::size_t anchor) {
        double right = 0;
        for (std::size_t column = anchor; column < m_columns.size(); ++column)
            right = place(column, right, column == anchor, true);
        double left = -columnGap;
        for (std::size_t column = anchor; column-- > 0;) left = place(column, left, false, false);
    }

private:
    /// Nodes that are connected to nothing that stands already come last.
    double wishOf(int node) const {
        double sum = 0;
        int count = 0;
        for (const int other : m_neighbours[node])
            if (m_diagram.nodes[other].placed) {
                sum += m_diagram.nodes[other].centre.y();
                ++count;
            }
        return count > 0 ? sum / count : 1e9;
    }

    void sort(std::vector<int>& nodes) const {
        std::vector<std::pair<double, int>> wishes;
        for (const int node : nodes) wishes.emplace_back(wishOf(node), node);
        std::stable_sort(wishes.begin(), wishes.end(),
                         [](const auto& one, const auto& other) { return one.first < other.first; });
        for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = wishes[i].second;
    }

    /// Places a column that begins (or, growing to the left, ends) at that border; gives the next border.
    double place(std::size_t column, double border, bool inOrder, bool toTheRight) {
        std::vector<int>& nodes = m_columns[column];
        if (nodes.empty()) return border;
        if (!inOrder) sort(nodes);
        const auto wanted = std::size_t(std::ceil(std::sqrt(double(nodes.size())) * 1.5));
        const std::size_t rows = std::max(fewestRows, wanted);
        const std::size_t parts = (nodes.size() + rows - 1) / rows;
        const std::size_t each = (nodes.size() + parts - 1) / parts;
        for (std::size_t first = 0; first < nodes.size(); first += each) {
            const std::size_t last = std::min(nodes.size(), first + each);
            border = stack({nodes.begin() + std::ptrdiff_t(first), nodes.begin() + std::ptrdiff_t(last)},
                           border, toTheRight);
        }
        return border + (toTheRight ? columnGap - insideGap : insideGap - columnGap);
    }

    double stack(const std::vector<int>& nodes, double border, bool toTheRight) {
        double width = 0, height = -rowGap;
        for (const int node : nodes) {
            width = std::max(width, m_diagram.nodes[node].size.width());
            height += m_diagram.nodes[node].size.height() + rowGap;
        }
        const double x = toTheRight ? border + width / 2 : border - width / 2;
        double y = -height / 2;
        for (const int index : nodes) {
            DiagramNode& node = m_diagram.nodes[index];
            node.centre = onGrid(QPointF(x, y + node.size.height() / 2));
            y += node.size.height() + rowGap;
        }
        for (const int index : nodes) m_diagram.nodes[index].placed = true;
        return toTheRight ? border + width + insideGap : border - width - insideGap;
    }

    Diagram& m_diagram;
    NodeColumns m_columns;
    std::vector<std::vector<int>> m_neighbours;
};

}  // namespace

void placeInColumns(Diagram& diagram, const NodeColumns& columns, std::size_t anchor) {
    ColumnPlacement(diagram, columns).run(anchor);
}

void placeInColumns(Diagram& diagram, const model::Layout& layout, const NodeColumns& columns,
                    std::size_t anchor) {
    const QSet<QString> placedRegions = takePlaces(diagram, layout);
    const bool fresh = std::none_of(diagram.nodes.begin(), diagram.nodes.end(),
                                    [](const DiagramNode& node) { return node.placed; });
    if (fresh) placeInColumns(diagram, columns, anchor);
    placeNewNodes(diagram, placedRegions);
}

}  // namespace app
