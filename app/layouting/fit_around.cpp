#include "app/layouting/fit_around.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/diagram/node_sizes.h"
#include "app/diagram/packing.h"
#include "app/diagram/regions.h"

namespace app {
namespace {

/// What is kept between what was placed and what stays.
constexpr double roomAround = 16;
/// How far a part is moved to find room: so many rings, each so much farther out.
constexpr int mostRings = 90;
constexpr double ringStep = 32;

QRectF rectAt(const QPointF& centre, const QSizeF& size) {
    return {centre - QPointF(size.width() / 2, size.height() / 2), size};
}

/// What moves as one, by positions in the diagram.
struct Movers {
    std::vector<int> nodes;
    std::vector<int> emptyRegions;
};

/// The diagram as far as it stands, and whether something more finds room in it.
class Ground {
public:
    Ground(const Diagram& diagram, const Places& wishes) : m_diagram(diagram), m_wishes(wishes) {
        for (int i = 0; i < int(diagram.regions.size()); ++i) m_index.insert(diagram.regions[i].key, i);
        std::vector<bool> inhabited(diagram.regions.size(), false);
        for (const DiagramNode& node : diagram.nodes)
            for (int region = indexOf(node.region); region >= 0; region = parentOf(region))
                inhabited[region] = true;
        for (int i = 0; i < int(diagram.regions.size()); ++i)
            for (int region = parentOf(i); region >= 0; region = parentOf(region)) inhabited[region] = true;
        m_frames.assign(diagram.regions.size(), QRectF());
        m_contents = m_frames;
        for (int i = 0; i < int(diagram.nodes.size()); ++i) {
            if (wishes.contains(diagram.nodes[i].key))
                m_moved.nodes.push_back(i);
            else
                putNode(i, diagram.nodes[i].centre);
        }
        for (int i = 0; i < int(diagram.regions.size()); ++i) {
            if (inhabited[i]) continue;
            if (wishes.contains(diagram.regions[i].key))
                m_moved.emptyRegions.push_back(i);
            else
                putEmpty(i, diagram.regions[i].centre);
        }
        m_frames = framesOf(m_contents);
    }

    const Movers& moved() const { return m_moved; }
    const Places& places() const { return m_places; }
    int regionOf(int node) const { return indexOf(m_diagram.nodes[node].region); }
    int parentOf(int region) const { return indexOf(m_diagram.regions[region].parent); }

    /// Puts it as near to its wishes as there is room; false when there is none.
    bool put(const Movers& movers) {
        for (int ring = 0; ring < mostRings; ++ring) {
            const int points = ring == 0 ? 1 : std::min(8 * ring, 48);
            for (int point = 0; point < points; ++point) {
                const double angle = M_PI / 2 - 2 * M_PI * point / points;
                const QPointF shift = onGrid(QPointF(std::cos(angle), std::sin(angle)) * (ring * ringStep));
                if (isFree(movers, shift)) return settle(movers, shift), true;
            }
        }
        return false;
    }

private:
    int indexOf(const QString& region) const { return region.isEmpty() ? -1 : m_index.value(region, -1); }

    void include(std::vector<QRectF>& contents, int region, const QRectF& rect) const {
        if (region >= 0) contents[region] = contents[region].united(rect);
    }

    void putNode(int node, const QPointF& centre) {
        const QRectF rect = rectAt(centre, m_diagram.nodes[node].size);
        m_standing.push_back({rect, node});
        include(m_contents, regionOf(node), rect);
    }

    void putEmpty(int region, const QPointF& centre) {
        m_contents[region] = emptyFrame(centre).marginsRemoved(frameMargins);
    }

    /// Regions stand before those in them.
    std::vector<QRectF> framesOf(std::vector<QRectF> contents) const {
        std::vector<QRectF> frames(contents.size());
        for (int i = int(contents.size()) - 1; i >= 0; --i) {
            if (contents[i].isNull()) continue;
            frames[i] = frameAround(contents[i]);
            include(contents, parentOf(i), frames[i]);
        }
        return frames;
    }

    bool isWithin(int inner, int outer) const {
        while (inner >= 0 && inner != outer) inner = parentOf(inner);
        return inner == outer;
    }

