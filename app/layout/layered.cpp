// SPDX-License-Identifier: MIT
#include "app/layout/layered.h"

#include <cmath>
#include <numeric>

namespace layout {
namespace {

constexpr int sweeps = 12;

/// One node as the layers see it: along them (`across`) and from one to the next (`deep`).
struct Extent {
    double across = 0, deep = 0;
};

class Layers {
public:
    Layers(const Graph& graph, const RankOptions& options)
        : m_options(options), m_before(graph.sizes.size()), m_after(graph.sizes.size()) {
        for (const Size& size : graph.sizes)
            m_extents.push_back(options.direction == Direction::LeftToRight
                                    ? Extent{size.height, size.width}
                                    : Extent{size.width, size.height});
        takeEdges(graph);
        rank();
        fillLayers();
    }

    Centres centres() {
        m_across.assign(m_extents.size(), 0);
        for (std::vector<int>& layer : m_layers) stackUp(layer);
        for (int sweep = 0; sweep < sweeps; ++sweep) {
            const bool down = sweep % 2 == 0;
            const bool settled = sweep + 4 >= sweeps;  // the order stays, only the places still change
            for (std::size_t i = 0; i < m_layers.size(); ++i)
                improve(m_layers[down ? i : m_layers.size() - 1 - i], down, settled);
        }
        Centres places(m_extents.size());
        double edge = 0;
        for (const std::vector<int>& layer : m_layers) {
            double deepest = 0;
            for (const int node : layer) deepest = std::max(deepest, m_extents[node].deep);
            for (const int node : layer)
                places[node] = m_options.direction == Direction::LeftToRight
                                   ? Point{edge + deepest / 2, m_across[node]}
                                   : Point{m_across[node], edge + deepest / 2};
            edge += deepest + m_options.rankGap;
        }
        return places;
    }

private:
    /// Edges that would close a circle are turned round; each is taken once.
    void takeEdges(const Graph& graph) {
        std::vector<std::vector<int>> out(graph.sizes.size());
        for (const auto& [from, to] : graph.edges)
            if (from != to) out[from].push_back(to);
        enum class Mark { New, Open, Done };
        std::vector<Mark> marks(out.size(), Mark::New);
        std::vector<std::pair<int, std::size_t>> path;
        for (int root = 0; root < int(out.size()); ++root) {
            if (marks[root] != Mark::New) continue;
            path.emplace_back(root, 0);
            marks[root] = Mark::Open;
            while (!path.empty()) {
                auto& [node, next] = path.back();
                if (next == out[node].size()) {
                    marks[node] = Mark::Done;
                    path.pop_back();
                    continue;
                }
                const int other = out[node][next++];
                const bool turned = marks[other] == Mark::Open;
                m_after[turned ? other : node].push_back(turned ? node : other);
                if (marks[other] != Mark::New) continue;
                marks[other] = Mark::Open;
                path.emplace_back(other, 0);
            }
        }
        for (int node = 0; node < int(m_after.size()); ++node) {
            std::sort(m_after[node].begin(), m_after[node].end());
            m_after[node].erase(std::unique(m_after[node].begin(), m_after[node].end()), m_after[node].end());
            for (const int other : m_after[node]) m_before[other].push_back(node);
        }
    }

    /// The longest way from a beginning; what nothing leads to moves up to what it leads to.
    void rank() {
        m_rank.assign(m_after.size(), 0);
        std::vector<int> waiting(m_after.size()), order;
        for (int node = 0; node < int(m_before.size()); ++node) {
            waiting[node] = int(m_before[node].size());
            if (waiting[node] == 0) order.push_back(node);
        }
        for (std::size_t at = 0; at < order.size(); ++at)
            for (const int next : m_after[order[at]]) {
                m_rank[next] = std::max(m_rank[next], m_rank[order[at]] + 1);
                if (--waiting[next] == 0) order.push_back(next);
            }
        for (const int node : order) {
            if (!m_before[node].empty() || m_after[node].empty()) continue;
            int nearest = m_rank[m_after[node].front()];
            for (const int next : m_after[node]) nearest = std::min(nearest, m_rank[next]);
            m_rank[node] = nearest - 1;
        }
    }

