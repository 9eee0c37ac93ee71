#pragma once

#include <QLineF>
#include <QRectF>
#include <QSet>
#include <QString>
#include <vector>

namespace app {

class DiagramGeometry;

/// What is dragged, and how near it must come to be drawn to something.
struct Snapping {
    const DiagramGeometry& geometry;
    QSet<QString> dragged;  ///< Their keys: nothing is drawn to itself
    double reach = 5;
};

/// Where it is drawn to, and what shows why.
struct Snap {
    QPointF shift;               ///< To add to where it is
    bool across = false;         ///< Something draws it sideways
    bool down = false;           ///< Something draws it up or down
    std::vector<QLineF> guides;  ///< Along borders and centres in line
    std::vector<QLineF> gaps;    ///< Equal distances
};

/// To borders and centres of what lies near the rectangle, and to equal gaps in its row and column.
Snap snapped(const Snapping& snapping, const QRectF& rect);
/// A width or height that others near by have; the same where there is none.
QSizeF snappedSize(const Snapping& snapping, const QRectF& rect);

}  // namespace app
