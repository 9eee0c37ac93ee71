#pragma once

#include <QPointF>
#include <QSizeF>
#include <vector>

namespace app {

/// The nearest multiple of the grid.
double onGrid(double value);
QPointF onGrid(const QPointF& point);

/// Packs blocks into rows about as wide as a screen is; gives their top left corners.
std::vector<QPointF> packInRows(const std::vector<QSizeF>& blocks, double space);

}  // namespace app
