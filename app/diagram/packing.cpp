#include "app/diagram/packing.h"

#include <algorithm>
#include <cmath>

#include "app/diagram/node_sizes.h"

namespace app {

double onGrid(double value) {
    return std::round(value / gridStep) * gridStep;
}

QPointF onGrid(const QPointF& point) {
    return {onGrid(point.x()), onGrid(point.y())};
}

std::vector<QPointF> packInRows(const std::vector<QSizeF>& blocks, double space) {
    double area = 0;
    double widest = 0;
    for (const QSizeF& block : blocks) {
        area += (block.width() + space) * (block.height() + space);
        widest = std::max(widest, block.width());
    }
    const double width = std::max(widest, std::sqrt(area * 1.7));
    std::vector<QPointF> corners;
    double x = 0, y = 0, rowHeight = 0;
    for (const QSizeF& block : blocks) {
        if (x > 0 && x + block.width() > width) {
            x = 0;
            y += rowHeight + space;
            rowHeight = 0;
        }
        corners.push_back({x, y});
        x += block.width() + space;
        rowHeight = std::max(rowHeight, block.height());
    }
    return corners;
}

}  // namespace app
