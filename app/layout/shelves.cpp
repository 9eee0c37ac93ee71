// SPDX-License-Identifier: MIT
#include "app/layout/shelves.h"

#include <cmath>
#include <numeric>

namespace layout {
namespace {

/// How much longer an edge seems that leads back to the left or up.
constexpr double againstReading = 0.5;
/// How much wider than high the whole is, and how often the order is gone through.
constexpr double shelfAspect = 1.7;
constexpr int mostShelfRounds = 12;
/// Around a lone node between the rows.
constexpr double loneGap = 32;
/// Neighbours of a lone node beyond which it draws them no nearer to each other.
constexpr std::size_t mostDrawnTogether = 8;

class Shelves {
public:
    Shelves(const Graph& graph, const Blocks& blocks, const Centres& first)
        : m_upper(blocks.upper), m_across(graph.blockGap), m_down(graph.rankGap), m_order(blocks.groups) {
        joinBlocks();
        std::iota(m_order.begin(), m_order.end(), 0);
        // From the left to the right as in the first drawing, which has the edges in mind.
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](int a, int b) { return first[a].x + first[a].y < first[b].x + first[b].y; });
        double area = 0;
        for (const int block : m_order) {
            const Size& size = m_upper.sizes[block];
            area += (size.width + m_across) * (size.height + m_down);
            m_width = std::max(m_width, size.width);
        }
        m_width = std::max(m_width, std::sqrt(area * shelfAspect));
    }

    Centres run() {
        Centres centres = bestRows();
        for (int node = int(m_order.size()); node < int(centres.size()); ++node)
            centres[node] = besideNeighbours(node, centres);
        return centres;
    }

private:
    /// Edges between groups; lone nodes draw together what they join, and need room between the rows.
    void joinBlocks() {
        const auto groups = int(m_order.size());
        m_neighbours.resize(m_upper.sizes.size());
        for (const auto& [from, to] : m_upper.edges) {
            m_neighbours[from].push_back(to);
            m_neighbours[to].push_back(from);
            if (from < groups && to < groups) m_edges.emplace_back(from, to);
        }
        for (int node = groups; node < int(m_neighbours.size()); ++node) {
            m_down = std::max(m_down, m_upper.sizes[node].height + 2 * loneGap);
            const std::vector<int>& joined = m_neighbours[node];
            for (std::size_t i = 0; i < joined.size() && joined.size() <= mostDrawnTogether; ++i)
                for (std::size_t j = i + 1; j < joined.size(); ++j)
                    if (joined[i] < groups && joined[j] < groups) m_edges.emplace_back(joined[i], joined[j]);
        }
    }

    Centres bestRows() {
        Centres best = rows();
        double least = costOf(best);
        bool better = true;
        for (int round = 0; better && round < mostShelfRounds; ++round) {
            better = false;
            for (std::size_t i = 0; i < m_order.size(); ++i)
                for (std::size_t j = i + 1; j < m_order.size(); ++j) {
                    std::swap(m_order[i], m_order[j]);
                    Centres tried = rows();
                    const double cost = costOf(tried);
                    if (cost + 1 < least) {
                        least = cost;
                        best = std::move(tried);
                        better = true;
                    } else {
                        std::swap(m_order[i], m_order[j]);
                    }
                }
        }
        return best;
    }

    Centres rows() const {
        Centres centres(m_upper.sizes.size());
        double x = 0, y = 0, deepest = 0;
        for (const int block : m_order) {
            const Size& size = m_upper.sizes[block];
            if (x > 0 && x + size.width > m_width) {
                x = 0;
                y += deepest + m_down;
                deepest = 0;
            }
            centres[block] = {x + size.width / 2, y + size.height / 2};
            x += size.width + m_across;
            deepest = std::max(deepest, size.height);
        }
        return centres;
    }

    /// Rows of very different heights waste room: that counts, too.
    double costOf(const Centres& centres) const {
        double length = 0, bottom = 0;
        for (const auto& [from, to] : m_edges) length += lengthOf(centres[from], centres[to]);
        for (const int block : m_order)
            bottom = std::max(bottom, centres[block].y + m_upper.sizes[block].height / 2);
        return length + bottom * std::sqrt(double(m_edges.size() + 1));
    }

    /// The free place nearest to the middle of what the node is joined to; those before it stand already.
    Point besideNeighbours(int node, const Centres& centres) const {
        Point wish;
        int count = 0;
        for (const int other : m_neighbours[node]) {
            if (other >= node) continue;
            wish = {wish.x + centres[other].x, wish.y + centres[other].y};
            ++count;
        }
        if (count > 0) wish = {wish.x / count, wish.y / count};
        constexpr double stride = 16;
        for (int ring = 0;; ++ring)
            for (int i = 0, points = ring == 0 ? 1 : std::min(8 * ring, 96); i < points; ++i) {
                const double angle = 2 * M_PI * i / points;
                const Point at{wish.x + std::cos(angle) * ring * stride,
                               wish.y + std::sin(angle) * ring * stride};
                if (isFree(node, at, centres)) return at;
            }
    }

    bool isFree(int node, const Point& at, const Centres& centres) const {
        const Box box{at, m_upper.sizes[node]};
        for (int other = 0; other < node; ++other)
            if (box.overlaps({centres[other], m_upper.sizes[other]}, loneGap)) return false;
        return true;
    }

    const Graph& m_upper;
    double m_across, m_down, m_width = 0;
    std::vector<int> m_order;
    std::vector<std::vector<int>> m_neighbours;
    std::vector<std::pair<int, int>> m_edges;
};

}  // namespace

Centres layOutInShelves(const Graph& graph, const Blocks& blocks, const Centres& first) {
    return Shelves(graph, blocks, first).run();
}

double lengthOf(const Point& from, const Point& to) {
    const double back = std::max(0.0, from.x - to.x) + std::max(0.0, from.y - to.y);
    return std::hypot(to.x - from.x, to.y - from.y) + againstReading * back;
}

}  // namespace layout
