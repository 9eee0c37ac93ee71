#include "app/overlays/focus.h"

#include <algorithm>
#include <deque>

#include "app/finding/element_place.h"

namespace app {
namespace {

constexpr int beyondAllHops = 1'000'000;

using Ways = QHash<QString, QStringList>;

/// Where one hop leads to, by node.
Ways waysOf(const Diagram& diagram, model::FocusDirection direction) {
    Ways ways;
    for (const DiagramEdge& edge : diagram.edges) {
        if (direction != model::FocusDirection::Callers) ways[edge.from] << edge.to;
        if (direction != model::FocusDirection::Callees) ways[edge.to] << edge.from;
    }
    return ways;
}

/// All frames in a frame, and itself.
QSet<QString> framesIn(const Diagram& diagram, const QString& frame) {
    QSet<QString> frames{frame};
    for (const DiagramRegion& region : diagram.regions)  // Outer ones stand before those in them
        if (frames.contains(region.parent)) frames << region.key;
    return frames;
}

/// Finds what elements stand for on one diagram.
class Starts {
public:
    Starts(const model::Project& project, const Diagram& diagram) : m_project(project), m_diagram(diagram) {
        for (const DiagramNode& node : diagram.nodes) m_shown[elementOfKey(node.key)] << node.key;
        for (const DiagramRegion& region : diagram.regions) m_shown[elementOfKey(region.key)] << region.key;
        for (const DiagramEdge& edge : diagram.edges) m_ends.insert(edge.key, {edge.from, edge.to});
    }

    void add(const QString& element) {
        const auto ends = m_ends.constFind(element);
        if (ends != m_ends.constEnd()) {
            keys << element << ends->first << ends->second;
            return;
        }
        auto shown = m_shown.constFind(element);
        if (shown == m_shown.constEnd()) shown = m_shown.constFind(hostOf(m_project, element));
        if (shown == m_shown.constEnd()) return;
        for (const QString& key : *shown) addShown(key);
    }

    QSet<QString> keys;

private:
    void addShown(const QString& key) {
        keys << key;
        const bool isFrame = std::any_of(m_diagram.regions.begin(), m_diagram.regions.end(),
                                         [&key](const DiagramRegion& each) { return each.key == key; });
        if (!isFrame) return;
        const QSet<QString> frames = framesIn(m_diagram, key);
        keys += frames;
        for (const DiagramNode& node : m_diagram.nodes)
            if (frames.contains(node.region)) keys << node.key;
    }

    const model::Project& m_project;
    const Diagram& m_diagram;
    QHash<QString, QStringList> m_shown;  ///< Keys of nodes and frames by element
    QHash<QString, std::pair<QString, QString>> m_ends;
};

}  // namespace

QHash<QString, int> hopsFrom(const model::Project& project, const Diagram& diagram,
                             const model::ViewFocus& focus) {
    Starts found(project, diagram);
    for (const std::string& element : focus.elements) found.add(QString::fromStdString(element));
    QHash<QString, int> hops;
    std::deque<QString> next;
    for (const QString& start : found.keys) {
        hops.insert(start, 0);
        next.push_back(start);
    }
    const Ways ways = waysOf(diagram, focus.direction);
    while (!next.empty()) {
        const QString at = next.front();
        next.pop_front();
        const int hop = hops.value(at);
        if (hop >= focus.hops) continue;
        for (const QString& to : ways.value(at))
            if (!hops.contains(to)) {
                hops.insert(to, hop + 1);
                next.push_back(to);
            }
    }
    return hops;
}

QSet<QString> framesAround(const Diagram& diagram, const QSet<QString>& nodes) {
    QSet<QString> frames;
    for (const DiagramNode& node : diagram.nodes)
        if (nodes.contains(node.key) && !node.region.isEmpty()) frames << node.region;
    for (auto region = diagram.regions.rbegin(); region != diagram.regions.rend(); ++region)
        if ((frames.contains(region->key) || nodes.contains(region->key)) && !region->parent.isEmpty())
            frames << region->parent;
    return frames;
}

QSet<QString> outOfFocus(const Diagram& diagram, const QHash<QString, int>& hops) {
    QSet<QString> far;
    if (hops.isEmpty()) return far;
    const QSet<QString> near(hops.keyBegin(), hops.keyEnd());
    const QSet<QString> frames = framesAround(diagram, near);
    for (const DiagramNode& node : diagram.nodes)
        if (!near.contains(node.key)) far << node.key;
    for (const DiagramRegion& region : diagram.regions)
        if (!near.contains(region.key) && !frames.contains(region.key)) far << region.key;
    return far;
}

int farthestHop(const model::Project& project, const Diagram& diagram, model::ViewFocus focus) {
    focus.hops = beyondAllHops;
    int farthest = 0;
    for (const int hop : hopsFrom(project, diagram, focus)) farthest = std::max(farthest, hop);
    return farthest;
}

}  // namespace app
