#include "app/diagram/placement.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/diagram/node_sizes.h"
#include "app/diagram/packing.h"
#include "app/diagram/regions.h"

namespace app {
namespace {

constexpr double newNodeGap = 32;
/// Beyond this many new nodes each is not fitted in singly: they are packed below what is there.
constexpr int mostFittedSingly = 200;

QRectF rectAround(const QPointF& centre, const QSizeF& size) {
    return {centre - QPointF(size.width() / 2, size.height() / 2), size};
}

class Placement {
public:
    Placement(Diagram& diagram, const QSet<QString>& placedRegions)
        : m_diagram(diagram), m_placedRegions(placedRegions) {}

    void run() {
        std::vector<int> open;
        for (int i = 0; i < int(m_diagram.nodes.size()); ++i)
            if (!m_diagram.nodes[i].placed) open.push_back(i);
        if (int(open.size()) > mostFittedSingly || open.size() == m_diagram.nodes.size())
            packBelow(open);
        else
            fitInSingly(open);
        placeEmptyRegions();
        fitRegions(m_diagram);
    }

private:
    void findNeighbours() {
        QHash<QString, int> index;
        index.reserve(qsizetype(m_diagram.nodes.size()));
        for (int i = 0; i < int(m_diagram.nodes.size()); ++i) index.insert(m_diagram.nodes[i].key, i);
        m_neighbours.resize(m_diagram.nodes.size());
        for (const DiagramEdge& edge : m_diagram.edges) {
            const int from = index.value(edge.from, -1), to = index.value(edge.to, -1);
            if (from < 0 || to < 0 || from == to) continue;
            m_neighbours[from].push_back(to);
            m_neighbours[to].push_back(from);
        }
    }

    void fitInSingly(std::vector<int>& open) {
        if (open.empty()) return;
        findNeighbours();
        while (!open.empty()) fitIn(takeBestConnected(open));
    }

    bool isPlaced(int node) const { return m_diagram.nodes[node].placed; }

    int takeBestConnected(std::vector<int>& open) const {
        const auto anchors = [this](int node) {
            return std::count_if(m_neighbours[node].begin(), m_neighbours[node].end(),
                                 [this](int other) { return isPlaced(other); });
        };
        const auto best =
            std::max_element(open.begin(), open.end(), [&](int a, int b) { return anchors(a) < anchors(b); });
        const int node = *best;
        open.erase(best);
        return node;
    }

    QRectF placedBounds() const {
        QRectF bounds;
        for (const DiagramNode& node : m_diagram.nodes)
            if (node.placed)
                bounds = bounds.united(node.region.isEmpty() ? node.rect() : frameAround(node.rect()));
        for (const DiagramRegion& region : m_diagram.regions)
            if (m_placedRegions.contains(region.key)) bounds = bounds.united(emptyFrame(region.centre));
        return bounds;
    }

    /// What the placed nodes of each region cover.
    QHash<QString, QRectF> contents() const {
        QHash<QString, QRectF> contents;
        for (const DiagramNode& node : m_diagram.nodes) {
            if (!node.placed || node.region.isEmpty()) continue;
            QRectF& content = contents[node.region];
            content = content.isNull() ? node.rect() : content.united(node.rect());
        }
        for (const DiagramRegion& region : m_diagram.regions)
            if (m_placedRegions.contains(region.key) && !contents.contains(region.key))
                contents.insert(region.key, emptyFrame(region.centre).marginsRemoved(frameMargins));
        return contents;
    }

    QPointF wishFor(int node, const QHash<QString, QRectF>& contents) const {
        const DiagramNode& self = m_diagram.nodes[node];
        QPointF sum;
        int count = 0;
        for (const int other : m_neighbours[node]) {
            if (!isPlaced(other)) continue;
            sum += m_diagram.nodes[other].centre;
            ++count;
        }
        const auto content = contents.constFind(self.region);
        if (content != contents.constEnd()) {
            const double x = count > 0 ? std::clamp(sum.x() / count, content->left(), content->right())
                                       : content->center().x();
            return {x, content->bottom() + self.size.height() / 2 + newNodeGap};
        }
        if (count > 0) return sum / count + QPointF(cardSize.width() + newNodeGap, 0);
        const QRectF bounds = placedBounds();
        return {bounds.right() + self.size.width() / 2 + 2 * newNodeGap,
                bounds.top() + self.size.height() / 2};
    }

    bool isFree(int node, const QPointF& centre, const QHash<QString, QRectF>& contents) const {
        const DiagramNode& self = m_diagram.nodes[node];
        const QRectF rect = rectAround(centre, self.size)
                                .adjusted(-newNodeGap / 2, -newNodeGap / 2, newNodeGap / 2, newNodeGap / 2);
        QRectF claim = rect;
        if (!self.region.isEmpty()) {
            const QRectF bare = rectAround(centre, self.size);
            claim = frameAround(contents.contains(self.region) ? contents[self.region].united(bare) : bare);
        }
        for (const DiagramNode& other : m_diagram.nodes) {
            if (!other.placed) continue;
            const bool mate = !self.region.isEmpty() && other.region == self.region;
            if ((mate ? rect : claim).intersects(other.rect())) return false;
        }
        for (auto it = contents.begin(); it != contents.end(); ++it)
            if (it.key() != self.region && claim.intersects(frameAround(*it))) return false;
        return true;
    }

    bool isClearOfNodes(int node, const QPointF& centre) const {
        const QRectF rect = rectAround(centre, m_diagram.nodes[node].size).adjusted(-8, -8, 8, 8);
        return std::none_of(m_diagram.nodes.begin(), m_diagram.nodes.end(), [&](const DiagramNode& other) {
            return other.placed && rect.intersects(other.rect());
        });
    }

