#pragma once

#include <QPointF>
#include <QString>
#include <QStringList>

namespace app {

class DiagramGeometry;

/// A connection that is made with keys alone: from an element, to one of those that it walks through.
class KeyConnection {
public:
    bool isActive() const { return !m_from.isEmpty(); }
    const QString& from() const { return m_from; }
    /// The target so far; empty before the first is chosen.
    const QString& to() const { return m_to; }
    const QString& typed() const { return m_typed; }

    /// False when nothing can be connected from there.
    bool start(const DiagramGeometry& geometry, const QString& from);
    void stop() { *this = {}; }
    /// The next (previous) target, from the nearest to the farthest.
    void walk(const DiagramGeometry& geometry, bool forward);
    /// The nearest target in that direction (of length 1).
    void go(const DiagramGeometry& geometry, const QPointF& way);
    /// Finds the target whose name begins with what was typed, else one that has it within.
    void type(const DiagramGeometry& geometry, const QString& text);
    void erase(const DiagramGeometry& geometry);

private:
    void find(const DiagramGeometry& geometry);

    QString m_from, m_to, m_typed;
    QStringList m_targets;  ///< From the nearest to the farthest
};

/// The element among these that lies nearest in that direction (of length 1); empty when none does.
QString nearestTowards(const DiagramGeometry& geometry, const QStringList& keys, const QPointF& start,
                       const QPointF& way);
/// The elements at the other ends of the edges of this one.
QStringList neighboursByEdge(const DiagramGeometry& geometry, const QString& key);

}  // namespace app
