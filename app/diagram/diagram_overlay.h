#pragma once

#include <QColor>
#include <QHash>
#include <QSet>
#include <QString>
#include <vector>

namespace app {

/// What an overlay says of an element with a sign; each has a shape of its own besides its colour.
enum class DiagramSign { Added, Removed, Changed, Warning, Error };
/// `added`
QString signWord(DiagramSign sign);

/// What a colour of an overlay means.
struct OverlayEntry {
    QColor colour;
    QString text;

    bool operator==(const OverlayEntry&) const = default;
};

/// What is laid over a diagram beside the heat of a run, by keys of nodes, edges and regions. Several lie
/// over each other: a focus dims, checks put signs, teams give colours.
struct DiagramOverlay {
    QString id;            ///< `focus`, `checks`, `teams`
    int priority = 0;      ///< Where several say something of an element, the highest is seen
    QSet<QString> dimmed;  ///< An edge is dimmed with either of its ends
    QHash<QString, DiagramSign> signs;
    QHash<QString, QColor> tints;      ///< Of nodes
    std::vector<OverlayEntry> legend;  ///< What the tints mean

    bool empty() const { return dimmed.isEmpty() && signs.isEmpty() && tints.isEmpty(); }
    bool operator==(const DiagramOverlay&) const = default;
};

/// All of them as one: dimmed by any, signs and tints of the highest priority; of equal ones the later.
DiagramOverlay composed(std::vector<DiagramOverlay> overlays);

}  // namespace app
