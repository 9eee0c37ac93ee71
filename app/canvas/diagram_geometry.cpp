#include "app/canvas/diagram_geometry.h"

#include <QFontMetricsF>
#include <algorithm>
#include <numeric>

#include "app/diagram/regions.h"
#include "app/theme/theme.h"

namespace app {
namespace {

/// Beyond these, edges are not led around nodes, and routed only when they are looked at: it would take
/// longer than a blink.
constexpr std::size_t mostNodesForDetours = 400;
constexpr std::size_t mostEdgesForDetours = 800;
/// Up to here all edges are routed anew at each step of a drag.
constexpr std::size_t mostEdgesRoutedLive = 400;
/// Beyond this share of all nodes, what has moved is not followed one by one.
constexpr std::size_t smallestShareOfAll = 8;

bool looksAlike(const DiagramEdge& left, const DiagramEdge& right) {
    return left.label == right.label && left.shape == right.shape && left.way == right.way;
}

/// For each of the elements its number among those before, by key; -1 for a new one.
template <class Element>
std::vector<int> numbersBefore(const std::vector<Element>& now, const std::vector<Element>& before,
                               const QHash<QString, int>& index) {
    std::vector<int> numbers(now.size(), -1);
    // Most versions differ in one place: the same keys stand before it, and after it.
    std::size_t front = 0, back = 0;
    const std::size_t least = std::min(now.size(), before.size());
    while (front < least && now[front].key == before[front].key) ++front;
    while (back < least - front && now[now.size() - 1 - back].key == before[before.size() - 1 - back].key)
        ++back;
    for (std::size_t i = 0; i < now.size(); ++i)
        numbers[i] = i < front                ? int(i)
                     : i >= now.size() - back ? int(i + before.size() - now.size())
                                              : index.value(now[i].key, -1);
    return numbers;
}

}  // namespace

DiagramGeometry::DiagramGeometry() : m_nodeGrid(256), m_obstacleGrid(256) {}

bool DiagramGeometry::isSmall() const {
    return m_diagram.nodes.size() <= mostNodesForDetours && m_diagram.edges.size() <= mostEdgesForDetours;
}

void DiagramGeometry::setDiagram(const Diagram& diagram) {
    m_bundled = false;
    if (hasSameParts(diagram))
        follow(diagram);
    else
        rebuild(diagram);
    m_dragged.clear();
    m_bent.clear();
}

bool DiagramGeometry::hasSameParts(const Diagram& diagram) const {
    const auto same = [](const auto& left, const auto& right, const auto& alike) {
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), alike);
    };
    return same(m_diagram.nodes, diagram.nodes,
                [](const DiagramNode& left, const DiagramNode& right) { return left.key == right.key; }) &&
           same(m_diagram.regions, diagram.regions,
                [](const DiagramRegion& left, const DiagramRegion& right) {
                    return left.key == right.key && left.parent == right.parent;
                }) &&
           same(m_diagram.edges, diagram.edges, [](const DiagramEdge& left, const DiagramEdge& right) {
               return left.key == right.key && left.from == right.from && left.to == right.to;
           });
}

QRectF DiagramGeometry::placeOf(int place) const {
    const int nodes = int(m_diagram.nodes.size());
    return place < nodes ? m_diagram.nodes[place].rect() : m_diagram.regions[place - nodes].rect;
}

int DiagramGeometry::placeIndex(const QString& key) const {
    if (const int node = nodeIndex(key); node >= 0) return node;
    const int region = regionIndex(key);
    return region < 0 ? -1 : int(m_diagram.nodes.size()) + region;
}

/// The same parts, some of them elsewhere or with other words.
void DiagramGeometry::follow(const Diagram& diagram) {
    std::vector<int> changed = std::exchange(m_bent, {});
    for (int i = 0; i < int(diagram.edges.size()); ++i)
        if (!looksAlike(m_diagram.edges[i], diagram.edges[i])) changed.push_back(i);
    const bool regrouped =
        m_joinsRegions && !std::equal(diagram.nodes.begin(), diagram.nodes.end(), m_diagram.nodes.begin(),
                                      [](const DiagramNode& left, const DiagramNode& right) {
                                          return left.region == right.region;
                                      });
    m_diagram = diagram;
    std::vector<int> moved = std::exchange(m_dragged, {});
    for (int place = 0; place < int(m_places.size()); ++place)
        if (placeOf(place) != m_places[place]) moved.push_back(place);
    blockTitles();
    if (regrouped) return restart(true);
    if (moved.empty() && changed.empty()) return;
    if (isSmall() || moved.size() > m_places.size() / smallestShareOfAll) return restart(true);
    moveTo(moved, false);
    for (const int edge : changed) m_edges.change(ground(), edge);
    m_edges.tidy(ground());
}

