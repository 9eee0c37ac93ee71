#include "app/canvas/key_connection.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

#include "app/canvas/diagram_geometry.h"

namespace app {
namespace {

QString shownTitle(const DiagramGeometry& geometry, const QString& key) {
    if (const int node = geometry.nodeIndex(key); node >= 0) return geometry.node(node).title;
    const int region = geometry.regionIndex(key);
    return region >= 0 ? geometry.region(region).title : QString();
}

}  // namespace

QString nearestTowards(const DiagramGeometry& geometry, const QStringList& keys, const QPointF& start,
                       const QPointF& way) {
    QString nearest;
    double least = 0;
    for (const QString& key : keys) {
        const QPointF to = geometry.rectOf(key).center() - start;
        const double along = QPointF::dotProduct(to, way);
        const double aside = std::abs(to.x() * way.y() - to.y() * way.x());
        if (along <= 1 || aside > 2 * along) continue;
        const double cost = along + 2 * aside;
        if (!nearest.isEmpty() && cost >= least) continue;
        nearest = key;
        least = cost;
    }
    return nearest;
}

QStringList neighboursByEdge(const DiagramGeometry& geometry, const QString& key) {
    QStringList keys;
    for (const DiagramEdge& edge : geometry.diagram().edges) {
        if (edge.from == key && edge.to != key) keys << edge.to;
        if (edge.to == key && edge.from != key) keys << edge.from;
    }
    keys.removeDuplicates();
    return keys;
}

bool KeyConnection::start(const DiagramGeometry& geometry, const QString& from) {
    stop();
    for (const DiagramNode& node : geometry.diagram().nodes)
        if (node.connects && node.key != from) m_targets << node.key;
    for (const DiagramRegion& region : geometry.diagram().regions)
        if (region.connects && region.handles && region.key != from) m_targets << region.key;
    if (m_targets.isEmpty()) return false;
    const QPointF centre = geometry.rectOf(from).center();
    QHash<QString, double> away;
    for (const QString& key : std::as_const(m_targets))
        away.insert(key, QLineF(centre, geometry.rectOf(key).center()).length());
    std::sort(m_targets.begin(), m_targets.end(), [&](const QString& left, const QString& right) {
        return away[left] != away[right] ? away[left] < away[right] : left < right;
    });
    m_from = from;
    return true;
}

void KeyConnection::walk(const DiagramGeometry&, bool forward) {
    m_typed.clear();
    const qsizetype count = m_targets.size();
    const qsizetype at = m_targets.indexOf(m_to);
    if (at < 0)
        m_to = forward ? m_targets.first() : m_targets.last();
    else
        m_to = m_targets[(at + (forward ? 1 : count - 1)) % count];
}

void KeyConnection::go(const DiagramGeometry& geometry, const QPointF& way) {
    m_typed.clear();
    const QPointF start = geometry.rectOf(m_to.isEmpty() ? m_from : m_to).center();
    const QString next = nearestTowards(geometry, m_targets, start, way);
    if (!next.isEmpty()) m_to = next;
}

void KeyConnection::type(const DiagramGeometry& geometry, const QString& text) {
    m_typed += text;
    find(geometry);
}

void KeyConnection::erase(const DiagramGeometry& geometry) {
    m_typed.chop(1);
    find(geometry);
}

void KeyConnection::find(const DiagramGeometry& geometry) {
    if (m_typed.isEmpty()) return;
    QString within;
    for (const QString& key : std::as_const(m_targets)) {
        const QString title = shownTitle(geometry, key);
        if (title.startsWith(m_typed, Qt::CaseInsensitive)) {
            m_to = key;
            return;
        }
        if (within.isEmpty() && title.contains(m_typed, Qt::CaseInsensitive)) within = key;
    }
    m_to = within;
}

}  // namespace app
