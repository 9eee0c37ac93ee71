#include "app/canvas/label_placement.h"

#include <array>

namespace app {

bool LabelPlacement::isFree(const QRectF& rect) const {
    bool free = true;
    m_grid.visit(rect, [&](int node) {
        free = !m_nodes[node].intersects(rect);
        return free;
    });
    if (!free) return false;
    m_taken.visit(rect, [&](int label) {
        free = !m_labels[label].intersects(rect);
        return free;
    });
    return free;
}

void LabelPlacement::place(EdgeRoute& route, const QSizeF& size) {
    constexpr std::array shares{0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3,
                                0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85};
    const QPointF half(size.width() / 2, size.height() / 2);
    // On the line where possible, else just above or below it.
    for (const double lift : {0.0, -14.0, 14.0, -24.0, 24.0}) {
        for (const double share : shares) {
            const QPointF centre = route.pointAt(share) + QPointF(0, lift);
            const QRectF rect(centre - half, size);
            if (!isFree(rect.adjusted(-2, -2, 2, 2))) continue;
            route.labelCentre = centre;
            route.labelShown = true;
            m_taken.insert(int(m_labels.size()), rect);
            m_labels.push_back(rect);
            return;
        }
    }
    route.labelShown = false;
    route.labelCentre = route.pointAt(0.5);
}

}  // namespace app
