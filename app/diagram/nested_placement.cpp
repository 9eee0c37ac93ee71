#include "app/diagram/nested_placement.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/diagram/node_sizes.h"
#include "app/diagram/packing.h"
#include "app/diagram/regions.h"

namespace app {
namespace {

constexpr double nodeGap = 24;
constexpr double frameGap = 40;

/// What is moved as one: nodes and frames that hold nothing, about a corner of its own.
struct Block {
    std::vector<int> nodes;
    std::vector<int> emptyRegions;
    QSizeF size;
};

/// The room of a node, so that all stand on the grid at even distances.
QSizeF cellOf(const QSizeF& size) {
    const auto whole = [](double length) { return std::ceil(length / (2 * gridStep)) * 2 * gridStep; };
    return {whole(size.width()), whole(size.height())};
}

class NestedPlacement {
public:
    NestedPlacement(Diagram& diagram, QSet<QString> placedRegions, double gap)
        : m_diagram(diagram), m_placedRegions(std::move(placedRegions)), m_gap(gap) {
        for (int i = 0; i < int(diagram.regions.size()); ++i) m_inner[diagram.regions[i].parent].push_back(i);
        for (int i = 0; i < int(diagram.nodes.size()); ++i) m_nodes[diagram.nodes[i].region].push_back(i);
        for (const DiagramEdge& edge : diagram.edges) m_joined << edge.from << edge.to;
    }

    void run() {
        settle({});
        fitRegions(m_diagram);
    }

private:
    bool isEmpty(const QString& region) const {
        return !m_nodes.contains(region) && !m_inner.contains(region);
    }

    bool isFresh(int region) const {
        const QString& key = m_diagram.regions[region].key;
        if (isEmpty(key)) return !m_placedRegions.contains(key);
        const auto nodes = m_nodes.value(key);
        const auto inner = m_inner.value(key);
        return std::none_of(nodes.begin(), nodes.end(),
                            [this](int node) { return m_diagram.nodes[node].placed; }) &&
               std::all_of(inner.begin(), inner.end(), [this](int each) { return isFresh(each); });
    }

    /// Frames that edges join stand farther apart, for the words on the edges.
    double gapIn(const QString& region) const {
        const auto inner = m_inner.value(region);
        const bool joined = std::any_of(inner.begin(), inner.end(), [this](int each) {
            return m_joined.contains(m_diagram.regions[each].key);
        });
        return joined ? m_gap : frameGap;
    }

    /// Adds what is new in a frame (empty: in none), and in those within that stand already.
    void settle(const QString& region) {
        std::vector<Block> blocks;
        if (Block loose = looseNodes(region); !loose.nodes.empty()) blocks.push_back(std::move(loose));
        for (const int inner : m_inner.value(region)) {
            if (isFresh(inner))
                blocks.push_back(framed(inner));
            else
                settle(m_diagram.regions[inner].key);
        }
        if (blocks.empty()) return;
        Block all = packed(blocks, gapIn(region));
        shift(all, cornerFor(region, all.size));
        for (const int node : all.nodes) m_diagram.nodes[node].placed = true;
        for (const int empty : all.emptyRegions) m_placedRegions.insert(m_diagram.regions[empty].key);
    }

    Block looseNodes(const QString& region) {
        std::vector<Block> blocks;
        for (const int node : m_nodes.value(region)) {
            DiagramNode& loose = m_diagram.nodes[node];
            if (loose.placed) continue;
            const QSizeF cell = cellOf(loose.size);
            loose.centre = {cell.width() / 2, cell.height() / 2};
            blocks.push_back({{node}, {}, cell});
        }
        return packed(blocks, nodeGap);
    }

    /// A new frame with all in it.
    Block framed(int region) {
        const QString& key = m_diagram.regions[region].key;
        if (isEmpty(key)) {
            m_diagram.regions[region].centre = {emptyFrameSize.width() / 2, emptyFrameSize.height() / 2};
            return {{}, {region}, emptyFrameSize};
        }
        std::vector<Block> blocks;
        if (Block loose = looseNodes(key); !loose.nodes.empty()) blocks.push_back(std::move(loose));
        for (const int inner : m_inner.value(key)) blocks.push_back(framed(inner));
        Block block = packed(blocks, gapIn(key));
        shift(block, {frameMargins.left(), frameMargins.top()});
        block.size = frameAround(QRectF(QPointF(), block.size)).size();
        return block;
    }

    Block packed(std::vector<Block>& blocks, double space) {
        std::vector<QSizeF> sizes;
        for (const Block& block : blocks) sizes.push_back(block.size);
        const std::vector<QPointF> corners = packInRows(sizes, space);
        Block all;
        QRectF covered;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const QPointF corner = onGrid(corners[i]);
            shift(blocks[i], corner);
            covered = covered.united(QRectF(corner, sizes[i]));
            all.nodes.insert(all.nodes.end(), blocks[i].nodes.begin(), blocks[i].nodes.end());
            all.emptyRegions.insert(all.emptyRegions.end(), blocks[i].emptyRegions.begin(),
                                    blocks[i].emptyRegions.end());
        }
        all.size = covered.size();
        return all;
    }

    void shift(const Block& block, const QPointF& way) {
        for (const int node : block.nodes) m_diagram.nodes[node].centre += way;
        for (const int region : block.emptyRegions) m_diagram.regions[region].centre += way;
    }

    /// What stands in the frame already, with the frames in it.
    QRectF contentOf(const QString& region) const {
        QRectF content;
        for (const int node : m_nodes.value(region))
            if (m_diagram.nodes[node].placed) content = content.united(m_diagram.nodes[node].rect());
        for (const int inner : m_inner.value(region)) content = content.united(frameOf(inner));
        return content;
    }

    QRectF frameOf(int region) const {
        const DiagramRegion& frame = m_diagram.regions[region];
        if (isEmpty(frame.key))
            return m_placedRegions.contains(frame.key) ? emptyFrame(frame.centre) : QRectF();
        const QRectF content = contentOf(frame.key);
        return content.isNull() ? QRectF() : frameAround(content);
    }

    /// Below what stands in the frame, else on another side of it where that is free.
    QPointF cornerFor(const QString& region, const QSizeF& size) const {
        const QRectF content = contentOf(region);
        if (content.isNull()) return {};
        const std::array corners{content.bottomLeft() + QPointF(0, m_gap),
                                 content.topRight() + QPointF(m_gap, 0),
                                 content.topLeft() - QPointF(0, m_gap + size.height()),
                                 content.topLeft() - QPointF(m_gap + size.width(), 0)};
        for (const QPointF& corner : corners)
            if (isFree(QRectF(onGrid(corner), size))) return onGrid(corner);
        return onGrid(corners.front());
    }

    bool isFree(const QRectF& rect) const {
        const QRectF claim = frameAround(rect);
        return std::none_of(m_diagram.nodes.begin(), m_diagram.nodes.end(), [&](const DiagramNode& node) {
            return node.placed && claim.intersects(node.rect());
        });
    }

    Diagram& m_diagram;
    QSet<QString> m_placedRegions;
    QSet<QString> m_joined;
    double m_gap;
    QHash<QString, std::vector<int>> m_inner, m_nodes;
};

}  // namespace

void placeNested(Diagram& diagram, QSet<QString> placedRegions, double gap) {
    NestedPlacement(diagram, std::move(placedRegions), gap).run();
}

}  // namespace app