    bool isFree(const Movers& movers, const QPointF& shift) const {
        std::vector<QRectF> contents = m_contents;
        std::vector<std::pair<QRectF, int>> fresh;
        for (const int node : movers.nodes) {
            const DiagramNode& self = m_diagram.nodes[node];
            const QRectF rect = rectAt(onGrid(m_wishes[self.key] + shift), self.size);
            const QRectF room = rect.adjusted(-roomAround, -roomAround, roomAround, roomAround);
            for (const auto& [other, index] : m_standing)
                if (room.intersects(other)) return false;
            fresh.emplace_back(rect, node);
            include(contents, regionOf(node), rect);
        }
        for (const int region : movers.emptyRegions)
            contents[region] = emptyFrame(onGrid(m_wishes[m_diagram.regions[region].key] + shift))
                                   .marginsRemoved(frameMargins);
        const std::vector<QRectF> frames = framesOf(std::move(contents));
        return framesKeepApart(frames) && standKeepOut(frames) && staysOutOfFrames(frames, fresh);
    }

    /// Frames that grew or are new lie on no other.
    bool framesKeepApart(const std::vector<QRectF>& frames) const {
        for (int i = 0; i < int(frames.size()); ++i) {
            if (frames[i].isNull() || frames[i] == m_frames[i]) continue;
            const QRectF room = frames[i].adjusted(-roomAround, -roomAround, roomAround, roomAround);
            for (int other = 0; other < int(frames.size()); ++other)
                if (other != i && !frames[other].isNull() && room.intersects(frames[other]) &&
                    !isWithin(i, other) && !isWithin(other, i))
                    return false;
        }
        return true;
    }

    /// What stands lies in no frame that grew over it.
    bool standKeepOut(const std::vector<QRectF>& frames) const {
        for (int i = 0; i < int(frames.size()); ++i) {
            if (frames[i].isNull() || frames[i] == m_frames[i]) continue;
            for (const auto& [rect, node] : m_standing)
                if (frames[i].intersects(rect) && !isWithin(regionOf(node), i)) return false;
        }
        return true;
    }

    bool staysOutOfFrames(const std::vector<QRectF>& frames,
                          const std::vector<std::pair<QRectF, int>>& fresh) const {
        for (const auto& [rect, node] : fresh) {
            const QRectF room = rect.adjusted(-roomAround, -roomAround, roomAround, roomAround);
            for (int i = 0; i < int(frames.size()); ++i)
                if (!frames[i].isNull() && !isWithin(regionOf(node), i) && room.intersects(frames[i]))
                    return false;
        }
        return true;
    }

    void settle(const Movers& movers, const QPointF& shift) {
        for (const int node : movers.nodes) {
            const QString& key = m_diagram.nodes[node].key;
            m_places.insert(key, onGrid(m_wishes[key] + shift));
            putNode(node, m_places[key]);
        }
        for (const int region : movers.emptyRegions) {
            const QString& key = m_diagram.regions[region].key;
            m_places.insert(key, onGrid(m_wishes[key] + shift));
            putEmpty(region, m_places[key]);
        }
        m_frames = framesOf(m_contents);
    }

    const Diagram& m_diagram;
    const Places& m_wishes;
    QHash<QString, int> m_index;
    Movers m_moved;
    Places m_places;
    std::vector<std::pair<QRectF, int>> m_standing;
    std::vector<QRectF> m_contents, m_frames;  ///< Of what stands, by region; null where nothing does
};

/// One for all, one for each outermost frame and lone node, one for each node.
std::vector<Movers> parted(const Ground& ground, int fineness) {
    const Movers& all = ground.moved();
    if (fineness == 0) return {all};
    std::vector<Movers> parts;
    std::map<int, std::size_t> partOf;
    const auto part = [&](int region) -> Movers& {
        while (region >= 0 && ground.parentOf(region) >= 0) region = ground.parentOf(region);
        if (region < 0 || fineness == 2) return parts.emplace_back();
        const auto [at, isNew] = partOf.try_emplace(region, parts.size());
        return isNew ? parts.emplace_back() : parts[at->second];
    };
    for (const int node : all.nodes) part(ground.regionOf(node)).nodes.push_back(node);
    for (const int region : all.emptyRegions) part(region).emptyRegions.push_back(region);
    return parts;
}

}  // namespace

std::optional<Places> fitAround(const Diagram& diagram, const Places& wishes) {
    for (int fineness = 0; fineness <= 2; ++fineness) {
        Ground ground(diagram, wishes);
        const std::vector<Movers> parts = parted(ground, fineness);
        if (std::all_of(parts.begin(), parts.end(), [&](const Movers& part) { return ground.put(part); }))
            return ground.places();
    }
    return std::nullopt;
}

}  // namespace app
