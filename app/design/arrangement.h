#pragma once

#include <QHash>

#include "app/diagram/diagram.h"

namespace app {

enum class Arrangement {
    AlignLeft,
    AlignCentre,
    AlignRight,
    AlignTop,
    AlignMiddle,
    AlignBottom,
    SpreadAcross,
    SpreadDown
};

/// The new centres of the nodes with these keys. Fewer than two (three to spread) stay where they are.
QHash<QString, QPointF> arranged(const Diagram& diagram, const QStringList& keys, Arrangement arrangement);
/// `Align left`
QString arrangementTitle(Arrangement arrangement);

}  // namespace app