void DiagramGeometry::rebuild(const Diagram& diagram) {
    DiagramGeometry before;
    std::swap(*this, before);
    m_diagram = diagram;
    index();
    m_joinsRegions =
        std::any_of(m_diagram.edges.begin(), m_diagram.edges.end(),
                    [this](const DiagramEdge& edge) { return m_regionIndex.contains(edge.from); });
    rebuildGrids();
    m_edges.reset(ground(), endsOfEdges());
    blockTitles();
    const bool small = isSmall();
    m_edges.restart(ground(), small, small);
    if (!small && !before.m_places.empty()) reuse(before, std::move(before.m_edges));
}

/// Takes the routes of a version before that still hold.
void DiagramGeometry::reuse(const DiagramGeometry& before, EdgeField&& edges) {
    const int oldNodes = int(before.m_diagram.nodes.size());
    std::vector<int> places = numbersBefore(m_diagram.nodes, before.m_diagram.nodes, before.m_nodeIndex);
    for (const int region : numbersBefore(m_diagram.regions, before.m_diagram.regions, before.m_regionIndex))
        places.push_back(region < 0 ? -1 : oldNodes + region);
    std::vector<int> numbers = numbersBefore(m_diagram.edges, before.m_diagram.edges, before.m_edgeIndex);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        if (numbers[i] >= 0 && !looksAlike(m_diagram.edges[i], before.m_diagram.edges[numbers[i]]))
            numbers[i] = -1;
    std::vector<bool> changed(places.size()), kept(before.m_places.size());
    std::vector<QRectF> disturbed;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const int old = places[i];
        if (old >= 0) kept[old] = true;
        changed[i] = old < 0 || m_places[i] != before.m_places[old];
        if (!changed[i] || m_obstacleOf[i] < 0) continue;
        disturbed.push_back(m_places[i]);
        if (old >= 0) disturbed.push_back(before.m_places[old]);
    }
    for (std::size_t old = 0; old < kept.size(); ++old)
        if (!kept[old] && before.m_obstacleOf[old] >= 0) disturbed.push_back(before.m_places[old]);
    if (disturbed.size() > places.size() / smallestShareOfAll + 2) return;
    m_edges.adopt(std::move(edges), numbers, places, changed);
    for (const QRectF& rect : disturbed) m_edges.disturb(ground(), rect);
}

void DiagramGeometry::index() {
    m_nodeIndex.reserve(qsizetype(m_diagram.nodes.size()));
    m_regionIndex.reserve(qsizetype(m_diagram.regions.size()));
    m_edgeIndex.reserve(qsizetype(m_diagram.edges.size()));
    for (int i = 0; i < int(m_diagram.nodes.size()); ++i) m_nodeIndex.insert(m_diagram.nodes[i].key, i);
    for (int i = 0; i < int(m_diagram.regions.size()); ++i) m_regionIndex.insert(m_diagram.regions[i].key, i);
    for (int i = 0; i < int(m_diagram.edges.size()); ++i) m_edgeIndex.insert(m_diagram.edges[i].key, i);
}

std::vector<EdgeField::Ends> DiagramGeometry::endsOfEdges() const {
    std::vector<EdgeField::Ends> ends;
    ends.reserve(m_diagram.edges.size());
    for (const DiagramEdge& edge : m_diagram.edges)
        ends.emplace_back(placeIndex(edge.from), placeIndex(edge.to));
    return ends;
}

void DiagramGeometry::rebuildGrids() {
    m_places.clear();
    m_nodeGrid.clear();
    const int nodes = int(m_diagram.nodes.size());
    for (int place = 0; place < nodes + int(m_diagram.regions.size()); ++place) {
        m_places.push_back(placeOf(place));
        if (place < nodes) m_nodeGrid.insert(place, m_places.back());
    }
    updateObstacles();
}

/// The frames around those that edges join: the edges run in them.
QSet<QString> DiagramGeometry::regionsAroundEnds() const {
    QSet<QString> around;
    for (const DiagramEdge& edge : m_diagram.edges)
        for (const QString& end : {edge.from, edge.to})
            for (int at = regionIndex(end); at >= 0; at = regionIndex(m_diagram.regions[at].parent))
                around.insert(m_diagram.regions[at].parent);
    return around;
}