    QPointF belowEverything() const {
        const QRectF bounds = placedBounds();
        return onGrid(QPointF(bounds.left() + cardSize.width(), bounds.bottom() + 4 * newNodeGap));
    }

    void fitIn(int node) {
        const QHash<QString, QRectF> frames = contents();
        const QPointF wish = wishFor(node, frames);
        DiagramNode& self = m_diagram.nodes[node];
        const auto place =
            nearestFree(wish, [&](const QPointF& centre) { return isFree(node, centre, frames); });
        // A region that is hemmed in on all sides cannot grow without touching a neighbour: then nodes at
        // least keep apart.
        self.centre = place ? *place : nearestFree(wish, [&](const QPointF& centre) {
                                           return isClearOfNodes(node, centre);
                                       }).value_or(belowEverything());
        self.placed = true;
    }

    /// Rings of growing distance around the wish; the free point that is nearest to it.
    template <class Test>
    std::optional<QPointF> nearestFree(const QPointF& wish, const Test& free) const {
        if (free(onGrid(wish))) return onGrid(wish);
        for (int ring = 1; ring < 120; ++ring) {
            const double radius = ring * 24;
            const int steps = std::min(8 * ring, 64);
            for (int i = 0; i < steps; ++i) {
                // Starting below, as diagrams grow downwards and to the right.
                const double angle = M_PI / 2 - 2 * M_PI * i / steps;
                const QPointF point = onGrid(wish + QPointF(std::cos(angle), std::sin(angle)) * radius);
                if (free(point)) return point;
            }
        }
        return std::nullopt;
    }

    void packBelow(const std::vector<int>& open) {
        // The nodes of one region that is new as a whole form a block; all others stand alone.
        QHash<QString, int> blockOfRegion;
        std::vector<std::vector<int>> blocks;
        for (const int node : open) {
            const QString& region = m_diagram.nodes[node].region;
            if (region.isEmpty()) {
                blocks.push_back({node});
                continue;
            }
            const auto known = blockOfRegion.constFind(region);
            if (known == blockOfRegion.constEnd()) {
                blockOfRegion.insert(region, int(blocks.size()));
                blocks.push_back({node});
            } else {
                blocks[*known].push_back(node);
            }
        }
        std::vector<QSizeF> sizes;
        for (const auto& block : blocks) sizes.push_back(arrangeBlock(block));
        const std::vector<QPointF> corners = packInRows(sizes, 2 * newNodeGap);
        const QRectF bounds = placedBounds();
        const QPointF origin =
            bounds.isNull() ? QPointF() : onGrid(bounds.bottomLeft() + QPointF(0, 3 * newNodeGap));
        for (std::size_t b = 0; b < blocks.size(); ++b)
            for (const int node : blocks[b]) {
                m_diagram.nodes[node].centre = onGrid(m_diagram.nodes[node].centre + origin + corners[b]);
                m_diagram.nodes[node].placed = true;
            }
    }

    /// Sets the nodes of one block into a grid at the origin; gives its size with its frame.
    QSizeF arrangeBlock(const std::vector<int>& block) {
        std::vector<QSizeF> sizes;
        for (const int node : block) sizes.push_back(m_diagram.nodes[node].size);
        const std::vector<QPointF> corners = packInRows(sizes, newNodeGap);
        const bool framed = !m_diagram.nodes[block.front()].region.isEmpty();
        const QPointF inset = framed ? QPointF(frameMargins.left(), frameMargins.top()) : QPointF();
        QRectF covered;
        for (std::size_t i = 0; i < block.size(); ++i) {
            DiagramNode& node = m_diagram.nodes[block[i]];
            node.centre = corners[i] + inset + QPointF(sizes[i].width() / 2, sizes[i].height() / 2);
            covered = covered.united(node.rect());
        }
        return framed ? frameAround(covered).size() : covered.size();
    }

    void placeEmptyRegions() {
        QSet<QString> inhabited;
        for (const DiagramNode& node : m_diagram.nodes) inhabited.insert(node.region);
        for (DiagramRegion& region : m_diagram.regions) {
            if (inhabited.contains(region.key) || m_placedRegions.contains(region.key)) continue;
            const QHash<QString, QRectF> frames = contents();
            const QRectF bounds = placedBounds();
            const QPointF wish(bounds.right() + emptyFrameSize.width() / 2 + 2 * newNodeGap,
                               bounds.top() + emptyFrameSize.height() / 2);
            const auto place = nearestFree(wish, [&](const QPointF& centre) {
                const QRectF claim = emptyFrame(centre).adjusted(-newNodeGap / 2, -newNodeGap / 2,
                                                                 newNodeGap / 2, newNodeGap / 2);
                return std::none_of(
                           frames.begin(), frames.end(),
                           [&](const QRectF& content) { return claim.intersects(frameAround(content)); }) &&
                       std::none_of(m_diagram.nodes.begin(), m_diagram.nodes.end(),
                                    [&](const DiagramNode& node) { return claim.intersects(node.rect()); });
            });
            region.centre = place.value_or(belowEverything());
            m_placedRegions.insert(region.key);
        }
    }

    Diagram& m_diagram;
    QSet<QString> m_placedRegions;
    std::vector<std::vector<int>> m_neighbours;
};

}  // namespace

void placeNewNodes(Diagram& diagram, const QSet<QString>& placedRegions) {
    Placement(diagram, placedRegions).run();
}

}  // namespace app