    /// A layer that would become a long row is parted into several.
    void fillLayers() {
        std::vector<std::vector<int>> ranks(
            m_rank.empty() ? 0 : 1 + *std::max_element(m_rank.begin(), m_rank.end()));
        for (int node = 0; node < int(m_rank.size()); ++node) ranks[m_rank[node]].push_back(node);
        const auto most = std::size_t(std::max(8.0, 1.6 * std::sqrt(double(m_rank.size()))));
        for (const std::vector<int>& nodes : ranks) {
            const std::size_t parts = (nodes.size() + most - 1) / most;
            const std::size_t each = parts == 0 ? 1 : (nodes.size() + parts - 1) / parts;
            for (std::size_t first = 0; first < nodes.size(); first += each)
                m_layers.emplace_back(nodes.begin() + std::ptrdiff_t(first),
                                      nodes.begin() + std::ptrdiff_t(std::min(nodes.size(), first + each)));
        }
    }

    void stackUp(const std::vector<int>& layer) {
        double edge = 0;
        for (const int node : layer) {
            m_across[node] = edge + m_extents[node].across / 2;
            edge += m_extents[node].across + m_options.nodeGap;
        }
        for (const int node : layer) m_across[node] -= (edge - m_options.nodeGap) / 2;
    }

    /// Where a node would like to be: in the middle of those that it is joined to.
    double wishOf(int node, bool down, bool both) const {
        double sum = 0;
        std::size_t count = 0;
        const auto add = [&](const std::vector<int>& others) {
            for (const int other : others) sum += m_across[other];
            count += others.size();
        };
        if (both || down) add(m_before[node]);
        if (both || !down) add(m_after[node]);
        return count > 0 ? sum / double(count) : m_across[node];
    }

    void improve(std::vector<int>& layer, bool down, bool settled) {
        std::vector<double> wishes(m_across.size());
        for (const int node : layer) wishes[node] = wishOf(node, down, settled);
        if (!settled)
            std::stable_sort(layer.begin(), layer.end(),
                             [&](int one, int other) { return wishes[one] < wishes[other]; });
        place(layer, wishes);
    }

    /// The places nearest to the wishes (least squares) at which the nodes keep their order and distance:
    /// neighbours that would collide become a block at the mean of what they wish.
    void place(const std::vector<int>& layer, const std::vector<double>& wishes) {
        struct Run {
            double sum;
            std::size_t count;
            double mean() const { return sum / double(count); }
        };
        std::vector<double> offsets;
        std::vector<Run> blocks;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            offsets.push_back(i == 0 ? 0
                                     : offsets.back() +
                                           (m_extents[layer[i - 1]].across + m_extents[layer[i]].across) / 2 +
                                           m_options.nodeGap);
            blocks.push_back({wishes[layer[i]] - offsets[i], 1});
            while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
                const Run last = blocks.back();
                blocks.pop_back();
                blocks.back().sum += last.sum;
                blocks.back().count += last.count;
            }
        }
        std::size_t i = 0;
        for (const Run& block : blocks)
            for (std::size_t n = 0; n < block.count; ++n, ++i) m_across[layer[i]] = block.mean() + offsets[i];
    }

    const RankOptions& m_options;
    std::vector<Extent> m_extents;
    std::vector<std::vector<int>> m_before, m_after, m_layers;
    std::vector<int> m_rank;
    std::vector<double> m_across;
};

}  // namespace

Centres layOutInLayers(const Graph& graph, const RankOptions& options) {
    if (graph.sizes.empty()) return {};
    return Layers(graph, options).centres();
}

Engine layeredEngine() {
    return {layOutInLayers, false};
}

}  // namespace layout