void DiagramGeometry::updateObstacles() {
    m_obstacles.clear();
    m_obstacleGrid.clear();
    m_obstacleOf.assign(m_places.size(), -1);
    const auto add = [this](int place) {
        m_obstacleOf[place] = int(m_obstacles.size());
        m_obstacleGrid.insert(int(m_obstacles.size()), m_places[place]);
        m_obstacles.push_back(m_places[place]);
    };
    const int nodes = int(m_diagram.nodes.size());
    if (m_joinsRegions) {
        const QSet<QString> passed = regionsAroundEnds();
        for (int i = 0; i < int(m_diagram.regions.size()); ++i)
            if (!passed.contains(m_diagram.regions[i].key)) add(nodes + i);
    }
    for (int i = 0; i < nodes; ++i)
        if (!m_joinsRegions || !m_regionIndex.contains(m_diagram.nodes[i].region)) add(i);
}

std::optional<QRectF> DiagramGeometry::rectOfEnd(const QString& key) const {
    if (const int place = placeIndex(key); place >= 0) return m_places[place];
    return std::nullopt;
}

void DiagramGeometry::restart(bool detours) {
    rebuildGrids();
    const bool small = isSmall();
    m_edges.restart(ground(), small, small && detours);
}

/// The titles of frames, which no label covers.
void DiagramGeometry::blockTitles() {
    static const QFontMetricsF title(interFont(12, QFont::DemiBold)), owner(interFont(11));
    std::vector<QRectF> titles;
    for (const DiagramRegion& region : m_diagram.regions) {
        const QRectF row(region.rect.left() + 12, region.rect.top() + 8, region.rect.width() - 24, 20);
        const auto width = [&row](const QFontMetricsF& metrics, const QString& text) {
            return text.isEmpty() ? 0 : std::min(metrics.horizontalAdvance(text.left(200)), row.width());
        };
        titles.emplace_back(row.topLeft(), QSizeF(width(title, region.title), row.height()));
        if (const double right = width(owner, region.subtitle); right > 0)
            titles.emplace_back(row.right() - right, row.top(), right, row.height());
    }
    m_edges.setTitles(std::move(titles));
}

/// What has moved is filed anew and its edges are routed when they are looked at; what the grids still know
/// of the places before does no harm.
void DiagramGeometry::moveTo(const std::vector<int>& places, bool lightly) {
    std::vector<QRectF> disturbed;
    for (const int place : places) {
        const QRectF before = std::exchange(m_places[place], placeOf(place));
        if (place < int(m_diagram.nodes.size())) m_nodeGrid.insert(place, m_places[place]);
        const int obstacle = m_obstacleOf[place];
        if (obstacle < 0) continue;
        m_obstacles[obstacle] = m_places[place];
        m_obstacleGrid.insert(obstacle, m_places[place]);
        disturbed.insert(disturbed.end(), {before, m_places[place]});
    }
    m_edges.move(ground(), places, lightly);
    if (lightly) return;
    for (const QRectF& rect : disturbed) m_edges.disturb(ground(), rect);
}

const std::vector<EdgeBundle>& DiagramGeometry::bundles() const {
    if (!m_bundled) bundle();
    m_bundled = true;
    return m_bundles;
}

void DiagramGeometry::bundle() const {
    std::vector<int> groups(m_places.size());
    std::iota(groups.begin(), groups.end(), 0);
    for (std::size_t i = 0; i < m_diagram.nodes.size(); ++i)
        if (const int region = regionIndex(m_diagram.nodes[i].region); region >= 0)
            groups[i] = int(m_diagram.nodes.size()) + region;
    std::vector<EdgeField::Ends> joined;
    for (const auto& [from, to] : m_edges.ends())
        if (from >= 0 && to >= 0 && groups[from] != groups[to])
            joined.push_back(std::minmax(groups[from], groups[to]));
    std::sort(joined.begin(), joined.end());
    const auto keyOf = [this](int place) {
        const int nodes = int(m_diagram.nodes.size());
        return place < nodes ? m_diagram.nodes[place].key : m_diagram.regions[place - nodes].key;
    };
    m_bundles.clear();
    for (auto from = joined.begin(); from != joined.end();) {
        const auto to = std::upper_bound(from, joined.end(), *from);
        const QRectF one = m_places[from->first], other = m_places[from->second];
        m_bundles.push_back({keyOf(from->first),
                             keyOf(from->second),
                             int(to - from),
                             {leavingPoint(one, other.center()), leavingPoint(other, one.center())}});
        from = to;
    }
}

void DiagramGeometry::move(const QHash<QString, QPointF>& centres, bool keepFrames) {
    m_bundled = false;
    std::vector<int> moved;
    for (auto it = centres.begin(); it != centres.end(); ++it) {
        if (const int node = nodeIndex(it.key()); node >= 0) m_diagram.nodes[node].centre = it.value();
        if (const int region = regionIndex(it.key()); region >= 0) {
            DiagramRegion& dragged = m_diagram.regions[region];
            dragged.rect.moveCenter(it.value());
            dragged.centre = it.value();
        }
        if (const int place = placeIndex(it.key()); place >= 0) moved.push_back(place);
    }
    if (!keepFrames) {
        fitRegions(m_diagram);
        for (int place = int(m_diagram.nodes.size()); place < int(m_places.size()); ++place)
            if (placeOf(place) != m_places[place]) moved.push_back(place);
    }
    std::sort(moved.begin(), moved.end());
    moved.erase(std::unique(moved.begin(), moved.end()), moved.end());
    std::vector<int> dragged;
    std::set_union(m_dragged.begin(), m_dragged.end(), moved.begin(), moved.end(),
                   std::back_inserter(dragged));
    m_dragged = std::move(dragged);
    if (m_diagram.edges.size() <= mostEdgesRoutedLive && m_diagram.nodes.size() <= mostEdgesRoutedLive)
        restart(false);
    else if (moved.size() > m_places.size() / smallestShareOfAll)
        restart(true);
    else
        moveTo(moved, true);
}

void DiagramGeometry::bend(int edge, const std::vector<QPointF>& way) {
    m_diagram.edges[edge].way = way;
    m_edges.change(ground(), edge);
    m_bent.push_back(edge);
}

void DiagramGeometry::resize(const QString& key, const QRectF& rect) {
    const int node = nodeIndex(key);
    if (node < 0) return;
    m_diagram.nodes[node].size = rect.size();
    move({{key, rect.center()}}, true);
}

int DiagramGeometry::nodeAt(const QPointF& point, double margin) const {
    int found = -1;
    m_nodeGrid.visit(QRectF(point, QSizeF(0, 0)).adjusted(-margin, -margin, margin, margin), [&](int node) {
        // What is painted last lies on top.
        if (m_places[node].adjusted(-margin, -margin, margin, margin).contains(point))
            found = std::max(found, node);
        return true;
    });
    return found;
}

int DiagramGeometry::regionAt(const QPointF& point) const {
    // Those within others come later.
    for (int i = int(m_diagram.regions.size()) - 1; i >= 0; --i)
        if (m_diagram.regions[i].rect.contains(point)) return i;
    return -1;
}

int DiagramGeometry::edgeAt(const QPointF& point, double tolerance) const {
    return m_edges.nearest(ground(), point, tolerance);
}

std::vector<int> DiagramGeometry::nodesOf(const QString& region) const {
    const QStringList within = regionsWithin(region);
    std::vector<int> nodes;
    for (int i = 0; i < int(m_diagram.nodes.size()); ++i)
        if (within.contains(m_diagram.nodes[i].region)) nodes.push_back(i);
    return nodes;
}

QStringList DiagramGeometry::regionsWithin(const QString& region) const {
    QStringList within{region};
    for (const DiagramRegion& each : m_diagram.regions)
        if (!each.parent.isEmpty() && within.contains(each.parent)) within << each.key;
    return within;
}

QRectF DiagramGeometry::bounds() const {
    QRectF bounds;
    for (const QRectF& rect : m_places) bounds = bounds.united(rect);
    // Of what is routed when it is looked at, the bounds would grow with what was seen.
    if (isSmall()) return bounds.united(m_edges.bounds());
    for (const DiagramEdge& edge : m_diagram.edges)
        for (const QPointF& point : edge.way) bounds = bounds.united(QRectF(point, QSizeF(1, 1)));
    return bounds;
}

QRectF DiagramGeometry::rectOf(const QString& key) const {
    if (const auto rect = rectOfEnd(key)) return *rect;
    const int edge = edgeIndex(key);
    return edge >= 0 ? route(edge).bounds : QRectF();
}

}  // namespace app
